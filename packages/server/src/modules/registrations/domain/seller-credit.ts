import { applyBasisPoints, routeKinds } from '@entente/kernel';
import type { Result } from '@entente/contracts';
import type { Definition } from './definition.ts';

export type SellerCredit = Result<'registrations.ofDeal'>['sellerCredit'];

/**
 * What the vendor's seller is credited: the same share of the deal's amount whichever route settles it, so that nobody loses by
 * working with a partner. Only an exception with a name changes that.
 */
export function sellerCredit(
  terms: Definition['sellerCredit'],
  deal: { amountMinor: number | null; currency: string; settlingRoute: string | null },
): SellerCredit {
  const share = (route: string | null): { basisPoints: number; exception: string | null } => {
    const exception = terms.exceptions.find((one) => one.route === route);
    return exception ? { basisPoints: exception.basisPoints, exception: exception.name } : { basisPoints: terms.basisPoints, exception: null };
  };
  const credit = (basisPoints: number): number | null =>
    deal.amountMinor === null ? null : Number(applyBasisPoints(BigInt(deal.amountMinor), BigInt(basisPoints)));
  const now = share(deal.settlingRoute);
  return {
    amountMinor: deal.amountMinor,
    currency: deal.currency,
    basisPoints: now.basisPoints,
    creditMinor: credit(now.basisPoints),
    exception: now.exception,
    sentence:
      now.exception === null
        ? `${percent(now.basisPoints)} of the deal’s amount, whichever route settles it.`
        : `${percent(now.basisPoints)} of the deal’s amount, by the exception “${now.exception}”.`,
    byRoute: routeKinds.map((route) => ({ route, basisPoints: share(route).basisPoints, creditMinor: credit(share(route).basisPoints) })),
  };
}

const percent = (basisPoints: number): string => `${basisPoints / 100}%`;
