import { dealStages, participantRoles, Problem, type ParticipantRole } from '@entente/kernel';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roomForPartner, rowForPartner, type RoomFacts } from './deal-for-partner.ts';
import { disclosure, isTold, type Fact, type Standing } from './disclosure.ts';
import { imageTypeOf, logoFrom, LOGO_MAX_BYTES } from './image.ts';
import { partnerSentenceOf, type DealEvent } from './timeline.ts';

const NOW = new Date('2026-11-21T09:00:00Z');
const ME = '00000000-0000-7000-8000-000000000001';
const OTHER = '00000000-0000-7000-8000-000000000002';
const THIRD = '00000000-0000-7000-8000-000000000003';
const inDeal = (...roles: ParticipantRole[]): Standing => ({ roles, leftAt: null });
const gone: Standing = { roles: [], leftAt: '2026-10-02T00:00:00Z' };

test('what is told follows from the role, and nothing new is told to who has left', () => {
  for (const role of participantRoles) {
    assert.equal(isTold('amount', inDeal(role)), ['source', 'resell', 'distribute'].includes(role), role);
    for (const fact of ['stage', 'closeOn', 'lines', 'othersLanes', 'ownLanes', 'contact'] as const) assert.equal(isTold(fact, inDeal(role)), true, fact);
  }
  assert.equal(isTold('amount', inDeal('service', 'resell')), true);
  assert.equal(isTold('amount', inDeal()), false);
  for (const fact of ['amount', 'closeOn', 'lines', 'othersLanes'] as const) assert.equal(isTold(fact, gone), false, fact);
  for (const [fact, rule] of Object.entries(disclosure)) assert.ok(rule.why.endsWith('.'), fact as Fact);
});

/** Every word here belongs to somebody else and must never be read by the partner. */
const secret = fc.uuid().map((value) => `secret-${value}`);
const at = fc.date({ min: new Date('2026-06-01T00:00:00Z'), max: NOW, noInvalidDate: true }).map((date) => date.toISOString());
const someone = fc.constantFrom(ME, OTHER, THIRD);
const state = fc.constantFrom('not_started', 'in_progress', 'waiting', 'done');
const until = fc.option(fc.constant('2026-10-01'));
const eventTypes = [
  'deal.created',
  'deal.updated',
  'deal.stage_moved',
  'deal.close_slipped',
  'participant.added',
  'participant.updated',
  'participant.ended',
  'route.added',
  'handoff.added',
  'handoff.done',
  'comment.added',
  'touch.logged',
  'act.opened',
  'match.made',
  'registration.approved',
  'registration.note',
  'chain.priced',
  'case.ruled',
  'something.new',
];

/** A deal of which every text of the partner's own says "mine", and every other holds a secret. */
const deals: fc.Arbitrary<RoomFacts> = fc
  .record({
    stage: fc.constantFrom(...dealStages),
    standing: fc.oneof(
      fc.uniqueArray(fc.constantFrom(...participantRoles)).map((roles): Standing => ({ roles, leftAt: null })),
      fc.constant(gone),
    ),
    lanes: fc.array(
      fc.record({ id: fc.uuid(), partnerId: someone, role: fc.constantFrom(...participantRoles), state, step: fc.option(secret), dueAt: fc.option(at), until }),
    ),
    comments: fc.array(
      fc.record({
        id: fc.uuid(),
        body: secret,
        at,
        byId: fc.uuid(),
        byName: secret,
        byPartnerId: fc.option(someone),
        visibleTo: fc.constantFrom('workspace', 'partners', 'partner'),
        partnerId: someone,
      }),
    ),
    handoffs: fc.array(
      fc.record({
        id: fc.uuid(),
        title: secret,
        fromPartnerId: fc.option(someone),
        toPartnerId: fc.option(someone),
        dueAt: fc.option(at),
        doneAt: fc.option(at),
      }),
    ),
    events: fc.array(
      fc.record({
        id: fc.uuid(),
        type: fc.constantFrom(...eventTypes),
        recordId: fc.uuid(),
        at,
        payload: fc.record(
          {
            partnerId: someone,
            partnerName: secret,
            by: secret,
            reason: secret,
            step: secret,
            state,
            role: fc.constantFrom(...participantRoles),
            note: secret,
            excerpt: secret,
            title: secret,
            from: fc.constantFrom(...dealStages),
            to: fc.constantFrom(...dealStages),
            partnerSentence: secret,
            nextStep: secret,
          },
          { requiredKeys: ['partnerId'] },
        ),
      }),
    ),
    colleague: secret,
  })
  .map(({ lanes, comments, handoffs, events, colleague, ...deal }) => {
    const mine = (owner: string | null): boolean => owner === ME;
    return {
      ...deal,
      id: ME,
      number: 10_001,
      name: 'A deal',
      companyName: 'A company',
      amountMinor: 777_777,
      currency: 'EUR',
      closeOn: '2026-12-24',
      updatedAt: NOW.toISOString(),
      ownStep: 'mine',
      lines: [{ description: 'A line', quantity: 3, termMonths: 12 }],
      owner: { id: 'owner', name: 'Olga Owner', email: 'owner@vendor.example' },
      manager: { id: 'manager', name: 'Mats Manager', email: 'manager@vendor.example' },
      vendorName: 'The vendor',
      lanes: lanes.map((lane) => ({ ...lane, step: mine(lane.partnerId) ? 'mine' : lane.step })),
      comments: comments.map((one) => {
        const forMe = one.visibleTo === 'partners' || (one.visibleTo === 'partner' && mine(one.partnerId));
        return { ...one, body: forMe ? 'mine' : one.body, byName: mine(one.byPartnerId) ? 'mine' : `${one.byName} ${colleague}` };
      }),
      handoffs: handoffs.map((one) => ({ ...one, title: mine(one.fromPartnerId) || mine(one.toPartnerId) ? 'mine' : one.title })),
      events: events.map((event): DealEvent => {
        const { step, partnerSentence, ...others } = event.payload;
        // What a module says to a partner is for the partner the event is about; the same for the steps of its lane.
        const own = mine(event.payload.partnerId);
        return {
          ...event,
          payload: {
            ...others,
            ...(step === undefined ? {} : { step: own ? 'mine' : step }),
            ...(partnerSentence === undefined ? {} : { partnerSentence: own ? 'mine' : partnerSentence }),
          },
        };
      }),
    };
  });
const names = fc.constantFrom<ReadonlyMap<string, string>>(new Map(), new Map([[OTHER, 'Agreed partner']]));

test('whatever the deal, a partner reads nothing of others', () => {
  fc.assert(
    fc.property(deals, names, (deal, agreed) => {
      const shown = { ...rowForPartner(deal, null), ...roomForPartner(deal, { partnerId: ME, actorId: 'me', names: agreed, now: NOW }) };
      const text = JSON.stringify(shown);
      assert.ok(!text.includes('secret-'), text);
      assert.ok(!text.includes(OTHER) && !text.includes(THIRD));
      assert.equal(text.includes('Agreed partner'), agreed.size > 0 && text.includes('Agreed partner'));
      assert.equal(text.includes('777777'), isTold('amount', deal.standing));
      const left = deal.standing.leftAt;
      if (left !== null) {
        assert.deepEqual([shown.lines, shown.closeOn, shown.lanes.filter((lane) => !lane.mine)], [[], null, []]);
        for (const one of shown.comments) assert.ok(one.at < left);
      }
      for (const lane of shown.lanes.filter((each) => !each.mine)) assert.deepEqual([lane.step, lane.dueAt], [null, null]);
    }),
    { numRuns: 500 },
  );
});

test('sentences: own lanes, stages without reasons, and what a module says to this partner', () => {
  const event = (type: string, payload: Record<string, unknown>, recordId = 'r'): DealEvent => ({ id: 'e', type, recordId, at: NOW.toISOString(), payload });
  const told = (type: string, payload: Record<string, unknown>, recordId?: string): string | null =>
    partnerSentenceOf(event(type, payload, recordId), { partnerId: ME, handoffIds: new Set(['h']) });
  assert.equal(told('deal.stage_moved', { from: 'qualified', to: 'business', reason: 'x' }), 'The deal moved from Qualified to Business validation.');
  assert.equal(told('deal.stage_moved', { to: 'lost', reason: 'Another partner was cheaper' }), 'The deal was lost.');
  assert.equal(
    told('participant.updated', { partnerId: ME, role: 'resell', state: 'in_progress', step: 'Quote' }),
    'Your part as resell is in progress: Quote',
  );
  assert.equal(told('participant.updated', { partnerId: OTHER, role: 'resell', state: 'done' }), null);
  assert.equal(told('handoff.done', { title: 'Notes' }, 'h'), 'The handoff “Notes” is done.');
  assert.equal(told('handoff.done', { title: 'Notes' }, 'other'), null);
  assert.equal(told('registration.approved', { partnerId: ME, partnerSentence: 'Protected.' }), 'Protected.');
  assert.equal(told('registration.approved', { partnerId: OTHER, actingPartnerId: ME, partnerSentence: 'Protected.' }), 'Protected.');
  assert.equal(told('registration.approved', { partnerId: OTHER, partnerSentence: 'Protected.' }), null);
  assert.equal(told('registration.note', { partnerId: ME, partnerSentence: null }), null);
});

test('a logo is what its bytes are', () => {
  const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
  assert.equal(imageTypeOf(png), 'image/png');
  assert.equal(imageTypeOf(Buffer.from('ffd8ffe000', 'hex')), 'image/jpeg');
  assert.equal(imageTypeOf(Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(4), Buffer.from('WEBPVP8 '), Buffer.alloc(4)])), 'image/webp');
  assert.equal(logoFrom(png.toString('base64')).mediaType, 'image/png');
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  for (const bytes of [svg, Buffer.from('GIF89a000000'), Buffer.from('<html>'), Buffer.alloc(0), Buffer.from('RIFF0000WAVE00000000')])
    assert.throws(
      () => logoFrom(bytes.toString('base64')),
      (error) => error instanceof Problem && error.code === 'invalid_input',
    );
  assert.throws(() => logoFrom('data:image/png;base64,AAAA'), Problem);
  const large = Buffer.concat([png, Buffer.alloc(LOGO_MAX_BYTES)]);
  assert.throws(
    () => logoFrom(large.toString('base64')),
    (error) => error instanceof Problem && error.code === 'too_large',
  );
});
