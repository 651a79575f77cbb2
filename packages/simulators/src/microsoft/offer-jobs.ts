import { guid } from './kit/keys.ts';
import { textAt } from './kit/json.ts';
import type { Json } from './kit/json.ts';
import type { Microsoft, Organisation, PrivateOffer } from './model.ts';
import { now } from './model.ts';
import { offerTrouble, sellerTrouble, typeOf } from './offer-rules.ts';
import { listAt } from './kit/json.ts';

export type Outcome = { readonly offer: PrivateOffer } | { readonly error: { readonly code: string; readonly message: string } };
const failed = (code: string, message: string): Outcome => ({ error: { code, message } });

/** Draft and withdrawn offers may be edited; a live one only withdrawn, until the buyer has accepted it. */
const steps: Readonly<Record<PrivateOffer['state'], readonly PrivateOffer['state'][]>> = {
  draft: ['draft', 'live', 'deleted'],
  live: ['withdrawn'],
  withdrawn: ['draft', 'live', 'deleted'],
  deleted: [],
};

/** What one resource of a job makes of an offer; nothing is kept yet. */
export function applyOffer(ms: Microsoft, organisation: Organisation, resource: Json, prices: readonly Json[]): Outcome {
  const reference = textAt(resource, 'id').replace(/^private-offer\//, '');
  const wanted = stateOf(resource.state);
  if (wanted === undefined) return failed('BadRequest', 'The state is draft, live, withdrawn or deleted.');
  if (typeOf(resource) === 'multipartyPromotionChannelPartner') return bySeller(ms, organisation, resource, reference, wanted);
  const before = reference === '' ? undefined : ms.offers.get(reference);
  if (reference !== '' && (before === undefined || before.tenant !== organisation.tenant))
    return failed('NotFound', `The private offer '${reference}' was not found.`);
  if (before === undefined && wanted !== 'draft' && wanted !== 'live') return failed('Conflict', `A new offer cannot be ${wanted}.`);
  if (before !== undefined) {
    const stale = staleness(before, resource);
    if (stale !== null) return stale;
    if (before.subState === 'accepted') return failed('Conflict', 'The offer was accepted and cannot be changed.');
    if (!steps[before.state].includes(wanted)) return failed('Conflict', `An offer that is ${before.state} cannot become ${wanted}.`);
    if (wanted === 'withdrawn' || wanted === 'deleted') return { offer: changed(ms, before, { state: wanted, subState: null }) };
  }
  const trouble = offerTrouble(ms, resource, organisation.tenant, prices) ?? upgradeTrouble(ms, resource, organisation);
  if (trouble !== null) return failed('Conflict', trouble);
  const seller =
    typeOf(resource) === 'multipartyPromotionOriginator'
      ? ms.organisations.all().find((one) => one.mpnId === textAt(listAt(resource, 'partners')[0], 'id'))
      : undefined;
  const { id: _, eTag: __, state: ___, $schema: ____, ...content } = resource;
  const created: PrivateOffer = before ?? {
    id: guid(ms.world.ids, 'private-offer'),
    tenant: organisation.tenant,
    sellerTenant: null,
    state: wanted,
    subState: null,
    eTag: '',
    lastModified: '',
    content: {},
    seller: null,
  };
  const waitsFor = typeOf(resource) === 'multipartyPromotionOriginator' ? 'pendingPartnerAction' : 'pendingAcceptance';
  return {
    offer: changed(ms, created, { state: wanted, subState: wanted === 'live' ? waitsFor : null, content, sellerTenant: seller?.tenant ?? null, seller: null }),
  };
}

const stateOf = (value: unknown): PrivateOffer['state'] | undefined =>
  value === 'draft' || value === 'live' || value === 'withdrawn' || value === 'deleted' ? value : undefined;

function staleness(before: PrivateOffer, resource: Json): Outcome | null {
  const given = textAt(resource, 'eTag');
  return given !== '' && given !== before.eTag ? failed('PreconditionFailed', 'The offer was changed since it was last read: the eTag does not match.') : null;
}

export const changed = (ms: Microsoft, before: PrivateOffer, change: Partial<PrivateOffer>): PrivateOffer => ({
  ...before,
  ...change,
  eTag: `"${guid(ms.world.ids, 'microsoft-etag')}"`,
  lastModified: now(ms),
});

function upgradeTrouble(ms: Microsoft, resource: Json, organisation: Organisation): string | null {
  const from = textAt(resource, 'upgradedFrom.id').replace(/^private-offer\//, '');
  if (from === '') return null;
  const earlier = ms.offers.get(from);
  return earlier?.tenant === organisation.tenant && earlier.subState === 'accepted' ? null : 'Only an accepted offer can be upgraded.';
}

/** Exactly one seller: the partner the originator named completes the offer, and it goes to the buyer. */
function bySeller(ms: Microsoft, organisation: Organisation, resource: Json, reference: string, wanted: PrivateOffer['state']): Outcome {
  const before = ms.offers.get(reference);
  if (before === undefined || before.state === 'deleted') return failed('NotFound', 'A selling partner completes an existing offer: its id is required.');
  if (before.sellerTenant !== organisation.tenant) return failed('Forbidden', 'The originator named another selling partner.');
  const stale = staleness(before, resource);
  if (stale !== null) return stale;
  if (before.subState === 'accepted') return failed('Conflict', 'The offer was accepted and cannot be changed.');
  if (wanted === 'withdrawn') {
    return before.subState === 'pendingAcceptance'
      ? { offer: changed(ms, before, { subState: 'pendingPartnerAction' }) }
      : failed('Conflict', 'Only an offer that waits for the buyer can be withdrawn.');
  }
  if (wanted !== 'live' && wanted !== 'draft') return failed('Conflict', 'A selling partner cannot delete the offer of the originator.');
  if (before.state !== 'live' || before.subState !== 'pendingPartnerAction')
    return failed('Conflict', `The offer does not wait for the selling partner: it is ${before.subState ?? before.state}.`);
  const trouble = sellerTrouble(before.content, resource);
  if (trouble !== null) return failed('Conflict', trouble);
  const { preparedBy, notificationContacts, termsAndConditionsDocs, originatorPricing } = resource;
  const seller = { preparedBy, notificationContacts, termsAndConditionsDocs, originatorPricing };
  return { offer: changed(ms, before, { seller, subState: wanted === 'live' ? 'pendingAcceptance' : 'pendingPartnerAction' }) };
}
