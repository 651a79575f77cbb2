import { newId, notFound } from '@entente/kernel';
import { sql, type Selectable, type Updateable } from 'kysely';
import { z } from 'zod';
import { recordChange } from '../../platform/change.ts';
import { clearClocks, setClocks, type Clock } from '../../platform/clocks.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { CloudInvitationTable } from '../../platform/db/schema.ts';
import type { Inbox } from '../../platform/record-act.ts';
import type { CloudInvitation } from './ports.ts';

const customer = z.record(z.string(), z.string().nullable());
const details = z.array(z.object({ label: z.string(), value: z.string() }));
export type InvitationStatus = 'pending' | 'accepting' | 'accepted' | 'rejecting' | 'rejected' | 'expired';
export type Invitation = Omit<Selectable<CloudInvitationTable>, 'customer' | 'details' | 'status'> & {
  readonly customer: z.infer<typeof customer>;
  readonly details: z.infer<typeof details>;
  readonly status: InvitationStatus;
};
const typed = (row: Selectable<CloudInvitationTable>): Invitation => ({
  ...row,
  customer: customer.parse(row.customer),
  details: details.parse(row.details),
  status: row.status as InvitationStatus,
});
export const EXPIRY_CLOCK = 'cosell_invitation.expire';
export const REMINDER_CLOCK = 'cosell_invitation.remind';
/** How long before the end somebody is reminded. */
const REMIND_BEFORE_MS = 48 * 3_600_000;

export async function invitationById(tx: Tx, tenantId: string, id: string): Promise<Invitation> {
  const row = await tx.selectFrom('cloud_invitation').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('invitation');
  return typed(row);
}
export async function lockInvitation(tx: Tx, tenantId: string, id: string): Promise<Invitation> {
  const row = await tx.selectFrom('cloud_invitation').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw notFound('invitation');
  return typed(row);
}
export async function lockByOutsideId(tx: Tx, tenantId: string, connectionId: string, outsideId: string): Promise<Invitation | null> {
  const row = await tx
    .selectFrom('cloud_invitation')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('connection_id', '=', connectionId)
    .where('outside_id', '=', outsideId)
    .forUpdate()
    .executeTakeFirst();
  return row ? typed(row) : null;
}

export type Listed = Invitation & {
  readonly connection_name: string;
  readonly system: string;
  readonly deal_number: number | null;
  readonly decided_name: string | null;
};
/** The newest first. */
export async function listInvitations(
  tx: Tx,
  tenantId: string,
  query: { id?: string; statuses: readonly string[] | null; before: string | null; limit: number },
): Promise<Listed[]> {
  const { rows } = await sql<
    Selectable<CloudInvitationTable> & { connection_name: string; system: string; deal_number: number | null; decided_name: string | null }
  >`
    select i.*, c.name as connection_name, c.system, d.number as deal_number, coalesce(u.name, i.decided_by) as decided_name
    from cloud_invitation i
    join connection c on c.tenant_id = i.tenant_id and c.id = i.connection_id
    left join deal d on d.tenant_id = i.tenant_id and d.id = i.deal_id
    left join membership m on m.tenant_id = i.tenant_id and m.id::text = i.decided_by
    left join "user" u on u.id = m.user_id
    where i.tenant_id = ${tenantId}::uuid
      and (${query.id ?? null}::uuid is null or i.id = ${query.id ?? null}::uuid)
      and (${query.statuses === null ? null : [...query.statuses]}::text[] is null or i.status = any(${query.statuses === null ? null : [...query.statuses]}::text[]))
      and (${query.before}::uuid is null or i.id < ${query.before}::uuid)
    order by i.id desc limit ${query.limit}`.execute(tx);
  return rows.map((row) => ({
    ...typed(row),
    connection_name: row.connection_name,
    system: row.system,
    deal_number: row.deal_number,
    decided_name: row.decided_name,
  }));
}

function clocksOf(id: string, expiresAt: string, now: Date): Clock[] {
  const ends = Date.parse(expiresAt);
  const remind = ends - REMIND_BEFORE_MS;
  return [
    { kind: EXPIRY_CLOCK, recordId: id, dueAt: new Date(ends) },
    ...(remind > now.getTime() ? [{ kind: REMINDER_CLOCK, recordId: id, dueAt: new Date(remind) }] : []),
  ];
}

/** A new one, with the moment at which its time to answer is over. */
export async function insertInvitation(tx: Tx, context: Context, connectionId: string, invitation: CloudInvitation): Promise<string | null> {
  const id = newId();
  const made = await tx
    .insertInto('cloud_invitation')
    .values({
      tenant_id: context.tenantId,
      id,
      connection_id: connectionId,
      outside_id: invitation.outsideId,
      engagement_id: invitation.engagementId,
      payload_kind: invitation.payloadKind,
      sender: invitation.sender,
      title: invitation.title,
      customer: JSON.stringify(invitation.customer),
      details: JSON.stringify(invitation.details),
      status: invitation.status,
      expires_at: invitation.expiresAt,
      reason: null,
      deal_id: null,
      decided_by: null,
      decided_at: null,
      received_at: invitation.receivedAt,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'connection_id', 'outside_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return null;
  if (invitation.status === 'pending' && invitation.expiresAt !== null) await setClocks(tx, context.tenantId, clocksOf(id, invitation.expiresAt, context.now));
  return id;
}

/** Writes the columns, and ends act and clock once it is decided. `outcome` null: nothing is decided. */
export async function changeInvitation(
  tx: Tx,
  context: Context,
  inbox: Inbox,
  before: Invitation,
  after: Updateable<CloudInvitationTable>,
  told: { with: string; outcome: string | null },
): Promise<void> {
  await tx
    .updateTable('cloud_invitation')
    .set((eb) => ({ ...after, version: eb('version', '+', 1) }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', before.id)
    .execute();
  if (told.outcome !== null) {
    await inbox.closeActs(tx, context, before.id, told.outcome);
    await clearClocks(tx, context.tenantId, before.id, [EXPIRY_CLOCK, REMINDER_CLOCK]);
  }
  const dealId = after.deal_id ?? before.deal_id;
  const payload = { with: told.with, title: before.title, sender: before.sender, status: after.status, reason: after.reason ?? null };
  await recordChange(tx, context, {
    operation: 'invitations.decide',
    recordType: 'cloud_invitation',
    recordId: before.id,
    before: { status: before.status },
    after,
    events: told.outcome === null ? [] : [{ type: 'invitation.decided', dealId, payload }],
  });
}
