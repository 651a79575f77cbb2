import type { CommercialQuote, OfferProgress, OperationHandle } from '../../../modules/marketplaces/index.ts';
import { OutsideError, type Access, type OutsideIssue } from '../../../platform/outside/index.ts';
import { allOf, ask, orNull } from '../client.ts';
import { googleSettings } from '../settings.ts';
import { instantOf, minorOf } from '../types.ts';
import { at, listAt, textAt, type Json } from '../values.ts';
import { getEntitlement } from './procurement.ts';
import { billingAccount, offersPath, privateOffer, standardOffer } from './private-offer.ts';

const POLL_AFTER_MS = 5_000;
const handleOf = (name: string, kind: string): OperationHandle => ({ id: name, kind, pollAfterMs: POLL_AFTER_MS });

export const readOffer = (access: Access, name: string): Promise<Json | null> =>
  /^projects\/[^/]+\/locations\/[^/]+\/privateOffers\/[^/]+$/.test(name)
    ? orNull(ask(access, 'producer', { method: 'GET', path: `/v1beta/${name}` }))
    : Promise.resolve(null);
const nameOf = (offer: Json): string => {
  const name = textAt(offer, 'name');
  if (name === null) throw new OutsideError('protocol', 'Google answered a private offer without its name.');
  return name;
};

/** Made as a draft that carries the token, and published. A draft that Google will not publish is taken away again. */
export async function publishOffer(access: Access, quote: CommercialQuote, token: string): Promise<OperationHandle> {
  const place = googleSettings(access);
  const contact = access.settings['offerContactEmail'];
  if (typeof contact !== 'string' || !contact.includes('@'))
    throw refusal(null, 'Google asks for a mail address on every private offer. Enter the contact for private offers in the settings of the connection.');
  const body = privateOffer(place, quote, contact, token, await amendedBy(access, quote));
  const name = nameOf(await refusing(ask(access, 'producer', { method: 'POST', path: offersPath(place), body })));
  return publishDraft(access, name);
}

async function publishDraft(access: Access, name: string): Promise<OperationHandle> {
  try {
    await refusing(ask(access, 'producer', { method: 'POST', path: `/v1beta/${name}:publish`, body: {} }));
  } catch (error) {
    if (error instanceof OutsideError && error.failure === 'invalid') {
      // It may have been published by an attempt whose answer was lost.
      const now = await readOffer(access, name);
      if (now !== null && textAt(now, 'state') !== 'DRAFT') return handleOf(name, 'publish');
      await ask(access, 'producer', { method: 'DELETE', path: `/v1beta/${name}` }).catch(() => null);
    }
    throw error;
  }
  return handleOf(name, 'publish');
}

/** What Google’s state of an offer forbids will not pass by waiting. */
async function refusing(call: Promise<Json>): Promise<Json> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof OutsideError) || (error.failure !== 'invalid' && error.failure !== 'locked')) throw error;
    const issues = error.issues.map((each) => ({ ...each, field: fieldOf(each.field), sentence: `${each.field ?? 'The offer'}: ${each.sentence}` }));
    throw new OutsideError('invalid', error.message, { issues, cause: error.cause, ...(error.exchange === null ? {} : { exchange: { ...error.exchange } }) });
  }
}

/** A buyer who has an accepted offer of the product gets an amendment of it: Google takes no second one beside it. */
async function amendedBy(access: Access, quote: CommercialQuote): Promise<{ private: string } | { standard: string } | null> {
  if (quote.replaces !== null) {
    const entitlement = await getEntitlement(access, quote.replaces);
    if (entitlement === null) throw refusal('replacesAgreement', `Google does not know ${quote.replaces}, which it is to take the place of.`);
    const base = standardOffer(googleSettings(access), quote);
    return entitlement.offer !== null ? { private: entitlement.offer } : base === null ? null : { standard: base };
  }
  const base = standardOffer(googleSettings(access), quote);
  if (base === null) return null;
  const query = { targetBillingAccount: billingAccount(quote.buyerAccount), baseStandardOffer: base };
  const target = textAt(
    await ask(access, 'producer', { method: 'GET', path: `${offersPath(googleSettings(access))}:resolveAmendmentTarget`, query }),
    'requiredPrivateOffer',
  );
  if (target !== null)
    throw refusal(
      'replacesAgreement',
      `The buyer has accepted ${target} of this product. Say which agreement the new offer takes the place of: Google lets both stand only as its amendment.`,
    );
  return null;
}
const refusal = (field: string | null, sentence: string): OutsideError =>
  new OutsideError('invalid', sentence, { issues: [{ field, code: 'required', sentence }] });

/** What an earlier attempt under this token left behind: a draft is published, and anything further is asked about. */
export async function findOffer(access: Access, token: string): Promise<OperationHandle | null> {
  for await (const offer of allOf(access, 'producer', { path: offersPath(googleSettings(access)), list: 'privateOffers', size: 200 })) {
    if (!(textAt(offer, 'internalNote') ?? '').split(' ').includes(token)) continue;
    return textAt(offer, 'state') === 'DRAFT' ? publishDraft(access, nameOf(offer)) : handleOf(nameOf(offer), 'publish');
  }
  return null;
}

export async function pollOffer(access: Access, handle: OperationHandle): Promise<OfferProgress> {
  const offer = await readOffer(access, handle.id);
  if (offer === null) throw new OutsideError('gone', `Google does not know the private offer ${handle.id}.`);
  const state = textAt(offer, 'state') ?? '';
  const failed = (sentence: string): OfferProgress => ({ done: true, ok: false, issues: [], sentence });
  const ended = (at: string): OfferProgress => ({ done: true, ok: true, externalId: handle.id, at: instantOf(offer[at]) });
  if (handle.kind === 'withdraw') {
    if (state === 'ACCEPTED') return failed('The buyer has accepted it; it cannot be withdrawn any more.');
    return state === 'CANCELLED' || state === 'EXPIRED' || state === 'ENDED' ? ended('cancelTime') : { done: false, pollAfterMs: POLL_AFTER_MS };
  }
  if (state === 'PUBLISHING') return { done: false, pollAfterMs: POLL_AFTER_MS };
  if (state === 'DRAFT') return failed('Google put it back into draft. Look at it in Producer Portal.');
  return state === 'CANCELLED' ? failed('It was cancelled at Google.') : ended('publishTime');
}

/** What is withdrawn already, or has run out, is withdrawn. */
export async function withdrawOffer(access: Access, name: string, token: string): Promise<OperationHandle> {
  try {
    await ask(access, 'producer', { method: 'POST', path: `/v1beta/${name}:cancel`, body: { cancellationNote: token } });
  } catch (error) {
    if (!(error instanceof OutsideError) || (error.failure !== 'locked' && error.failure !== 'invalid')) throw error;
    const state = textAt(await readOffer(access, name), 'state');
    // Whatever it has become, asking about it tells how this ends.
    if (state === null || !['ACCEPTED', 'CANCELLED', 'EXPIRED', 'ENDED'].includes(state))
      throw new OutsideError('invalid', error.message, { cause: error.cause });
  }
  return handleOf(name, 'withdraw');
}

const FIELDS: readonly (readonly [RegExp, string])[] = [
  [/^title/, 'name'],
  [/^customer\.targetBillingAccount/, 'buyerAccount'],
  [/^acceptDeadlineTime/, 'expiresOn'],
  [/^term\.(?:start|scheduledStart)/, 'startsOn'],
  [/^term/, 'termMonths'],
  [/baseStandardOffer/, 'listingId'],
  [/amended/, 'replacesAgreement'],
  [/installments/, 'instalments'],
  [/Price|priceModel/, 'lines'],
];
const fieldOf = (path: OutsideIssue['field']): string | null => (path === null ? null : (FIELDS.find(([pattern]) => pattern.test(path))?.[1] ?? null));

const MONTHS: Readonly<Record<string, number>> = {
  MONTHLY_POSTPAY: 1,
  MONTHLY_PRORATED: 1,
  MONTHLY_NOT_PRORATED: 1,
  QUARTERLY_NOT_PRORATED: 3,
  YEARLY_NOT_PRORATED: 12,
};
/** What the buyer owes over the whole term: as Google adds it up, or else by the price of each payment. Null where it cannot be told. */
export function offerValue(offer: Json): { readonly minor: bigint; readonly currency: string } | null {
  const product = at(offer, 'singleProductOffer');
  const told = moneyIn(at(product, 'contractValue.totalContractValue'));
  if (told !== null) return told;
  const standard = at(product, 'standardIntervalPrice');
  if (standard !== undefined) {
    const each = feeIn(standard);
    const months = at(offer, 'term.durationMonths');
    const interval = MONTHS[textAt(standard, 'standardInterval') ?? ''];
    return each === null || typeof months !== 'number' || interval === undefined ? null : { ...each, minor: each.minor * BigInt(Math.ceil(months / interval)) };
  }
  const payments = listAt(product, 'customIntervalPrice.installments').map(feeIn);
  const [first] = payments;
  if (first === undefined || first === null || payments.some((each) => each === null || each.currency !== first.currency)) return null;
  return { currency: first.currency, minor: payments.reduce((sum, each) => sum + (each?.minor ?? 0n), 0n) };
}
const feeIn = (priced: unknown): ReturnType<typeof offerValue> =>
  moneyIn(at(priced, 'priceModel.flatFee.flatFeeOverride') ?? at(priced, 'priceModel.commitment.commitmentAmount'));
function moneyIn(money: unknown): ReturnType<typeof offerValue> {
  const minor = minorOf(money);
  const currency = textAt(money, 'currencyCode');
  return minor === null || currency === null ? null : { minor, currency };
}
