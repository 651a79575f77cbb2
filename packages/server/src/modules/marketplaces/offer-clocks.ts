import { recordChange } from '../../platform/change.ts';
import { setClocks, type ClockHandlers } from '../../platform/clocks.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { dayOf, type MarketplacesDeps } from './context.ts';
import { daysBetween } from './domain/terms.ts';
import { offerChanged } from './finish-operation.ts';
import { EXPIRY_CLOCK, morningOf, offerClocks, REMINDER_CLOCK } from './offer-times.ts';
import { openRenewal, RENEWAL_CLOCK } from './renewals.ts';
import { marketplaceRow, type OfferRow } from './store.ts';

const released = (tx: Tx, tenantId: string, id: string): Promise<OfferRow | undefined> =>
  tx.selectFrom('offer').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).where('phase', '=', 'released').forUpdate().executeTakeFirst();

export function marketplaceClocks(deps: MarketplacesDeps): ClockHandlers {
  const { ports } = deps;
  return {
    [REMINDER_CLOCK]: async (tx, { tenantId, recordId, now }) => {
      const offer = await released(tx, tenantId, recordId);
      if (!offer || offer.expires_on === null) return;
      const marketplace = await marketplaceRow(tx, tenantId, offer.marketplace_id);
      const deal = await ports.deal(tx, tenantId, offer.deal_id);
      const context = systemContext(tenantId, marketplace.name, now);
      const days = daysBetween(dayOf(now), offer.expires_on);
      const when = days <= 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`;
      await ports.closeActs(tx, context, offer.id, 'reminded again');
      await ports.openAct(tx, context, {
        kind: 'offer_expiring',
        title: `The offer “${offer.name}” expires ${when}`,
        detail: `${deal?.accountName ?? 'The buyer'} has not accepted it on ${marketplace.name} yet. Ask, or give more time.`,
        dealId: offer.deal_id,
        partnerId: offer.seller_partner_id,
        assigneeId: deal?.ownerId ?? null,
        assigneeRole: deal?.ownerId ? null : 'alliance_manager',
        dueAt: new Date(morningOf(offer.expires_on)).toISOString(),
        recordId: offer.id,
      });
      await recordChange(tx, context, {
        operation: 'offers.remind',
        recordType: 'offer',
        recordId: offer.id,
        events: [
          {
            type: 'offer.expiring',
            dealId: offer.deal_id,
            payload: {
              offerId: offer.id,
              name: offer.name,
              marketplaceName: marketplace.name,
              expiresOn: offer.expires_on,
              days,
              ownerId: deal?.ownerId ?? null,
            },
          },
        ],
      });
      const [next] = offerClocks(offer.id, offer.expires_on, now).filter((clock) => clock.kind === REMINDER_CLOCK);
      if (next) await setClocks(tx, tenantId, [next]);
    },
    [EXPIRY_CLOCK]: async (tx, { tenantId, recordId, now }) => {
      const offer = await released(tx, tenantId, recordId);
      if (!offer || offer.expires_on === null || offer.expires_on >= dayOf(now)) return;
      const marketplace = await marketplaceRow(tx, tenantId, offer.marketplace_id);
      const context = systemContext(tenantId, marketplace.name, now);
      // A configured marketplace has its own word for it, if it has one.
      const state = (marketplace.definition as { states: { key: string; means: string }[] } | null)?.states.find((one) => one.means === 'expired')?.key;
      await offerChanged(
        tx,
        context,
        ports,
        marketplace,
        offer,
        { phase: 'expired', closed_at: now.toISOString(), ...(state === undefined ? {} : { state }) },
        'offer.expired',
        {
          expiresOn: offer.expires_on,
        },
      );
    },
    [RENEWAL_CLOCK]: async (tx, { tenantId, recordId, now }) => void (await openRenewal(tx, deps, tenantId, recordId, now)),
  };
}
