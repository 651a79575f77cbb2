/** A state machine is a table: each transition names where it may start, and may refuse with a reason. */
export type Transition<State extends string, Facts> = {
  readonly from: readonly State[];
  readonly to: State;
  /** Returns the sentence that explains a refusal, or null when the step may be taken. */
  readonly guard?: (facts: Facts) => string | null;
};

export type Machine<State extends string, Step extends string, Facts> = {
  readonly states: readonly State[];
  readonly steps: Readonly<Record<Step, Transition<State, Facts>>>;
};

export type StepResult<State extends string> = { readonly ok: true; readonly state: State } | { readonly ok: false; readonly sentence: string };

export function takeStep<State extends string, Step extends string, Facts>(
  machine: Machine<State, Step, Facts>,
  state: State,
  step: Step,
  facts: Facts,
): StepResult<State> {
  const transition = machine.steps[step];
  if (!transition.from.includes(state)) return { ok: false, sentence: `This cannot ${step.replaceAll('_', ' ')} while it is ${state.replaceAll('_', ' ')}.` };
  const refusal = transition.guard?.(facts) ?? null;
  return refusal === null ? { ok: true, state: transition.to } : { ok: false, sentence: refusal };
}

export function possibleSteps<State extends string, Step extends string, Facts>(machine: Machine<State, Step, Facts>, state: State, facts: Facts): Step[] {
  return (Object.keys(machine.steps) as Step[]).filter((step) => takeStep(machine, state, step, facts).ok);
}
