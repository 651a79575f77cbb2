import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { caseStates, type CaseState } from '@entente/kernel';
import { deadlines } from './deadlines.ts';
import { holderFor, type Held } from './holder.ts';
import { caseMachine, step, stepsFrom, takesEvidence, type CaseFacts, type CaseStep } from './machine.ts';
import { nameIn, withoutNames } from './names.ts';
import { pickMediator, whyNotNeutral, type Involvement } from './neutral.ts';
import { consequenceOf, type ClaimSide, type Ruled } from './outcome.ts';
import { entriesForSide, mayRead, type Entry, type Side } from './visibility.ts';

const until = '2026-03-06T17:00:00.000Z';
const facts = (more: Partial<CaseFacts> = {}): CaseFacts => ({
  evidenceUntil: until,
  evidenceOpen: false,
  everySideHeard: false,
  appealed: false,
  appealOpen: true,
  ...more,
});

test('the machine: each step from each state', () => {
  const table: Record<CaseState, Partial<Record<CaseStep, CaseState>>> = {
    evidence: { end_evidence: 'ruling', rule: 'ruled', settle: 'closed' },
    ruling: { rule: 'ruled', settle: 'closed' },
    ruled: { appeal: 'appealed', lapse: 'closed' },
    appealed: { rule_again: 'closed', settle: 'closed' },
    closed: {},
  };
  for (const state of caseStates)
    for (const taken of Object.keys(caseMachine.steps) as CaseStep[]) {
      const moved = step(state, taken, facts());
      assert.equal(moved.ok ? moved.state : undefined, table[state][taken], `${taken} from ${state}`);
      if (!moved.ok) assert.match(moved.sentence, /\w+ .*[.;]/);
    }
});

test('nobody rules before each side was heard or had its time, in an appeal as before', () => {
  const cases: [CaseState, CaseStep, Partial<CaseFacts>, boolean][] = [
    ['evidence', 'rule', { evidenceOpen: true }, false],
    ['evidence', 'rule', { evidenceOpen: true, everySideHeard: true }, true],
    ['evidence', 'rule', { evidenceOpen: false }, true],
    ['appealed', 'rule_again', { evidenceOpen: true, appealed: true }, false],
    ['appealed', 'rule_again', { evidenceOpen: true, everySideHeard: true, appealed: true }, true],
    ['ruled', 'appeal', { appealOpen: false }, false],
    ['ruled', 'appeal', { appealed: true }, false],
    ['ruled', 'appeal', {}, true],
  ];
  for (const [state, taken, more, ok] of cases) assert.equal(step(state, taken, facts(more)).ok, ok, `${taken} from ${state} ${JSON.stringify(more)}`);
});

test('whatever is tried, a case is ruled twice and appealed once at most, and nothing leads out of closed', () => {
  const steps = fc.array(fc.constantFrom(...(Object.keys(caseMachine.steps) as CaseStep[])), { maxLength: 30 });
  fc.assert(
    fc.property(steps, fc.boolean(), (tried, heard) => {
      let state: CaseState = 'evidence';
      let appealed = false;
      const taken: CaseStep[] = [];
      for (const one of tried) {
        const known = facts({ appealed, everySideHeard: heard });
        const moved = step(state, one, known);
        assert.equal(moved.ok, stepsFrom(state, known).includes(one));
        if (!moved.ok) continue;
        assert.notEqual(state, 'closed');
        taken.push(one);
        state = moved.state;
        if (one === 'appeal') appealed = true;
      }
      const count = (which: CaseStep): number => taken.filter((one) => one === which).length;
      assert.ok(count('appeal') <= 1 && count('rule') <= 1 && count('rule_again') <= 1);
      assert.ok(count('rule_again') <= count('appeal') && count('appeal') <= count('rule'));
    }),
  );
});

test('evidence is taken while its time runs', () => {
  const before = new Date('2026-03-06T16:59:59Z');
  const after = new Date(until);
  const taken = caseStates.filter((state) => takesEvidence(state, until, before));
  assert.deepEqual(taken, ['evidence', 'appealed']);
  assert.deepEqual(
    caseStates.filter((state) => takesEvidence(state, until, after)),
    [],
  );
});

test('deadlines are working time of the region, one after the other', () => {
  const calendar = { timeZone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', holidays: ['2026-03-09'] };
  const { evidenceUntil, ruleBy } = deadlines({ evidenceHours: 16, rulingHours: 8, appealDays: 14 }, calendar, new Date('2026-03-05T12:00:00Z'));
  // Thursday 13:00: four hours, Friday eight, Monday is a holiday, Tuesday four; then a day of eight to Wednesday 13:00.
  assert.deepEqual([evidenceUntil.toISOString(), ruleBy.toISOString()], ['2026-03-10T12:00:00.000Z', '2026-03-11T12:00:00.000Z']);
});

const free: Involvement = { dealOwnerId: null, claims: [], managers: [], firstMediatorId: null };
const claim = { number: 12, decidedBy: null, firstApprovalBy: null, submittedBy: null, holderId: null };

test('a mediator is neutral, and a refusal says why', () => {
  const cases: [Partial<Involvement>, RegExp | null][] = [
    [{}, null],
    [{ dealOwnerId: 'm' }, /^You own the deal/],
    [{ claims: [{ ...claim, decidedBy: 'm' }] }, /^You decided R-12/],
    [{ claims: [claim, { ...claim, number: 13, firstApprovalBy: 'm' }] }, /^You decided R-13/],
    [{ claims: [{ ...claim, submittedBy: 'm' }] }, /^You submitted R-12/],
    [{ claims: [{ ...claim, holderId: 'm' }] }, /^You hold R-12/],
    [{ managers: [{ partnerName: 'Nordwind', managerId: 'm' }] }, /^You manage Nordwind/],
    [{ firstMediatorId: 'm' }, /^You made the ruling that is appealed/],
  ];
  for (const [more, expected] of cases) {
    const said = whyNotNeutral('m', { ...free, ...more }, null);
    if (expected === null) assert.equal(said, null);
    else assert.match(said ?? '', expected);
    assert.equal(whyNotNeutral('other', { ...free, ...more }, null), null);
  }
  assert.match(whyNotNeutral('m', { ...free, dealOwnerId: 'm' }, 'Bo Ek') ?? '', /^Bo Ek owns the deal/);
});

test('who is picked is neutral and has least to do', () => {
  const people = [
    { memberId: 'busy', openCases: 4 },
    { memberId: 'owner', openCases: 0 },
    { memberId: 'calm', openCases: 1 },
    { memberId: 'same', openCases: 1 },
  ];
  assert.equal(pickMediator(people, { ...free, dealOwnerId: 'owner' })?.memberId, 'calm');
  assert.equal(pickMediator([{ memberId: 'owner', openCases: 0 }], { ...free, dealOwnerId: 'owner' }), null);
});

const two: ClaimSide[] = [
  { letter: 'A', partnerId: 'p', registrationId: 'r1' },
  { letter: 'B', partnerId: 'q', registrationId: 'r2' },
];
const against: ClaimSide[] = [
  { letter: 'A', partnerId: 'p', registrationId: 'r1' },
  { letter: 'B', partnerId: null, registrationId: null },
];

test('what a ruling means for each claim', () => {
  const cases: [ClaimSide[], Ruled, number | null, string[], string | null, string[]][] = [
    [two, 'first', null, ['A'], 'r1', ['r2']],
    [two, 'second', null, ['B'], 'r2', ['r1']],
    [two, 'shared', 7000, ['A', 'B'], 'r1', ['r2']],
    [two, 'shared', 5000, ['A', 'B'], 'r1', ['r2']],
    [two, 'shared', 3000, ['A', 'B'], 'r2', ['r1']],
    [two, 'vendor', null, [], null, ['r1', 'r2']],
    [two, 'nobody', null, [], null, ['r1', 'r2']],
    [against, 'first', null, ['A'], 'r1', []],
    [against, 'second', null, ['B'], null, ['r1']],
    [against, 'vendor', null, ['B'], null, ['r1']],
    [against, 'shared', 2000, ['A', 'B'], 'r1', []],
  ];
  for (const [sides, ruled, share, inFavourOf, keep, drop] of cases) {
    const found = consequenceOf(sides, ruled, share);
    assert.ok(typeof found !== 'string', `${ruled}`);
    assert.deepEqual([found.inFavourOf, found.keep, found.drop], [inFavourOf, keep, drop], ruled);
  }
  for (const share of [null, 0, 10_000]) assert.equal(typeof consequenceOf(two, 'shared', share), 'string');
});

test('at most one claim is kept, none is kept and dropped, and shares make a whole', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(two, against),
      fc.constantFrom<Ruled>('first', 'second', 'shared', 'vendor', 'nobody'),
      fc.integer({ min: 1, max: 9999 }),
      (sides, ruled, share) => {
        const found = consequenceOf(sides, ruled, share);
        assert.ok(typeof found !== 'string');
        const all = sides.flatMap((side) => side.registrationId ?? []);
        assert.deepEqual([...found.drop, ...(found.keep === null ? [] : [found.keep])].sort(), all);
        const whole = found.shares.reduce((sum, one) => sum + one.basisPoints, 0);
        assert.ok(whole === 10_000 || found.shares.length === 0);
      },
    ),
  );
});

test('a name is found with or without its legal form, whatever its case and accents, and not inside a word', () => {
  assert.equal(nameIn('We keep it with NORDWIND, as agreed.', ['Nordwind GmbH']), 'Nordwind GmbH');
  assert.equal(nameIn('It stays with Société Générale.', ['Societe Generale SA']), 'Societe Generale SA');
  assert.equal(nameIn('It was answered.', ['Swer Ltd']), null);
  assert.equal(withoutNames('Won by Nordwind GmbH, not by nordwind.', ['Nordwind GmbH']), 'Won by the other side, not by the other side.');
  assert.equal(withoutNames('Won by N.O.R.D Wind.', ['NORD Wind']), 'This text named the other side and is not shown.');
});

const mine: Side = { id: 'a', letter: 'A', partnerId: 'p', name: 'Quietbrook AG' };
const theirs: Side = { id: 'b', letter: 'B', partnerId: 'q', name: 'Zebrafish Systems GmbH' };
const secret = fc.stringMatching(/^[a-z ]{0,12}$/).map((text) => `hushed${text}`);
const entry: fc.Arbitrary<Entry> = fc
  .record({
    kind: fc.constantFrom<Entry['kind']>('evidence', 'note', 'event'),
    visibleTo: fc.constantFrom<Entry['visibleTo']>('mediators', 'party', 'all'),
    partyId: fc.constantFrom('a', 'b', null),
    words: fc.array(
      fc.constantFrom('won', 'by', 'Zebrafish Systems GmbH', 'zebrafish  systems', 'ZEBRAFISH SYSTEMS', 'Zebrafish, Systems', 'the customer', 'met'),
      { maxLength: 8 },
    ),
    secret,
  })
  .map(({ words, secret: hidden, ...one }) => ({
    ...one,
    id: hidden,
    // Own evidence may say what it likes; all other words may name the other side, and must not arrive.
    body: one.partyId === 'a' && one.visibleTo === 'party' ? 'Our own words.' : one.visibleTo === 'all' ? words.join(' ') : `${words.join(' ')} ${hidden}`,
    fileId: one.visibleTo === 'all' ? null : `file ${hidden}`,
    by: one.partyId === 'a' ? 'Ann of Quietbrook' : 'Zebrafish Systems GmbH person',
    at: until,
  }));

test('whatever a case holds, a partner reads no note, nothing of the other side, and not its name', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 25 }), (entries) => {
      const shown = entriesForSide(entries, mine, [mine, theirs]);
      const text = JSON.stringify(shown.map(({ body, by, fileId, mine: own }) => ({ body, by, fileId: own ? null : fileId })));
      assert.doesNotMatch(text, /zebrafish/i);
      assert.doesNotMatch(text, /hushed/);
      assert.equal(shown.length, entries.filter((one) => one.visibleTo === 'all' || (one.visibleTo === 'party' && one.partyId === 'a')).length);
    }),
    { numRuns: 500 },
  );
});

test('who mediates reads all; anybody else of the vendor neither notes nor a side’s evidence', () => {
  fc.assert(
    fc.property(entry, (one) => {
      assert.ok(mayRead(one, { mediates: true, partyId: null }));
      assert.equal(mayRead(one, { mediates: false, partyId: null }), one.visibleTo === 'all');
      if (one.visibleTo === 'mediators') assert.ok(!mayRead(one, { mediates: false, partyId: one.partyId }));
    }),
  );
});

test('who has it: one sentence for each moment', () => {
  const held: Held = {
    state: 'evidence',
    openedAt: '2026-03-02T09:00:00.000Z',
    evidenceUntil: until,
    ruleBy: '2026-03-10T17:00:00.000Z',
    ruledAt: null,
    appealUntil: null,
    appealedAt: null,
    closedAt: null,
    mediatorName: 'Bo Ek',
    gaveEvidenceAt: null,
    mayAppeal: false,
  };
  const ruled = { ...held, state: 'ruled' as const, ruledAt: '2026-03-09T10:00:00.000Z', appealUntil: '2026-03-23T10:00:00.000Z' };
  const moments: [Held, string, string, boolean, RegExp][] = [
    [held, '2026-03-03T09:00:00Z', 'partner', false, /Give your evidence by/],
    [{ ...held, gaveEvidenceAt: '2026-03-03T09:00:00.000Z' }, '2026-03-03T10:00:00Z', 'vendor', false, /Bo Ek rules by/],
    [{ ...held, state: 'ruling' }, '2026-03-09T09:00:00Z', 'vendor', false, /Bo Ek rules by/],
    [{ ...held, state: 'ruling' }, '2026-03-11T09:00:00Z', 'vendor', true, /Bo Ek should have ruled/],
    [{ ...held, state: 'ruling', mediatorName: null }, '2026-03-11T09:00:00Z', 'vendor', true, /A mediator should have ruled/],
    [{ ...ruled, mayAppeal: true }, '2026-03-11T09:00:00Z', 'partner', false, /You may appeal until/],
    [ruled, '2026-03-11T09:00:00Z', 'nobody', false, /unless a side appeals/],
    [{ ...ruled, state: 'closed', closedAt: '2026-03-23T10:00:00.000Z' }, '2026-03-30T09:00:00Z', 'nobody', false, /final/],
    [{ ...held, state: 'closed', closedAt: '2026-03-04T10:00:00.000Z' }, '2026-03-30T09:00:00Z', 'nobody', false, /without a ruling/],
  ];
  for (const [at, now, side, late, sentence] of moments) {
    const found = holderFor(at, new Date(now));
    assert.deepEqual([found.side, found.late], [side, late], `${at.state} ${now}`);
    assert.match(found.sentence, sentence);
  }
});
