import type { OfferProgress, OperationHandle } from '../../../modules/marketplaces/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { call, callOrNull } from '../client.ts';
import { closed } from '../outside-error.ts';
import { at, listAt, textAt, type Fields } from '../values.ts';
import { carriesMark, CONFIGURE_SCHEMA } from './offer-resources.ts';

const PATH = '/rp/product-ingestion';
const CONFIGURE = { $version: '2022-07-01' } as const;
const OFFERS = { $version: '2023-07-15' } as const;
const POLL_AFTER_MS = 3_000;

/** A job: all of its resources are taken, or none. */
export async function configure(access: Access, resources: readonly Fields[]): Promise<OperationHandle> {
  const { body, headers } = await call(access, 'ingestion', {
    method: 'POST',
    path: `${PATH}/configure`,
    query: CONFIGURE,
    body: { $schema: CONFIGURE_SCHEMA, resources },
  });
  const id = textAt(body, ['jobId']);
  if (id === null) throw new OutsideError('protocol', 'Microsoft took the offer and did not say under which number.');
  const seconds = Number(headers['retry-after']);
  return { id, kind: 'job', pollAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : POLL_AFTER_MS };
}
/** What is over there already needs no job. */
export const alreadyThere = (offerId: string): OperationHandle => ({ id: offerId, kind: 'offer', pollAfterMs: 0 });

export async function pollJob(access: Access, handle: OperationHandle): Promise<OfferProgress> {
  if (handle.kind === 'offer') return { done: true, ok: true, externalId: handle.id, at: null };
  const path = `${PATH}/configure/${encodeURIComponent(handle.id)}`;
  const { body } = await call(access, 'ingestion', { method: 'GET', path: `${path}/status`, query: CONFIGURE });
  if (textAt(body, ['jobStatus']) !== 'completed') return { done: false, pollAfterMs: POLL_AFTER_MS };
  if (textAt(body, ['jobResult']) !== 'succeeded') {
    const issues = listAt(body, ['errors']).map((each) => ({
      field: null,
      code: (textAt(each, ['code']) ?? 'refused').toLowerCase(),
      sentence: closed((textAt(each, ['message']) ?? 'Microsoft refused it').slice(0, 500)),
    }));
    return { done: true, ok: false, issues, sentence: `Microsoft refused it. ${issues.map(({ sentence }) => sentence).join(' ')}`.trim() };
  }
  const made = await call(access, 'ingestion', { method: 'GET', path, query: CONFIGURE });
  const offer = listAt(made.body, ['resources']).find((each) => textAt(each, ['$schema'])?.includes('/private-offer/') === true);
  const ended = textAt(body, ['jobEnd']);
  return {
    done: true,
    ok: true,
    externalId: offer === undefined ? null : offerIdOf(offer),
    at: ended === null || Number.isNaN(Date.parse(ended)) ? null : new Date(ended).toISOString(),
  };
}

export const bare = (reference: string): string => reference.split('/').at(-1) ?? reference;
export const offerIdOf = (offer: Fields): string | null => {
  const id = textAt(offer, ['id']);
  return id === null ? null : bare(id);
};
/** Ours are priced in `pricing`; of one that another originated, the prices are the originator's. */
export const planNamesOf = (offer: Fields): string[] =>
  [...listAt(offer, ['pricing']), ...listAt(offer, ['originatorPricing'])].flatMap((each) => textAt(each, ['newPlanDetails', 'name']) ?? []);

export async function listOffers(access: Access): Promise<readonly Fields[]> {
  const { body } = await call(access, 'ingestion', { method: 'GET', path: `${PATH}/private-offer/query`, query: OFFERS });
  return listAt(body, ['value']);
}
export async function readOffer(access: Access, id: string): Promise<Fields> {
  const answer = await callOrNull(access, 'ingestion', { method: 'GET', path: `${PATH}/private-offer/${encodeURIComponent(bare(id))}`, query: OFFERS });
  if (answer === null) throw new OutsideError('gone', 'Microsoft does not know the private offer, or it is another publisher’s.');
  return answer.body;
}
export async function findOffer(access: Access, mark: string): Promise<OperationHandle | null> {
  const found = (await listOffers(access)).find((offer) => planNamesOf(offer).some((name) => carriesMark(name, mark)));
  const id = found === undefined ? null : offerIdOf(found);
  return id === null ? null : alreadyThere(id);
}

export async function listProducts(access: Access): Promise<readonly Fields[]> {
  const { body } = await call(access, 'ingestion', { method: 'GET', path: `${PATH}/product`, query: CONFIGURE });
  return listAt(body, ['value']);
}
export async function listPlans(access: Access, productId: string): Promise<readonly Fields[]> {
  const { body } = await call(access, 'ingestion', { method: 'GET', path: `${PATH}/plan`, query: { ...CONFIGURE, product: `product/${productId}` } });
  return listAt(body, ['value']);
}
export async function readPricing(access: Access, productId: string, planId: string): Promise<Fields> {
  const path = `${PATH}/price-and-availability-private-offer-plan/${encodeURIComponent(productId)}`;
  const { body } = await call(access, 'ingestion', { method: 'GET', path, query: { ...OFFERS, plan: `plan/${productId}/${planId}` } });
  const pricing = at(body, ['pricing']);
  return typeof pricing === 'object' && pricing !== null ? (pricing as Fields) : {};
}
