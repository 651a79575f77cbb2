import { possibleSteps, takeStep, type CaseState, type Machine, type StepResult } from '@entente/kernel';

export type CaseStep = 'end_evidence' | 'rule' | 'appeal' | 'rule_again' | 'settle' | 'lapse';

/** What a guard needs to know beside the state. */
export type CaseFacts = {
  readonly evidenceUntil: string;
  readonly evidenceOpen: boolean;
  /** Each side has given evidence since the case was opened or, in an appeal, since then. */
  readonly everySideHeard: boolean;
  readonly appealed: boolean;
  readonly appealOpen: boolean;
};

const heard = (facts: CaseFacts): string | null =>
  facts.evidenceOpen && !facts.everySideHeard
    ? `Not every side was heard yet. Rule once each has given evidence, or when their time is over (${facts.evidenceUntil.slice(0, 16).replace('T', ' ')} UTC).`
    : null;

/** A ruling can be appealed once; the second ruling closes the case, and nothing leads out of that. */
export const caseMachine: Machine<CaseState, CaseStep, CaseFacts> = {
  states: ['evidence', 'ruling', 'ruled', 'appealed', 'closed'],
  steps: {
    end_evidence: { from: ['evidence'], to: 'ruling' },
    rule: { from: ['evidence', 'ruling'], to: 'ruled', guard: heard },
    appeal: {
      from: ['ruled'],
      to: 'appealed',
      guard: (facts) => (facts.appealed ? 'A ruling can be appealed once.' : facts.appealOpen ? null : 'The time to appeal has passed; the ruling is final.'),
    },
    rule_again: { from: ['appealed'], to: 'closed', guard: heard },
    settle: { from: ['evidence', 'ruling', 'appealed'], to: 'closed' },
    lapse: { from: ['ruled'], to: 'closed' },
  },
};

const already: Readonly<Record<CaseState, string>> = {
  evidence: 'Evidence is still being given.',
  ruling: 'It has not been ruled on yet.',
  ruled: 'It has been ruled on already.',
  appealed: 'It has been appealed already; a second mediator rules.',
  closed: 'This case is closed; what was ruled is final.',
};

export function step(state: CaseState, taken: CaseStep, facts: CaseFacts): StepResult<CaseState> {
  if (!caseMachine.steps[taken].from.includes(state)) return { ok: false, sentence: already[state] };
  return takeStep(caseMachine, state, taken, facts);
}

export const stepsFrom = (state: CaseState, facts: CaseFacts): CaseStep[] => possibleSteps(caseMachine, state, facts);

/** Evidence is given while its time runs, and again after an appeal. */
export const takesEvidence = (state: CaseState, evidenceUntil: string, now: Date): boolean =>
  (state === 'evidence' || state === 'appealed') && now.getTime() < Date.parse(evidenceUntil);
