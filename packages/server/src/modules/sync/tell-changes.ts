import { recordChanges } from '../../platform/change.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { actorOf, type Connection, type ConnectionObject } from './connection-store.ts';
import type { View } from './view-store.ts';

export type Told = Pick<View, 'id' | 'dealId' | 'outsideId' | 'status' | 'sentence'>;

/**
 * Screens that show a deal's views read them again by this. It is a hint and changes nothing: nobody looks at a record because of it, the
 * timeline leaves it out, and of a walk over everything nothing is told.
 */
export async function tellChanged(
  tx: Tx,
  input: { readonly tenantId: string; readonly connection: Connection; readonly object: Pick<ConnectionObject, 'kind' | 'walking'> },
  views: readonly Told[],
  now: Date,
): Promise<void> {
  const { tenantId, connection, object } = input;
  if (object.kind !== 'deal' || object.walking) return;
  const told = views.filter((view) => view.dealId !== null);
  await recordChanges(
    tx,
    systemContext(tenantId, actorOf(connection), now),
    told.map(({ id, dealId, outsideId, status, sentence }) => ({
      operation: 'views.change',
      recordType: 'view',
      recordId: id,
      unaudited: true,
      events: [{ type: 'view.changed', dealId, payload: { connection: connection.name, system: connection.system, outsideId, status, sentence } }],
    })),
  );
}
