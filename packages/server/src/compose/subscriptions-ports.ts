import { sql } from 'kysely';
import type { AcceptedQuote, SubscriptionsPorts } from '../modules/subscriptions/index.ts';
import type { DealsModule } from '../modules/deals/index.ts';
import type { ParticipantRole } from '@entente/kernel';
import type { Tx } from '../platform/db/database.ts';

/** Gives subscriptions what they need to know and to do, from those who own it. */
export function subscriptionsPorts(options: {
  readonly deals: DealsModule;
  readonly acceptedQuote: (tx: Tx, tenantId: string, dealId: string) => Promise<AcceptedQuote | null>;
}): SubscriptionsPorts {
  return {
    acceptedQuote: options.acceptedQuote,
    async openRenewalDeal(tx, context, { name, accountId, fromDealId, currency, amountMinor, closeOn, subscriptionId }) {
      const owner = fromDealId === null ? null : await ownerOf(tx, context.tenantId, fromDealId);
      const dealId = await options.deals.createDeal(tx, context, {
        name: name.slice(0, 200),
        accountId,
        stage: 'qualified',
        amountMinor: amountMinor > 0 ? amountMinor : undefined,
        currency,
        closeOn,
        ownerId: owner ?? undefined,
        source: 'renewal',
        lines: [],
      });
      if (fromDealId === null) return dealId;
      const { rows } = await sql<{ partnerId: string; role: ParticipantRole }>`
        select p.partner_id as "partnerId", p.role from deal_participant p join partner r on r.tenant_id = p.tenant_id and r.id = p.partner_id
        where p.tenant_id = ${context.tenantId}::uuid and p.deal_id = ${fromDealId}::uuid and p.until is null and r.status <> 'ended' order by p.id`.execute(
        tx,
      );
      for (const { partnerId, role } of rows)
        await options.deals.addParticipant(
          tx,
          context,
          dealId,
          { partnerId, role, evidence: { kind: 'incumbent', note: `Took part in the deal this renews (subscription ${subscriptionId}).` } },
          { skipIfPresent: true },
        );
      return dealId;
    },
  };
}

async function ownerOf(tx: Tx, tenantId: string, dealId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    select m.id from deal d join membership m on m.tenant_id = d.tenant_id and m.id = d.owner_id where d.tenant_id = ${tenantId}::uuid and d.id = ${dealId}::uuid`.execute(
    tx,
  );
  return rows[0]?.id ?? null;
}
