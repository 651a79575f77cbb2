import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { after, before, test } from 'node:test';
import jsforce from 'jsforce';
import type { Connection } from 'jsforce';
import { startSimulators } from '../index.ts';
import type { RunningSimulators } from '../index.ts';

// jsforce is the witness: it knows nothing of this simulator.
const apiVersion = '66.0';
let running: RunningSimulators;
let connection: Connection;

before(async () => {
  running = await startSimulators({ port: 0, simulators: ['salesforce'] });
  connection = await signedIn();
  running.control.act('salesforce', 'add-field', {
    object: 'Opportunity',
    field: 'Entente_Id__c',
    type: 'string',
    externalId: 'yes',
    unique: 'yes',
    caseSensitive: 'yes',
  });
  running.control.act('salesforce', 'add-field', { object: 'Opportunity', field: 'Motion__c', type: 'picklist', values: 'Sell,Serve', restricted: 'yes' });
});
after(() => running.stop());

async function signedIn(): Promise<Connection> {
  const fresh = new jsforce.Connection({
    oauth2: { loginUrl: `${running.url}/salesforce`, clientId: 'entente-sample', clientSecret: 'entente-sample-secret' },
    version: apiVersion,
    callOptions: { client: 'entente' },
  });
  await fresh.authorize({ grant_type: 'client_credentials' });
  return fresh;
}

async function failure(work: PromiseLike<unknown>): Promise<{ name: string; message: string }> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof Error);
    return { name: error.name, message: error.message };
  }
  return assert.fail('It was expected to fail.');
}

const firstAccount = async (): Promise<string> => String((await connection.query('SELECT Id FROM Account ORDER BY Name LIMIT 1')).records[0]?.Id);
const deal = (name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  Name: name,
  StageName: 'Prospecting',
  CloseDate: '2027-01-31',
  ...more,
});

test('signs in, says who it is, lists versions and limits', async () => {
  assert.equal((await connection.identity()).username, 'integration@acme.example');
  assert.deepEqual(
    (await connection.request<{ version: string }[]>(`${connection.instanceUrl}/services/data`)).map((one) => one.version),
    ['60.0', '61.0', '62.0', '63.0', '64.0', '65.0', '66.0', '67.0'],
  );
  assert.equal((await connection.limits()).DailyApiRequests?.Max, 100_000);
  assert.equal(connection.limitInfo.apiUsage?.limit, 100_000);
});

test('JWT bearer: a signed assertion gives a session, another key does not', async () => {
  const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  running.control.act('salesforce', 'register-app', { clientId: 'jwt-app', publicKey: ours.publicKey.export({ type: 'spki', format: 'pem' }).toString() });
  const assertion = (key: typeof ours.privateKey, exp = Math.floor(Date.now() / 1000) + 120): string => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'RS256' })}.${part({ iss: 'jwt-app', sub: 'integration@acme.example', aud: 'https://login.salesforce.com', exp })}`;
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
  };
  const attempt = async (text: string): Promise<unknown> => {
    const fresh = new jsforce.Connection({ oauth2: { loginUrl: `${running.url}/salesforce`, clientId: 'jwt-app', clientSecret: '' }, version: apiVersion });
    await fresh.authorize({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: text });
    return fresh.query('SELECT COUNT() FROM User');
  };
  assert.equal(((await attempt(assertion(ours.privateKey))) as { totalSize: number }).totalSize, 3);
  assert.equal((await failure(attempt(assertion(other.privateKey)))).name, 'invalid_grant');
  assert.match((await failure(attempt(assertion(ours.privateKey, Math.floor(Date.now() / 1000) - 5)))).message, /expired assertion/);
});

test('describes fields, picklists and what may be written', async () => {
  const described = await connection.describe('Opportunity');
  const stage = described.fields.find((one) => one.name === 'StageName');
  assert.equal(stage?.nillable, false);
  assert.equal(stage?.picklistValues?.length, 10);
  assert.equal(described.fields.find((one) => one.name === 'IsWon')?.updateable, false);
  assert.equal(described.fields.find((one) => one.name === 'Entente_Id__c')?.externalId, true);
  assert.ok((await connection.describeGlobal()).sobjects.some((one) => one.name === 'OpportunityLineItem'));
});

test('creates, reads, changes and deletes; the stage decides what follows from it', async () => {
  const account = await firstAccount();
  const made = await connection.sobject('Opportunity').create(deal('Witnessed', { AccountId: account, Amount: 1000 }));
  assert.ok(made.success);
  const id = made.id;
  assert.equal((await connection.sobject('Opportunity').retrieve(id))['Probability'], 10);
  await connection.sobject('Opportunity').update({ Id: id, StageName: 'Closed Won' });
  const read = await connection.query(
    `SELECT Id, Account.Name, Owner.Email, IsWon, IsClosed, ExpectedRevenue, LastModifiedById FROM Opportunity WHERE Id = '${id.slice(0, 15)}'`,
  );
  assert.deepEqual(
    [read.records[0]?.['IsWon'], read.records[0]?.['ExpectedRevenue'], read.records[0]?.['Owner']?.Email],
    [true, 1000, 'integration@acme.example'],
  );
  assert.equal(typeof read.records[0]?.['Account']?.Name, 'string');
  const history = await connection.query(`SELECT Field, OldValue, NewValue FROM OpportunityFieldHistory WHERE OpportunityId = '${id}' AND Field = 'StageName'`);
  assert.deepEqual([history.records[0]?.['OldValue'], history.records[0]?.['NewValue']], ['Prospecting', 'Closed Won']);
  assert.equal((await connection.query(`SELECT COUNT() FROM OpportunityHistory WHERE OpportunityId = '${id}'`)).totalSize, 2);
  await connection.sobject('Opportunity').destroy(id);
  assert.equal((await failure(connection.sobject('Opportunity').retrieve(id))).name, 'ENTITY_IS_DELETED');
  assert.equal((await connection.query(`SELECT Id FROM Opportunity WHERE Id = '${id}'`)).totalSize, 0);
  assert.equal((await connection.query(`SELECT Id, IsDeleted FROM Opportunity WHERE Id = '${id}'`, { scanAll: true })).records[0]?.['IsDeleted'], true);
});

test('history of opportunities: a row for each tracked field, and snapshots of stage, amount and close date', async () => {
  const [from, to] = (await connection.query('SELECT Id, Name FROM Account ORDER BY Name LIMIT 2')).records;
  const { id } = await connection.sobject('Opportunity').create(deal('Remembered', { AccountId: from?.Id, Amount: 1000 }));
  assert.ok(id);
  running.control.advance(60_000);
  await connection.sobject('Opportunity').update({ Id: id, StageName: 'Qualification', Amount: 2000, Description: 'Not tracked' });
  running.control.advance(60_000);
  await connection.sobject('Opportunity').update({ Id: id, AccountId: to?.Id });
  const fields = await connection.query(
    `SELECT Id, Field, DataType, OldValue, NewValue, CreatedDate, CreatedById, CreatedBy.Name, Opportunity.Name FROM OpportunityFieldHistory WHERE OpportunityId = '${id}' ORDER BY CreatedDate, Id`,
  );
  const values = fields.records.map((row): unknown[] => [row['Field'], row['DataType'], row['OldValue'], row['NewValue']]);
  assert.deepEqual(
    values.filter(([field]) => ['created', 'StageName', 'Amount', 'Account'].includes(String(field))),
    [
      ['created', 'Text', null, null],
      ['StageName', 'Text', 'Prospecting', 'Qualification'],
      ['Amount', 'Currency', 1000, 2000],
      ['Account', 'EntityId', from?.Id, to?.Id],
      ['Account', 'Text', from?.['Name'], to?.['Name']],
    ],
  );
  assert.ok(values.every(([field]) => field !== 'Description'));
  const [first] = fields.records;
  assert.deepEqual([first?.['CreatedBy']?.Name, first?.['Opportunity']?.Name, first?.Id?.slice(0, 3)], ['Integration User', 'Remembered', '017']);
  assert.match(String(first?.['CreatedDate']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/);

  const snapshots = await connection.query(
    `SELECT StageName, Amount, CloseDate, Probability, PrevAmount FROM OpportunityHistory WHERE OpportunityId IN ('${id}') ORDER BY CreatedDate, Id`,
  );
  assert.deepEqual(
    snapshots.records.map((row): unknown[] => [row['StageName'], row['Amount'], row['CloseDate'], row['Probability'], row['PrevAmount']]),
    [
      ['Prospecting', 1000, '2027-01-31', 10, null],
      ['Qualification', 2000, '2027-01-31', 10, 1000],
    ],
  );
  assert.equal((await failure(connection.query("SELECT Id FROM OpportunityFieldHistory WHERE NewValue = 'x'"))).name, 'INVALID_FIELD');
  assert.equal((await connection.sobject('OpportunityHistory').describe()).createable, false);
  running.control.act('salesforce', 'set-object-permission', { object: 'OpportunityFieldHistory', access: 'none' });
  assert.equal((await failure(connection.query('SELECT Id FROM OpportunityFieldHistory'))).name, 'INVALID_TYPE');
  assert.equal((await failure(connection.sobject('OpportunityFieldHistory').describe())).name, 'NOT_FOUND');
  running.control.act('salesforce', 'set-object-permission', { object: 'OpportunityFieldHistory', access: 'read' });
  assert.equal((await connection.query(`SELECT Id FROM OpportunityFieldHistory WHERE OpportunityId = '${id}'`)).totalSize, fields.totalSize);
});

test('refuses with the bodies of Salesforce', async () => {
  const create = (body: Record<string, unknown>): Promise<{ name: string; message: string }> => failure(connection.sobject('Opportunity').create(body));
  assert.deepEqual(await create({ Name: 'No stage' }), { name: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [StageName, CloseDate]' });
  assert.equal((await create(deal('Bad stage', { StageName: 'Nowhere' }))).name, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST');
  assert.equal((await create(deal('x'.repeat(121)))).name, 'STRING_TOO_LONG');
  assert.equal((await create(deal('Bad field', { Nothing__c: 1 }))).name, 'INVALID_FIELD');
  assert.equal((await create(deal('Computed', { IsWon: true }))).name, 'INVALID_FIELD_FOR_INSERT_UPDATE');
  assert.equal((await create(deal('Bad account', { AccountId: '001000000000000AAA' }))).name, 'INVALID_CROSS_REFERENCE_KEY');
  assert.equal((await create(deal('Bad date', { CloseDate: '2027-02-30' }))).name, 'JSON_PARSER_ERROR');
  assert.equal((await failure(connection.query('SELECT Nothing FROM Opportunity'))).name, 'INVALID_FIELD');
  assert.equal((await failure(connection.query('SELECT Id FROM Opportunity WHERE'))).name, 'MALFORMED_QUERY');
  assert.equal((await failure(connection.query('SELECT Id FROM Nothing'))).name, 'INVALID_TYPE');
});

test('upserts by external id, up to 200 at once, each with its outcome', async () => {
  const opportunity = connection.sobject('Opportunity');
  const first = await opportunity.upsert([deal('A', { Entente_Id__c: 'e-1' }), deal('B', { Entente_Id__c: 'e-2', StageName: 'Nowhere' })], 'Entente_Id__c');
  assert.deepEqual(
    first.map((one) => one.success),
    [true, false],
  );
  const second = await opportunity.upsert([deal('A again', { Entente_Id__c: 'e-1' }), deal('C', { Entente_Id__c: 'E-1' })], 'Entente_Id__c');
  assert.equal(second[0]?.id, first[0]?.id);
  assert.notEqual(second[1]?.id, first[0]?.id, 'the external id is case-sensitive');
  assert.equal((await failure(opportunity.create(deal('Twice', { Entente_Id__c: 'e-1' })))).name, 'DUPLICATE_VALUE');
  const count = async (): Promise<number> => (await connection.query("SELECT COUNT() FROM Opportunity WHERE Name LIKE 'All or none%'")).totalSize;
  const together = await opportunity.create([deal('All or none 1'), deal('All or none 2', { StageName: 'Nowhere' })], { allOrNone: true });
  assert.deepEqual(
    together.map((one) => one.success),
    [false, false],
  );
  assert.equal(await count(), 0);
  assert.equal(
    (
      await failure(
        connection.request({
          method: 'POST',
          url: `/services/data/v${apiVersion}/composite/sobjects`,
          body: JSON.stringify({ records: Array.from({ length: 201 }, () => ({ attributes: { type: 'Opportunity' } })) }),
          headers: { 'content-type': 'application/json' },
        }),
      )
    ).name,
    'EXCEEDED_MAX_SIZE_REQUEST',
  );
});

test('composite: a later call names the result of an earlier one, and all or none holds', async () => {
  const run = async (stage: string): Promise<{ compositeResponse: { httpStatusCode: number }[] }> =>
    connection.request({
      method: 'POST',
      url: `/services/data/v${apiVersion}/composite`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        allOrNone: true,
        compositeRequest: [
          { method: 'POST', url: `/services/data/v${apiVersion}/sobjects/Account`, referenceId: 'account', body: { Name: `Composite ${stage}` } },
          {
            method: 'POST',
            url: `/services/data/v${apiVersion}/sobjects/Opportunity`,
            referenceId: 'deal',
            body: deal('Composite', { StageName: stage, AccountId: '@{account.id}' }),
          },
        ],
      }),
    });
  assert.deepEqual(
    (await run('Prospecting')).compositeResponse.map((one) => one.httpStatusCode),
    [201, 201],
  );
  assert.deepEqual(
    (await run('Nowhere')).compositeResponse.map((one) => one.httpStatusCode),
    [400, 400],
  );
  assert.equal((await connection.query("SELECT Id FROM Account WHERE Name = 'composite prospecting'")).totalSize, 1);
  assert.equal((await connection.query("SELECT Id FROM Account WHERE Name = 'Composite Nowhere'")).totalSize, 0);
});

test('a revoked session is refused, and the client signs in again with its refresh token', async () => {
  const { refreshToken } = running.control.act('salesforce', 'issue-refresh-token', { clientId: 'entente-sample' }) as { refreshToken: string };
  const client = new jsforce.Connection({
    oauth2: { loginUrl: `${running.url}/salesforce`, clientId: 'entente-sample', clientSecret: 'entente-sample-secret' },
    instanceUrl: `${running.url}/salesforce`,
    refreshToken,
    version: apiVersion,
  });
  assert.equal((await client.query('SELECT COUNT() FROM User')).totalSize, 3);
  running.control.act('salesforce', 'revoke-tokens');
  assert.equal((await client.query('SELECT COUNT() FROM User')).totalSize, 3);
  const answer = await fetch(`${running.url}/salesforce/services/data/v${apiVersion}/limits`, {
    headers: { authorization: `Bearer ${connection.accessToken}` },
  });
  assert.equal(answer.status, 401);
  assert.deepEqual(await answer.json(), [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]);
  running.control.act('salesforce', 'revoke-tokens', { refreshTokens: 'yes' });
  assert.match((await failure(client.query('SELECT COUNT() FROM User'))).message, /expired access\/refresh token/);
  connection = await signedIn();
});

test('the daily limit ends with 403, and a day later it is back', async () => {
  running.control.act('salesforce', 'set-request-limit', { max: '1' });
  assert.equal((await failure(connection.query('SELECT COUNT() FROM User'))).name, 'REQUEST_LIMIT_EXCEEDED');
  running.control.advance(24 * 3_600_000);
  assert.equal((await connection.query('SELECT COUNT() FROM User')).totalSize, 3);
  running.control.act('salesforce', 'set-request-limit', { max: '1000000' });
});

test('an admin changes the org: fields, stages, permissions', async () => {
  const made = await connection.sobject('Opportunity').create(deal('Drift', { Motion__c: 'Serve', NextStep: 'Call' }));
  assert.ok(made.success);
  const update = (body: Record<string, unknown>): PromiseLike<unknown> => connection.sobject('Opportunity').update({ Id: made.id, ...body });
  running.control.act('salesforce', 'remove-picklist-value', { object: 'Opportunity', field: 'Motion__c', value: 'Serve' });
  assert.equal((await failure(update({ Motion__c: 'Serve' }))).name, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST');
  assert.equal((await connection.sobject('Opportunity').retrieve(made.id))['Motion__c'], 'Serve', 'records keep a value that was removed');
  running.control.act('salesforce', 'rename-stage', { stage: 'Prospecting', name: 'Discovery' });
  assert.equal((await connection.sobject('Opportunity').retrieve(made.id))['StageName'], 'Discovery');
  assert.equal((await failure(update({ StageName: 'Prospecting' }))).name, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST');
  running.control.act('salesforce', 'rename-stage', { stage: 'Discovery', name: 'Prospecting' });
  running.control.act('salesforce', 'set-field-permission', { object: 'Opportunity', field: 'NextStep', access: 'read' });
  assert.equal((await failure(update({ NextStep: 'Meet' }))).name, 'INVALID_FIELD_FOR_INSERT_UPDATE');
  running.control.act('salesforce', 'set-field-permission', { object: 'Opportunity', field: 'NextStep', access: 'none' });
  assert.equal((await failure(connection.query('SELECT NextStep FROM Opportunity LIMIT 1'))).name, 'INVALID_FIELD');
  running.control.act('salesforce', 'set-field-permission', { object: 'Opportunity', field: 'NextStep', access: 'edit' });
  running.control.act('salesforce', 'require-field', { object: 'Opportunity', field: 'NextStep' });
  assert.equal((await failure(connection.sobject('Opportunity').create(deal('Without')))).name, 'REQUIRED_FIELD_MISSING');
  running.control.act('salesforce', 'require-field', { object: 'Opportunity', field: 'NextStep', required: 'no' });
  running.control.act('salesforce', 'lock-record', { id: made.id, seconds: '30' });
  assert.equal((await failure(update({ NextStep: 'Meet' }))).name, 'UNABLE_TO_LOCK_ROW');
  running.control.advance(31_000);
  await update({ NextStep: 'Meet' });
});

test('products make the amount', async () => {
  const entry = String((await connection.query('SELECT Id FROM PricebookEntry LIMIT 1')).records[0]?.Id);
  const made = await connection.sobject('Opportunity').create(deal('With products', { Amount: 5 }));
  assert.ok(made.success);
  const line = await connection.sobject('OpportunityLineItem').create({ OpportunityId: made.id, PricebookEntryId: entry, Quantity: 3 });
  assert.ok(line.success);
  assert.equal((await connection.sobject('Opportunity').retrieve(made.id))['Amount'], 36_000);
  assert.equal((await failure(connection.sobject('Opportunity').update({ Id: made.id, Amount: 1 }))).name, 'FIELD_INTEGRITY_EXCEPTION');
});

test('a write is refused when the record has changed since, to the second', async () => {
  const made = await connection.sobject('Opportunity').create(deal('Guarded'));
  assert.ok(made.success);
  const now = Date.parse(running.control.state().clock.now);
  const patch = (since: number): Promise<Response> =>
    fetch(`${running.url}/salesforce/services/data/v${apiVersion}/sobjects/Opportunity/${made.id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${connection.accessToken}`, 'content-type': 'application/json', 'if-unmodified-since': new Date(since).toUTCString() },
      body: '{"NextStep":"Call"}',
    });
  assert.equal((await patch(now - 60_000)).status, 412);
  assert.equal((await patch(now + 1000)).status, 204);
});
