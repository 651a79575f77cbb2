import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '@entente/kernel';
import type { OutsideRecord, OutsideWritten } from '../../modules/sync/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { awsCosellPort, awsCosellRecords } from './index.ts';
import { complete, simulatedAws } from './simulated.fixture.ts';
import type { Values } from './values.ts';

const aws = await simulatedAws();
after(() => aws.stop());
const access = aws.access();
const records = awsCosellRecords(access);
const port = awsCosellPort(access);
const { control, world } = aws.simulators;
const inDays = (days: number): string => new Date(world.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
const CLOSE = inDays(60);

async function write(id: string | null, values: Values, ifVersion: string | null, key = newId()): Promise<OutsideWritten> {
  const [written] = await records.write('opportunity', [], [{ id, values, ifVersion, key }]);
  assert.ok(written);
  return written;
}
function record(written: OutsideWritten): OutsideRecord {
  assert.equal(written.outcome, 'written', JSON.stringify(written));
  return (written as Extract<OutsideWritten, { outcome: 'written' }>).record;
}
const make = async (more: Values = {}): Promise<OutsideRecord> => record(await write(null, { ...complete(CLOSE), ...more }, null));
async function read(id: string): Promise<OutsideRecord> {
  const [found] = await records.read('opportunity', [], [id]);
  assert.ok(found);
  return found;
}
async function submit(id: string): Promise<void> {
  let progress = await port.submit({ outsideId: id }, { involvement: null, visibility: null }, newId());
  while (!progress.done) {
    world.clock.advance(2_500);
    progress = await port.ask(progress.handle, newId());
  }
  assert.ok(!('failed' in progress), JSON.stringify(progress));
}

test('what is made comes back as it was sent: money, names, escaped texts', async () => {
  const made = await make();
  const wanted = complete(CLOSE);
  for (const [key, value] of Object.entries(wanted)) assert.deepEqual(made.values[key], value, key);
  assert.equal(made.state?.key, 'draft');
  assert.equal(made.state?.stage, 'prospect');
  assert.deepEqual(made.locked?.fields, ['LifeCycle.Stage', 'LifeCycle.ClosedLostReason']);
});

test('an update changes what it names and keeps all the rest, though the API replaces the whole record', async () => {
  const made = await make();
  const updated = record(await write(made.id, { 'LifeCycle.NextSteps': 'Send the paper' }, made.version));
  assert.deepEqual(updated.values, { ...made.values, 'LifeCycle.NextSteps': 'Send the paper' });
  assert.notEqual(updated.version, made.version);
});

test('writing on an older version is stale, and writing what stands there sends nothing', async () => {
  const made = await make();
  const updated = record(await write(made.id, { 'spend.monthly': 99_00 }, made.version));
  assert.equal((await write(made.id, { 'spend.monthly': 1_00 }, made.version)).outcome, 'stale');
  const again = record(await write(made.id, { 'spend.monthly': 99_00 }, updated.version));
  assert.equal(again.version, updated.version);
});

test('making it again with the same key gives the same one, also when its values changed meanwhile', async () => {
  const key = newId();
  const first = record(await write(null, complete(CLOSE), null, key));
  const second = record(await write(null, complete(CLOSE), null, key));
  assert.equal(second.id, first.id);
  const third = record(await write(null, { ...complete(CLOSE), 'Project.Title': 'Another title' }, null, key));
  assert.equal(third.id, first.id);
  assert.equal(third.values['Project.Title'], 'Another title');
});

test('healing takes only the opportunity that carries our key', async () => {
  await make({ 'Customer.Account.CompanyName': 'Foreign keys' });
  const key = newId();
  const mine = record(await write(null, { ...complete(CLOSE), 'Customer.Account.CompanyName': 'Foreign keys' }, null, key));
  const healed = record(await write(null, { ...complete(CLOSE), 'Customer.Account.CompanyName': 'Foreign keys', 'LifeCycle.NextSteps': 'Other' }, null, key));
  assert.equal(healed.id, mine.id);
});

test('a text that is too long is refused before it is sent, and nothing is cut', async () => {
  const made = await make();
  const written = await write(made.id, { 'LifeCycle.NextSteps': 'x'.repeat(256) }, made.version);
  assert.equal(written.outcome, 'refused');
  assert.match((written as { sentence: string }).sentence, /has 256 characters, and AWS takes 255/);
  assert.equal((await read(made.id)).version, made.version);
});

test('the review: submitted locks all, action required opens a few, approved lets the stage move, lost takes its reason along', async () => {
  const made = await make();
  assert.equal((await write(made.id, { 'LifeCycle.Stage': 'Qualified' }, made.version)).outcome, 'locked');
  await submit(made.id);
  let now = await read(made.id);
  assert.equal(now.state?.key, 'waiting');
  assert.equal(now.locked?.fields, 'all');
  assert.equal((await write(made.id, { 'LifeCycle.NextSteps': 'No' }, now.version)).outcome, 'locked');

  control.act('aws', 'start-review', { opportunity: made.id });
  control.act('aws', 'request-action', { opportunity: made.id, comments: 'The postal code is wrong', fields: 'Customer.Account.Address' });
  now = await read(made.id);
  assert.equal(now.state?.key, 'needs_work');
  assert.match(now.state?.sentence ?? '', /The postal code is wrong/);
  assert.equal((await write(made.id, { 'Project.Title': 'Renamed' }, now.version)).outcome, 'locked');
  now = record(await write(made.id, { 'Customer.Account.Address.PostalCode': '20097' }, now.version));
  assert.equal(now.state?.key, 'waiting');

  control.act('aws', 'approve-opportunity', { opportunity: made.id });
  now = await read(made.id);
  assert.equal(now.state?.key, 'accepted');
  assert.match(now.state?.sentence ?? '', /AWS team: Robin Hale/);
  now = record(await write(made.id, { 'LifeCycle.Stage': 'Technical Validation' }, now.version));
  assert.equal(now.state?.stage, 'technical');
  const refused = await write(made.id, { 'LifeCycle.Stage': 'Closed Lost' }, now.version);
  assert.equal(refused.outcome, 'refused');
  assert.match((refused as { sentence: string }).sentence, /Choose why it was lost/);
  assert.equal((await write(made.id, { 'LifeCycle.ClosedLostReason': 'Price' }, now.version)).outcome, 'later');
  now = record(await write(made.id, { 'LifeCycle.Stage': 'Closed Lost', 'LifeCycle.ClosedLostReason': 'Price' }, now.version));
  assert.equal(now.state?.stage, 'lost');
  assert.equal(now.locked?.fields, 'all');
});

test('changes come oldest first, page by page, none is lost among equal instants, and idle reading gives nothing', async () => {
  const begin = (await records.changes('opportunity', [], null, 10)).cursor;
  const made = [await make(), await make(), await make(), await make(), await make()];
  const got: string[] = [];
  let cursor = begin;
  let more = true;
  while (more) {
    const page = await records.changes('opportunity', [], cursor, 2);
    got.push(...page.records.map(({ id }) => id));
    ({ cursor, more } = page);
  }
  assert.deepEqual(new Set(made.map(({ id }) => id)).difference(new Set(got)), new Set());
  assert.equal(new Set(got).size, got.length);
  const idle = await records.changes('opportunity', [], cursor, 2);
  assert.deepEqual(idle.records, []);
  control.act('aws', 'add-solution', { account: '111122223333', name: 'Control tower', catalog: 'AWS' });
  record(await write(made[2]?.id ?? '', { 'LifeCycle.NextSteps': 'Changed' }, made[2]?.version ?? null));
  const page = await records.changes('opportunity', [], cursor, 10);
  assert.deepEqual(
    page.records.map(({ id }) => id),
    [made[2]?.id],
  );
});

test('a walk finds every opportunity once', async () => {
  const seen: string[] = [];
  let place: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof records.walk>> = await records.walk('opportunity', [], place, 3);
    seen.push(...page.records.map(({ id }) => id));
    place = page.after;
  } while (place !== null);
  assert.equal(new Set(seen).size, seen.length);
  assert.ok(seen.length >= 10);
});

test('a read that lags is no reason to lose a write or to make one twice', async () => {
  world.faults.set('aws', { ...world.faults.of('aws'), readLagMs: 3_000 });
  try {
    const made = await make();
    assert.equal(made.values['Project.Title'], 'Warehouse: move & run');
    const written = await write(made.id, { 'LifeCycle.NextSteps': 'Now' }, made.version);
    if (written.outcome === 'written') assert.equal(written.record.values['LifeCycle.NextSteps'], 'Now');
    else assert.ok(written.outcome === 'later' || written.outcome === 'gone', written.outcome);
  } finally {
    world.faults.set('aws', { ...world.faults.of('aws'), readLagMs: 0 });
  }
});

test('throttling, bad credentials and an unreachable AWS are told apart, without personal data in the sentence', async () => {
  const failure = async (change: Partial<typeof access>): Promise<OutsideError> => {
    const error: unknown = await awsCosellRecords({ ...access, ...change })
      .whoami()
      .catch((thrown: unknown) => thrown);
    assert.ok(error instanceof OutsideError);
    return error;
  };
  assert.equal((await failure({ credentials: {} })).failure, 'auth');
  assert.equal((await failure({ baseUrl: 'http://127.0.0.1:9' })).failure, 'unavailable');
  world.faults.set('aws', { ...world.faults.of('aws'), throttle: 1 });
  try {
    assert.equal((await failure({})).failure, 'throttled');
  } finally {
    world.faults.set('aws', { ...world.faults.of('aws'), throttle: 0 });
  }
});
