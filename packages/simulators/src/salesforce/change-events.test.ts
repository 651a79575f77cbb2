import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { startSimulators } from '../index.ts';
import type { RunningSimulators } from '../index.ts';

type Message = {
  event: { replayId: string };
  payload: {
    ChangeEventHeader: { entityName: string; recordIds: string[]; changeType: string; changeOrigin: string; changedFields: string[]; nulledFields: string[] };
  } & Record<string, unknown>;
};
type Page = {
  totalSize: number;
  records: { Id: string; SystemModstamp: string; StageName?: string; IsDeleted?: boolean; MasterRecordId?: string }[];
  nextRecordsUrl?: string;
};

let running: RunningSimulators;
let token = '';

before(async () => {
  running = await startSimulators({ port: 0, simulators: ['salesforce'] });
  token = await signIn(running);
});
after(() => running.stop());

async function signIn(simulators: RunningSimulators): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'entente-sample', client_secret: 'entente-sample-secret' });
  const answer = (await (await fetch(`${simulators.url}/salesforce/services/oauth2/token`, { method: 'POST', body })).json()) as { access_token: string };
  return answer.access_token;
}

async function call<T>(path: string, options: { method?: string; body?: object; client?: string; status?: number } = {}): Promise<T> {
  const response = await fetch(`${running.url}/salesforce/services/data/v66.0/${path}`, {
    method: options.method ?? 'GET',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(options.client ? { 'sforce-call-options': `client=${options.client}` } : {}),
    },
    ...(options.body ? { body: JSON.stringify(options.body) } : {}),
  });
  const text = await response.text();
  assert.equal(response.status, options.status ?? (options.method === 'PATCH' ? 204 : options.method === 'POST' ? 201 : 200), text);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

const journal = (replayId: string, more = '', topic = '/data/ChangeEvents'): Promise<{ events: Message[]; latestReplayId: string }> =>
  call(`event-journal?topic=${encodeURIComponent(topic)}&replayId=${encodeURIComponent(replayId)}${more}`);
const query = (soql: string, verb = 'query'): Promise<Page> => call(`${verb}?q=${encodeURIComponent(soql)}`);
const act = <T = { id: string }>(name: string, fields: Record<string, string>): T => running.control.act('salesforce', name, fields) as T;
const newest = async (): Promise<string> => (await journal('latest')).latestReplayId;
const types = (events: readonly Message[]): string[] =>
  events.map((one) => `${one.payload.ChangeEventHeader.entityName} ${one.payload.ChangeEventHeader.changeType}`);

test('an update carries what changed, what became empty, and who did it; all else is null', async () => {
  const { id } = act('create-opportunity', { name: 'Told', amount: '500' });
  const start = await newest();
  await call(`sobjects/Opportunity/${id}`, { method: 'PATCH', body: { StageName: 'Qualification', Amount: null }, client: 'entente' });
  const [event] = (await journal(start)).events;
  assert.ok(event);
  const { ChangeEventHeader: header, ...values } = event.payload;
  assert.equal(header.changeOrigin, 'com/salesforce/api/rest/66.0;client=entente');
  assert.deepEqual(header.nulledFields, ['Amount', 'ExpectedRevenue']);
  assert.ok(header.changedFields.includes('StageName') && header.changedFields.includes('LastModifiedDate') && !header.changedFields.includes('Name'));
  assert.deepEqual([values['StageName'], values['Amount'], values['Name']], ['Qualification', null, null]);
});

test('a reader waits for the next event, and sees only its topic', async () => {
  const start = await newest();
  const waiting = journal(start, '&wait=10', '/data/AccountChangeEvent');
  act('create-opportunity', { name: 'Not for accounts' });
  await call('sobjects/Account', { method: 'POST', body: { Name: 'Awaited' } });
  assert.deepEqual(types((await waiting).events), ['Account CREATE']);
});

test('gaps and overflows carry ids only; a change can be lost altogether', async () => {
  const { id } = act('create-opportunity', { name: 'Gaps' });
  const start = await newest();
  act('edit-field', { id, field: 'NextStep', value: 'Call', event: 'gap' });
  act('edit-field', { id, field: 'NextStep', value: 'Meet', event: 'nothing' });
  act('emit-gap', { object: 'Opportunity', kind: 'GAP_OVERFLOW' });
  const { events } = await journal(start);
  assert.deepEqual(types(events), ['Opportunity GAP_UPDATE', 'Opportunity GAP_OVERFLOW']);
  assert.deepEqual(Object.keys(events[0]?.payload ?? {}), ['ChangeEventHeader']);
  assert.deepEqual(events[0]?.payload.ChangeEventHeader.recordIds, [id]);
  assert.equal((await query(`SELECT Id FROM Opportunity WHERE NextStep = 'meet'`)).totalSize, 1);
});

test('renaming a stage changes many records in one event', async () => {
  const ids = [1, 2, 3].map((number) => act('create-opportunity', { name: `Renamed ${number}`, stage: 'Perception Analysis' }).id);
  const start = await newest();
  act('rename-stage', { stage: 'Perception Analysis', name: 'Perception' });
  const { events } = await journal(start);
  assert.deepEqual(types(events), ['Opportunity UPDATE']);
  assert.ok(ids.every((id) => events[0]?.payload.ChangeEventHeader.recordIds.includes(id)));
  assert.equal(events[0]?.payload['StageName'], 'Perception');
});

test('a merge deletes the loser, names the winner, and moves what belonged to it', async () => {
  const [winner, loser] = await Promise.all(['Winner', 'Loser'].map((Name) => call<{ id: string }>('sobjects/Account', { method: 'POST', body: { Name } })));
  assert.ok(winner && loser);
  const deal = act('create-opportunity', { name: 'Moves', accountId: loser.id });
  const start = await newest();
  act('merge-records', { masterId: winner.id, loserId: loser.id });
  assert.deepEqual(types((await journal(start)).events), ['Opportunity UPDATE', 'Account DELETE', 'Account UPDATE']);
  const merged = await query(`SELECT Id, IsDeleted, MasterRecordId FROM Account WHERE Id = '${loser.id}'`, 'queryAll');
  assert.deepEqual(
    merged.records.map((one) => [one.IsDeleted, one.MasterRecordId]),
    [[true, winner.id]],
  );
  assert.equal((await call<{ AccountId: string }>(`sobjects/Opportunity/${deal.id}?fields=AccountId`)).AccountId, winner.id);
  assert.throws(() => act('undelete-record', { id: loser.id }), /merged record/);
});

test('what was deleted comes back whole', async () => {
  const { id } = act('create-opportunity', { name: 'Back again', amount: '7' });
  const start = await newest();
  act('delete-record', { id });
  act('undelete-record', { id });
  const { events } = await journal(start);
  assert.deepEqual(types(events), ['Opportunity DELETE', 'Opportunity UNDELETE']);
  assert.equal(events[1]?.payload['Amount'], 7);
});

test('a reader that was away for more than three days is told so', async () => {
  const { id } = act('create-opportunity', { name: 'Old news' });
  const start = await newest();
  act('edit-field', { id, field: 'NextStep', value: 'Old' });
  running.control.advance(73 * 3_600_000);
  act('edit-field', { id, field: 'NextStep', value: 'New' });
  const path = (replayId: string): string => `event-journal?topic=ChangeEvents&replayId=${encodeURIComponent(replayId)}`;
  const expired = await call<{ errorCode: string }[]>(path(start), { status: 400 });
  assert.match(expired[0]?.errorCode ?? '', /replayid\.validation\.failed$/);
  const corrupted = await call<{ errorCode: string }[]>(path('nonsense'), { status: 400 });
  assert.match(corrupted[0]?.errorCode ?? '', /replayid\.corrupted$/);
  assert.equal((await journal('earliest')).events.length, 1);
});

test('a cursor over (SystemModstamp, Id) finds each of many records of one second once', async () => {
  act('bulk-create', { object: 'Opportunity', count: '5000', events: 'none' });
  const seen = new Set<string>();
  let [stamp, id] = ['2020-01-01T00:00:00.000+0000', ''];
  for (;;) {
    const at = stamp.replace('+0000', 'Z');
    const after = id === '' ? `SystemModstamp >= ${at}` : `SystemModstamp > ${at} OR (SystemModstamp = ${at} AND Id > '${id}')`;
    const { records } = await query(`SELECT Id, SystemModstamp FROM Opportunity WHERE ${after} ORDER BY SystemModstamp, Id LIMIT 700`);
    for (const record of records) {
      assert.ok(!seen.has(record.Id));
      seen.add(record.Id);
    }
    const last = records.at(-1);
    if (!last) break;
    [stamp, id] = [last.SystemModstamp, last.Id];
  }
  assert.equal(seen.size, (await query('SELECT COUNT() FROM Opportunity')).totalSize);
  assert.ok(seen.size > 5000);
});

test('pages of a query follow each other; a cursor that does not exist is refused', async () => {
  let page = await query('SELECT Id FROM Opportunity');
  let count = page.records.length;
  assert.equal(count, 2000);
  while (page.nextRecordsUrl !== undefined) {
    page = await call<Page>(page.nextRecordsUrl.replace('/services/data/v66.0/', ''));
    count += page.records.length;
  }
  assert.equal(count, page.totalSize);
  assert.equal((await call<{ errorCode: string }[]>('query/01g000000000000AAA-2000', { status: 400 }))[0]?.errorCode, 'INVALID_QUERY_LOCATOR');
});

test('conditions: and, or, not, in, like, null, dates and date literals', async () => {
  act('create-opportunity', { name: "O'Brien 100%", amount: '42', closeDate: '2030-06-15', currency: 'EUR' });
  const count = async (where: string): Promise<number> => (await query(`SELECT Id FROM Opportunity WHERE (Name LIKE '%brien%') AND ${where}`)).totalSize;
  assert.deepEqual(
    await Promise.all([
      count("Name = 'o\\'brien 100%'"),
      count("Name LIKE '%100\\%'"),
      count("NOT CurrencyIsoCode IN ('USD','GBP')"),
      count("CurrencyIsoCode NOT IN ('EUR')"),
      count('AccountId = null'),
      count('Amount >= 42 AND Amount < 42.5'),
      count('CloseDate > 2030-06-14 AND CloseDate < 2030-06-16'),
      count('CreatedDate = TODAY'),
      count('CreatedDate = LAST_N_DAYS:3'),
      count('CreatedDate < TODAY'),
      count("(Amount = 1 OR Owner.Username = 'seller@acme.example')"),
      count('IsClosed = false AND Account.Name = null'),
    ]),
    [1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1],
  );
});

test('a read may lag behind a write, and catches up', async () => {
  const { id } = act('create-opportunity', { name: 'Lagging', stage: 'Qualification' });
  running.control.setFaults('salesforce', { readLagMs: 60_000 });
  act('edit-field', { id, field: 'StageName', value: 'Value Proposition' });
  const late = act('create-opportunity', { name: 'Unseen' });
  running.control.setFaults('salesforce', { readLagMs: 0 });
  const stageIn = async (): Promise<unknown> =>
    (await query(`SELECT StageName FROM Opportunity WHERE Id IN ('${id}','${late.id}') ORDER BY Id`)).records.map((one) => one.StageName);
  assert.deepEqual(await stageIn(), ['Qualification']);
  running.control.advance(61_000);
  assert.deepEqual(await stageIn(), ['Value Proposition', 'Prospecting']);
});

test('pushes carry the same message, signed', async () => {
  const received: { id: string; signature: string; body: string }[] = [];
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ id: String(request.headers['x-entente-event-id']), signature: String(request.headers['x-entente-signature']), body });
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const address = receiver.address();
  assert.ok(typeof address === 'object' && address);
  const subscription = running.control.subscribe({ simulator: 'salesforce', url: `http://127.0.0.1:${address.port}/hook`, secret: 'shared' });
  const start = await newest();
  act('create-opportunity', { name: 'Pushed' });
  await running.control.settle();
  running.control.unsubscribe(subscription.id);
  receiver.close();
  receiver.closeAllConnections();
  assert.equal(received.length, 1);
  assert.equal(
    received[0]?.signature,
    createHmac('sha256', 'shared')
      .update(received[0]?.body ?? '')
      .digest('hex'),
  );
  assert.deepEqual(JSON.parse(received[0]?.body ?? ''), (await journal(start)).events[0]);
});

test('state goes through JSON and comes back the same, journal and sessions too', async () => {
  const start = await newest();
  const { id } = act('create-opportunity', { name: 'Kept', amount: '99' });
  act('edit-field', { id, field: 'Amount', value: '100' });
  const simulator = running.simulators.get('salesforce');
  assert.ok(simulator);
  const before = [
    await journal(start),
    await query('SELECT Id, Name, Amount, SystemModstamp, Owner.Name FROM Opportunity ORDER BY SystemModstamp DESC, Id LIMIT 50'),
  ];
  simulator.load(JSON.parse(JSON.stringify(simulator.save())));
  assert.deepEqual(
    [await journal(start), await query('SELECT Id, Name, Amount, SystemModstamp, Owner.Name FROM Opportunity ORDER BY SystemModstamp DESC, Id LIMIT 50')],
    before,
  );
});

test('hostile and oversized input is refused with a reason', async () => {
  const codes = await Promise.all([
    call<{ errorCode: string }[]>(`query?q=${encodeURIComponent(`SELECT Id FROM Opportunity WHERE ${'('.repeat(4000)}Name = 'x'${')'.repeat(4000)}`)}`, {
      status: 400,
    }),
    call<{ errorCode: string }[]>('sobjects/Opportunity', { method: 'POST', body: { Name: { $ne: 1 } }, status: 400 }),
    call<{ errorCode: string }[]>('sobjects/Opportunity/__proto__', { status: 404 }),
    call<{ errorCode: string }[]>('sobjects/constructor', { status: 404 }),
    call<{ errorCode: string }[]>('%E0%A4%A', { status: 404 }),
  ]);
  assert.deepEqual(
    codes.map((one) => one[0]?.errorCode),
    ['MALFORMED_QUERY', 'INVALID_FIELD', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'],
  );
});
