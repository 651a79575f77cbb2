import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStages, participantRoles, routeKinds, type DealStage, type RouteKind } from '@entente/kernel';
import fc from 'fast-check';
import { priceLines, setAmount } from './amount.ts';
import { committeeGaps } from './committee.ts';
import { eventsOfChange, factsOf, withStage, type DealState } from './deal.ts';
import { handoffState } from './handoff.ts';
import { projectionOf, type ParticipantFact, type RouteFact } from './projection.ts';
import { moveRoute, nextStates, routeTables } from './route-machine.ts';
import { sentenceOf } from './sentence.ts';
import { moveStage, nextStages, type StageFacts } from './stage-move.ts';
import { mayJoin, maySettle } from './team.ts';

const facts = (stage: DealStage, more: Partial<StageFacts> = {}): StageFacts => ({
  stage,
  amountMinor: 100,
  closeOn: '2026-12-01',
  reason: null,
  visited: [],
  ...more,
});

test('stage moves, table-driven', () => {
  const cases: [string, StageFacts, DealStage, string | null][] = [
    ['forward', facts('prospect'), 'business', null],
    ['back', facts('business'), 'qualified', null],
    ['same', facts('business'), 'business', 'The deal is already in Business validation.'],
    ['lost without reason', facts('technical'), 'lost', 'Say why the deal is lost.'],
    ['lost with reason', facts('technical', { reason: 'No budget' }), 'lost', null],
    ['won without amount', facts('committed', { amountMinor: null }), 'won', 'Give the deal an amount before it is won.'],
    ['committed without close date', facts('business', { closeOn: null }), 'committed', 'Set a close date before the deal is committed.'],
    ['won to lost', facts('won', { reason: 'Oops' }), 'lost', 'The deal is won. Reopen it before it becomes lost.'],
    ['reopen without reason', facts('lost', { visited: ['prospect'] }), 'prospect', 'Say why the deal is opened again.'],
    ['reopen where it was', facts('lost', { visited: ['prospect', 'lost'], reason: 'They came back' }), 'prospect', null],
    [
      'reopen where it never was',
      facts('lost', { visited: ['prospect'], reason: 'They came back' }),
      'business',
      'The deal was never in Business validation. Reopen it in a stage it has been in.',
    ],
    ['reopen with no history', facts('won', { reason: 'Entered by mistake' }), 'business', null],
  ];
  for (const [label, from, to, sentence] of cases) {
    const decision = moveStage(from, to);
    assert.equal(decision.ok ? null : decision.sentence, sentence, label);
  }
  assert.deepEqual(nextStages(facts('won', { visited: ['qualified', 'won'] })), ['qualified']);
});

test('routes: every state that is named exists, is reachable, and every other move is refused with a sentence', () => {
  for (const kind of routeKinds) {
    const { initial, next } = routeTables[kind];
    const reached = new Set([initial]);
    for (const state of reached) for (const one of next[state] ?? assert.fail(`${kind} ${state}`)) reached.add(one);
    assert.deepEqual([...reached].sort(), Object.keys(next).sort(), kind);
    for (const from of Object.keys(next)) {
      for (const to of Object.keys(next)) assert.equal(moveRoute(kind, from, to).ok, nextStates(kind, from).includes(to));
      assert.deepEqual(nextStates(kind, from, true), []);
    }
    assert.equal(moveRoute(kind, initial, 'toString').ok, false);
  }
  const refused = moveRoute('cosell', 'draft', 'approved');
  assert.equal(refused.ok ? '' : refused.sentence, 'The co-sell route is draft; from there it can become submitted or cancelled, not approved.');
});

test('amount is the sum of the lines, exactly, or refused', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          description: fc.constant('x'),
          quantity: fc.integer({ min: 1, max: 1000 }),
          unitPriceMinor: fc.integer({ min: -1_000_000, max: 1_000_000 }),
        }),
        { minLength: 1, maxLength: 20 },
      ),
      (lines) => {
        const priced = priceLines(lines);
        assert.ok(priced.ok);
        assert.equal(
          priced.value.amountMinor,
          lines.reduce((all, line) => all + line.quantity * line.unitPriceMinor, 0),
        );
      },
    ),
  );
  assert.equal(priceLines([{ description: 'x', quantity: 1_000_000, unitPriceMinor: Number.MAX_SAFE_INTEGER }]).ok, false);
  assert.deepEqual(setAmount(5, 2, 7), { ok: false, sentence: 'The amount is the sum of the deal’s 2 lines. Change the lines instead.' });
  assert.equal(setAmount(7, 2, 7).ok, true);
  assert.equal(setAmount(5, 0, null).ok, true);
});

test('committee gaps', () => {
  const member = (contactId: string, role: 'economic_buyer' | 'champion' | 'user', owned: boolean) => ({
    contactId,
    contactName: contactId,
    role,
    ownerMemberId: owned ? 'm' : null,
    ownerPartnerId: null,
  });
  assert.deepEqual(
    committeeGaps([]).map((gap) => gap.code),
    ['no_committee'],
  );
  assert.deepEqual(
    committeeGaps([member('Ann', 'user', false)]).map((gap) => gap.code),
    ['no_economic_buyer', 'no_champion', 'unowned_relationship', 'single_threaded'],
  );
  assert.deepEqual(committeeGaps([member('Ann', 'economic_buyer', true), member('Bob', 'champion', true)]), []);
  assert.equal(
    committeeGaps([member('Ann', 'economic_buyer', false), member('Bob', 'champion', false)])[0]?.sentence,
    'Nobody owns the relationship with Ann and Bob.',
  );
});

test('a handoff is done, late or open', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  assert.equal(handoffState({ doneAt: '2026-11-20T00:00:00Z', dueAt: '2026-11-01T00:00:00Z' }, now), 'done');
  assert.equal(handoffState({ doneAt: null, dueAt: '2026-11-21T11:59:59Z' }, now), 'late');
  assert.equal(handoffState({ doneAt: null, dueAt: '2026-11-21T12:00:00Z' }, now), 'open');
  assert.equal(handoffState({ doneAt: null, dueAt: null }, now), 'open');
});

test('a change of facts tells what happened, and a later close date has slipped', () => {
  const deal: DealState = {
    id: 'd',
    number: 10001,
    version: 1,
    name: 'A',
    accountId: null,
    accountName: null,
    stage: 'business',
    amountMinor: 5,
    currency: 'EUR',
    closeOn: '2026-11-30',
    openedOn: null,
    closedOn: null,
    closedReason: null,
    ownerId: null,
    ownerName: null,
    region: null,
    source: null,
    nextStep: null,
    externalId: null,
  };
  assert.deepEqual(
    eventsOfChange(deal, { ...factsOf(deal), closeOn: '2026-12-05' }, null).map((event) => [event.type, event.payload['days']]),
    [
      ['deal.updated', undefined],
      ['deal.close_slipped', 5],
    ],
  );
  assert.deepEqual(
    eventsOfChange(deal, { ...factsOf(deal), closeOn: '2026-11-05' }, null).map((event) => event.type),
    ['deal.updated'],
  );
  const lost = withStage(factsOf(deal), 'lost', '2026-11-21', 'No budget');
  assert.deepEqual([lost.closedOn, lost.closedReason], ['2026-11-21', 'No budget']);
  assert.deepEqual(
    eventsOfChange(deal, lost, 'No budget').map((event) => event.type),
    ['deal.stage_moved'],
  );
  assert.equal(withStage(lost, 'business', '2026-11-22', 'Back').closedOn, null);
});

test('after any operations: one active role a partner, one settling route, and the projection is what a recount gives', () => {
  const partners = ['p1', 'p2', 'p3'];
  const operation = fc.oneof(
    fc.record({ do: fc.constant('join' as const), partner: fc.constantFrom(...partners), role: fc.constantFrom(...participantRoles) }),
    fc.record({ do: fc.constant('leave' as const), at: fc.nat(20) }),
    fc.record({ do: fc.constant('route' as const), kind: fc.constantFrom<RouteKind>(...routeKinds), settles: fc.boolean() }),
    fc.record({ do: fc.constant('end' as const), at: fc.nat(20) }),
  );
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
      let team: ParticipantFact[] = [];
      let routes: RouteFact[] = [];
      for (const one of operations) {
        if (one.do === 'join' && mayJoin(team, one.partner, one.role, one.partner).ok)
          team = [...team, { partnerId: one.partner, role: one.role, until: null }];
        if (one.do === 'leave') team = team.map((fact, index) => (index === one.at ? { ...fact, until: '2026-01-01' } : fact));
        if (one.do === 'route' && (!one.settles || maySettle(routes, one.kind).ok))
          routes = [...routes, { kind: one.kind, settles: one.settles, endedAt: null }];
        if (one.do === 'end') routes = routes.map((fact, index) => (index === one.at ? { ...fact, endedAt: 'now' } : fact));
      }
      const active = team.filter((fact) => fact.until === null);
      assert.equal(new Set(active.map((fact) => `${fact.partnerId} ${fact.role}`)).size, active.length);
      assert.ok(routes.filter((route) => route.settles && route.endedAt === null).length <= 1);
      const projection = projectionOf(team, routes);
      assert.deepEqual([...projection.roles].sort(), [...new Set(active.map((fact) => fact.role))].sort());
      assert.deepEqual(projection.partnerIds, [...new Set(active.map((fact) => fact.partnerId))].sort());
      assert.deepEqual([...projection.routeKinds].sort(), [...new Set(routes.filter((route) => route.endedAt === null).map((route) => route.kind))].sort());
      assert.deepEqual(projectionOf([...team].reverse(), [...routes].reverse()), projection);
    }),
  );
});

test('every event reads as a sentence, whatever its payload holds', () => {
  const types = [
    'deal.created',
    'deal.updated',
    'deal.stage_moved',
    'deal.lines_changed',
    'deal.close_slipped',
    'participant.added',
    'participant.updated',
    'participant.ended',
    'route.added',
    'route.updated',
    'route.ended',
    'committee.changed',
    'handoff.added',
    'handoff.done',
    'handoff.reopened',
    'comment.added',
    'file.added',
    'touch.logged',
    'act.opened',
    'act.decided',
    'act.escalated',
    'match.made',
    'brief.written',
    'meeting.invited',
    'run.started',
    'run.step',
    'run.finished',
    'outcome.logged',
    'constructor',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.dictionary(fc.constantFrom('from', 'to', 'kind', 'role', 'title', 'fields', 'count', 'days', 'partnerName'), fc.jsonValue()),
      (type, payload) => {
        const sentence = sentenceOf({ type, payload });
        assert.ok(sentence.length > 3 && !/undefined|null|\[object/.test(sentenceOf({ type, payload: {} })), sentence);
      },
    ),
  );
  assert.equal(sentenceOf({ type: 'deal.stage_moved', payload: { from: 'prospect', to: 'qualified' } }), 'The deal moved from Prospect to Qualified.');
  assert.equal(sentenceOf({ type: 'participant.added', payload: { partnerName: 'Nordwind', role: 'resell' } }), 'Nordwind joined as resell.');
  assert.equal(
    sentenceOf({ type: 'route.updated', payload: { kind: 'cosell', from: 'in_review', to: 'action_required' } }),
    'The co-sell route is now action required.',
  );
  assert.equal(sentenceOf({ type: 'moon.landed', payload: {} }), 'Moon landed.');
  assert.equal(openStages.length, 5);
});
