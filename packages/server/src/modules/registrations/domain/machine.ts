import { possibleSteps, takeStep, type Machine, type RegistrationState, type StepResult } from '@entente/kernel';

export type RegistrationStep =
  | 'submit'
  | 'ask'
  | 'answer'
  | 'approve'
  | 'decline'
  | 'withdraw'
  | 'extend'
  | 'expire'
  | 'revoke'
  | 'win'
  | 'lose'
  | 'resubmit'
  | 'take_back';

/** What a guard needs to know beside the state. */
export type StepFacts = {
  readonly resubmissions: number;
  readonly maxResubmissions: number;
  readonly extensions: number;
  readonly maxExtensions: number;
  /** The one who decides is the one who submitted it. */
  readonly ownSubmission: boolean;
  /** The one who approves gave the first of two approvals. */
  readonly ownFirstApproval: boolean;
};

const decided: readonly RegistrationState[] = ['approved', 'extended'];

/**
 * draft → submitted ⇄ information requested → approved → extended → won, lost, expired or revoked; rejected and withdrawn are ends,
 * but a rejected one may be sent again, a limited number of times. A withdrawn one may not: it would keep the place in the queue.
 */
const registrationMachine: Machine<RegistrationState, RegistrationStep, StepFacts> = {
  states: ['draft', 'submitted', 'info_requested', 'approved', 'extended', 'rejected', 'withdrawn', 'won', 'lost', 'expired', 'revoked'],
  steps: {
    submit: { from: ['draft'], to: 'submitted' },
    ask: { from: ['submitted'], to: 'info_requested' },
    answer: { from: ['info_requested'], to: 'submitted' },
    approve: {
      from: ['submitted', 'info_requested'],
      to: 'approved',
      guard: (facts) =>
        facts.ownSubmission
          ? 'You submitted this registration yourself; somebody else has to decide it.'
          : facts.ownFirstApproval
            ? 'You gave the first approval; the second has to come from somebody else.'
            : null,
    },
    decline: {
      from: ['submitted', 'info_requested'],
      to: 'rejected',
      guard: (facts) => (facts.ownSubmission ? 'You submitted this registration yourself; somebody else has to decide it.' : null),
    },
    withdraw: { from: ['draft', 'submitted', 'info_requested'], to: 'withdrawn' },
    extend: {
      from: decided,
      to: 'extended',
      guard: (facts) => (facts.extensions >= facts.maxExtensions ? `It was extended ${facts.extensions} times; the programme allows no more.` : null),
    },
    expire: { from: decided, to: 'expired' },
    revoke: { from: decided, to: 'revoked' },
    win: { from: decided, to: 'won' },
    lose: { from: decided, to: 'lost' },
    resubmit: {
      from: ['rejected'],
      to: 'submitted',
      guard: (facts) =>
        facts.resubmissions >= facts.maxResubmissions ? `It was sent again ${facts.resubmissions} times; the programme allows no more.` : null,
    },
    /** An undo of the last decision. */
    take_back: { from: ['approved', 'rejected', 'info_requested'], to: 'submitted' },
  },
};

export const step = (state: RegistrationState, taken: RegistrationStep, facts: StepFacts): StepResult<RegistrationState> =>
  takeStep(registrationMachine, state, taken, facts);
export const stepsFrom = (state: RegistrationState, facts: StepFacts): RegistrationStep[] => possibleSteps(registrationMachine, state, facts);
