import { possibleSteps, takeStep, Problem, type Machine } from '@entente/kernel';

export type QuoteState = 'draft' | 'waiting_approval' | 'approved' | 'sent' | 'accepted' | 'declined' | 'expired' | 'withdrawn' | 'superseded';
export type QuoteStep = 'change' | 'submit' | 'ask_approval' | 'approve' | 'reject' | 'send' | 'accept' | 'decline' | 'withdraw' | 'expire' | 'supersede';
/** The last day on which it may be accepted, and the day it is. */
export type QuoteFacts = { readonly expiresOn: string; readonly today: string };

const notExpired = ({ expiresOn, today }: QuoteFacts): string | null =>
  today > expiresOn ? `The quote expired on ${expiresOn}. Copy it, or change it and send it again.` : null;
const live: readonly QuoteState[] = ['draft', 'waiting_approval', 'approved', 'sent'];

export const quoteMachine: Machine<QuoteState, QuoteStep, QuoteFacts> = {
  states: ['draft', 'waiting_approval', 'approved', 'sent', 'accepted', 'declined', 'expired', 'withdrawn', 'superseded'],
  steps: {
    change: { from: ['draft', 'waiting_approval', 'approved', 'sent', 'expired', 'declined'], to: 'draft' },
    submit: { from: ['draft'], to: 'approved', guard: notExpired },
    ask_approval: { from: ['draft'], to: 'waiting_approval', guard: notExpired },
    approve: { from: ['waiting_approval'], to: 'approved' },
    reject: { from: ['waiting_approval'], to: 'draft' },
    send: { from: ['approved'], to: 'sent', guard: notExpired },
    accept: { from: ['sent'], to: 'accepted', guard: notExpired },
    decline: { from: ['sent'], to: 'declined' },
    withdraw: { from: live, to: 'withdrawn' },
    expire: { from: live, to: 'expired' },
    supersede: { from: [...live, 'accepted'], to: 'superseded' },
  },
};

/** The state it moves to, or a refusal in one sentence. */
export function moved(state: QuoteState, step: QuoteStep, facts: QuoteFacts): QuoteState {
  const result = takeStep(quoteMachine, state, step, facts);
  if (!result.ok)
    throw new Problem('conflict', result.sentence, {
      reason: facts.today > facts.expiresOn && quoteMachine.steps[step].from.includes(state) ? 'expired' : 'wrong_state',
    });
  return result.state;
}

const forPeople = ['change', 'submit', 'approve', 'reject', 'send', 'accept', 'decline', 'withdraw'] as const;
export const stepsOf = (state: QuoteState, facts: QuoteFacts): (typeof forPeople)[number][] => {
  const possible = possibleSteps(quoteMachine, state, facts);
  return forPeople.filter((step) => possible.includes(step));
};
