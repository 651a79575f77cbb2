import { newId } from '@entente/kernel';
import type { StartedServer } from '@entente/testkit';
import type { Client } from './api.fixture.ts';
import type { SharedThere } from './cosell-records.fixture.ts';

export type SyncedThere = SharedThere & { readonly objectId: string; readonly conflictId: string; readonly decidedId: string; readonly failureId: string };

/** A connection that has worked: what the engine leaves behind of it is put there as it would be, for the worker does not run here. */
export async function addSynced(server: StartedServer, tenantId: string, api: Client, shared: SharedThere, name: string): Promise<SyncedThere> {
  const { admin } = server.test;
  const { connectionId, viewId, dealId } = shared;
  const { objects } = await api('connections.get', { params: { id: connectionId } });
  const object = objects.find(({ kind }) => kind === 'deal');
  if (!object) throw new Error('the connection keeps no deals');
  const [conflictId, decidedId, failureId] = [newId(), newId(), newId()];
  for (const [id, field, status] of [
    [conflictId, 'name', 'open'],
    [decidedId, 'next_step', 'resolved'],
  ])
    await admin.query(
      `insert into view_conflict (tenant_id, id, view_id, connection_id, deal_id, field, reason, ours, theirs, status, resolution, opened_at) values ($1, $2, $3, $4, $5, $6, 'both_changed', $7, $8, $9, $10, now())`,
      [
        tenantId,
        id,
        viewId,
        connectionId,
        dealId,
        field,
        JSON.stringify(`${name} here`),
        JSON.stringify(`${name} there`),
        status,
        status === 'open' ? null : 'ours',
      ],
    );
  await admin.query(
    `insert into sync_failure (tenant_id, id, connection_id, view_id, deal_id, kind, key, direction, failure, sentence, status, at) values ($1, $2, $3, $4, $5, 'deal', $6, 'out', 'invalid', $7, 'open', now())`,
    [tenantId, failureId, connectionId, viewId, dealId, `view:${viewId}`, `${name} was refused`],
  );
  await admin.query(
    `insert into sync_inbox (tenant_id, id, connection_id, dedupe_key, type, kind, outside_id, body, received_at) values ($1, $2, $3, $4, 'Changed', 'deal', 'O1', $5, now())`,
    [tenantId, newId(), connectionId, newId(), JSON.stringify({ title: name })],
  );
  await admin.query(
    `insert into sync_log (tenant_id, id, connection_id, view_id, at, direction, act, fields, sentence, milliseconds) values ($1, $2, $3, $4, now(), 'in', 'read', '{name}', $5, 12)`,
    [tenantId, newId(), connectionId, viewId, name],
  );
  await admin.query(
    `insert into view_history (tenant_id, id, view_id, source_id, outside_field, old, new, at, who) values ($1, $2, $3, $4, 'title', $5, $6, now(), 'Somebody there')`,
    [tenantId, newId(), viewId, newId(), JSON.stringify(`${name} before`), JSON.stringify(name)],
  );
  await admin.query(
    `insert into drift_audit (tenant_id, id, connection_id, at, compared, differing, missing_here, missing_there, examples) values ($1, $2, $3, now(), 1, 1, 0, 0, $4)`,
    [tenantId, newId(), connectionId, JSON.stringify([{ kind: 'deal', outsideId: 'O1', recordId: dealId, label: name, fields: ['name'] }])],
  );
  return { ...shared, objectId: object.id, conflictId, decidedId, failureId };
}
