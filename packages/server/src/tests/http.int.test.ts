import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { operationEntries, shapes, type Operation, type OperationId } from '@entente/contracts';
import { encodeCursor, newId } from '@entente/kernel';
import { startedServer } from '@entente/testkit';
import { z } from 'zod';
import { bearer, quietLogger, send, type Headers, type LooseInput } from './api.fixture.ts';
import { buildRecords } from './records.fixture.ts';
import { inputs } from './sweep-inputs.fixture.ts';

const server = await startedServer({ logger: quietLogger, outboundPrivate: true });
const ours = await buildRecords(server, 'Ours', 'quokka');
const owner = ours.workspace.owner.headers;
const build = (id: OperationId): Promise<LooseInput> => Promise.resolve(inputs[id](ours));
/** Who has every right to it. */
const callerOf = async ({ audience }: Operation): Promise<Headers> => (audience === 'partner' ? (await ours.mine()).people.partner_admin.headers : owner);

type Refusal = { status: number; code: string; headers: globalThis.Headers; fields: readonly { path: string }[] };
/** A request as it is, and its refusal, which must have the documented shape. */
async function refused(path: string, init: RequestInit & { headers?: Headers }, url = server.url): Promise<Refusal> {
  const answer = await fetch(`${url}${path}`, init);
  const text = await answer.text();
  assert.equal(answer.headers.get('content-type')?.split(';')[0], 'application/problem+json', `${answer.status} ${text}`);
  const body = shapes.problem.parse(JSON.parse(text));
  assert.equal(body.status, answer.status);
  assert.equal(body.requestId, answer.headers.get('x-request-id'));
  return { status: answer.status, code: body.code, headers: answer.headers, fields: body.fields ?? [] };
}
const json = (body: string, headers: Headers = owner): RequestInit & { headers: Headers } => ({
  method: 'POST',
  headers: { ...headers, 'content-type': 'application/json' },
  body,
});
const outcome = ({ status, code }: Refusal): [number, string] => [status, code];

/** Who answers second in the same moment is told that it was answered, rather than that something changed. */
const toldBefore = new Set<OperationId>([
  'cases.rule',
  'cases.close',
  'shares.decide',
  'leads.take',
  'registrations.undo',
  'portalShares.answer',
  'portalLeads.accept',
  'portalLeads.decline',
  'portalCases.appeal',
  'conflicts.resolve',
  'fundRequests.approve',
  'fundClaims.approve',
  'fundClaims.reject',
  'fundClaims.reverse',
  'disputes.answer',
]);
/** Their state forbids the act, whoever comes first; the version is looked at before that all the same. */
const forbidden = new Set<OperationId>(['offers.send', 'authorizations.send', 'metering.retry', 'ledger.close']);
/** Records without an address of their own: their version stands in the table. */
const tableOf: Partial<Record<OperationId, string>> = {
  'marketplaces.update': 'marketplace',
  'listings.update': 'listing',
  'commitments.update': 'cloud_commitment',
};

describe('versions', () => {
  for (const [id, operation] of operationEntries().filter(([, each]) => each.versioned))
    test(`${id} says which version it changes`, async () => {
      const { params, body, ifVersion } = await build(id);
      const caller = await callerOf(operation);
      const path = `/api/v1${operation.path.replaceAll(/:(\w+)/g, (_, key: string) => params?.[key] ?? '')}`;
      const as = (version: string | null): RequestInit & { headers: Headers } => ({
        method: operation.method,
        headers: { ...caller, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(version === null ? {} : { 'if-match': version }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      assert.deepEqual(outcome(await refused(path, as(null))), [428, 'version_missing']);
      assert.deepEqual(outcome(await refused(path, as('"99"'))), [412, 'version_stale']);
      assert.deepEqual(outcome(await refused(path, as('"many"'))), [422, 'invalid_input']);
      assert.deepEqual(outcome(await refused(path, as('*'))), [422, 'invalid_input']);
      const current = async (): Promise<string | null> =>
        (await fetch(`${server.url}/api/v1${operation.path.split('/:id')[0]}/${params?.['id']}`, { headers: caller })).headers.get('etag');
      const table = tableOf[id];
      const stored = async (): Promise<string> =>
        `"${(await server.test.admin.query<{ version: number }>(`select version from ${table} where id = $1`, [params?.['id']])).rows[0]?.version}"`;
      const etag = ifVersion !== undefined ? `"${ifVersion}"` : table === undefined ? await current() : await stored();
      assert.match(etag ?? '', /^"\d+"$/);
      // Two who read the same version: the second is told, that it is stale or that it was done, and the first is not lost.
      const answers = await Promise.all([fetch(`${server.url}${path}`, as(etag)), fetch(`${server.url}${path}`, as(etag))]);
      const [first, second] = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      if (forbidden.has(id)) assert.deepEqual([first, second], [409, 409]);
      else assert.ok(first === (operation.status ?? 200) && (second === 412 || (second === 409 && toldBefore.has(id))), `${first} and ${second}`);
    });
});

describe('what cannot be read is refused with its reason', () => {
  test('a body that is too large', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(2 * 1024 * 1024) });
    assert.deepEqual(outcome(await refused('/api/v1/accounts', json(body))), [413, 'too_large']);
  });

  test('a body that is no JSON, or not the JSON that was asked for', async () => {
    for (const body of ['{"name":', '', '[]', 'null', '"name"', '{"name":{"$ne":1}}', '{"name":7}', '{}', '{"__proto__":{"admin":true},"name":"x"}'])
      assert.deepEqual(outcome(await refused('/api/v1/accounts', json(body))), [422, 'invalid_input'], body);
    const as = (type: string): RequestInit & { headers: Headers } => ({ method: 'POST', headers: { ...owner, 'content-type': type }, body: '{"name":"x"}' });
    assert.deepEqual(outcome(await refused('/api/v1/accounts', as('application/xml'))), [415, 'unsupported']);
    assert.deepEqual(outcome(await refused('/api/v1/accounts', as('application/x-www-form-urlencoded'))), [415, 'unsupported']);
    assert.deepEqual(outcome(await refused('/api/v1/accounts', as('text/plain'))), [422, 'invalid_input'], 'text is not read as JSON');
    assert.deepEqual(outcome(await refused('/api/v1/accounts', { method: 'POST', headers: owner })), [422, 'invalid_input']);
  });

  test('each wrong field is named', async () => {
    const body = {
      name: '',
      currency: 'euro',
      amountMinor: 1.5,
      closeOn: '2026-02-30',
      stage: 'maybe',
      lines: [{ description: 'x', quantity: 0, unitPriceMinor: 1 }],
    };
    const { status, fields } = await refused('/api/v1/deals', json(JSON.stringify(body)));
    assert.equal(status, 422);
    assert.deepEqual(fields.map(({ path }) => path).toSorted(), ['amountMinor', 'closeOn', 'currency', 'lines.0.quantity', 'name', 'stage']);
  });

  test('numbers beyond what is exact', async () => {
    for (const amount of ['9007199254740993', '1e400', '-9007199254740993'])
      assert.deepEqual(outcome(await refused('/api/v1/deals', json(`{"name":"x","currency":"EUR","amountMinor":${amount}}`))), [422, 'invalid_input'], amount);
    const line = { description: 'x', quantity: 1_000_000, unitPriceMinor: Number.MAX_SAFE_INTEGER };
    assert.equal((await refused('/api/v1/deals', json(JSON.stringify({ name: 'x', currency: 'EUR', lines: [line] })))).status, 422);
  });

  test('characters that cannot be stored', async () => {
    for (const name of ['a\\u0000b', '\\ud800']) {
      const answer = await fetch(`${server.url}/api/v1/accounts`, json(`{"name":"${name}"}`));
      assert.ok(answer.status === 422 || answer.status === 201, `${name}: ${answer.status}`);
      if (answer.status === 201) {
        const stored = ((await answer.json()) as { name: string }).name;
        assert.ok(stored.isWellFormed() && !stored.includes('\u0000'), name);
      }
    }
    for (const q of ['%00', '%ED%A0%80', "'; drop table deal; --", '%25', '\\\\', '(', '*'])
      assert.ok((await fetch(`${server.url}/api/v1/deals?q=${q}`, { headers: owner })).status < 500, q);
    for (const q of ['%00', '&|!', "''", ':*', '\\\\']) assert.ok((await fetch(`${server.url}/api/v1/search?q=${q}`, { headers: owner })).status < 500, q);
  });

  test('a field that nobody knows is left out, as the OpenAPI document allows, and stored nowhere', async () => {
    const answer = await fetch(`${server.url}/api/v1/accounts`, json('{"name":"Known","tenantId":"x","tenant_id":"x","version":7,"secretField":"tricky"}'));
    assert.equal(answer.status, 201);
    assert.ok(!(await answer.text()).includes('tricky'));
    const { rows } = await server.test.admin.query("select version from account where name = 'Known'");
    assert.deepEqual(rows, [{ version: 1 }]);
    assert.deepEqual((await server.test.admin.query("select 1 from audit_entry where after::text like '%tricky%'")).rows, []);
  });

  test('an address that leads nowhere', async () => {
    for (const path of ['/api/v1/nothing', '/api/v2/deals', '/api/v1/deals/x/y/z'])
      assert.deepEqual(outcome(await refused(path, { headers: owner })), [404, 'not_found'], path);
    assert.deepEqual(outcome(await refused('/api/v1/deals', { method: 'DELETE', headers: owner })), [404, 'not_found']);
    assert.deepEqual(outcome(await refused(`/api/v1/deals/${newId()}`, { headers: owner })), [404, 'not_found']);
    assert.deepEqual(outcome(await refused('/api/v1/deals/17', { headers: owner })), [422, 'invalid_input']);
  });
});

const queryOf = ({ query }: Operation): Record<string, unknown> => (query instanceof z.ZodObject ? query.shape : {});

describe('places in lists', () => {
  const bad = [
    'x',
    '!!!',
    'bnVsbA',
    encodeCursor({ sort: 'x', id: 'y' }),
    encodeCursor({ sort: 1e300, id: 'not-an-id' }),
    encodeCursor({ sort: 'x'.repeat(200), id: '' }),
  ];
  const strange = [
    encodeCursor({ sort: null, id: newId() }),
    encodeCursor({ sort: 'not a day', id: newId() }),
    encodeCursor({ sort: '', id: newId() }),
    encodeCursor({ sort: -1.5, id: newId() }),
    encodeCursor({ sort: 1e300, id: newId() }),
    encodeCursor({ sort: '2026-02-30', id: newId() }),
    encodeCursor({ sort: 'a\u0000b', id: newId() }),
  ];
  for (const [id, operation] of operationEntries().filter(([, each]) => 'cursor' in queryOf(each)))
    test(id, async () => {
      const input = await build(id);
      const caller = await callerOf(operation);
      for (const cursor of bad) {
        const { status, text } = await send(server, caller, id, { ...input, query: { ...input.query, cursor } });
        assert.equal(status, 422, `${cursor}: ${status} ${text}`);
      }
      for (const cursor of strange) {
        const { status, text } = await send(server, caller, id, { ...input, query: { ...input.query, cursor } });
        assert.ok(status === 200 || status === 422, `${cursor}: ${status} ${text}`);
      }
      // The parts of a file are as long as they are.
      if (!('limit' in queryOf(operation))) return;
      for (const limit of [0, -1, 201, 1e9, 'many']) assert.equal((await send(server, caller, id, { ...input, query: { ...input.query, limit } })).status, 422);
      const { status, text } = await send(server, caller, id, { ...input, query: { ...input.query, limit: 1 } });
      assert.equal(status, 200, text);
    });

  test('deals by every order, page by page, are each given once', async () => {
    const sorts = [
      'closeOn',
      '-closeOn',
      'amount',
      '-amount',
      'activity',
      '-activity',
      'updated',
      '-updated',
      'account',
      '-account',
      'number',
      '-number',
      'due',
      '-due',
    ] as const;
    await ours.deal();
    await ours.api('deals.create', { body: { name: 'Without anything', currency: 'EUR' } });
    await ours.api('deals.create', { body: { name: 'Without an account', currency: 'EUR', closeOn: '2030-01-01', amountMinor: 5 } });
    const all = (await ours.api('deals.list', { query: { limit: 200 } })).items.map(({ id }) => id).toSorted();
    for (const sort of sorts) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await ours.api('deals.list', { query: { sort, limit: 2, ...(cursor === undefined ? {} : { cursor }) } });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined && seen.length <= all.length);
      assert.deepEqual(seen.toSorted(), all, sort);
    }
  });
});

describe('requests from other sites', () => {
  const { cookie = '' } = owner;
  test('a cookie is not accepted for a write from elsewhere', async () => {
    const from: Headers[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'not an origin' },
    ];
    for (const headers of from) {
      const refusal = await refused('/api/v1/accounts', json('{"name":"Forged"}', { cookie, ...headers }));
      assert.deepEqual(outcome(refusal), [403, 'not_allowed'], JSON.stringify(headers));
    }
    assert.deepEqual((await server.test.admin.query("select 1 from account where name = 'Forged'")).rows, []);
  });

  test('our own page, a tool without a browser and a key are', async () => {
    const { secret } = await ours.api('apiKeys.create', { body: { name: 'Tool', role: 'seller' } });
    const from: Headers[] = [
      { cookie, 'sec-fetch-site': 'same-origin' },
      { cookie, origin: server.url },
      { cookie },
      { ...bearer(secret), 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of from)
      assert.equal((await fetch(`${server.url}/api/v1/accounts`, json('{"name":"Own"}', headers))).status, 201, JSON.stringify(headers));
  });

  test('no other site may read or frame us', async () => {
    const answer = await fetch(`${server.url}/api/v1/session`, { headers: { ...owner, origin: 'https://evil.example' } });
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
    assert.match(answer.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
    assert.match(answer.headers.get('content-security-policy') ?? '', /script-src 'self'(;|$)/);
  });
});

test('too many requests are told when to come again, and do not stop others', async () => {
  const slow = await startedServer({ logger: quietLogger, test: server.test, requestsPerMinute: 5 });
  for (let count = 0; count < 5; count += 1) assert.equal((await fetch(`${slow.url}/api/v1/session`, { headers: owner })).status, 200);
  const refusal = await refused('/api/v1/session', { headers: owner }, slow.url);
  assert.deepEqual(outcome(refusal), [429, 'rate_limited']);
  const wait = Number(refusal.headers.get('retry-after'));
  assert.ok(wait >= 1 && wait <= 60, String(wait));
  const { secret } = await ours.api('apiKeys.create', { body: { name: 'Other', role: 'seller' } });
  assert.equal((await fetch(`${slow.url}/api/v1/session`, { headers: bearer(secret) })).status, 200);
  for (let count = 0; count < 10; count += 1) assert.equal((await fetch(`${slow.url}/healthz`)).status, 200);
});

test('those who run it are told how it is', async () => {
  assert.deepEqual(await (await fetch(`${server.url}/healthz`)).json(), { status: 'ok' });
  assert.deepEqual(await (await fetch(`${server.url}/readyz`)).json(), { status: 'ready' });
  await fetch(`${server.url}/api/v1/deals/${newId()}`, { headers: owner });
  const metrics = await fetch(`${server.url}/metrics`);
  assert.match(metrics.headers.get('content-type') ?? '', /^text\/plain/);
  const text = await metrics.text();
  assert.match(text, /http_server_request_duration_seconds_count\{[^}]*http_route="\/api\/v1\/deals\/:id"[^}]*\} \d/);
  assert.ok(!text.includes(ours.marker));
});
