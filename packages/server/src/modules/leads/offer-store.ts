import { newId } from '@entente/kernel';
import { sql, type Selectable } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { LeadOfferTable } from '../../platform/db/schema.ts';
import type { Chosen, Refusal } from './domain/routing.ts';

export type Offer = Selectable<LeadOfferTable>;
export type OfferAnswer = 'accepted' | 'declined' | 'pulled_back' | 'missed';

export async function addOffers(tx: Tx, context: Context, leadId: string, hop: number, chosen: readonly Chosen[], answerBy: Date): Promise<void> {
  await tx
    .insertInto('lead_offer')
    .values(
      chosen.map(({ partnerId, why }) => ({
        tenant_id: context.tenantId,
        id: newId(),
        lead_id: leadId,
        partner_id: partnerId,
        hop,
        why,
        offered_at: context.now.toISOString(),
        answer_by: answerBy.toISOString(),
      })),
    )
    .execute();
}

/** The last time the lead was put before the partner. */
export function offerTo(tx: Tx, tenantId: string, leadId: string, partnerId: string): Promise<Offer | undefined> {
  return tx
    .selectFrom('lead_offer')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('lead_id', '=', leadId)
    .where('partner_id', '=', partnerId)
    .orderBy('hop', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Offers nobody has answered, and the one that was accepted: what a partner may still act on. */
export function standingOffers(tx: Tx, tenantId: string, leadId: string): Promise<Offer[]> {
  return tx
    .selectFrom('lead_offer')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('lead_id', '=', leadId)
    .where((eb) => eb.or([eb('answer', 'is', null), eb('answer', '=', 'accepted')]))
    .orderBy('id')
    .execute();
}

export async function answerOffers(tx: Tx, context: Context, ids: readonly string[], answer: OfferAnswer, reason: string | null): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('lead_offer')
    .set({ answer, reason, answered_at: context.now.toISOString(), answered_by: context.actor.name })
    .where('tenant_id', '=', context.tenantId)
    .where('id', 'in', [...ids])
    .execute();
}

/** Partners that declined the lead or had it taken from them: they are not asked again. */
export async function refusalsOf(tx: Tx, tenantId: string, leadId: string): Promise<Map<string, Refusal>> {
  const rows = await tx
    .selectFrom('lead_offer')
    .select(['partner_id', 'answer', 'answered_at'])
    .where('tenant_id', '=', tenantId)
    .where('lead_id', '=', leadId)
    .where('answer', 'in', ['declined', 'pulled_back'])
    .orderBy('hop')
    .execute();
  return new Map(
    rows.map((row) => [row.partner_id, { answer: row.answer === 'declined' ? 'declined' : 'pulled_back', day: (row.answered_at ?? '').slice(0, 10) }]),
  );
}

/** When each was last offered any lead, and how many leads it has or is asked to take. */
export async function leadWork(
  tx: Tx,
  tenantId: string,
  partnerIds: readonly string[],
): Promise<{ partnerId: string; lastOfferedAt: string | null; open: number }[]> {
  const { rows } = await sql<{ partnerId: string; lastOfferedAt: string | null; open: number }>`
    select p.id as "partnerId",
      (select o.offered_at from lead_offer o where o.tenant_id = ${tenantId}::uuid and o.partner_id = p.id order by o.offered_at desc limit 1) as "lastOfferedAt",
      (select count(*) from lead l where l.tenant_id = ${tenantId}::uuid and l.partner_id = p.id and l.state in ('offered', 'accepted', 'contacted'))::int as open
    from unnest(${[...partnerIds]}::uuid[]) as p(id)`.execute(tx);
  return rows;
}
