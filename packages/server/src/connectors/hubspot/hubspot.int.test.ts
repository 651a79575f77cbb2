import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { newId } from '@entente/kernel';
import { startCrm } from '../crm/crm.fixture.ts';
import { hubspotAdapter } from './index.ts';

const f = await startCrm(hubspotAdapter, 'hubspot');
f.simulators().control.setFaults('hubspot', { quotas: false });
const newToken = (): string => (f.act('issue-refresh-token', { clientId: 'entente-sample' }) as unknown as { refreshToken: string }).refreshToken;
const begin = () =>
  f.begin({ system: 'hubspot', settings: {}, credentials: { clientId: 'entente-sample', clientSecret: 'entente-sample-secret', refreshToken: newToken() } });
const records = async (context: { tenantId: string }, connectionId: string) => {
  const system = await f.sync.systems.byId(context.tenantId, connectionId);
  assert.ok(system.records);
  return system.records;
};

test('a deal there becomes a deal here with its company and owner fields, and changes go both ways', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  const there = await records(context, connectionId);
  assert.match((await there.whoami()).sentence, /48123456/);
  const [company] = (await there.walk('companies', ['name'], null, 1)).records;
  assert.ok(company);
  f.advance(60_000);
  const { id } = f.act('create-deal', { name: 'Acme renewal', stage: 'contractsent', amount: '1234.5', closeDate: '2027-03-31', companyId: company.id });
  f.act('edit-property', { object: 'deals', id, property: 'deal_currency_code', value: 'EUR' });
  await f.poll(context, connectionId);
  await f.poll(context, connectionId);
  const deal = (await f.deals(context.tenantId)).find((each) => each.name === 'Acme renewal');
  assert.ok(deal);
  assert.deepEqual(
    [deal.stage, Number(deal.amount_minor), deal.currency, deal.close_on, deal.account_name],
    ['committed', 123_450, 'EUR', '2027-03-31', company.values['name']],
  );
  f.advance(60_000);
  await f.update(context, deal.id, { nextStep: 'Call', amountMinor: 1 });
  await f.settle(context, connectionId);
  assert.deepEqual((await there.read('deals', ['hs_next_step', 'amount'], [id]))[0]?.values, { hs_next_step: 'Call', amount: 123_450 });
  f.advance(60_000);
  f.act('edit-property', { object: 'deals', id, property: 'hs_next_step', value: 'Sign' });
  f.act('win-deal', { id });
  await f.poll(context, connectionId);
  const won = (await f.deals(context.tenantId)).find((each) => each.id === deal.id);
  assert.deepEqual([won?.next_step, won?.stage], ['Sign', 'won']);
  const writes = f.requests.filter((each) => /batch\/(?:update|upsert)/.test(each.url)).length;
  await f.poll(context, connectionId);
  await f.poll(context, connectionId);
  assert.equal(f.requests.filter((each) => /batch\/(?:update|upsert)/.test(each.url)).length, writes, 'quiet');
  assert.deepEqual(f.errors, []);
});

test('a deal of ours is made there once, even when answers get lost, and needs the unique property', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  await f.describe(context.tenantId, connectionId);
  // What they demand of a new record must be ours to say.
  await f.test.admin.query("update field_mapping set authority = 'newest' where field in ('stage', 'amount', 'close_on', 'currency') and tenant_id = $1", [
    context.tenantId,
  ]);
  const id = newId();
  await f.insert(context, { id, name: 'Ours first', stage: 'qualified', currency: 'USD', amountMinor: 500_000, closeOn: '2027-06-30' });
  await f.settle(context, connectionId);
  assert.match((await f.failures(connectionId))[0]?.sentence ?? '', /entente_id/);
  f.act('add-property', { object: 'deals', property: 'entente_id', type: 'string', unique: 'yes' });
  await f.describe(context.tenantId, connectionId);
  f.simulators().control.setFaults('hubspot', { failAfter: 0.4 });
  await f.update(context, id, { nextStep: 'Begin' });
  await f.settle(context, connectionId);
  f.simulators().control.setFaults('hubspot', { failAfter: 0 });
  await f.poll(context, connectionId);
  const there = await records(context, connectionId);
  const made: unknown[] = [];
  for (let after: string | null = null; ;) {
    const page = await there.walk('deals', ['dealname', 'dealstage', 'amount', 'closedate', 'hs_next_step'], after, 100);
    made.push(...page.records.filter((record) => record.values['dealname'] === 'Ours first').map((record) => record.values));
    after = page.after;
    if (after === null) break;
  }
  assert.deepEqual(made, [{ dealname: 'Ours first', dealstage: 'qualifiedtobuy', amount: 500_000, closedate: '2027-06-30', hs_next_step: 'Begin' }]);
  assert.deepEqual(f.errors, []);
});

test('five hundred deals of one moment are all found, and none twice', async () => {
  const { context, connectionId } = await begin();
  for (let round = 0; round < 2; round += 1) await f.poll(context, connectionId);
  const before = (await f.deals(context.tenantId)).length;
  f.advance(600_000);
  f.act('bulk-create', { object: 'deals', count: '500', event: 'nothing' });
  await f.poll(context, connectionId);
  assert.equal((await f.deals(context.tenantId)).length - before, 500);
  await f.poll(context, connectionId);
  assert.equal((await f.deals(context.tenantId)).length - before, 500);
});

test('merged and deleted records, a refused value and one partial failure each end in a sentence', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  f.advance(60_000);
  const [winner, loser, deleted] = ['Winner', 'Loser', 'Deleted'].map((name) => f.act('create-deal', { name }).id);
  assert.ok(winner && loser && deleted);
  await f.poll(context, connectionId);
  await f.poll(context, connectionId);
  f.act('merge-records', { object: 'deals', winnerId: winner, loserId: loser });
  f.act('delete-record', { object: 'deals', id: deleted });
  await f.poll(context, connectionId);
  const merged = (await f.views(connectionId)).find((view) => view.outside_id === loser);
  assert.match(merged?.sentence ?? '', new RegExp(`merged into ${winner}`));
  const rows = await f.deals(context.tenantId);
  const [one, other] = ['Winner', 'Deleted'].map((name) => rows.find((deal) => deal.name === name));
  assert.ok(one && other);
  // A deletion is no change for a search; it shows when the record is looked at.
  f.advance(60_000);
  f.act('set-property-access', { object: 'deals', property: 'hs_next_step', access: 'read' });
  for (const deal of [one, other]) await f.update(context, deal.id, { nextStep: 'Try' });
  await f.settle(context, connectionId);
  const gone = (await f.views(connectionId)).find((view) => view.outside_id === deleted);
  assert.deepEqual([gone?.status, /was deleted in CRM/.test(gone?.sentence ?? '')], ['gone', true]);
  assert.match((await f.failures(connectionId)).at(-1)?.sentence ?? '', /hs_next_step may not be set by the app/);
  f.act('set-property-access', { object: 'deals', property: 'hs_next_step', access: 'edit' });
  assert.deepEqual(f.errors, []);
});

test('a renamed stage keeps its id, a stage of another pipeline waits for a person', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  f.advance(60_000);
  const { id } = f.act('create-deal', { name: 'Drift', stage: 'presentationscheduled' });
  await f.poll(context, connectionId);
  f.act('rename-stage', { stage: 'presentationscheduled', name: 'Demo held' });
  await f.poll(context, connectionId);
  assert.equal((await f.deals(context.tenantId)).find((deal) => deal.name === 'Drift')?.stage, 'technical');
  const there = await records(context, connectionId);
  const stage = (await there.describe()).find((each) => each.object === 'deals')?.fields.find((each) => each.key === 'dealstage');
  assert.ok(stage?.choices.some((choice) => choice.value === 'presentationscheduled' && choice.label === 'Sales pipeline: Demo held'));
  const [written] = await there.write('deals', ['dealstage'], [{ id, values: { dealstage: '251180442' }, ifVersion: null, key: newId() }]);
  assert.equal(written?.outcome, 'written');
  await f.poll(context, connectionId);
  const { rows } = await f.test.admin.query<{ reason: string }>(
    "select c.reason from view_conflict c join outside_view v on v.id = c.view_id where v.connection_id = $1 and v.outside_id = $2 and c.status = 'open'",
    [connectionId, id],
  );
  assert.deepEqual(rows, [{ reason: 'untranslated' }]);
});

test('throttling, broken calls and lost answers do no harm', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  f.advance(60_000);
  const { id } = f.act('create-deal', { name: 'Rough sea' });
  await f.poll(context, connectionId);
  const deal = (await f.deals(context.tenantId)).find((each) => each.name === 'Rough sea');
  assert.ok(deal);
  f.simulators().control.setFaults('hubspot', { throttle: 0.1, failBefore: 0.1, failAfter: 0.1, readLagMs: 300 });
  for (const step of ['One', 'Two', 'Three']) {
    f.advance(30_000);
    await f.update(context, deal.id, { nextStep: step });
    await f.settle(context, connectionId);
  }
  f.simulators().control.setFaults('hubspot', { throttle: 0, failBefore: 0, failAfter: 0, readLagMs: 0 });
  await f.poll(context, connectionId);
  await f.poll(context, connectionId);
  const there = await records(context, connectionId);
  assert.equal((await there.read('deals', ['hs_next_step'], [id]))[0]?.values['hs_next_step'], 'Three');
  assert.equal((await f.deals(context.tenantId)).find((each) => each.id === deal.id)?.next_step, 'Three');
  assert.deepEqual(f.errors, []);
});

test('webhooks are verified by the third signature and bring the change before any search', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  f.hooks.route = { tenantId: context.tenantId, connectionId };
  const { control } = f.simulators();
  control.subscribe({ simulator: 'hubspot', url: f.hookUrl, secret: 'entente-sample-secret' });
  const { id } = f.act('create-deal', { name: 'Pushed' });
  await control.settle();
  await f.settle(context, connectionId);
  assert.ok((await f.deals(context.tenantId)).some((deal) => deal.name === 'Pushed'));
  assert.deepEqual([f.hooks.received > 0, f.hooks.refused], [true, 0]);
  const { access } = await f.sync.systems.byId(context.tenantId, connectionId);
  const body = Buffer.from(JSON.stringify([{ eventId: 1, subscriptionType: 'deal.propertyChange', objectId: Number(id) }]));
  const send = (time: number, secret = 'entente-sample-secret') => {
    const signature = createHmac('sha256', secret).update(`POSThttps://crm.example/hooks${body.toString()}${time}`).digest('base64');
    return hubspotAdapter.hints(access, 'event secret', {
      method: 'POST',
      url: '/hooks',
      headers: { host: 'crm.example', 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': String(time) },
      body,
    });
  };
  assert.deepEqual(
    (await send(Date.now())).map((hint) => [hint.kind, hint.outsideId]),
    [['deal', id]],
  );
  await assert.rejects(send(Date.now() - 301_000), /older than five minutes/);
  await assert.rejects(send(Date.now(), 'somebody else'), /signature does not hold/);
  f.hooks.route = null;
});

test('tokens are renewed by their time; revoked access stops the connection, and nothing is lost', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  f.act('expire-tokens');
  await f.poll(context, connectionId);
  assert.equal((await f.connection(connectionId))?.status, 'active');
  f.act('revoke-tokens', { refreshTokens: 'yes' });
  await f.poll(context, connectionId);
  const stopped = await f.connection(connectionId);
  assert.equal(stopped?.status, 'stopped');
  assert.match(stopped?.status_sentence ?? '', /The access was taken away/);
});
