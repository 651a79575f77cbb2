import { changeOpportunity } from './change-opportunity.ts';
import type { Cosell } from './context.ts';
import type { Opportunity } from './model.ts';

/** The copies of the other parties of the engagement follow the decision, while they still wait for one. */
export function inheritReview(cosell: Cosell, decided: Opportunity): void {
  const engagement = decided.engagementId === undefined ? undefined : cosell.store.engagements.get(decided.engagementId);
  for (const id of engagement?.opportunityIds ?? []) {
    const copy = cosell.store.opportunities.get(id);
    if (copy === undefined || copy.id === decided.id || (copy.review.status !== 'Submitted' && copy.review.status !== 'In review')) continue;
    changeOpportunity(
      cosell,
      copy,
      { review: decided.review, ...(decided.aws === undefined || copy.aws !== undefined ? {} : { aws: decided.aws }) },
      { byAws: true },
    );
  }
}
