/** A state of a co-sell record as every adapter words it: our key, their label, our stage. */
export type CloudState = { readonly key: string; readonly label: string; readonly stage: string | null; readonly sentence: string | null };
export type Follow = {
  /** Where the deal's co-sell route is to stand. */
  readonly route: string;
  readonly nextStep: string | null;
  readonly dueAt: string | null;
  /** What a person is asked to do, in their inbox; null when nobody is. */
  readonly ask: { readonly kind: 'cosell_action' | 'cosell_rejected'; readonly title: string; readonly detail: string | null } | null;
  /** What became of an earlier request. */
  readonly outcome: string;
};

const DAYS_TO_ANSWER = 5;
const DAYS_OF_REVIEW = 5;
const DAYS_BETWEEN_UPDATES = 14;
const LONGEST_TITLE = 180;

/** What a state over there means for the route and its people. `who` is how the other side is called here. */
export function followOf(state: CloudState, who: string, dealName: string, now: Date): Follow | null {
  const due = (days: number): string => businessDaysAfter(now, days).toISOString();
  const none = { ask: null, outcome: `${who}: ${state.label}` };
  switch (state.key) {
    case 'draft':
      return { ...none, route: 'draft', nextStep: `Fill in what is missing and submit it to ${who}`, dueAt: due(DAYS_TO_ANSWER) };
    case 'waiting':
      return { ...none, route: /review/i.test(state.label) ? 'in_review' : 'submitted', nextStep: `Wait for the review of ${who}`, dueAt: due(DAYS_OF_REVIEW) };
    case 'needs_work': {
      const what = state.sentence ?? 'look at the record there and mend it.';
      const dueAt = due(DAYS_TO_ANSWER);
      return {
        route: 'action_required',
        nextStep: cut(`${who} asks: ${what}`),
        dueAt,
        ask: { kind: 'cosell_action', title: cut(`${who} asks: ${what}`), detail: `${dealName}. ${what}` },
        outcome: none.outcome,
      };
    }
    case 'refused':
      return {
        route: 'rejected',
        nextStep: `Decide how to go on without ${who}`,
        dueAt: due(DAYS_TO_ANSWER),
        ask: { kind: 'cosell_rejected', title: cut(`${who} rejected ${dealName}`), detail: state.sentence },
        outcome: none.outcome,
      };
    case 'accepted':
      if (state.stage === 'won') return { ...none, route: 'launched', nextStep: null, dueAt: null };
      if (state.stage === 'lost') return { ...none, route: 'cancelled', nextStep: null, dueAt: null };
      return { ...none, route: 'approved', nextStep: `Keep stage and next step up to date for ${who}`, dueAt: due(DAYS_BETWEEN_UPDATES) };
    default:
      return null;
  }
}
const cut = (text: string): string => (text.length <= LONGEST_TITLE ? text : `${text.slice(0, LONGEST_TITLE - 1)}…`);

/** The same hour, so many working days later. Whose holidays would count is not known here. */
export function businessDaysAfter(from: Date, days: number): Date {
  const at = new Date(from);
  for (let left = days; left > 0;) {
    at.setUTCDate(at.getUTCDate() + 1);
    if (at.getUTCDay() !== 0 && at.getUTCDay() !== 6) left -= 1;
  }
  return at;
}
