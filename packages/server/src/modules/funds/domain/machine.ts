import { Problem, takeStep, type Machine } from '@entente/kernel';
import type { fundClaimStates, fundRequestStates } from '@entente/contracts';

export type RequestState = (typeof fundRequestStates)[number];
export type ClaimState = (typeof fundClaimStates)[number];

/** What a step may depend on besides the state. Days are of the fund's own calendar. */
export type RequestFacts = { readonly today: string; readonly startsOn: string; readonly claimUntil: string | null; readonly claimsUnderReview: number };
export type RequestStep = 'submit' | 'ask' | 'approve' | 'reject' | 'change' | 'cancel' | 'begin' | 'finish' | 'lapse' | 'settle' | 'expire';

const beforeTheFact = ({ today, startsOn }: RequestFacts): string | null =>
  today < startsOn ? null : 'The activity has begun. Nothing is approved after the fact.';
const nothingUnderReview = ({ claimsUnderReview }: RequestFacts): string | null =>
  claimsUnderReview === 0 ? null : 'A claim of it is under review. Decide it first.';

export const requestMachine: Machine<RequestState, RequestStep, RequestFacts> = {
  states: ['draft', 'submitted', 'info_requested', 'approved', 'in_execution', 'executed', 'settled', 'rejected', 'cancelled', 'expired'],
  steps: {
    submit: { from: ['draft', 'info_requested'], to: 'submitted', guard: beforeTheFact },
    ask: { from: ['submitted'], to: 'info_requested' },
    approve: { from: ['submitted'], to: 'approved', guard: beforeTheFact },
    reject: { from: ['submitted', 'info_requested'], to: 'rejected' },
    // Another type, day, place or cost: what was approved is not that.
    change: { from: ['approved'], to: 'submitted', guard: beforeTheFact },
    cancel: { from: ['draft', 'submitted', 'info_requested', 'approved', 'in_execution', 'executed'], to: 'cancelled', guard: nothingUnderReview },
    begin: { from: ['approved'], to: 'in_execution' },
    finish: { from: ['in_execution'], to: 'executed' },
    // The activity began and nobody had decided.
    lapse: { from: ['submitted', 'info_requested'], to: 'expired' },
    settle: { from: ['in_execution', 'executed'], to: 'settled' },
    expire: { from: ['executed'], to: 'expired' },
  },
};

export type ClaimFacts = { readonly today: string; readonly claimUntil: string | null };
export type ClaimStep = 'submit' | 'answer' | 'ask' | 'approve' | 'reject' | 'withdraw' | 'pay' | 'reopen' | 'reverse';
export const claimMachine: Machine<ClaimState, ClaimStep, ClaimFacts> = {
  states: ['draft', 'submitted', 'info_requested', 'approved', 'paid', 'rejected', 'withdrawn', 'reversed'],
  steps: {
    submit: {
      from: ['draft'],
      to: 'submitted',
      guard: ({ today, claimUntil }) =>
        claimUntil !== null && today <= claimUntil
          ? null
          : `It could be claimed until ${claimUntil ?? 'its approval'}. Ask for an extension before that day next time.`,
    },
    // What was submitted in time may be answered later.
    answer: { from: ['info_requested'], to: 'submitted' },
    ask: { from: ['submitted'], to: 'info_requested' },
    approve: { from: ['submitted'], to: 'approved' },
    reject: { from: ['submitted', 'info_requested'], to: 'rejected' },
    withdraw: { from: ['draft', 'submitted', 'info_requested'], to: 'withdrawn' },
    pay: { from: ['approved'], to: 'paid' },
    // The payment came back.
    reopen: { from: ['paid'], to: 'approved' },
    reverse: { from: ['approved', 'paid'], to: 'reversed' },
  },
};

export function stepRequest(state: RequestState, step: RequestStep, facts: RequestFacts): RequestState {
  const moved = takeStep(requestMachine, state, step, facts);
  if (!moved.ok) throw new Problem('conflict', moved.sentence, { reason: `state_${state}` });
  return moved.state;
}
export function stepClaim(state: ClaimState, step: ClaimStep, facts: ClaimFacts): ClaimState {
  const moved = takeStep(claimMachine, state, step, facts);
  if (!moved.ok) throw new Problem('conflict', moved.sentence, { reason: `state_${state}` });
  return moved.state;
}
