import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { partnerNames } from './names.ts';
import { lockDeal, markActivity } from './store.ts';

export type NewTouch = {
  readonly dealId: string;
  readonly partnerId: string | null;
  readonly kind: string;
  readonly note: string | null;
  /** The same key is logged once, whoever comes twice. */ readonly dedupeKey: string | null;
};

export async function logTouch(tx: Tx, context: Context, touch: NewTouch): Promise<{ touchId: string; alreadyLogged: boolean }> {
  const tenant = context.tenantId;
  await lockDeal(tx, tenant, touch.dealId);
  const partnerName = touch.partnerId ? (await partnerNames(tx, tenant, [touch.partnerId])).get(touch.partnerId) : null;
  const id = newId();
  const { rows } = await sql<{ id: string }>`
    insert into touch (tenant_id, id, deal_id, partner_id, kind, note, at, by_name, dedupe_key)
    values (${tenant}::uuid, ${id}::uuid, ${touch.dealId}::uuid, ${touch.partnerId}::uuid, ${touch.kind}, ${touch.note}, ${context.now.toISOString()}::timestamptz, ${context.actor.name}, ${touch.dedupeKey})
    on conflict (tenant_id, dedupe_key) where dedupe_key is not null do nothing returning id`.execute(tx);
  if (rows.length === 0) {
    const known = await tx.selectFrom('touch').select('id').where('tenant_id', '=', tenant).where('dedupe_key', '=', touch.dedupeKey).executeTakeFirstOrThrow();
    return { touchId: known.id, alreadyLogged: true };
  }
  await markActivity(tx, context, touch.dealId);
  await recordChange(tx, context, {
    operation: 'deals.logTouch',
    recordType: 'touch',
    recordId: id,
    after: { ...touch },
    events: [
      {
        type: 'touch.logged',
        dealId: touch.dealId,
        payload: {
          touchId: id,
          kind: touch.kind,
          partnerId: touch.partnerId,
          ...(partnerName ? { partnerName } : {}),
          ...(touch.note ? { note: touch.note.slice(0, 200) } : {}),
        },
      },
    ],
  });
  return { touchId: id, alreadyLogged: false };
}
