import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '@entente/kernel';
import { viewHistory } from '../../modules/sync/history.ts';
import type { Context } from '../../platform/context.ts';
import { startCrm } from '../crm/crm.fixture.ts';
import { salesforceAdapter } from './index.ts';

const f = await startCrm(salesforceAdapter, 'salesforce');
const begin = () => f.begin({ system: 'salesforce', settings: {}, credentials: { clientId: 'entente-sample', clientSecret: 'entente-sample-secret' } });
const history = (context: Context, viewId: string, query: { limit: number; cursor?: string } = { limit: 50 }) =>
  f.test.db.reading(context.tenantId, (tx) => viewHistory(tx, context, f.sync.connections, viewId, query));
const viewOf = async (connectionId: string, outsideId: string): Promise<string> => {
  const view = (await f.views(connectionId)).find((each) => each.outside_id === outsideId);
  assert.ok(view);
  return view.id;
};
const told = (items: Awaited<ReturnType<typeof history>>['items']): unknown[] => items.map((one) => [one.field ?? one.outsideField, one.old, one.new]);
const historyReads = (): number => f.requests.filter((each) => each.url.includes('History')).length;

test('the past of an opportunity is read with it and after each change, in our words, once', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  f.advance(60_000);
  const { id } = f.act('create-opportunity', { name: 'Remembered', stage: 'Prospecting', amount: '1234.5', closeDate: '2027-03-31', currency: 'EUR' });
  f.advance(60_000);
  f.act('edit-field', { id, field: 'StageName', value: 'Proposal/Price Quote' });
  await f.poll(context, connectionId);
  const viewId = await viewOf(connectionId, id);
  const first = await history(context, viewId);
  assert.deepEqual([first.kept, first.sentence, first.nextCursor], [true, null, null]);
  assert.ok(first.readAt);
  const stage = first.items.find((one) => one.field === 'stage' && one.old !== null);
  assert.deepEqual(
    [stage?.field, stage?.label, stage?.old, stage?.new, stage?.oldThere, stage?.newThere, stage?.outsideField],
    ['stage', 'Stage', 'prospect', 'business', 'Prospecting', 'Proposal/Price Quote', 'StageName'],
  );
  assert.ok(stage?.who);
  assert.deepEqual(
    told(first.items).filter((one) => JSON.stringify(one).includes('null')),
    [
      ['close_on', null, '2027-03-31'],
      ['amount', null, 123_450],
      ['stage', null, 'prospect'],
    ],
    'what it began with',
  );

  f.advance(60_000);
  f.act('edit-field', { id, field: 'Amount', value: '2000' });
  await f.poll(context, connectionId);
  const second = await history(context, viewId);
  assert.deepEqual([second.items[0]?.field, second.items[0]?.old, second.items[0]?.new], ['amount', 123_450, 200_000]);
  assert.equal(second.items.length, first.items.length + 1);

  const quiet = historyReads();
  await f.poll(context, connectionId);
  assert.equal(historyReads(), quiet, 'nothing is asked for where nothing changed');

  // As after a crash between reading and keeping its place, twice.
  for (let round = 0; round < 2; round += 1) {
    await f.test.admin.query('update outside_view set history_to = null where id = $1', [viewId]);
    await f.settle(context, connectionId);
  }
  assert.ok(historyReads() > quiet);
  assert.deepEqual(await history(context, viewId).then(({ items }) => items), second.items);

  const paged: unknown[] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const page = await history(context, viewId, { limit: 2, ...(cursor === undefined ? {} : { cursor }) });
    paged.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    more = cursor !== undefined;
  }
  assert.deepEqual(paged, second.items);

  const stranger = (await begin()).context;
  await assert.rejects(history(stranger, viewId), (error) => error instanceof Problem && error.code === 'not_found');
  const { rows } = await f.test.db.reading(stranger.tenantId, (tx) =>
    tx
      .selectFrom('view_history')
      .select('id')
      .execute()
      .then((found) => ({ rows: found })),
  );
  assert.deepEqual(rows, []);
  const read = f.sync.routes['views.history'];
  assert.ok(read);
  const blind: Context = { ...context, actor: { ...context.actor, scopes: new Set() } };
  await assert.rejects(
    async () => read(blind, { params: { id: viewId }, query: { limit: 50 }, body: undefined }, { ifVersion: null }),
    (error) => error instanceof Problem && error.code === 'not_allowed',
  );
  assert.deepEqual(f.errors, []);
});

test('an account is told by its name, and fields nobody maps by their own', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  f.advance(60_000);
  const { id } = f.act('create-opportunity', { name: 'Handed over', stage: 'Prospecting', closeDate: '2027-03-31' });
  const { records } = await f.sync.systems.byId(context.tenantId, connectionId);
  const [from, to] = (await records?.walk('Account', ['Name'], null, 2))?.records ?? [];
  assert.ok(from && to);
  f.act('edit-field', { id, field: 'AccountId', value: from.id });
  f.advance(60_000);
  f.act('edit-field', { id, field: 'AccountId', value: to.id });
  f.act('edit-field', { id, field: 'Probability', value: '33' });
  await f.poll(context, connectionId);
  await f.poll(context, connectionId);
  const { items } = await history(context, await viewOf(connectionId, id));
  const account = items.find((one) => one.field === 'account' && one.old !== null);
  assert.deepEqual([account?.old, account?.new, account?.type], [from.values['Name'], to.values['Name'], 'reference']);
  assert.equal(items.filter((one) => one.field === 'account').length, 2, 'ids and names are one change');
  const probability = items.find((one) => one.outsideField === 'Probability');
  assert.deepEqual([probability?.field, probability?.label, probability?.new], [null, 'Probability (%)', 33]);
});

test('a back-fill reads the past of all, many at once; a right that is missing ends in a sentence and stops nothing', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  f.act('bulk-create', { object: 'Opportunity', count: '450', events: 'none' });
  const before = historyReads();
  await f.test.admin.query('update connection_object set walking = true, walk_after = null where connection_id = $1', [connectionId]);
  await f.settle(context, connectionId);
  const { rows } = await f.test.admin.query<{ views: number; read: number; rows: number }>(
    `select count(*)::int as views, count(history_to)::int as read,
      (select count(*)::int from view_history h join outside_view o on o.tenant_id = h.tenant_id and o.id = h.view_id where o.connection_id = $1) as rows
     from outside_view where connection_id = $1 and kind = 'deal'`,
    [connectionId],
  );
  const [counts] = rows;
  assert.ok(counts && counts.views >= 450 && counts.read === counts.views && counts.rows >= 450, JSON.stringify(counts));
  assert.ok(historyReads() - before <= 4 * Math.ceil(counts.views / 200), 'two requests for two hundred');

  f.advance(60_000);
  const { id } = f.act('create-opportunity', { name: 'Hidden past', stage: 'Prospecting', closeDate: '2027-03-31' });
  f.act('set-object-permission', { object: 'OpportunityFieldHistory', access: 'none' });
  f.act('set-object-permission', { object: 'OpportunityHistory', access: 'none' });
  await f.poll(context, connectionId);
  const viewId = await viewOf(connectionId, id);
  const { items, sentence } = await history(context, viewId);
  assert.deepEqual(items, []);
  assert.match(sentence ?? '', /integration user may not/);
  assert.equal((await f.connection(connectionId))?.status, 'active');
  assert.deepEqual(f.errors, []);
});
