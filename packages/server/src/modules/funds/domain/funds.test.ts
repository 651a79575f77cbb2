import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { FundPolicy } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { inFund, mostOf, type Rate } from './amounts.ts';
import { claimMachine, requestMachine, stepClaim, stepRequest, type ClaimState, type ClaimStep, type RequestState, type RequestStep } from './machine.ts';
import * as move from './moves.ts';
import { checkPolicy, claimUntil, earliestStart, peopleFor, readPolicy } from './policy.ts';

const policy: FundPolicy = {
  costShareBp: 5000,
  leadWorkingDays: 10,
  decisionWorkingDays: 5,
  claimWindowDays: 30,
  paymentDays: 30,
  maxPerActivityMinor: null,
  activityTypes: [{ key: 'event', name: 'Event', proof: ['photo', 'invoice'] }],
  approvals: [
    { fromMinor: 0, people: 1 },
    { fromMinor: 1_000_00, people: 2 },
  ],
  claimRate: 'request',
  timeZone: 'Europe/Berlin',
  workingDays: [1, 2, 3, 4, 5],
  holidays: ['2027-01-01'],
  accrual: null,
};
const refused = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;

describe('states', () => {
  const facts = { today: '2027-01-01', startsOn: '2027-02-01', claimUntil: '2027-03-01', claimsUnderReview: 0 };
  // Everything that is not named here is refused.
  const may: Record<RequestState, Partial<Record<RequestStep, RequestState>>> = {
    draft: { submit: 'submitted', cancel: 'cancelled' },
    submitted: { ask: 'info_requested', approve: 'approved', reject: 'rejected', cancel: 'cancelled', lapse: 'expired' },
    info_requested: { submit: 'submitted', reject: 'rejected', cancel: 'cancelled', lapse: 'expired' },
    approved: { change: 'submitted', cancel: 'cancelled', begin: 'in_execution' },
    in_execution: { cancel: 'cancelled', finish: 'executed', settle: 'settled' },
    executed: { cancel: 'cancelled', settle: 'settled', expire: 'expired' },
    settled: {},
    rejected: {},
    cancelled: {},
    expired: {},
  };
  for (const state of requestMachine.states)
    for (const step of Object.keys(requestMachine.steps) as RequestStep[])
      test(`a request that is ${state}: ${step}`, () => {
        const to = may[state][step];
        if (to === undefined) assert.throws(() => stepRequest(state, step, facts), refused('conflict'));
        else assert.equal(stepRequest(state, step, facts), to);
      });
  test('nothing is approved, submitted or changed once the activity has begun, and nothing cancelled under a review', () => {
    const begun = { ...facts, today: facts.startsOn };
    for (const [state, step] of [
      ['submitted', 'approve'],
      ['draft', 'submit'],
      ['approved', 'change'],
    ] as const)
      assert.throws(() => stepRequest(state, step, begun), /after the fact/);
    assert.throws(() => stepRequest('executed', 'cancel', { ...facts, claimsUnderReview: 1 }), /under review/);
  });
  const claims: Record<ClaimState, Partial<Record<ClaimStep, ClaimState>>> = {
    draft: { submit: 'submitted', withdraw: 'withdrawn' },
    submitted: { ask: 'info_requested', approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' },
    info_requested: { answer: 'submitted', reject: 'rejected', withdraw: 'withdrawn' },
    approved: { pay: 'paid', reverse: 'reversed' },
    paid: { reopen: 'approved', reverse: 'reversed' },
    rejected: {},
    withdrawn: {},
    reversed: {},
  };
  for (const state of claimMachine.states)
    for (const step of Object.keys(claimMachine.steps) as ClaimStep[])
      test(`a claim that is ${state}: ${step}`, () => {
        const to = claims[state][step];
        if (to === undefined) assert.throws(() => stepClaim(state, step, facts), refused('conflict'));
        else assert.equal(stepClaim(state, step, facts), to);
      });
  test('a claim is submitted until its last day, and answered after it', () => {
    assert.equal(stepClaim('draft', 'submit', { today: '2027-03-01', claimUntil: '2027-03-01' }), 'submitted');
    assert.throws(() => stepClaim('draft', 'submit', { today: '2027-03-02', claimUntil: '2027-03-01' }), /until 2027-03-01/);
    assert.equal(stepClaim('info_requested', 'answer', { today: '2027-03-02', claimUntil: '2027-03-01' }), 'submitted');
  });
});

describe('terms', () => {
  test('working days before an activity leave out weekends and holidays', () => {
    // Tuesday; the New Year's day is a Friday.
    assert.equal(earliestStart({ ...policy, leadWorkingDays: 3 }, '2026-12-29'), '2027-01-05');
    assert.equal(earliestStart({ ...policy, leadWorkingDays: 0 }, '2026-12-29'), '2026-12-30');
    assert.equal(claimUntil(policy, '2027-01-31'), '2027-03-02');
  });
  test('a larger amount needs two people', () => {
    assert.deepEqual(
      [99_999n, 100_000n].map((amount) => peopleFor(policy, amount)),
      [1, 2],
    );
  });
  test('terms that are not understood refuse', () => {
    assert.throws(() => readPolicy({ ...policy, surprise: true }), refused('conflict'));
    for (const broken of [
      { timeZone: 'Mars/Olympus' },
      { approvals: [{ fromMinor: 5, people: 1 }] },
      {
        approvals: [
          { fromMinor: 0, people: 2 },
          { fromMinor: 5, people: 1 },
        ],
      },
      { activityTypes: [...policy.activityTypes, ...policy.activityTypes] },
    ])
      assert.throws(() => checkPolicy({ ...policy, ...broken }, 'proposal'), refused('invalid_input'));
    assert.throws(() => checkPolicy(policy, 'accrued'), refused('invalid_input'));
  });
});

describe('amounts', () => {
  const rate = (from: string, to: string, text: string, inverse = false): Rate => ({
    id: '00000000-0000-0000-0000-000000000001',
    from,
    to,
    rate: text,
    day: '2027-01-01',
    source: 'ECB',
    inverse,
  });
  const table: readonly [string, bigint, Rate | null, bigint][] = [
    ['the same currency', 12_345n, null, 12_345n],
    ['yen to euro', 100_000n, rate('JPY', 'EUR', '0.0061'), 61_000n],
    ['yen to euro, a rate turned round', 100_000n, rate('JPY', 'EUR', '163.934426', true), 61_000n],
    ['dinar to euro: three digits to two', 1_500n, rate('KWD', 'EUR', '2.98'), 447n],
    ['euro to dinar', 10_000n, rate('EUR', 'KWD', '0.3356'), 33_560n],
    ['euro to yen, a half goes up', 1n, rate('EUR', 'JPY', '150'), 2n],
  ];
  for (const [name, local, used, expected] of table) test(name, () => assert.equal(inFund(local, used), expected));
  test('our part of a cost is rounded once', () => assert.equal(mostOf(333n, 5000), 167n));
});

test('whatever happens to a fund, allocated is available, committed, claimed, owed, paid and expired', () => {
  const step = fc.record({
    what: fc.constantFrom(
      'allocate',
      'back',
      'accrueBack',
      'commit',
      'release',
      'claim',
      'unclaim',
      'decideKeep',
      'decideRelease',
      'pay',
      'payBack',
      'reverse',
      'expire',
    ),
    amount: fc.bigInt({ min: 1n, max: 5000n }),
    part: fc.bigInt({ min: 0n, max: 5000n }),
    ended: fc.boolean(),
  });
  const moves = (balance: move.Balance, { what, amount, part, ended }: { what: string; amount: bigint; part: bigint; ended: boolean }): move.Move[] => {
    if (what === 'allocate') return move.allocate(amount);
    if (what === 'back') return move.takeBack(amount);
    if (what === 'accrueBack') return move.accrueBack(amount, balance, ended);
    if (what === 'commit') return move.commit(amount);
    if (what === 'release') return move.release(amount, ended);
    if (what === 'claim') return move.claim(amount);
    if (what === 'unclaim') return move.unclaim(amount);
    if (what === 'decideKeep') return move.decide(amount, part < amount ? part : amount, 'keep', ended);
    if (what === 'decideRelease') return move.decide(amount, part < amount ? part : amount, 'release', ended);
    if (what === 'pay') return move.pay(amount);
    if (what === 'payBack') return move.payBack(amount);
    if (what === 'reverse') return move.reverse(amount, balance.owed, ended);
    return move.expire(balance.available);
  };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let balance = move.EMPTY;
      // What the ledger holds as set aside: what it was told, less what earnings took and gave back.
      let liability = 0n;
      for (const each of steps) {
        try {
          const made = moves(balance, each);
          balance = move.moved(balance, made);
          for (const one of made) {
            const template = move.postingTemplate(one);
            liability += template === 'fund_committed' ? one.amountMinor : template === 'fund_released' ? -one.amountMinor : 0n;
            if (one.kind === 'approved') liability -= one.amountMinor;
            if (one.kind === 'reversed') liability += one.amountMinor;
          }
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
        }
        assert.ok(move.holds(balance));
        assert.equal(liability, balance.committed + balance.claimed);
        for (const place of ['committed', 'claimed', 'owed', 'paid', 'expired'] as const) assert.ok(balance[place] >= 0n, place);
      }
    }),
    { numRuns: 2000 },
  );
});
