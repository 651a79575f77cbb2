import type { CommercialQuote, OperationHandle, ResaleGrant, ResaleOffer } from '../../../modules/marketplaces/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { microsoftSettings } from '../settings.ts';
import { at, listAt, textAt, type Fields } from '../values.ts';
import { agreementOffer } from './agreements.ts';
import { alreadyThere, bare, configure, readOffer } from './ingestion.ts';
import { customerOffer, markOf, originatorOffer, OFFER_SCHEMA } from './offer-resources.ts';

export async function publishOffer(access: Access, quote: CommercialQuote, token: string): Promise<OperationHandle> {
  return configure(
    access,
    customerOffer(quote, { mark: markOf(token), contact: microsoftSettings(access).notificationContact, upgradedFrom: await upgraded(access, quote.replaces) }),
  );
}
export async function authorizeResale(access: Access, grant: ResaleGrant, token: string): Promise<OperationHandle> {
  return configure(
    access,
    originatorOffer(grant, {
      mark: markOf(token),
      contact: microsoftSettings(access).notificationContact,
      upgradedFrom: await upgraded(access, grant.replaces),
    }),
  );
}
/** An agreement is replaced through the private offer it came from. */
async function upgraded(access: Access, agreementId: string | null): Promise<string | null> {
  if (agreementId === null) return null;
  const offerId = await agreementOffer(access, agreementId);
  if (offerId === null)
    throw new OutsideError(
      'invalid',
      'The agreement that is to be replaced did not come from a private offer; Microsoft replaces only those. Let it end, and offer anew.',
    );
  return `private-offer/${offerId}`;
}

/** The selling partner's own part: a markup on every line of an offer that waits for it. The rest is the originator's. */
export async function completeOffer(access: Access, offer: ResaleOffer): Promise<OperationHandle> {
  const now = await readOffer(access, offer.authorizationId);
  const { notificationContact } = microsoftSettings(access);
  if (notificationContact === null)
    throw new OutsideError('invalid', 'Enter the contact for private offers on the connection: Microsoft asks who prepared the offer.');
  const markup = offer.markupBp / 100;
  const lines = listAt(now, ['originatorPricing']);
  // It was heard before, and the answer was lost.
  if (textAt(now, ['subState']) !== 'pendingPartnerAction' && lines.every((line) => line['markupPercentage'] === markup))
    return alreadyThere(bare(offer.authorizationId));
  return configure(access, [
    {
      ...identityOf(now),
      privateOfferType: 'multipartyPromotionChannelPartner',
      state: 'live',
      preparedBy: notificationContact,
      notificationContacts: [notificationContact],
      originatorPricing: lines.map((line) => ({ ...line, markupPercentage: markup })),
      ...(offer.eula.kind === 'custom' ? { termsAndConditionsDocs: [{ sasUrl: offer.eula.url }] } : {}),
    },
  ]);
}

export async function withdrawOffer(access: Access, externalId: string): Promise<OperationHandle> {
  const now = await readOffer(access, externalId);
  if (textAt(now, ['state']) === 'withdrawn') return alreadyThere(bare(externalId));
  return configure(access, [
    {
      ...identityOf(now),
      name: at(now, ['name']),
      privateOfferType: at(now, ['privateOfferType']),
      offerPricingType: at(now, ['offerPricingType']),
      state: 'withdrawn',
    },
  ]);
}
const identityOf = (offer: Fields): Fields => ({
  $schema: OFFER_SCHEMA,
  id: at(offer, ['id']),
  ...(textAt(offer, ['eTag']) === null ? {} : { eTag: at(offer, ['eTag']) }),
});
