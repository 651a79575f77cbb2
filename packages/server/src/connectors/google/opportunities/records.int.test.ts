import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '@entente/kernel';
import type { OutsidePage, OutsideRecord, OutsideRecords, OutsideWritten } from '../../../modules/sync/index.ts';
import { OutsideError } from '../../../platform/outside/index.ts';
import { googleCosellPort, googleOpportunityRecords } from '../index.ts';
import { complete, simulatedGoogle } from '../simulated.fixture.ts';
import type { Values } from '../values.ts';
import { readPlace } from './listing.ts';

const google = await simulatedGoogle();
after(() => google.stop());
const access = google.access();
const records = googleOpportunityRecords(access);
const port = googleCosellPort(access);
const { control, world } = google.simulators;
const CLOSE = new Date(world.clock.now().getTime() + 60 * 86_400_000).toISOString().slice(0, 10);
const CHOICE = { involvement: null, visibility: null };

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
const later = (ms: number): void => world.clock.advance(ms);
/** Asks for changes until there are no more, as the engine does in one turn. */
async function changes(cursor: string, of: OutsideRecords = records): Promise<{ ids: string[]; cursor: string }> {
  const ids: string[] = [];
  let page: OutsidePage;
  let at = cursor;
  do {
    page = await of.changes('opportunity', [], at, 200);
    ids.push(...page.records.map(({ id }) => id));
    at = page.cursor;
  } while (page.more);
  return { ids, cursor: at };
}

test('what is made comes back as it was sent, as a draft whose stage waits', async () => {
  const made = await make();
  for (const [key, value] of Object.entries(complete(CLOSE))) assert.deepEqual(made.values[key], value, key);
  assert.deepEqual([made.state?.key, made.state?.label, made.state?.stage], ['draft', 'DRAFT', 'qualified']);
  assert.deepEqual(made.locked?.fields, ['stage']);
});

test('a stage that a draft cannot take yet is not answered as agreed; the first one is', async () => {
  assert.equal('stage' in (await make({ stage: 'REFINE' })).values, false);
  assert.equal((await make({ stage: 'QUALIFY' })).values['stage'], 'QUALIFY');
});

test('an update changes what it names; on an older version it is stale; what stands there is not written', async () => {
  const made = await make();
  later(1_000);
  const updated = record(await write(made.id, { 'isvSolutionConnectInfo.nextStep': 'Send the paper', 'qualificationInfo.dealSize': 99_01 }, made.version));
  assert.deepEqual(updated.values, { ...made.values, 'isvSolutionConnectInfo.nextStep': 'Send the paper', 'qualificationInfo.dealSize': 99_01 });
  assert.notEqual(updated.version, made.version);
  assert.equal((await write(made.id, { 'isvSolutionConnectInfo.nextStep': 'Other' }, made.version)).outcome, 'stale');
  const asked = await google.requestsOf(() => write(made.id, { 'isvSolutionConnectInfo.nextStep': 'Send the paper' }, updated.version));
  assert.equal(asked, 1);
});

test('a value is emptied, and a part of an address changes alone', async () => {
  const made = await make();
  const emptied = record(await write(made.id, { 'customerInfo.customerDetails.address.postalCode': null, 'contact.name': 'Bo' }, made.version));
  assert.equal(emptied.values['customerInfo.customerDetails.address.postalCode'], null);
  assert.equal(emptied.values['contact.name'], 'Bo');
  assert.equal(emptied.values['customerInfo.contact.email'], 'ada@nordwind.example');
  assert.equal(emptied.values['customerInfo.customerDetails.address.locality'], 'Hamburg');
});

test('the path of a co-sell: draft, submitted, not accepted, mended, accepted, its stages, and Google’s close', async () => {
  const made = await make();
  assert.equal((await write(made.id, { stage: 'REFINE' }, made.version)).outcome, 'locked');

  const submitted = await port.submit({ outsideId: made.id }, CHOICE, 'one');
  assert.ok(submitted.done && !('failed' in submitted), JSON.stringify(submitted));
  const waiting = await read(made.id);
  assert.deepEqual([waiting.state?.key, waiting.locked?.fields], ['waiting', 'all']);
  // Filled in with the submission by what the connection usually says.
  assert.deepEqual([waiting.values['customerInfo.region'], waiting.values['isvSolutionConnectInfo.contractVehicle']], ['EMEA', 'MARKETPLACE']);
  assert.equal((await write(made.id, { 'isvSolutionConnectInfo.nextStep': 'x' }, waiting.version)).outcome, 'locked');
  // The same step once more, as after a lost answer.
  assert.ok(!('failed' in (await port.submit({ outsideId: made.id }, CHOICE, 'one'))));

  google.act('seller-declines', { id: made.id, reason: 'Say which product it is about' });
  const declined = await read(made.id);
  assert.deepEqual([declined.state?.key, declined.state?.label, declined.state?.sentence], ['needs_work', 'NOT_ACCEPTED', 'Say which product it is about.']);
  const mended = record(
    await write(made.id, { 'opportunityInfo.description': 'About the control tower.', 'opportunityInfo.displayName': 'Control tower' }, declined.version),
  );
  assert.equal(mended.values['opportunityInfo.displayName'], 'Control tower');
  assert.ok(!('failed' in (await port.submit({ outsideId: made.id }, CHOICE, 'two'))));

  google.act('seller-accepts', { id: made.id });
  const accepted = await read(made.id);
  assert.deepEqual([accepted.state?.key, accepted.state?.stage], ['accepted', 'qualified']);
  assert.match(accepted.state?.sentence ?? '', /seller@google\.example/);
  assert.equal((await write(made.id, { 'opportunityInfo.displayName': 'No more' }, accepted.version)).outcome, 'locked');
  const refined = record(await write(made.id, { stage: 'REFINE', 'isvSolutionConnectInfo.nextStep': 'Pilot' }, accepted.version));
  assert.deepEqual([refined.values['stage'], refined.state?.stage], ['REFINE', 'technical']);
  // Our won deal closes nothing there; the rest of the write goes through.
  const won = record(await write(made.id, { stage: 'CLOSED_WON', 'isvSolutionConnectInfo.nextStep': 'Signed' }, refined.version));
  assert.deepEqual([won.values['stage'], won.values['isvSolutionConnectInfo.nextStep']], ['REFINE', 'Signed']);

  google.act('seller-closes', { id: made.id, outcome: 'WON', reason: 'Signed' });
  const closed = await read(made.id);
  assert.deepEqual([closed.values['stage'], closed.state?.stage], ['CLOSED_WON', 'won']);
  assert.equal((await write(made.id, { stage: 'PROPOSE' }, closed.version)).outcome, 'locked');
});

test('a submission that lacks something names it, and asks Google nothing it would refuse', async () => {
  const made = await make({ 'customerInfo.customerDetails.employeeCount': null });
  const progress = await port.submit({ outsideId: made.id }, CHOICE, 'one');
  assert.ok(progress.done && 'failed' in progress);
  assert.deepEqual(
    progress.issues.map(({ field }) => field),
    ['customerInfo.customerDetails.employeeCount'],
  );
  assert.equal((await read(made.id)).state?.key, 'draft');
});

test('the plan of a submission and what the simulator demands are the same', async () => {
  for (const key of Object.keys(complete(CLOSE))) {
    const made = await make(key === 'opportunityInfo.displayName' ? {} : { [key]: null });
    const planned =
      port.plan({ ours: {}, theirs: {}, links: [] }, { ...made, state: made.state ?? null, locked: null, links: [] }, { kind: 'submit' }, CLOSE).issues
        .length === 0;
    // Past our own look, straight to Google.
    const body = JSON.stringify({ state: 'SUBMITTED', isvSolutionConnectInfo: { contractVehicle: 'MARKETPLACE' }, customerInfo: { region: 'EMEA' } });
    const [token] = [...access.tokens].filter(([name]) => name.includes('apps.order')).map(([, { value }]) => value);
    const answer = await fetch(
      `${access.baseUrl}/v1alpha1/${made.id}?partner=partners/C00000001&updateMask=state,isvSolutionConnectInfo.contractVehicle,customerInfo.region`,
      {
        method: 'PATCH',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body,
      },
    );
    assert.equal(answer.status === 200, planned, `${key}: planned ${planned}, Google ${answer.status}`);
  }
});

test('a creation whose answer was lost makes no second one', async () => {
  const key = newId();
  const name = { 'opportunityInfo.displayName': 'Lost answer' };
  control.setFaults('google', { readLagMs: 3_000 });
  await assert.rejects(
    async () => {
      // The listing before it is answered; the creation is done, and its answer is cut.
      const cutting = google.access({
        tokens: access.tokens,
        request: async (request) => {
          const creates = request.method === 'POST' && request.url.endsWith('/opportunities');
          if (creates) control.setFaults('google', { failAfter: 1 });
          try {
            return await access.request(request);
          } finally {
            control.setFaults('google', { failAfter: 0 });
          }
        },
      });
      await googleOpportunityRecords(cutting).write('opportunity', [], [{ id: null, values: { ...complete(CLOSE), ...name }, ifVersion: null, key }]);
    },
    (error) => error instanceof OutsideError && error.failure === 'unavailable',
  );
  // It does not show yet: nothing is tried.
  assert.equal((await write(null, { ...complete(CLOSE), ...name }, null, key)).outcome, 'later');
  later(20_000);
  const before = google.asked.length;
  const healed = record(await write(null, { ...complete(CLOSE), ...name, 'isvSolutionConnectInfo.nextStep': 'Changed meanwhile' }, null, key));
  control.setFaults('google', { readLagMs: 0 });
  assert.deepEqual(
    google.asked.slice(before).filter(({ method }) => method === 'POST'),
    [],
  );
  assert.equal(healed.values['isvSolutionConnectInfo.nextStep'], 'Changed meanwhile');
  const all: OutsideRecord[] = [];
  let page: string | null = null;
  do {
    const walked: Awaited<ReturnType<OutsideRecords['walk']>> = await records.walk('opportunity', [], page, 100);
    all.push(...walked.records);
    page = walked.after;
  } while (page !== null);
  assert.equal(all.filter(({ values }) => values['opportunityInfo.displayName'] === 'Lost answer').length, 1);
});

test('changes are found once each, with equal times and over several pages, and an idle turn asks once', async () => {
  let cursor = (await changes((await records.changes('opportunity', [], null, 200)).cursor)).cursor;
  later(20 * 60_000);
  // In one instant of Google's clock, on more pages than one.
  const made: string[] = [];
  for (let index = 0; index < 130; index += 1) made.push(String(google.act('inbound-opportunity', { customer: `Customer ${index}` })['name']));
  const found: string[] = [];
  for (let turn = 0; turn < 6; turn += 1) {
    const turned = await changes(cursor);
    found.push(...turned.ids);
    cursor = turned.cursor;
    later(60_000);
  }
  assert.deepEqual(found.filter((id) => made.includes(id)).toSorted(), made.toSorted());
  for (let turn = 0; turn < 3; turn += 1) {
    const asked = await google.requestsOf(async () => {
      const turned = await changes(cursor);
      cursor = turned.cursor;
      assert.deepEqual(turned.ids, []);
    });
    assert.equal(asked, 1);
    later(60_000);
  }
  const late = made[3] ?? '';
  google.act('seller-moves', { id: late, stage: 'REFINE' });
  const again: string[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const turned = await changes(cursor);
    again.push(...turned.ids);
    cursor = turned.cursor;
    later(60_000);
  }
  assert.deepEqual(again, [late]);
});

test('a change on a page that was passed already is found by the next sweep', async () => {
  let { cursor } = await records.changes('opportunity', [], null, 200);
  // Until a sweep is at its end, and the next one begins with page one.
  for (let turn = 0; turn < 8 || readPlace(cursor).page !== null; turn += 1) ({ cursor } = await changes(cursor));
  later(60_000);
  const { records: first } = await records.walk('opportunity', [], null, 1);
  const early = first[0];
  assert.ok(early);
  const middle = await records.changes('opportunity', [], cursor, 200);
  assert.equal(middle.more, false);
  assert.notEqual(readPlace(middle.cursor).page, null);
  // On page one, which was just read; and a later change on a page still to come.
  const moved = record(await write(early.id, { 'isvSolutionConnectInfo.nextStep': 'Early page' }, early.version));
  later(5_000);
  const last = String(google.act('inbound-opportunity', { customer: 'Last page' })['name']);
  cursor = middle.cursor;
  const found: string[] = [];
  for (let turn = 0; turn < 8; turn += 1) {
    later(60_000);
    const turned = await changes(cursor);
    found.push(...turned.ids);
    cursor = turned.cursor;
  }
  assert.deepEqual(
    found.filter((id) => id === moved.id),
    [moved.id],
  );
  assert.deepEqual(
    found.filter((id) => id === last),
    [last],
  );
});

test('what Google shares is offered once in a while, and taken up here', async () => {
  const own = google.access();
  const fresh = googleCosellPort(own);
  const offered = await fresh.invitations();
  const shared = offered.find(({ customer }) => customer['name'] === 'Last page');
  assert.ok(shared);
  assert.equal(await google.requestsOf(() => fresh.invitations()), 0);
  // What the sweep comes across is offered without a request of its own.
  const sweeping = googleOpportunityRecords(own);
  let { cursor } = await sweeping.changes('opportunity', [], null, 200);
  google.act('inbound-opportunity', { customer: 'Seen by the sweep' });
  for (let turn = 0; turn < 4; turn += 1) ({ cursor } = await changes(cursor, sweeping));
  assert.equal(
    await google.requestsOf(async () => {
      assert.ok((await fresh.invitations()).some(({ customer }) => customer['name'] === 'Seen by the sweep'));
    }),
    0,
  );
  const answer = await fresh.respond(shared.outsideId, { accept: true }, 'token');
  assert.ok(answer.done && !('failed' in answer) && answer.outsideId === shared.outsideId);
  assert.equal((await fresh.invitation(shared.outsideId))?.outsideId, shared.outsideId);
});

test('a revoked token is renewed without a word; a revoked key stops the connection and says what to do', async () => {
  const made = await make();
  google.act('revoke-tokens', { what: 'tokens' });
  assert.equal((await read(made.id)).id, made.id);
  const other = google.access({ credentials: { serviceAccountJson: JSON.stringify(google.act('create-key')) } });
  const whoami = await googleOpportunityRecords(other).whoami();
  assert.match(whoami.sentence, /may read the opportunities of partners\/C00000001/);
  google.act('revoke-tokens', { what: 'keys' });
  await assert.rejects(
    () => googleOpportunityRecords(other).whoami(),
    (error) => error instanceof OutsideError && error.failure === 'auth' && /Make a new key/.test(error.message) && !/PRIVATE KEY/.test(JSON.stringify(error)),
  );
});
