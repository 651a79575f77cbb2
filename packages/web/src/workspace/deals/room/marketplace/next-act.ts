import { formatDate } from '../../../../lib/i18n/format.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import type { Agreement, Authorization, Entitlement, OfferRow } from '../../../marketplaces/words.ts';

type OfferFacts = Pick<OfferRow, 'phase' | 'expiresOn' | 'marketplaceName' | 'problem' | 'sellerPartnerId' | 'sellerName'>;

/** The next act on an offer and whose it is; null where nothing is left to do. */
export function offerNext(offer: OfferFacts): string | null {
  switch (offer.phase) {
    case 'draft':
      return offer.problem !== null
        ? t('sale.next.mend')
        : offer.sellerPartnerId === null
          ? t('sale.next.send')
          : t('sale.next.sellerSends', { name: offer.sellerName });
    case 'sending':
      return t('sale.next.marketplace', { name: offer.marketplaceName });
    case 'released':
      return offer.expiresOn === null ? t('sale.next.buyer') : t('sale.next.buyerBy', { date: formatDate(offer.expiresOn) });
    case 'expired':
      return t('sale.next.again');
    default:
      return null;
  }
}

export function grantNext(grant: Pick<Authorization, 'state' | 'marketplaceName' | 'resellerName'>): string | null {
  switch (grant.state) {
    case 'draft':
      return t('sale.next.grant');
    case 'sending':
      return t('sale.next.marketplace', { name: grant.marketplaceName });
    case 'active':
      return t('sale.next.reseller', { name: grant.resellerName });
    default:
      return null;
  }
}

export function agreementNext(agreement: Pick<Agreement, 'status' | 'endsAt' | 'renewalDealId'>): string | null {
  if (agreement.status !== 'active' || agreement.endsAt === null) return null;
  const date = formatDate(agreement.endsAt);
  return agreement.renewalDealId === null ? t('sale.next.renew', { date }) : t('sale.next.renewing', { date });
}

export const entitlementNext = (entitlement: Pick<Entitlement, 'state'>): string | null => (entitlement.state === 'pending' ? t('sale.next.approve') : null);
