import { Problem } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import type { CloudsPorts, CosellPort } from './ports.ts';

export type CloudsDeps = { readonly database: Database; readonly ports: CloudsPorts; readonly now: () => Date };

/** The cloud behind a connection, opened for one piece of work. */
export async function cosellOf(deps: CloudsDeps, tenantId: string, connectionId: string): Promise<CosellPort> {
  const port = deps.ports.cosell(await deps.ports.access(tenantId, connectionId));
  if (port === null) throw new Problem('invalid_input', 'This connection does not serve co-selling. Choose one to a cloud.', { reason: 'no_cloud' });
  return port;
}

/** How the other side is called here: as the people of the workspace named the connection. */
export async function nameOfConnection(tx: Tx, tenantId: string, connectionId: string): Promise<{ name: string; system: string }> {
  const row = await tx.selectFrom('connection').select(['name', 'system']).where('tenant_id', '=', tenantId).where('id', '=', connectionId).executeTakeFirst();
  return row ?? { name: 'The cloud', system: 'rest' };
}

/** What a cloud answers while somebody waits: a refusal with its sentence, or that it cannot be reached now. */
export async function answering<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OutsideError) throw new Problem(error.mayPass ? 'unavailable' : 'conflict', error.message, { reason: error.failure });
    throw error;
  }
}

export const today = (context: Context): string => context.now.toISOString().slice(0, 10);
