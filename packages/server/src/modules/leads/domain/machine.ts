import { takeStep, type LeadState, type Machine, type StepResult } from '@entente/kernel';

export type LeadStep = 'offer' | 'accept' | 'contact' | 'fall_back' | 'take' | 'convert' | 'close';
/** Who has it, in words, when a partner does. */
export type StepFacts = { readonly withPartner: string | null };

/**
 * new → offered → accepted → contacted → converted. What a partner declines, lets pass or has taken from it is offered to the next or
 * falls back to the vendor. Converted and closed are ends.
 */
const leadMachine: Machine<LeadState, LeadStep, StepFacts> = {
  states: ['new', 'offered', 'accepted', 'contacted', 'converted', 'with_vendor', 'closed'],
  steps: {
    offer: { from: ['new', 'offered', 'with_vendor', 'accepted', 'contacted'], to: 'offered' },
    accept: { from: ['offered'], to: 'accepted' },
    contact: { from: ['accepted', 'contacted'], to: 'contacted' },
    fall_back: { from: ['new', 'offered', 'accepted', 'contacted', 'with_vendor'], to: 'with_vendor' },
    take: {
      from: ['new', 'offered', 'with_vendor', 'accepted', 'contacted'],
      to: 'with_vendor',
      guard: ({ withPartner }) => (withPartner === null ? null : `${withPartner} has accepted this lead. Take it back first, with a reason.`),
    },
    convert: { from: ['new', 'accepted', 'contacted', 'with_vendor'], to: 'converted' },
    close: { from: ['new', 'offered', 'accepted', 'contacted', 'with_vendor'], to: 'closed' },
  },
};

/** Sentences for what people try most; the rest is told in general words. */
const ends: Partial<Record<LeadState, string>> = {
  converted: 'This lead has become a deal; go on there.',
  closed: 'This lead is closed.',
};

export function step(state: LeadState, taken: LeadStep, facts: StepFacts = { withPartner: null }): StepResult<LeadState> {
  const result = takeStep(leadMachine, state, taken, facts);
  if (result.ok) return result;
  const end = ends[state];
  if (end !== undefined) return { ok: false, sentence: end };
  if (state === 'offered' && taken === 'convert')
    return { ok: false, sentence: 'This lead is offered to a partner that has not answered. Work it yourself, or wait for the answer.' };
  return result;
}
