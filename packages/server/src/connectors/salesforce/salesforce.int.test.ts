import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { newId } from '@entente/kernel';
import { startCrm } from '../crm/crm.fixture.ts';
import { createOutbound } from '../../platform/outbound/index.ts';
import type { Access, OutsideError } from '../../platform/outside/index.ts';
import { salesforceAdapter } from './index.ts';
import { salesforceRecords } from './records.ts';

const f = await startCrm(salesforceAdapter, 'salesforce');
const begin = () => f.begin({ system: 'salesforce', settings: {}, credentials: { clientId: 'entente-sample', clientSecret: 'entente-sample-secret' } });
const soql = async <Row>(
  connection: { tenantId: string; connectionId: string },
  object: string,
  fields: readonly string[],
  id: string,
): Promise<Row | undefined> => {
  const { records } = await f.sync.systems.byId(connection.tenantId, connection.connectionId);
  return (await records?.read(object, fields, [id]))?.[0]?.values as Row | undefined;
};

test('an opportunity becomes a deal with its account, and changes go both ways by who decides', async () => {
  const { context, connectionId } = await begin();
  const at = { tenantId: context.tenantId, connectionId };
  await f.settle(context, connectionId);
  f.advance(60_000);
  const account = f.act('create-opportunity', { name: 'To find an account' });
  assert.ok(account.id);
  const { records } = await f.sync.systems.byId(context.tenantId, connectionId);
  const [firstAccount] = (await records?.walk('Account', ['Name'], null, 1))?.records ?? [];
  assert.ok(firstAccount);
  const { id } = f.act('create-opportunity', {
    name: 'Acme renewal',
    stage: 'Proposal/Price Quote',
    amount: '1234.5',
    closeDate: '2027-03-31',
    currency: 'EUR',
    accountId: firstAccount.id,
  });
  await f.poll(context, connectionId);
  await f.poll(context, connectionId);
  const deal = (await f.deals(context.tenantId)).find((each) => each.name === 'Acme renewal');
  assert.ok(deal);
  assert.deepEqual(
    [deal.stage, Number(deal.amount_minor), deal.currency, deal.close_on, deal.account_name],
    ['business', 123_450, 'EUR', '2027-03-31', firstAccount.values['Name']],
  );

  f.advance(60_000);
  await f.update(context, deal.id, { nextStep: 'Call the buyer', amountMinor: 1 });
  await f.settle(context, connectionId);
  assert.deepEqual(await soql(at, 'Opportunity', ['NextStep', 'Amount'], id), { NextStep: 'Call the buyer', Amount: 123_450 });
  assert.equal(Number((await f.deals(context.tenantId)).find((each) => each.id === deal.id)?.amount_minor), 123_450, 'the CRM owns the amount');

  f.advance(60_000);
  f.act('edit-field', { id, field: 'NextStep', value: 'Send the contract' });
  f.act('win-opportunity', { id });
  await f.poll(context, connectionId);
  const won = (await f.deals(context.tenantId)).find((each) => each.id === deal.id);
  assert.deepEqual([won?.next_step, won?.stage], ['Send the contract', 'won']);

  const writes = f.requests.filter((each) => each.method === 'PATCH').length;
  await f.poll(context, connectionId);
  await f.poll(context, connectionId);
  assert.equal(f.requests.filter((each) => each.method === 'PATCH').length, writes, 'quiet');
  assert.deepEqual(f.errors, []);
});

test('a deal of ours is made there once, even when the answer gets lost, and needs the external id', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  await f.describe(context.tenantId, connectionId);
  // What they demand of a new record must be ours to say.
  await f.test.admin.query("update field_mapping set authority = 'newest' where field in ('stage', 'amount', 'close_on', 'currency') and tenant_id = $1", [
    context.tenantId,
  ]);
  const id = newId();
  const deal = { id, name: 'Ours first', stage: 'qualified' as const, currency: 'USD', amountMinor: 500_000, closeOn: '2027-06-30' };
  await f.insert(context, deal);
  await f.settle(context, connectionId);
  const [refused] = await f.failures(connectionId);
  assert.match(refused?.sentence ?? '', /Entente_Id__c/);

  f.act('add-field', { object: 'Opportunity', field: 'Entente_Id__c', type: 'string', externalId: 'yes', unique: 'yes', length: '36' });
  await f.describe(context.tenantId, connectionId);
  f.simulators().control.setFaults('salesforce', { failAfter: 0.5 });
  await f.update(context, id, { nextStep: 'Begin' });
  await f.settle(context, connectionId);
  f.simulators().control.setFaults('salesforce', { failAfter: 0 });
  await f.poll(context, connectionId);
  const { records } = await f.sync.systems.byId(context.tenantId, connectionId);
  const made = (await records?.walk('Opportunity', ['Name', 'NextStep', 'StageName', 'Amount', 'CloseDate'], null, 2_000))?.records.filter(
    (record) => record.values['Name'] === 'Ours first',
  );
  assert.deepEqual(
    made?.map((record) => record.values),
    [{ Name: 'Ours first', NextStep: 'Begin', StageName: 'Qualification', Amount: 500_000, CloseDate: '2027-06-30' }],
  );
  const ours = (await f.deals(context.tenantId)).filter((each) => each.name === 'Ours first');
  assert.deepEqual(
    ours.map((each) => [each.stage, Number(each.amount_minor)]),
    [['qualified', 500_000]],
  );
  assert.deepEqual(f.errors, []);
});

test('five hundred records of one second are all found, a gap and an overflow included', async () => {
  const { context, connectionId } = await begin();
  for (let round = 0; round < 2; round += 1) await f.poll(context, connectionId);
  const before = (await f.deals(context.tenantId)).length;
  f.advance(600_000);
  f.act('bulk-create', { object: 'Opportunity', count: '500', events: 'none' });
  await f.poll(context, connectionId);
  assert.equal((await f.deals(context.tenantId)).length - before, 500);
  await f.poll(context, connectionId);
  assert.equal((await f.deals(context.tenantId)).length - before, 500);
});

test('deleted and merged records end in a sentence, and ours stay', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  f.advance(60_000);
  const { id } = f.act('create-opportunity', { name: 'To be deleted' });
  const { records } = await f.sync.systems.byId(context.tenantId, connectionId);
  const accounts = (await records?.walk('Account', ['Name'], null, 3))?.records ?? [];
  const [master, loser] = accounts;
  assert.ok(master && loser);
  for (const { id: each } of [master, loser]) f.act('edit-field', { id: each, field: 'Phone', value: '1' });
  await f.poll(context, connectionId);
  f.advance(60_000);
  f.act('delete-record', { id });
  f.act('merge-records', { masterId: master.id, loserId: loser.id });
  await f.poll(context, connectionId);
  const gone = (await f.views(connectionId)).find((view) => view.outside_id === id);
  assert.deepEqual([gone?.status, /was deleted in CRM/.test(gone?.sentence ?? '')], ['gone', true]);
  const merged = (await f.views(connectionId, 'account')).find((view) => view.outside_id === loser.id);
  assert.match(merged?.sentence ?? '', new RegExp(`merged into ${master.id}`));
  assert.ok((await f.deals(context.tenantId)).some((deal) => deal.name === 'To be deleted'));
});

test('a stage renamed by an admin becomes a conflict with a sentence, and a refused value a dead letter', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  f.advance(60_000);
  const { id } = f.act('create-opportunity', { name: 'Drift', stage: 'Perception Analysis' });
  await f.poll(context, connectionId);
  f.act('rename-stage', { stage: 'Perception Analysis', name: 'Committee' });
  await f.poll(context, connectionId);
  const { rows } = await f.test.admin.query<{ reason: string; theirs: string }>(
    "select c.reason, c.theirs from view_conflict c join outside_view v on v.id = c.view_id where v.connection_id = $1 and v.outside_id = $2 and c.status = 'open'",
    [connectionId, id],
  );
  assert.deepEqual(rows, [{ reason: 'untranslated', theirs: 'Committee' }]);
  const deal = (await f.deals(context.tenantId)).find((each) => each.name === 'Drift');
  assert.ok(deal);
  f.advance(60_000);
  await f.update(context, deal.id, { nextStep: 'x'.repeat(300) });
  await f.settle(context, connectionId);
  assert.match((await f.failures(connectionId)).at(-1)?.sentence ?? '', /NextStep is longer than Salesforce takes/);
});

test('locks wait, throttling waits, lag and lost answers do no harm', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  f.advance(60_000);
  const { id } = f.act('create-opportunity', { name: 'Rough sea' });
  await f.poll(context, connectionId);
  const deal = (await f.deals(context.tenantId)).find((each) => each.name === 'Rough sea');
  assert.ok(deal);
  f.act('lock-record', { id, seconds: '30' });
  f.advance(3_000);
  f.simulators().control.setFaults('salesforce', { throttle: 0.2, failBefore: 0.1, failAfter: 0.2, readLagMs: 300 });
  for (const step of ['One', 'Two', 'Three']) {
    await f.update(context, deal.id, { nextStep: step });
    await f.settle(context, connectionId);
    f.advance(30_000);
  }
  f.simulators().control.setFaults('salesforce', { throttle: 0, failBefore: 0, failAfter: 0, readLagMs: 0 });
  await f.poll(context, connectionId);
  await f.poll(context, connectionId);
  assert.equal((await soql<{ NextStep: string }>({ tenantId: context.tenantId, connectionId }, 'Opportunity', ['NextStep'], id))?.NextStep, 'Three');
  assert.equal((await f.deals(context.tenantId)).find((each) => each.id === deal.id)?.next_step, 'Three');
  assert.deepEqual(f.errors, []);
});

test('pushed change events are verified and bring the change before any poll', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  const { connection } = await f.sync.systems.byId(context.tenantId, connectionId);
  f.hooks.route = { tenantId: context.tenantId, connectionId };
  const { control } = f.simulators();
  const subscribed = control.subscribe({ simulator: 'salesforce', url: f.hookUrl, secret: f.sync.systems.eventSecretOf(connection) });
  f.advance(60_000);
  const { id } = f.act('create-opportunity', { name: 'Pushed' });
  await control.settle();
  await f.settle(context, connectionId);
  assert.ok((await f.deals(context.tenantId)).some((deal) => deal.name === 'Pushed'));
  f.act('edit-field', { id, field: 'NextStep', value: 'By a gap', event: 'gap' });
  await control.settle();
  await f.settle(context, connectionId);
  assert.equal((await f.deals(context.tenantId)).find((deal) => deal.name === 'Pushed')?.next_step, 'By a gap');
  f.act('emit-gap', { object: 'Opportunity', kind: 'GAP_OVERFLOW' });
  await control.settle();
  const { rows } = await f.test.admin.query<{ walking: boolean }>("select walking from connection_object where connection_id = $1 and kind = 'deal'", [
    connectionId,
  ]);
  assert.deepEqual(rows, [{ walking: true }]);
  control.unsubscribe(subscribed.id);
  control.subscribe({ simulator: 'salesforce', url: f.hookUrl, secret: 'somebody else' });
  const { received } = f.hooks;
  f.act('edit-field', { id, field: 'NextStep', value: 'Forged' });
  await control.settle();
  assert.equal(f.hooks.received, received);
  assert.ok(f.hooks.refused > 0);
  f.hooks.route = null;
});

test('an ended session is replaced without a word; revoked access stops the connection with one request to a person', async () => {
  const { context, connectionId } = await begin();
  await f.settle(context, connectionId);
  f.act('expire-sessions');
  await f.poll(context, connectionId);
  assert.equal((await f.connection(connectionId))?.status, 'active');
  const refresh = f.act('issue-refresh-token', { clientId: 'entente-sample' }) as unknown as { refreshToken: string };
  const other = await f.begin({
    system: 'salesforce',
    settings: { flow: 'refresh_token' },
    credentials: { clientId: 'entente-sample', clientSecret: 'entente-sample-secret', refreshToken: refresh.refreshToken },
  });
  await f.settle(other.context, other.connectionId);
  assert.equal((await f.connection(other.connectionId))?.status, 'active');
  f.act('revoke-tokens', { refreshTokens: 'yes' });
  await f.poll(other.context, other.connectionId);
  const stopped = await f.connection(other.connectionId);
  assert.equal(stopped?.status, 'stopped');
  assert.match(stopped?.status_sentence ?? '', /The access was taken away/);
  assert.match(f.asks.at(-1) ?? '', /Nothing is lost/);
});

test('an idle connection costs at most one request a minute', async () => {
  const { context, connectionId } = await begin();
  // Owners over there who are nobody here are asked for again and again by the engine; this is about the asking for changes.
  await f.test.admin.query("update field_mapping set authority = 'none' where field = 'owner' and tenant_id = $1", [context.tenantId]);
  for (let round = 0; round < 3; round += 1) await f.poll(context, connectionId);
  const before = f.requests.length;
  for (let minute = 0; minute < 30; minute += 1) {
    f.advance(60_000);
    await f.settle(context, connectionId);
  }
  assert.ok(
    f.requests.length - before <= 30,
    `in half an hour: ${f.requests
      .slice(before)
      .map((each) => decodeURIComponent(each.url).slice(-160))
      .join('\n')}`,
  );
});

test('a signed assertion lets us in, and an API version the org does not speak is told in a sentence', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  f.act('register-app', { clientId: 'by-certificate', clientSecret: 'none', publicKey });
  const access: Access = {
    tenantId: newId(),
    connectionId: newId(),
    system: 'salesforce',
    environment: 'simulator',
    baseUrl: `${f.simulators().url}/salesforce`,
    account: 'crm',
    settings: { flow: 'jwt' },
    credentials: { clientId: 'by-certificate', username: 'integration@acme.example', privateKey },
    tokens: new Map(),
    request: (request) => createOutbound({ allowPrivate: true }).request(request),
    keepCredentials: async () => undefined,
    // An assertion is held against the clock of the one who lets in, which is the real one.
    now: () => new Date(),
  };
  assert.match((await salesforceRecords(access).whoami()).sentence, /Signed in as integration@acme\.example/);
  await assert.rejects(
    salesforceRecords({ ...access, settings: { flow: 'jwt', apiVersion: '50.0' } }).whoami(),
    /does not speak version 50\.0 of the API; it speaks 60\.0 to 67\.0/,
  );
  await assert.rejects(
    salesforceRecords({ ...access, tokens: new Map(), credentials: { ...access.credentials, username: 'nobody@acme.example' } }).whoami(),
    /does not let us in/,
  );
  await assert.rejects(
    salesforceRecords({ ...access, tokens: new Map(), credentials: { ...access.credentials, privateKey: 'no key' } }).whoami(),
    /private key of this connection cannot be read/,
  );
});

test('fields are described as the org has them, and answers that are cut short or hostile are no catastrophe', async () => {
  const { context, connectionId } = await begin();
  const { records, access } = await f.sync.systems.byId(context.tenantId, connectionId);
  const opportunity = (await records?.describe())?.find((each) => each.object === 'Opportunity');
  const field = (key: string) => opportunity?.fields.find((each) => each.key === key);
  assert.deepEqual(
    [
      field('Name')?.required,
      field('ContactId')?.createOnly,
      field('IsWon')?.writable,
      field('AccountId')?.refersTo,
      field('OwnerId')?.refersTo,
      field('Amount')?.type,
    ],
    ['always', true, false, 'account', 'person', 'money'],
  );
  assert.ok((field('StageName')?.choices.length ?? 0) >= 10);
  const hostile = `O'Brien \\' OR Name != '`;
  assert.deepEqual(await records?.read('Opportunity', ['Name'], [hostile]).catch((error: Error) => error.message), []);
  const cutShort = salesforceRecords({ ...access, request: async () => ({ status: 200, headers: {}, body: Buffer.from('{"access_token":"x","inst') }) });
  access.tokens.clear();
  await assert.rejects(
    cutShort.read('Opportunity', ['Name'], ['006000000000001AAA']),
    (error: OutsideError) => error.failure === 'unavailable' && /no JSON/.test(error.message),
  );
});
