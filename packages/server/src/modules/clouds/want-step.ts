import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { CloudsPorts } from './ports.ts';
import { addStep, failedBefore, type NewStep } from './step-store.ts';

/** One more step to be carried out. Trying again is the answer to what was asked when it failed. */
export async function wantStep(tx: Tx, context: Context, inbox: CloudsPorts['inbox'], step: NewStep): Promise<string> {
  for (const failed of await failedBefore(tx, context.tenantId, step)) await inbox.closeActs(tx, context, failed, 'Tried again');
  return addStep(tx, context, step);
}
