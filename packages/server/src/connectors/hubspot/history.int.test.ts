import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refreshView } from '../../modules/sync/views.ts';
import { viewHistory } from '../../modules/sync/history.ts';
import type { Context } from '../../platform/context.ts';
import { startCrm } from '../crm/crm.fixture.ts';
import { hubspotAdapter } from './index.ts';

const f = await startCrm(hubspotAdapter, 'hubspot');
f.simulators().control.setFaults('hubspot', { quotas: false });
const token = (): string => String(Object.entries(f.act('issue-refresh-token', { clientId: 'entente-sample' })).find(([key]) => key === 'refreshToken')?.[1]);
const begin = () =>
  f.begin({ system: 'hubspot', settings: {}, credentials: { clientId: 'entente-sample', clientSecret: 'entente-sample-secret', refreshToken: token() } });
const history = (context: Context, viewId: string) =>
  f.test.db.reading(context.tenantId, (tx) => viewHistory(tx, context, f.sync.connections, viewId, { limit: 200 }));
const viewOf = async (connectionId: string, outsideId: string): Promise<string> => {
  const view = (await f.views(connectionId)).find((each) => each.outside_id === outsideId);
  assert.ok(view);
  return view.id;
};

test('the past of a deal: who set each value and when, stages in our words, owners by name, each change once', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  const { records } = await f.sync.systems.byId(context.tenantId, connectionId);
  const people = (await records?.walk('owners', ['full_name'], null, 10))?.records ?? [];
  const [owner] = people;
  assert.ok(owner);
  f.advance(60_000);
  const { id } = f.act('create-deal', { name: 'Remembered', stage: 'qualifiedtobuy', amount: '1000', closeDate: '2027-03-31' });
  f.advance(60_000);
  f.act('edit-property', { object: 'deals', id, property: 'dealstage', value: 'contractsent' });
  f.advance(60_000);
  f.act('edit-property', { object: 'deals', id, property: 'hubspot_owner_id', value: owner.id });
  await f.poll(context, connectionId);
  await f.poll(context, connectionId);
  const viewId = await viewOf(connectionId, id);
  const { items, kept, sentence } = await history(context, viewId);
  assert.deepEqual([kept, sentence], [true, null]);
  assert.deepEqual(
    [items[0]?.field, items[0]?.old, items[0]?.new, items[1]?.field, items[1]?.old, items[1]?.new, items[1]?.newThere],
    ['owner', null, owner.values['full_name'], 'stage', 'qualified', 'committed', 'contractsent'],
  );
  assert.ok(people.some((person) => person.values['full_name'] === items[1]?.who));
  assert.deepEqual(
    items.map((one) => one.at),
    items.map((one) => one.at).toSorted((a, b) => b.localeCompare(a)),
  );

  // What we write is in their past too, under the name of the app.
  const [deal] = (await f.deals(context.tenantId)).filter((each) => each.name === 'Remembered');
  assert.ok(deal);
  f.advance(60_000);
  await f.update({ ...context, now: f.now() }, deal.id, { nextStep: 'Call the buyer' });
  await f.settle(context, connectionId);
  const after = (await history(context, viewId)).items;
  assert.deepEqual([after[0]?.field, after[0]?.new, after[0]?.who], ['next_step', 'Call the buyer', 'Entente sample app']);
  assert.equal(after.length, items.length + 1);

  // Somebody who asks sees it at once, and asking again adds nothing.
  f.advance(60_000);
  f.act('edit-property', { object: 'deals', id, property: 'amount', value: '2500', event: 'nothing' });
  for (let round = 0; round < 2; round += 1) await refreshView({ ...context, now: f.now() }, f.sync.connections, viewId);
  const asked = (await history(context, viewId)).items;
  assert.deepEqual([asked[0]?.field, asked[0]?.old, asked[0]?.new], ['amount', 100_000, 250_000]);
  assert.equal(asked.length, after.length + 1);
  assert.deepEqual(f.errors, []);
});

test('of more values than HubSpot keeps, those that were read stay, and nothing is made up before the oldest', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  f.advance(60_000);
  const { id } = f.act('create-deal', { name: 'Often changed', stage: 'qualifiedtobuy', amount: '1' });
  const change = (from: number, to: number): void => {
    for (let amount = from; amount <= to; amount += 1) {
      f.advance(1_000);
      f.act('edit-property', { object: 'deals', id, property: 'amount', value: String(amount) });
    }
  };
  change(2, 25);
  await f.poll(context, connectionId);
  await f.poll(context, connectionId);
  const viewId = await viewOf(connectionId, id);
  const amounts = async (): Promise<unknown[]> =>
    (await history(context, viewId)).items.filter((one) => one.field === 'amount').map((one) => [one.old, one.new]);
  const pair = (amount: number): [number, number] => [(amount - 1) * 100, amount * 100];
  assert.deepEqual(
    await amounts(),
    Array.from({ length: 19 }, (_, n) => pair(25 - n)),
  );
  change(26, 30);
  await f.poll(context, connectionId);
  assert.deepEqual(
    await amounts(),
    Array.from({ length: 24 }, (_, n) => pair(30 - n)),
  );
  const { rows } = await f.test.admin.query<{ app: boolean }>("select has_table_privilege('entente_app', 'view_history', 'update') as app");
  assert.deepEqual(rows, [{ app: false }], 'the past does not change');
});
