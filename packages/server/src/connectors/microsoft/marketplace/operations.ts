import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { call, callOrNull } from '../client.ts';
import { at, textAt } from '../values.ts';

export const VERSION = { 'api-version': '2018-08-31' } as const;
export const SUBSCRIPTIONS = '/api/saas/subscriptions';

export type SaasOperation = {
  readonly id: string;
  readonly action: string;
  readonly status: string;
  readonly planId: string | null;
  readonly quantity: number | null;
};
const pathOf = (subscriptionId: string, id: string): string => `${SUBSCRIPTIONS}/${encodeURIComponent(subscriptionId)}/operations/${encodeURIComponent(id)}`;

/** What a buyer asked for, as the marketplace itself tells it. */
export async function readOperation(access: Access, subscriptionId: string, id: string): Promise<SaasOperation | null> {
  const answer = await callOrNull(access, 'marketplace', { method: 'GET', path: pathOf(subscriptionId, id), query: VERSION });
  if (answer === null) return null;
  const quantity = at(answer.body, ['quantity']);
  return {
    id,
    action: textAt(answer.body, ['action']) ?? '',
    status: textAt(answer.body, ['status']) ?? '',
    planId: textAt(answer.body, ['planId']),
    quantity: typeof quantity === 'number' ? quantity : null,
  };
}

/**
 * Answers a change of plan or quantity. Ten seconds of silence accept it, and a refusal in the field was not always heeded
 * (Azure/Commercial-Marketplace-SaaS-Accelerator, issue 348): what became of it is read again, and that is the answer.
 */
export async function answerOperation(access: Access, subscriptionId: string, id: string, accept: boolean): Promise<SaasOperation> {
  try {
    await call(access, 'marketplace', { method: 'PATCH', path: pathOf(subscriptionId, id), query: VERSION, body: { status: accept ? 'Success' : 'Failure' } });
  } catch (error) {
    // It has ended meanwhile; how, the operation tells.
    if (!(error instanceof OutsideError) || error.failure !== 'conflict') throw error;
  }
  const now = await readOperation(access, subscriptionId, id);
  if (now === null) throw new OutsideError('gone', 'The marketplace does not know the operation any more.');
  return now;
}
