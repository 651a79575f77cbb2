import type { DealStage } from '@entente/kernel';
import { useApi, type Result } from '../../../lib/api/index.ts';

export type Plan = Result<'clouds.plan'>;
export type PlanField = Plan['fields'][number];
export type PlanIssue = Plan['issues'][number];
export type PlanQuery = ReturnType<typeof usePlan>;

/** What the next step would do, asked for again whenever a value of the deal is saved. */
export function usePlan(dealId: string, connectionId: string, step: { goal: Plan['goal']; stage?: DealStage; enabled?: boolean }) {
  const { goal, stage, enabled = true } = step;
  return useApi(
    'clouds.plan',
    { params: { id: dealId, childId: connectionId }, query: { goal, ...(stage === undefined ? {} : { stage }) } },
    { enabled, keepPrevious: true },
  );
}

export const isBlocking = (issue: PlanIssue): boolean => issue.severity !== 'warning';

/** What is missing comes first, then what is demanded and met, then the rest; each issue stands at its field where that is shown. */
export function sortPlan(plan: Pick<Plan, 'fields' | 'issues'>) {
  const issuesOf = (field: PlanField): readonly PlanIssue[] => plan.issues.filter((issue) => issue.field === field.field);
  const missing = plan.fields.filter((field) => issuesOf(field).length > 0);
  return {
    missing,
    met: plan.fields.filter((field) => field.demanded && !missing.includes(field)),
    others: plan.fields.filter((field) => !field.demanded && !missing.includes(field)),
    general: plan.issues.filter((issue) => !plan.fields.some((field) => field.field === issue.field)),
    issuesOf,
  };
}
