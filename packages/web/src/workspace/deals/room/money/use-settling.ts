import { apiKey, useApiMutation, type Result } from '../../../../lib/api/index.ts';

export type Plan = Result<'settlement.plan'>;

/** The answer is the plan as it now stands; what else tells of it is read again. */
export function useSettling<Id extends 'settlement.choose' | 'settlement.recompute'>(id: Id) {
  return useApiMutation(id, {
    invalidates: ['settlement.compare', 'settlement.history', 'settlement.difference', 'deals.get', 'deals.timeline'],
    onDone: (plan, _input, client) => client.setQueryData<Plan>(apiKey('settlement.plan', { params: { id: plan.dealId } }), plan),
  });
}
