import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import type { OutboxEvent } from '../../platform/events/outbox.ts';
import type { RecordKind } from './ports.ts';
import { ask, keyOfView } from './tasks.ts';
import { insertViews, viewsOfRecords } from './view-store.ts';

/** The record an event is about, as far as views go. Whatever happens on a deal may change what a CRM shows of its outcome. */
function subjectOf(event: OutboxEvent): { kind: RecordKind; recordId: string } | null {
  // What a view shows now is no news for the other side of it.
  if (event.type === 'view.changed') return null;
  if (event.dealId !== null) return { kind: 'deal', recordId: event.dealId };
  if (event.type.startsWith('account.')) return { kind: 'account', recordId: event.recordId };
  if (event.type.startsWith('contact.')) return { kind: 'contact', recordId: event.recordId };
  if (event.type.startsWith('product.')) return { kind: 'product', recordId: event.recordId };
  return null;
}
const makes: Readonly<Record<string, RecordKind>> = {
  'deal.created': 'deal',
  'account.created': 'account',
  'contact.created': 'contact',
  'product.created': 'product',
};

/**
 * What happened here is to be seen over there: every view of the record is looked at again, except in the system the change came from.
 * A record that is new gets a view in the connections that make records of ours.
 */
export async function followChanges(database: Database, events: readonly OutboxEvent[], now: Date): Promise<void> {
  for (const [tenantId, ofTenant] of Map.groupBy(events, (event) => event.tenantId)) {
    const subjects = ofTenant.flatMap((event) => {
      const subject = subjectOf(event);
      return subject
        ? [{ ...subject, by: textOf(event.payload['by']), made: makes[event.type] === subject.kind, imported: event.payload['imported'] === true }]
        : [];
    });
    if (subjects.length === 0) continue;
    await database.inTenant(tenantId, async (tx) => {
      const connections = await tx.selectFrom('connection').select(['id', 'name']).where('tenant_id', '=', tenantId).execute();
      if (connections.length === 0) return;
      const nameOf = new Map(connections.map(({ id, name }) => [id, `Sync: ${name}`]));
      for (const [kind, ofKind] of Map.groupBy(subjects, (subject) => subject.kind)) {
        const byRecord = Map.groupBy(ofKind, (subject) => subject.recordId);
        const views = await viewsOfRecords(tx, tenantId, kind, [...byRecord.keys()]);
        for (const [connectionId, ofConnection] of Map.groupBy(views, (view) => view.connectionId)) {
          const due = ofConnection.filter((view) => (byRecord.get(view.recordId) ?? []).some((subject) => subject.by !== nameOf.get(connectionId)));
          await ask(
            tx,
            tenantId,
            connectionId,
            due.map((view) => ({ kind, key: view.outsideId ?? keyOfView(view.id), urgency: 1 as const })),
            now,
          );
        }
        const made = [...new Set(ofKind.filter((subject) => subject.made).map((subject) => subject.recordId))];
        if (made.length === 0) continue;
        const { rows: objects } = await sql<{ connectionId: string }>`
          select o.connection_id as "connectionId" from connection_object o join connection c on c.tenant_id = o.tenant_id and c.id = o.connection_id
          where o.tenant_id = ${tenantId}::uuid and o.kind = ${kind} and o.creates_there and c.status <> 'stopped'`.execute(tx);
        for (const { connectionId } of objects) {
          const fresh = made.filter((recordId) => !(byRecord.get(recordId) ?? []).some((subject) => subject.by === nameOf.get(connectionId)));
          const inserted = await insertViews(
            tx,
            tenantId,
            connectionId,
            fresh.map((recordId) => ({ id: newId(), kind, recordId, dealId: kind === 'deal' ? recordId : null, routeId: null, outsideId: null })),
            now,
          );
          const urgency = ofKind.every((subject) => subject.imported) ? 2 : 1;
          await ask(
            tx,
            tenantId,
            connectionId,
            inserted.map((id) => ({ kind, key: keyOfView(id), urgency })),
            now,
          );
        }
      }
    });
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
