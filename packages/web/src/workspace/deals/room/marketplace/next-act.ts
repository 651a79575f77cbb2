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

type GrantFacts = Pick<Authorization, 'state' | 'marketplaceName' | 'resellerName' | 'parentId' | 'issuerName'>;
/** What was passed on waits for the one below; what is to be passed on, for the distributor's own act. */
export function grantNext(grant: GrantFacts, isPassedOn: boolean): string | null {
  switch (grant.state) {
    case 'draft':
      return grant.parentId === null ? t('sale.next.grant') : t('sale.next.passOn', { name: grant.issuerName });
    case 'sending':
      return t('sale.next.marketplace', { name: grant.marketplaceName });
    case 'active':
      return isPassedOn ? null : t('sale.next.reseller', { name: grant.resellerName });
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
