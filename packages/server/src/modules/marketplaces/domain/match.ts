import type { AgreementView } from './seen-there.ts';

export type OfferCandidate = {
  readonly id: string;
  readonly dealId: string;
  readonly externalId: string | null;
  readonly authorizationExternalId: string | null;
  readonly phase: string;
  readonly buyerAccount: string | null;
  readonly productId: string;
  readonly replacesAgreement: string | null;
};
export type AuthorizationCandidate = {
  readonly id: string;
  readonly dealId: string | null;
  readonly externalId: string | null;
  readonly buyerAccount: string | null;
};
export type Match =
  | { readonly kind: 'offer'; readonly offerId: string; readonly dealId: string; readonly how: string }
  | { readonly kind: 'authorization'; readonly authorizationId: string; readonly dealId: string; readonly how: string }
  | { readonly kind: 'deal'; readonly dealId: string; readonly how: string }
  | { readonly kind: 'none'; readonly why: string };

const open = new Set(['sending', 'released', 'expired', 'withdrawn']);

/**
 * To which deal an agreement belongs, by what is certain first: the offer it names, the authorisation it was sold under, the agreement
 * it follows. Never by likeness of names or amounts: money put on the wrong deal is worse than an agreement that waits for a person.
 */
export function matchAgreement(
  view: Pick<AgreementView, 'offerId' | 'authorizationId' | 'buyerAccount' | 'replaces' | 'initial' | 'id'>,
  known: {
    readonly offers: readonly OfferCandidate[];
    readonly authorizations: readonly AuthorizationCandidate[];
    readonly earlier: readonly { readonly externalId: string; readonly dealId: string }[];
  },
): Match {
  const named = view.offerId === null ? undefined : known.offers.find((offer) => offer.externalId === view.offerId);
  if (named) return { kind: 'offer', offerId: named.id, dealId: named.dealId, how: 'the offer it names' };
  if (view.authorizationId !== null) {
    const sold = known.offers.filter(
      (offer) =>
        offer.authorizationExternalId === view.authorizationId &&
        offer.externalId === null &&
        open.has(offer.phase) &&
        (offer.buyerAccount === null || offer.buyerAccount === view.buyerAccount),
    );
    const [only] = sold;
    if (only && sold.length === 1) return { kind: 'offer', offerId: only.id, dealId: only.dealId, how: 'the authorisation it was sold under' };
    const given = known.authorizations.find((one) => one.externalId === view.authorizationId);
    if (sold.length === 0 && given?.dealId && (given.buyerAccount === null || given.buyerAccount === view.buyerAccount))
      return { kind: 'authorization', authorizationId: given.id, dealId: given.dealId, how: 'the authorisation it was sold under' };
    if (sold.length > 1) return { kind: 'none', why: `${sold.length} offers were made under its authorisation to this buyer.` };
  }
  const before = [view.replaces, view.initial === view.id ? null : view.initial].flatMap(
    (id) => known.earlier.find((one) => id !== null && one.externalId === id) ?? [],
  );
  if (before[0]) {
    const { externalId, dealId } = before[0];
    const replacing = known.offers.find((offer) => offer.replacesAgreement === externalId && offer.externalId === null && open.has(offer.phase));
    return replacing
      ? { kind: 'offer', offerId: replacing.id, dealId: replacing.dealId, how: 'the agreement it takes the place of' }
      : { kind: 'deal', dealId, how: 'the agreement it follows' };
  }
  return { kind: 'none', why: view.offerId === null ? 'It names no offer.' : `No offer here is ${view.offerId}.` };
}
