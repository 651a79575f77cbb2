import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { newId } from '@entente/kernel';
import { startCrm } from '../crm/crm.fixture.ts';
import { restAdapter } from './index.ts';

type Item = {
  id: string;
  title: string;
  value: string;
  step: string | null;
  closes: string | null;
  phase: string;
  changed: string;
  etag: string;
  ours: string | null;
};
/** A small system of another make: JSON over HTTP, pages by cursor, If-Match, and an answer that sometimes gets lost. */
const items = new Map<string, Item>();
const state = { count: 0, loseAnswers: 0, key: 'k-1', now: (): number => Date.now() };
const touch = (item: Item): void => void Object.assign(item, { changed: new Date(state.now()).toISOString(), etag: `e${(state.count += 1)}` });
const server = createServer((incoming, outgoing) => {
  const parts: Buffer[] = [];
  incoming.on('data', (part: Buffer) => parts.push(part));
  incoming.on('end', () => {
    const url = new URL(incoming.url ?? '/', 'http://crm.invalid');
    const answer = (status: number, body: unknown): void => {
      if (incoming.method !== 'GET' && state.loseAnswers > 0) {
        state.loseAnswers -= 1;
        outgoing.destroy();
        return;
      }
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (incoming.headers['x-api-key'] !== state.key) return answer(401, { message: 'no' });
    const body = parts.length === 0 ? {} : (JSON.parse(Buffer.concat(parts).toString()) as Partial<Item>);
    const [, , id] = url.pathname.split('/');
    if (incoming.method === 'GET') {
      const since = url.searchParams.get('since') ?? '';
      const own = url.searchParams.get('ours');
      const ids = url.searchParams.get('ids')?.split(',');
      const limit = Number(url.searchParams.get('limit') ?? 100);
      const start = Number(url.searchParams.get('cursor') || 0);
      const found = [...items.values()].filter(
        (item) => item.changed >= since && (own === null || item.ours === own) && (ids === undefined || ids.includes(item.id)),
      );
      return answer(200, { data: found.slice(start, start + limit), next: start + limit < found.length ? String(start + limit) : null });
    }
    if (String(body.title ?? '').includes('forbidden')) return answer(422, { error: 'title: this word is not allowed' });
    if (incoming.method === 'POST') {
      const item: Item = {
        id: `x${(state.count += 1)}`,
        title: '',
        value: '0',
        step: null,
        closes: null,
        phase: 'new',
        changed: '',
        etag: '',
        ours: null,
        ...body,
      };
      touch(item);
      items.set(item.id, item);
      return answer(201, { data: item });
    }
    const item = items.get(id ?? '');
    if (!item) return answer(404, {});
    if (incoming.headers['if-match'] !== item.etag) return answer(412, {});
    touch(Object.assign(item, body));
    return answer(200, { data: item });
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
after(() => {
  server.closeAllConnections();
  server.close();
});

const ours = (field: string, authority: string, valueMap?: readonly { ours: string; theirs: string }[]) => ({
  ours: { field, authority, ...(valueMap ? { valueMap } : {}) },
});
const definition = {
  auth: { style: 'header', header: 'X-Api-Key' },
  currency: 'EUR',
  pollSeconds: 60,
  objects: [
    {
      kind: 'deal',
      object: 'pitch',
      label: 'Pitches',
      modified: ['/changed'],
      version: '/etag',
      paging: 'next',
      keyName: 'ours',
      fields: [
        { key: 'title', required: true, ...ours('name', 'newest') },
        { key: 'value', type: 'money', send: '${text}', ...ours('amount', 'newest') },
        { key: 'step', ...ours('next_step', 'newest') },
        { key: 'closes', type: 'date', ...ours('close_on', 'newest') },
        {
          key: 'phase',
          type: 'choice',
          choices: [
            { value: 'new', label: 'New' },
            { value: 'done', label: 'Done' },
          ],
          ...ours('stage', 'newest', [
            { ours: 'prospect', theirs: 'new' },
            { ours: 'won', theirs: 'done' },
          ]),
        },
      ],
      read: { path: '/pitches?ids=${ids}', items: '/data' },
      changes: { path: '/pitches?since=${since}&limit=${limit}&cursor=${next}', items: '/data', next: '/next' },
      walk: { path: '/pitches?limit=${limit}&cursor=${next}', items: '/data', next: '/next' },
      find: { path: '/pitches?ours=${key}', items: '/data' },
      create: { method: 'POST', path: '/pitches', body: '${values}', id: '/data/id' },
      update: { method: 'PATCH', path: '/pitches/${id}', headers: { 'if-match': '${version}' }, body: '${values}' },
    },
  ],
};
const f = await startCrm(restAdapter);
state.now = () => f.now().getTime();
const begin = (given: unknown = definition) =>
  f.begin({
    system: 'rest',
    settings: { definition: JSON.stringify(given) },
    credentials: { secret: 'k-1' },
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
const add = (title: string, more: Partial<Item> = {}): Item => {
  const item: Item = {
    id: `x${(state.count += 1)}`,
    title,
    value: '12.50',
    step: null,
    closes: null,
    phase: 'new',
    changed: '',
    etag: '',
    ours: null,
    ...more,
  };
  touch(item);
  items.set(item.id, item);
  return item;
};

test('a system by configuration is synced both ways, under its own precondition', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  f.advance(60_000);
  const item = add('Acme', { closes: '2027-01-31' });
  await f.poll(context, connectionId);
  const [deal] = await f.deals(context.tenantId);
  assert.ok(deal);
  assert.deepEqual([deal.name, Number(deal.amount_minor), deal.close_on, deal.stage], ['Acme', 1250, '2027-01-31', 'prospect']);
  f.advance(60_000);
  await f.update(context, deal.id, { nextStep: 'Call', amountMinor: 99 });
  // Somebody there is quicker: the version we have is old, and the second look merges both.
  touch(Object.assign(item, { title: 'Acme Europe' }));
  await f.settle(context, connectionId);
  assert.deepEqual([item.title, item.step, item.value], ['Acme Europe', 'Call', '0.99']);
  assert.equal((await f.deals(context.tenantId))[0]?.name, 'Acme Europe');
  assert.deepEqual(f.errors, []);
});

test('a refused word, a key that is changed and a definition with a hole each end in a sentence', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  f.advance(60_000);
  add('Bolt');
  await f.poll(context, connectionId);
  const deal = (await f.deals(context.tenantId)).find((each) => each.name === 'Bolt');
  assert.ok(deal);
  f.advance(60_000);
  await f.update(context, deal.id, { name: 'forbidden' });
  await f.settle(context, connectionId);
  assert.match((await f.failures(connectionId)).at(-1)?.sentence ?? '', /title: this word is not allowed/);
  state.key = 'k-2';
  await f.poll(context, connectionId);
  assert.deepEqual((await f.connection(connectionId))?.status, 'stopped');
  state.key = 'k-1';
  await assert.rejects(
    async () => begin({ ...definition, objects: [{ ...definition.objects[0], modified: [] }] }),
    /definition of this connection is not complete: objects\.0\.modified/,
  );
});

test('a deal of ours is made once there, though its answer was lost', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  state.loseAnswers = 1;
  const { records } = await f.sync.systems.byId(context.tenantId, connectionId);
  const write = { id: null, values: { title: 'Ours' }, ifVersion: null, key: newId() };
  await assert.rejects(async () => records?.write('pitch', ['title'], [write]), /could not be reached/);
  const [written] = (await records?.write('pitch', ['title'], [write])) ?? [];
  assert.equal(written?.outcome, 'written');
  assert.equal([...items.values()].filter((item) => item.title === 'Ours').length, 1);
});
