import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '@entente/kernel';
import type { StepProgress } from '../../../modules/clouds/index.ts';
import type { OutsideRecord, OutsideWritten } from '../../../modules/sync/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { complete, simulatedMicrosoft } from '../simulated.fixture.ts';
import type { Values } from '../values.ts';
import { microsoftCosellPort } from './port.ts';
import { microsoftReferralRecords } from './records.ts';

const microsoft = await simulatedMicrosoft();
after(() => microsoft.stop());
const access = microsoft.access();
const records = microsoftReferralRecords(access);
const port = microsoftCosellPort(access);
const { control, world } = microsoft.simulators;
const act = (name: string, fields: Record<string, string>): { id: string } => control.act('microsoft', name, fields) as { id: string };

async function write(id: string | null, values: Values, ifVersion: string | null, key = newId(), by = records): Promise<OutsideWritten> {
  const [written] = await by.write('referral', [], [{ id, values, ifVersion, key }]);
  assert.ok(written);
  return written;
}
function record(written: OutsideWritten): OutsideRecord {
  assert.equal(written.outcome, 'written', JSON.stringify(written));
  return (written as Extract<OutsideWritten, { outcome: 'written' }>).record;
}
const make = async (more: Values = {}): Promise<OutsideRecord> => record(await write(null, { ...complete, ...more }, null));
async function read(id: string): Promise<OutsideRecord> {
  const [found] = await records.read('referral', [], [id]);
  assert.ok(found);
  return found;
}
function ended(progress: StepProgress): { outsideId: string; engagementId?: string } {
  assert.ok(progress.done && !('failed' in progress), JSON.stringify(progress));
  return { outsideId: progress.outsideId ?? '', ...(progress.engagementId === undefined ? {} : { engagementId: progress.engagementId }) };
}
const submit = async (id: string, involvement: string | null = null): Promise<StepProgress> =>
  port.submit({ outsideId: id }, { involvement, visibility: null }, newId());
const coSell = async (more: Values = {}): Promise<OutsideRecord> => read(ended(await submit((await make(more)).id)).outsideId);

test('what is made comes back as it was sent, and is a draft nobody at Microsoft sees', async () => {
  const made = await make();
  for (const [key, value] of Object.entries(complete)) assert.deepEqual(made.values[key], value, key);
  assert.deepEqual([made.state?.key, made.state?.label, made.locked], ['draft', 'Private: New/Pending', null]);
  assert.deepEqual(made.links, [{ type: 'Solutions', id: 'SOL-00001-SIM', label: null }]);
});

test('an update changes what it names and keeps the rest; an older version is stale; the same again sends nothing', async () => {
  const made = await make();
  const updated = record(
    await write(made.id, { 'details.dealValue': 99_00, 'contact.email': 'ada.lund@nordwind.example', 'customerProfile.size': 300 }, made.version),
  );
  assert.deepEqual(updated.values, { ...made.values, 'details.dealValue': 99_00, 'contact.email': 'ada.lund@nordwind.example' });
  assert.notEqual(updated.version, made.version);
  assert.equal((await write(made.id, { name: 'Too late' }, made.version)).outcome, 'stale');
  assert.equal(record(await write(made.id, { 'details.dealValue': 99_00 }, updated.version)).version, updated.version);
});

test('a version that is overtaken between reading and writing is stale, and their change stays', async () => {
  const co = await coSell();
  let overtaken = false;
  const racing: Access = {
    ...access,
    request: async (request) => {
      if (request.method === 'PATCH' && !overtaken) {
        overtaken = true;
        act('seller-edits', { id: co.id, dealValue: '123' });
      }
      return access.request(request);
    },
  };
  const written = await write(co.id, { 'details.dealValue': 1_00 }, co.version, newId(), microsoftReferralRecords(racing));
  assert.equal(written.outcome, 'stale');
  assert.equal((await read(co.id)).values['details.dealValue'], 123_00);
});

test('an answer that is lost makes no second referral, also when the deal changed meanwhile', async () => {
  const key = newId();
  let lost = 0;
  const losing: Access = {
    ...access,
    request: async (request) => {
      const answer = await access.request(request);
      if (request.method !== 'POST' || !request.url.endsWith('/referrals')) return answer;
      lost += 1;
      throw new OutsideError('unavailable', 'The answer was lost.');
    },
  };
  await assert.rejects(write(null, complete, null, key, microsoftReferralRecords(losing)), /lost/);
  const made = record(await write(null, { ...complete, name: 'Another name' }, null, key));
  assert.equal(lost, 1);
  assert.equal(made.values['name'], 'Another name');
  const walked = (await records.walk('referral', [], null, 500)).records.filter((each) => each.values['name'] === 'Another name');
  assert.deepEqual(
    walked.map(({ id }) => id),
    [made.id],
  );
});

test('co-sell: submitted, accepted, then won; consents cannot be taken back, and what is won is closed', async () => {
  const draft = await make();
  const { outsideId, engagementId } = ended(await submit(draft.id));
  assert.notEqual(outsideId, draft.id);
  let co = await read(outsideId);
  assert.deepEqual([co.state?.key, co.state?.label], ['waiting', 'Co-sell: New/Pending']);
  assert.deepEqual({ ...co.values }, { ...draft.values });
  assert.deepEqual((await read(draft.id)).gone, { reason: 'merged', into: outsideId });
  assert.equal(ended(await submit(draft.id)).outsideId, outsideId);
  assert.equal((await write(co.id, { outcome: 'Won' }, co.version)).outcome, 'locked');
  act('seller-accepts', { id: outsideId });
  co = await read(outsideId);
  assert.deepEqual([co.state?.key, co.state?.sentence], ['accepted', 'Team: Robin Field.']);
  assert.equal((await write(co.id, { 'consent.consentToContact': false }, co.version)).outcome, 'locked');
  const engagement = await port.engagement(outsideId);
  assert.equal(engagement?.id, engagementId);
  assert.deepEqual(
    engagement?.members.map(({ account, status, ours }) => [account, status, ours]),
    [
      ['6000001', 'Member', true],
      ['msft', 'Member', false],
    ],
  );
  co = record(await write(co.id, { outcome: 'Won', statusReason: 'Signed' }, co.version));
  assert.deepEqual([co.state?.stage, co.values['outcome'], co.values['statusReason']], ['won', 'Won', 'Signed']);
  assert.equal((await write(co.id, { name: 'No' }, co.version)).outcome, 'locked');
  assert.equal(record(await write(co.id, { statusReason: 'Signed on Monday' }, co.version)).values['statusReason'], 'Signed on Monday');
});

test('a submission whose answer is lost goes on with the referral it made', async () => {
  const draft = await make();
  const losing: Access = {
    ...access,
    request: async (request) => {
      const answer = await access.request(request);
      if (request.method === 'POST' && request.url.endsWith('/referrals')) throw new OutsideError('unavailable', 'The answer was lost.');
      return answer;
    },
  };
  await assert.rejects(microsoftCosellPort(losing).submit({ outsideId: draft.id }, { involvement: null, visibility: null }, newId()), /lost/);
  const { outsideId, engagementId } = ended(await submit(draft.id));
  const inIt = (await records.walk('referral', [], null, 500)).records.filter(({ url }) => url?.endsWith(engagementId ?? '?') === true);
  assert.deepEqual(inIt.map(({ id }) => id).toSorted(), [draft.id, outsideId].toSorted());
});

test('partner-led: the same referral is opened to the sellers, and can be lost with a reason; declined is final', async () => {
  const draft = await make({ 'consent.consentToContact': false });
  assert.ok('failed' in (await submit(draft.id, 'Co-sell')), 'without the consent to contact');
  const { outsideId } = ended(await submit(draft.id));
  assert.equal(outsideId, draft.id);
  let led = await read(outsideId);
  assert.deepEqual([led.state?.key, led.state?.label], ['accepted', 'Partner-led: Active/Accepted']);
  led = record(await write(led.id, { outcome: 'Lost', statusReason: 'Price' }, led.version));
  assert.deepEqual([led.state?.stage, led.state?.sentence], ['lost', 'Price.']);
  const declined = await coSell();
  act('seller-declines', { id: declined.id, reason: 'No capacity' });
  const now = await read(declined.id);
  assert.deepEqual([now.state?.key, now.locked?.fields, now.state?.sentence], ['refused', 'all', 'No capacity.']);
});

test('what nobody consented to share is not submitted, and says what is missing', async () => {
  const draft = await make({ 'consent.consentToContact': false, 'consent.consentToToShareInfoWithOthers': false });
  const progress = await submit(draft.id);
  assert.ok(progress.done && 'failed' in progress);
  assert.match(progress.sentence, /sellers may see the deal/);
  assert.equal((await read(draft.id)).state?.key, 'draft');
});

test('a taxonomy that moved on is refused by Microsoft, and lands at the field', async () => {
  const draft = await make({ SolutionArea: 'Cloud and AI Platforms', SolutionPlay: 'Unify Your Data Platform' });
  control.act('microsoft', 'change-taxonomy', { version: 'FY27' });
  try {
    const progress = await submit(draft.id);
    assert.ok(progress.done && 'failed' in progress);
    assert.deepEqual(
      progress.issues.map(({ field }) => field),
      ['SolutionArea'],
    );
    const written = await write(draft.id, { name: 'Renamed' }, draft.version);
    assert.equal(written.outcome, 'refused');
  } finally {
    control.act('microsoft', 'change-taxonomy', { version: 'FY26' });
  }
});

test('inbound: shown with what it is about, accepted once, declined with a reason, and expired in time', async () => {
  const [first, second, third] = ['Tide', 'Reef', 'Surf'].map(
    (customer) => act('inbound-referral', { kind: 'co-sell', customer, dealValue: '5000', expiresInDays: '5' }).id,
  );
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  const pending = (await port.invitations()).find(({ outsideId }) => outsideId === first);
  assert.deepEqual([pending?.status, pending?.payloadKind, pending?.sender, pending?.customer['name']], ['pending', 'Co-sell', 'Microsoft', 'Tide']);
  assert.ok(pending?.details.some(({ label, value }) => label === 'Deal value' && value === '5000.00 USD'));
  const waiting = await read(first);
  assert.equal((await write(first, { name: 'Ours' }, waiting.version)).outcome, 'locked');
  assert.equal(ended(await port.respond(first, { accept: true }, newId())).outsideId, first);
  assert.equal(ended(await port.respond(first, { accept: true }, newId())).outsideId, first, 'again is no error');
  assert.equal((await read(first)).state?.key, 'accepted');
  assert.ok('failed' in (await port.respond(first, { accept: false, reason: 'Other' }, newId())));
  ended(await port.respond(second, { accept: false, reason: 'No capacity at the moment' }, newId()));
  assert.equal((await port.invitation(second))?.status, 'rejected');
  world.clock.advance(6 * 86_400_000);
  assert.equal((await port.invitation(third))?.status, 'expired');
  const late = await port.respond(third, { accept: true }, newId());
  assert.ok(late.done && 'failed' in late && late.issues.some(({ code }) => code === 'expired'));
});

test('changes come oldest first, page by page, none is lost among equal instants, and idle reading gives nothing', async () => {
  world.clock.advance(120_000);
  const begin = (await records.changes('referral', [], null, 10)).cursor;
  const made = [await make(), await make(), await make(), await make(), await make()];
  const got: string[] = [];
  let cursor = begin;
  let more = true;
  while (more) {
    const page = await records.changes('referral', [], cursor, 2);
    got.push(...page.records.map(({ id }) => id));
    ({ cursor, more } = page);
  }
  assert.deepEqual(got.toSorted(), made.map(({ id }) => id).toSorted());
  assert.deepEqual((await records.changes('referral', [], cursor, 2)).records, []);
  world.clock.advance(1_000);
  record(await write(made[2]?.id ?? '', { name: 'Changed' }, made[2]?.version ?? null));
  assert.deepEqual(
    (await records.changes('referral', [], cursor, 10)).records.map(({ id }) => id),
    [made[2]?.id],
  );
});

test('a walk finds every referral once', async () => {
  const seen: string[] = [];
  let place: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof records.walk>> = await records.walk('referral', [], place, 3);
    seen.push(...page.records.map(({ id }) => id));
    place = page.after;
  } while (place !== null);
  assert.equal(new Set(seen).size, seen.length);
  assert.ok(seen.length >= 15);
});

test('solutions are linked and taken off, and the last one stays', async () => {
  const draft = await make();
  assert.ok(!('failed' in (await port.link(draft.id, { type: 'Solutions', id: 'SOL-2' }, true))));
  assert.ok((await port.solutions('sol-2')).some(({ id }) => id === 'SOL-2'));
  assert.ok(!('failed' in (await port.link(draft.id, { type: 'Solutions', id: 'SOL-00001-SIM' }, false))));
  assert.ok('failed' in (await port.link(draft.id, { type: 'Solutions', id: 'SOL-2' }, false)));
  assert.deepEqual(
    (await read(draft.id)).links?.map(({ id }) => id),
    ['SOL-2'],
  );
});
