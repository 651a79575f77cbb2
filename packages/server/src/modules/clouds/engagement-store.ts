import { newId } from '@entente/kernel';
import { sql, type Selectable } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../../platform/db/database.ts';
import type { EngagementTable } from '../../platform/db/schema.ts';

const members = z.array(
  z.object({ account: z.string(), name: z.string().nullable(), responsibilities: z.array(z.string()), status: z.string().nullable(), ours: z.boolean() }),
);
const snapshots = z.array(z.object({ revision: z.number(), template: z.string(), at: z.string().nullable() }));
export type Engagement = Omit<Selectable<EngagementTable>, 'members' | 'snapshots'> & {
  readonly members: z.infer<typeof members>;
  readonly snapshots: z.infer<typeof snapshots>;
};
const typed = (row: Selectable<EngagementTable>): Engagement => ({ ...row, members: members.parse(row.members), snapshots: snapshots.parse(row.snapshots) });

export async function engagementOfDeal(tx: Tx, tenantId: string, connectionId: string, dealId: string): Promise<Engagement | null> {
  const row = await tx
    .selectFrom('engagement')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('deal_id', '=', dealId)
    .where('connection_id', '=', connectionId)
    .orderBy('read_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? typed(row) : null;
}

/** The shared record, as it was read; its members and snapshots stay as they are when only its number is known. */
export async function keepEngagement(
  tx: Tx,
  tenantId: string,
  engagement: { connectionId: string; outsideId: string; dealId: string; title: string | null; members?: unknown; snapshots?: unknown; readAt: string },
): Promise<void> {
  const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
  await sql`
    insert into engagement (tenant_id, id, connection_id, outside_id, deal_id, title, members, snapshots, read_at)
    values (${tenantId}::uuid, ${newId()}::uuid, ${engagement.connectionId}::uuid, ${engagement.outsideId}, ${engagement.dealId}::uuid, ${engagement.title},
      coalesce(${json(engagement.members)}::jsonb, '[]'), coalesce(${json(engagement.snapshots)}::jsonb, '[]'), ${engagement.readAt}::timestamptz)
    on conflict (tenant_id, connection_id, outside_id) do update set deal_id = excluded.deal_id, title = coalesce(excluded.title, engagement.title),
      members = coalesce(${json(engagement.members)}::jsonb, engagement.members), snapshots = coalesce(${json(engagement.snapshots)}::jsonb, engagement.snapshots), read_at = excluded.read_at`.execute(
    tx,
  );
}
