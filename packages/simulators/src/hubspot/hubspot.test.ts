import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { Client, Signature } from '@hubspot/api-client';
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/deals/index.js';
import { startSimulators } from '../index.ts';
import type { RunningSimulators } from '../index.ts';

// The vendor's own client is the witness: it knows nothing of this simulator.
let running: RunningSimulators;
let client: Client;
let refreshToken = '';

before(async () => {
  running = await startSimulators({ port: 0, simulators: ['hubspot'] });
  running.control.setFaults('hubspot', { quotas: false });
  ({ refreshToken } = running.control.act('hubspot', 'issue-refresh-token', { clientId: 'entente-sample' }) as { refreshToken: string });
  client = await signedIn();
  running.control.act('hubspot', 'add-property', { object: 'deals', property: 'entente_id', type: 'string', unique: 'yes' });
});
after(() => running.stop());

const newClient = (accessToken?: string): Client =>
  new Client({
    basePath: `${running.url}/hubspot`,
    numberOfApiCallRetries: 0,
    limiterOptions: { minTime: 0, maxConcurrent: 10 },
    ...(accessToken === undefined ? {} : { accessToken }),
  });

async function signedIn(): Promise<Client> {
  const tokens = await newClient().oauth.tokensApi.create('refresh_token', undefined, undefined, 'entente-sample', 'entente-sample-secret', refreshToken);
  assert.equal(tokens.expiresIn, 1800);
  return newClient(tokens.accessToken);
}

type Failure = { code: number; body: { category?: string; message: string; policyName?: string; status?: string } };
async function failure(work: PromiseLike<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (error) {
    const { code, body } = error as { code: number; body: Failure['body'] | string };
    return { code, body: typeof body === 'string' ? (JSON.parse(body) as Failure['body']) : body };
  }
  return assert.fail('It was expected to fail.');
}
const act = <T = { id: string }>(name: string, fields: Record<string, string>): T => running.control.act('hubspot', name, fields) as T;
const token = async (scope?: string): Promise<string> => {
  const form = new URLSearchParams({
    client_id: 'entente-sample',
    client_secret: 'entente-sample-secret',
    ...(scope === undefined ? { grant_type: 'refresh_token', refresh_token: refreshToken } : { grant_type: 'client_credentials', scope }),
  });
  return ((await (await fetch(`${running.url}/hubspot/oauth/v1/token`, { method: 'POST', body: form })).json()) as { access_token: string }).access_token;
};

test('a deal is made, read with history and companies, changed and archived', async () => {
  const company = (await client.crm.companies.basicApi.getPage(1)).results[0];
  assert.ok(company);
  const made = await client.crm.deals.basicApi.create({
    properties: { dealname: 'Witnessed', dealstage: 'qualifiedtobuy', amount: '1000' },
    associations: [{ to: { id: company.id }, types: [{ associationCategory: 'HUBSPOT_DEFINED' as never, associationTypeId: 341 }] }],
  });
  await client.crm.deals.basicApi.update(made.id, { properties: { dealstage: 'closedwon' } });
  const read = await client.crm.deals.basicApi.getById(made.id, ['dealname', 'hs_is_closed_won', 'closedate'], ['dealstage'], ['companies']);
  assert.equal(read.properties['hs_is_closed_won'], 'true');
  assert.ok(read.properties['closedate']);
  assert.deepEqual(
    read.propertiesWithHistory?.['dealstage']?.map((one) => one.value),
    ['closedwon', 'qualifiedtobuy'],
  );
  assert.equal(read.associations?.['companies']?.results[0]?.id, company.id);
  await client.crm.deals.basicApi.archive(made.id);
  assert.equal((await failure(client.crm.deals.basicApi.getById(made.id))).code, 404);
  assert.equal((await client.crm.deals.basicApi.getById(made.id, undefined, undefined, undefined, true)).archived, true);
});

test('the history of a property: who set each value and when, on a single read and on a batch', async () => {
  const made = await client.crm.deals.basicApi.create({ properties: { dealname: 'Remembered', dealstage: 'qualifiedtobuy', amount: '1000' } });
  running.control.advance(60_000);
  act('edit-property', { object: 'deals', id: made.id, property: 'amount', value: '1500' });
  running.control.advance(60_000);
  await client.crm.deals.basicApi.update(made.id, { properties: { amount: '2000' } });
  const batch = await client.crm.deals.batchApi.read({ inputs: [{ id: made.id }], properties: ['dealname'], propertiesWithHistory: ['amount', 'dealstage'] });
  const [read] = batch.results;
  assert.deepEqual(
    read?.propertiesWithHistory?.['amount']?.map((one) => [one.value, one.sourceType, one.sourceLabel !== undefined]),
    [
      ['2000', 'INTEGRATION', true],
      ['1500', 'CRM_UI', false],
      ['1000', 'INTEGRATION', true],
    ],
  );
  assert.deepEqual(
    read.propertiesWithHistory?.['dealstage']?.map((one) => one.value),
    ['qualifiedtobuy'],
  );
  const times = read.propertiesWithHistory?.['amount']?.map((one) => one.timestamp.getTime()) ?? [];
  assert.deepEqual(
    times,
    times.toSorted((a, b) => b - a),
  );
  const single = await client.crm.deals.basicApi.getById(made.id, ['dealname'], ['amount', 'dealstage']);
  assert.deepEqual(single.propertiesWithHistory, read.propertiesWithHistory);
  const byPerson = read.propertiesWithHistory?.['amount']?.[1];
  const owners = await client.crm.owners.ownersApi.getPage();
  assert.ok(owners.results.some((owner) => owner.userId === byPerson?.updatedByUserId));

  for (let amount = 3000; amount < 3025; amount += 1) await client.crm.deals.basicApi.update(made.id, { properties: { amount: String(amount) } });
  const long = await client.crm.deals.basicApi.getById(made.id, [], ['amount']);
  assert.deepEqual([long.propertiesWithHistory?.['amount']?.length, long.propertiesWithHistory?.['amount']?.[0]?.value], [20, '3024']);
  const refused = await failure(
    client.crm.deals.batchApi.read({ inputs: Array.from({ length: 51 }, (_, n) => ({ id: String(n) })), properties: [], propertiesWithHistory: ['amount'] }),
  );
  assert.equal(refused.code, 400);
});

test('refuses with the bodies of HubSpot', async () => {
  const create = (properties: Record<string, string>): Promise<Failure> => failure(client.crm.deals.basicApi.create({ properties, associations: [] }));
  const stage = await create({ dealname: 'x', dealstage: 'nowhere' });
  assert.deepEqual([stage.code, stage.body.category], [400, 'VALIDATION_ERROR']);
  assert.match(stage.body.message, /INVALID_OPTION.*dealstage/);
  assert.match((await create({ dealname: 'x', dealstage: 'closedwon', amount: 'much' })).body.message, /INVALID_LONG/);
  assert.match((await create({ dealname: 'x', dealstage: 'closedwon', nothing: '1' })).body.message, /PROPERTY_DOESNT_EXIST/);
  assert.match((await create({ dealname: 'x', dealstage: 'closedwon', hs_is_closed: 'true' })).body.message, /READ_ONLY_VALUE/);
  assert.equal(
    (
      await failure(
        client.crm.contacts.basicApi.create({
          properties: { email: String((await client.crm.contacts.basicApi.getPage(1)).results[0]?.properties['email']) },
          associations: [],
        }),
      )
    ).code,
    409,
  );
});

test('a batch upsert finds by the unique property; each input has its own outcome and its trace id', async () => {
  const upsert = (inputs: { id: string; properties: Record<string, string>; objectWriteTraceId: string }[]) =>
    client.crm.deals.batchApi.upsert({ inputs: inputs.map((one) => ({ ...one, idProperty: 'entente_id' })) });
  const first = await upsert([
    { id: 'e-1', properties: { dealname: 'A', dealstage: 'contractsent' }, objectWriteTraceId: 't1' },
    { id: 'e-2', properties: { dealname: 'B', dealstage: 'nowhere' }, objectWriteTraceId: 't2' },
  ]);
  assert.deepEqual(
    first.results.map((one) => [one.objectWriteTraceId, one._new]),
    [['t1', true]],
  );
  assert.ok('errors' in first && 'numErrors' in first);
  assert.equal(first.numErrors, 1);
  assert.deepEqual(first.errors?.[0]?.context['objectWriteTraceId'], ['t2']);
  const second = await upsert([{ id: 'e-1', properties: { dealname: 'A again' }, objectWriteTraceId: 't3' }]);
  assert.deepEqual(
    second.results.map((one) => [one.id, one._new]),
    [[first.results[0]?.id, false]],
  );
  const whole = await failure(
    client.crm.deals.batchApi.create({
      inputs: [
        { properties: { dealname: 'Good', dealstage: 'contractsent' }, associations: [] },
        { properties: { dealname: 'Bad', dealstage: 'nowhere' }, associations: [] },
      ],
    }),
  );
  assert.equal(whole.code, 400);
  assert.equal((await client.crm.deals.searchApi.doSearch({ query: 'Good', limit: 5 })).total, 0, 'without trace ids one bad input refuses all');
});

test('search: filters, sorts, pages, and its end at 10,000', async () => {
  act('bulk-create', { object: 'deals', count: '12000', event: 'nothing' });
  const page = await client.crm.deals.searchApi.doSearch({
    filterGroups: [
      {
        filters: [
          { propertyName: 'amount', operator: FilterOperatorEnum.Gte, value: '225000' },
          { propertyName: 'dealstage', operator: FilterOperatorEnum.In, values: ['closedwon', 'closedlost'] },
        ],
      },
    ],
    sorts: ['hs_lastmodifieddate'],
    properties: ['amount', 'dealstage'],
    limit: 7,
  });
  assert.equal(page.results.length, 7);
  assert.ok(page.total > 7 && page.results.every((one) => Number(one.properties['amount']) >= 225_000));
  assert.equal(page.paging?.next?.after, '7');
  assert.equal((await failure(client.crm.deals.searchApi.doSearch({ limit: 200, after: '9900' }))).code, 400);
  let count = 0;
  let after: string | undefined;
  do {
    const listed = await client.crm.deals.basicApi.getPage(100, after);
    count += listed.results.length;
    after = listed.paging?.next?.after;
  } while (after !== undefined);
  assert.ok(count >= 12_012);
});

test('pipelines: stage ids are not labels, and a renamed stage keeps its id', async () => {
  const stagesOf = async (): Promise<Map<string, string>> =>
    new Map((await client.crm.pipelines.pipelinesApi.getAll('deals')).results.flatMap((one) => one.stages.map((stage) => [stage.id, stage.label] as const)));
  assert.equal((await stagesOf()).get('251180442'), 'Agreed');
  act('rename-stage', { stage: 'Agreed', name: 'Terms agreed' });
  assert.equal((await stagesOf()).get('251180442'), 'Terms agreed');
});

test('properties are described, made and drift', async () => {
  const made = await client.crm.properties.coreApi.create('deals', {
    name: 'motion',
    label: 'Motion',
    type: 'enumeration',
    fieldType: 'select',
    groupName: 'information',
    options: [{ label: 'Sell', value: 'sell', displayOrder: 0, hidden: false }],
  } as never);
  assert.equal(made.name, 'motion');
  assert.equal((await client.crm.properties.coreApi.getByName('deals', 'entente_id')).hasUniqueValue, true);
  const { id } = act('create-deal', { name: 'Drifts' });
  await client.crm.deals.basicApi.update(id, { properties: { motion: 'sell' } });
  act('set-options', { object: 'deals', property: 'motion', values: 'serve' });
  assert.match((await failure(client.crm.deals.basicApi.update(id, { properties: { motion: 'sell' } }))).body.message, /INVALID_OPTION/);
  act('set-property-access', { object: 'deals', property: 'motion', access: 'none' });
  assert.match((await failure(client.crm.deals.basicApi.update(id, { properties: { motion: 'serve' } }))).body.message, /PROPERTY_DOESNT_EXIST/);
});

test('associations v4, owners, and a merge that moves them', async () => {
  const [winner, loser] = [act('create-deal', { name: 'Winner' }), act('create-deal', { name: 'Loser', amount: '5' })];
  const contact = (await client.crm.contacts.basicApi.getPage(1)).results[0];
  assert.ok(winner && loser && contact);
  await client.crm.associations.v4.basicApi.create('deals', loser.id, 'contacts', contact.id, [
    { associationCategory: 'HUBSPOT_DEFINED' as never, associationTypeId: 3 },
  ]);
  assert.equal((await client.crm.owners.ownersApi.getPage()).results[0]?.email, 'seller@acme.example');
  const merged = await client.crm.deals.basicApi.merge({ primaryObjectId: winner.id, objectIdToMerge: loser.id });
  assert.equal(merged.id, winner.id);
  assert.equal((await client.crm.deals.basicApi.getById(loser.id)).id, winner.id, 'the id of the loser leads to the winner');
  const links = await client.crm.associations.v4.basicApi.getPage('deals', winner.id, 'contacts');
  assert.deepEqual(
    links.results.map((one) => [String(one.toObjectId), one.associationTypes[0]?.typeId]),
    [[contact.id, 3]],
  );
  assert.equal((await client.crm.deals.basicApi.getById(winner.id, ['amount', 'hs_merged_object_ids'])).properties['hs_merged_object_ids'], loser.id);
});

test('dated paths are the same API', async () => {
  const answer = await fetch(`${running.url}/hubspot/crm/objects/2026-03/deals?limit=1`, { headers: { authorization: `Bearer ${await token()}` } });
  assert.equal(answer.status, 200);
  assert.equal(((await answer.json()) as { results: unknown[] }).results.length, 1);
});

test('limits: 429 with the policy, and headers that say what is left', async () => {
  running.control.setFaults('hubspot', { quotas: true });
  try {
    running.control.advance(20_000);
    const bearer = `Bearer ${await token()}`;
    const get = (): Promise<Response> => fetch(`${running.url}/hubspot/crm/v3/owners`, { headers: { authorization: bearer } });
    assert.equal((await get()).headers.get('x-hubspot-ratelimit-remaining'), '109');
    await Promise.all(Array.from({ length: 109 }, get));
    const refused = await get();
    assert.deepEqual([refused.status, ((await refused.json()) as { policyName: string }).policyName], [429, 'TEN_SECONDLY_ROLLING']);
    running.control.advance(10_001);
    const searches = await Promise.all(
      Array.from({ length: 6 }, () =>
        client.crm.deals.searchApi.doSearch({ limit: 1 }).then(
          () => 'ok',
          async (error: unknown) => (await failure(Promise.reject(error as Error))).body.policyName,
        ),
      ),
    );
    assert.equal(searches.filter((one) => one === 'SECONDLY').length, 1);
  } finally {
    running.control.setFaults('hubspot', { quotas: false });
  }
});

test('webhooks are signed as HubSpot signs them, one event for each property', async () => {
  const received: { headers: Record<string, unknown>; body: string }[] = [];
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const address = receiver.address();
  assert.ok(typeof address === 'object' && address);
  const url = `http://127.0.0.1:${address.port}/hubspot?workspace=1`;
  const subscription = running.control.subscribe({ simulator: 'hubspot', url, secret: 'client-secret' });
  const { id } = act('create-deal', { name: 'Pushed' });
  act('win-deal', { id });
  await running.control.settle();
  running.control.unsubscribe(subscription.id);
  receiver.close();
  receiver.closeAllConnections();
  const valid = (clientSecret: string, body: string, headers: Record<string, unknown>): boolean =>
    Signature.isValid({
      signatureVersion: 'v3',
      signature: String(headers['x-hubspot-signature-v3']),
      method: 'POST',
      clientSecret,
      requestBody: body,
      url,
      timestamp: Number(headers['x-hubspot-request-timestamp']),
    });
  assert.equal(received.length, 2);
  assert.ok(received.every(({ headers, body }) => valid('client-secret', body, headers) && !valid('other', body, headers)));
  const events = JSON.parse(received[1]?.body ?? '[]') as {
    subscriptionType: string;
    propertyName: string;
    propertyValue: string;
    objectId: number;
    changeSource: string;
    sourceId: string;
    eventId: number;
  }[];
  const stage = events.find((one) => one.propertyName === 'dealstage');
  assert.deepEqual(
    [stage?.subscriptionType, stage?.propertyValue, String(stage?.objectId), stage?.changeSource, stage?.sourceId],
    ['deal.propertyChange', 'closedwon', id, 'CRM_UI', 'userId:9001'],
  );
  assert.equal(new Set(events.map((one) => one.eventId)).size, events.length);
});

test('the journal: an app subscribes, reads file after file, and is told when its offset is gone', async () => {
  const scopes = 'developer.webhooks_journal.read developer.webhooks_journal.subscriptions.read developer.webhooks_journal.subscriptions.write';
  const bearer = `Bearer ${await token(scopes)}`;
  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${running.url}/hubspot/webhooks-journal/${path}`, { ...init, headers: { authorization: bearer, 'content-type': 'application/json' } });
  assert.equal((await call('journal/2026-03/earliest')).status, 204);
  const subscribed = await call('subscriptions/2026-03', {
    method: 'POST',
    body: JSON.stringify({
      subscriptionType: 'OBJECT',
      portalId: 48_123_456,
      objectTypeId: '0-3',
      actions: ['CREATE', 'UPDATE', 'DELETE', 'MERGE'],
      objectIds: [],
      properties: ['dealstage', 'amount'],
    }),
  });
  assert.equal(subscribed.status, 200);
  const { id } = act('create-deal', { name: 'Journaled', amount: '10' });
  act('edit-property', { object: 'deals', id, property: 'dealname', value: 'Nobody asked' });
  act('win-deal', { id });
  type Entry = { url: string; currentOffset: string };
  const entry = (await (await call('journal/2026-03/earliest')).json()) as Entry;
  const file = (await (await fetch(entry.url)).json()) as {
    offset: string;
    journalEvents: { action: string; objectId: number; propertyChanges: Record<string, string> }[];
  };
  assert.equal(file.offset, entry.currentOffset);
  assert.deepEqual(
    file.journalEvents.map((one) => [one.action, String(one.objectId), one.propertyChanges]),
    [
      ['CREATE', id, { amount: '10', dealstage: 'appointmentscheduled' }],
      ['UPDATE', id, { dealstage: 'closedwon' }],
    ],
  );
  assert.equal((await call(`journal/2026-03/offset/${entry.currentOffset}/next`)).status, 204);
  act('delete-record', { object: 'deals', id });
  const next = (await (await call(`journal/2026-03/offset/${entry.currentOffset}/next`)).json()) as Entry;
  assert.notEqual(next.currentOffset, entry.currentOffset);
  assert.equal((await fetch(entry.url.replace(/signature=.*/, 'signature=guess'))).status, 403);
  running.control.advance(80 * 3_600_000);
  act('create-deal', { name: 'Three days later' });
  assert.equal((await call(`journal/2026-03/offset/${entry.currentOffset}/next`)).status, 404);
  assert.equal(
    (await fetch(`${running.url}/hubspot/webhooks-journal/journal/2026-03/earliest`, { headers: { authorization: `Bearer ${await token()}` } })).status,
    403,
  );
});

test('tokens: expired and revoked ones are refused; a revoked refresh token too', async () => {
  act('expire-tokens', {});
  assert.equal((await failure(client.crm.deals.basicApi.getPage(1))).body.category, 'EXPIRED_AUTHENTICATION');
  client = await signedIn();
  act('revoke-tokens', {});
  assert.deepEqual([(await failure(client.crm.deals.basicApi.getPage(1))).code], [401]);
  act('revoke-tokens', { refreshTokens: 'yes' });
  assert.equal((await failure(signedIn())).body.status, 'BAD_REFRESH_TOKEN');
  ({ refreshToken } = act<{ refreshToken: string }>('issue-refresh-token', { clientId: 'entente-sample' }));
  client = await signedIn();
});

test('state goes through JSON and comes back the same', async () => {
  const { id } = act('create-deal', { name: 'Kept', amount: '3' });
  act('edit-property', { object: 'deals', id, property: 'amount', value: '4' });
  const read = (): Promise<unknown> => client.crm.deals.basicApi.getById(id, ['amount'], ['amount']);
  const before = await read();
  const simulator = running.simulators.get('hubspot');
  assert.ok(simulator);
  simulator.load(JSON.parse(JSON.stringify(simulator.save())));
  assert.deepEqual(await read(), before);
});
