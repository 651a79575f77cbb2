import { notFound } from '@entente/kernel';
import { sql } from 'kysely';
import { closeRecordActs } from '../modules/cosell/index.ts';
import type { DealsModule } from '../modules/deals/index.ts';
import { setLines } from '../modules/deals/index.ts';
import type { MarginFacts, PricingModule, PricingPorts } from '../modules/pricing/index.ts';
import type { QuotesPorts } from '../modules/quotes/index.ts';

type Known = Omit<MarginFacts, 'competitive'>;

/** What margins follow from: the partner's tier and specialisations, its registrations for the deal, and whether the customer is new. */
export const pricingPorts: PricingPorts = {
  async marginFacts(tx, tenantId, { partnerId, dealId, day }) {
    const { rows } = await sql<Omit<Known, 'registrations' | 'newCustomer'>>`
      select p.id as "partnerId", p.name as "partnerName", p.tier, p.types, p.regions, (
        select coalesce(json_agg(json_build_object('skill', c.skill, 'productId', c.product_id, 'certifiedPeople', c.certified_people, 'validUntil', c.valid_until) order by c.id), '[]')
        from partner_competency c where c.tenant_id = p.tenant_id and c.partner_id = p.id) as competencies
      from partner p where p.tenant_id = ${tenantId}::uuid and p.id = ${partnerId}::uuid`.execute(tx);
    const [partner] = rows;
    if (!partner) throw notFound('partner');
    if (dealId === null) return { ...partner, registrations: [], newCustomer: false };
    const deal = await tx.selectFrom('deal').select(['id', 'account_id']).where('tenant_id', '=', tenantId).where('id', '=', dealId).executeTakeFirst();
    if (!deal) throw notFound('deal');
    const registrations = await tx
      .selectFrom('registration')
      .select(['id', 'number', 'kind'])
      .where('tenant_id', '=', tenantId)
      .where('deal_id', '=', dealId)
      .where('partner_id', '=', partnerId)
      .where('state', 'in', ['approved', 'extended', 'won'])
      .orderBy('id')
      .execute();
    const bought =
      deal.account_id === null
        ? null
        : await tx
            .selectFrom('deal')
            .select('id')
            .where('tenant_id', '=', tenantId)
            .where('account_id', '=', deal.account_id)
            .where('id', '<>', dealId)
            .where('status', '=', 'won')
            .where((eb) => eb.or([eb('closed_on', 'is', null), eb('closed_on', '<=', day)]))
            .limit(1)
            .executeTakeFirst();
    // Nobody is taken for new whom nobody knows.
    return { ...partner, registrations, newCustomer: deal.account_id !== null && !bought };
  },
};

export function quotesPorts({ pricing, deals }: { readonly pricing: PricingModule; readonly deals: Pick<DealsModule, 'updateDeal'> }): QuotesPorts {
  return {
    priceSelection: pricing.priceSelection,
    async setDealLines(tx, context, dealId, currency, lines) {
      const deal = await tx.selectFrom('deal').select('currency').where('tenant_id', '=', context.tenantId).where('id', '=', dealId).executeTakeFirst();
      if (deal && deal.currency !== currency) await deals.updateDeal(tx, context, dealId, { currency }, null);
      await setLines(
        tx,
        context,
        dealId,
        lines.map((line) => ({ ...line })),
        null,
      );
    },
    closeActs: closeRecordActs,
  };
}
