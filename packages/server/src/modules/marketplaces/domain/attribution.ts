import type { DealForOffer } from './deal-for-offer.ts';

export type Credited = {
  readonly partnerId: string;
  readonly partnerName: string;
  readonly role: string;
  readonly since: string;
  readonly until: string | null;
  readonly isSource: boolean;
  readonly isProcurement: boolean;
  readonly sentence: string;
};

const words: Readonly<Record<string, string>> = {
  source: 'brought the deal',
  influence: 'influenced it',
  integrate: 'integrates it',
  resell: 'resells it',
  distribute: 'distributes it',
  marketplace: 'is where it was bought',
  technology: 'is part of the technology',
  service: 'serves the customer',
};

/**
 * Everybody who had a part in the deal is credited with the order, those who left before it as well. Where it was bought is the way of
 * procurement: the marketplace's operator is never counted as the source, even if somebody wrote so.
 */
export function creditedWith(deal: Pick<DealForOffer, 'participants'>, operatorId: string | null, acceptedOn: string | null): Credited[] {
  const had = deal.participants.filter((one) => acceptedOn === null || one.since <= acceptedOn);
  return had.map((one) => {
    const isProcurement = one.role === 'marketplace' || (one.partnerId === operatorId && one.role === 'source');
    const left = one.until !== null && (acceptedOn === null || one.until <= acceptedOn) ? `, until ${one.until}` : '';
    return {
      ...one,
      isSource: one.role === 'source' && !isProcurement,
      isProcurement,
      sentence: isProcurement
        ? `${one.partnerName} is where it was bought; that is no source of the deal.`
        : `${one.partnerName} ${words[one.role] ?? 'took part'} since ${one.since}${left}.`,
    };
  });
}
