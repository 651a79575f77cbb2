import type { SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { textAt } from '../microsoft/kit/json.ts';
import type { Json } from '../microsoft/kit/json.ts';
import { guid } from '../microsoft/kit/keys.ts';
import type { Handler, Parameters, Route } from '../microsoft/kit/routes.ts';
import { route } from '../microsoft/kit/routes.ts';
import { services } from './catalogue.ts';
import type { Service, Sku } from './catalogue.ts';
import { callerOf, cloudScopes } from './identity.ts';
import { bodyOf, covers, maskOf, merged, moneyOf, paged } from './masks.ts';
import type { Google, OfferState, Organisation, PrivateOffer } from './model.ts';
import { lag, now, time } from './model.ts';
import { innerOutputOnly, outputOnly, publishViolations, readOffer, serviceName, standardOfferName, steps, writable } from './offer-rules.ts';
import { googleError, invalid, precondition } from './refusals.ts';

const parent = '/v1beta/projects/:project/locations/:location';

export function producerRoutes(google: Google): readonly Route[] {
  const guarded = (run: (request: SimulatedRequest, parameters: Parameters, organisation: Organisation) => SimulatedResponse): Handler => {
    return (request, parameters) => {
      const caller = callerOf(google, request, cloudScopes);
      if (caller.project !== parameters.project) throw googleError('PERMISSION_DENIED', `Permission denied on resource project ${parameters.project ?? ''}.`);
      if (parameters.location !== 'global') throw googleError('NOT_FOUND', `The location ${parameters.location ?? ''} was not found.`);
      return run(request, parameters, caller);
    };
  };
  const nameOf = ({ project = '', location = '', id = '' }: Parameters): string => `projects/${project}/locations/${location}/privateOffers/${id}`;
  const current = (parameters: Parameters): PrivateOffer => present(google.offers.get(nameOf(parameters)), nameOf(parameters));
  const service = ({ service: id = '', project = '' }: Parameters): Service =>
    present(
      services.find((one) => one.id === id && one.project === project),
      `services/${id}`,
    );
  return [
    route(
      'GET',
      `${parent}/privateOffers`,
      guarded((request, parameters) => listOffers(google, request, nameOf({ ...parameters, id: '' }))),
    ),
    route(
      'GET',
      `${parent}/privateOffers!resolveAmendmentTarget`,
      guarded((request) => amendmentTarget(google, request)),
    ),
    route(
      'POST',
      `${parent}/privateOffers`,
      guarded((request, parameters) => create(google, request, parameters)),
    ),
    route(
      'GET',
      `${parent}/privateOffers/:id`,
      guarded((_, parameters) => ({ status: 200, body: present(google.offers.seen(nameOf(parameters), lag(google)), nameOf(parameters)) })),
    ),
    route(
      'PATCH',
      `${parent}/privateOffers/:id`,
      guarded((request, parameters) => patch(google, current(parameters), request)),
    ),
    route(
      'POST',
      `${parent}/privateOffers/:id!publish`,
      guarded((request, parameters) => publish(google, current(parameters), request)),
    ),
    route(
      'POST',
      `${parent}/privateOffers/:id!cancel`,
      guarded((request, parameters) => {
        const offer = allowed(current(parameters), 'cancel');
        return {
          status: 200,
          body: keepOffer(google, offer, { cancelTime: now(google), cancellationNote: textAt(bodyOf(request), 'cancellationNote') }, 'CANCELLED'),
        };
      }),
    ),
    route(
      'DELETE',
      `${parent}/privateOffers/:id`,
      guarded((_, parameters) => {
        google.offers.remove(allowed(current(parameters), 'delete').name);
        return { status: 200, body: {} };
      }),
    ),
    route(
      'GET',
      `${parent}/services`,
      guarded((request, { project = '' }) => {
        const { page, nextPageToken } = paged(
          request,
          services.filter((one) => one.project === project),
          1000,
        );
        return {
          status: 200,
          body: { services: page.map((one) => ({ name: serviceName(one), title: one.title, productType: 'SOFTWARE_AS_A_SERVICE' })), nextPageToken },
        };
      }),
    ),
    route(
      'GET',
      `${parent}/services/:service/standardOffers`,
      guarded((request, parameters) => {
        const one = service(parameters);
        const { page, nextPageToken } = paged(
          request,
          one.offers.map((offer) => shownStandard(one, offer.id)),
          1000,
        );
        return { status: 200, body: { standardOffers: page, nextPageToken } };
      }),
    ),
    route(
      'GET',
      `${parent}/services/:service/standardOffers/:offer`,
      guarded((_, parameters) => ({ status: 200, body: shownStandard(service(parameters), parameters.offer ?? '') })),
    ),
    route(
      'GET',
      `${parent}/services/:service/skus`,
      guarded((request, parameters) => {
        const one = service(parameters);
        const { page, nextPageToken } = paged(
          request,
          one.skus.map((sku) => shownSku(one, sku)),
          1000,
        );
        return { status: 200, body: { skus: page, nextPageToken } };
      }),
    ),
    route(
      'GET',
      `${parent}/services/:service/skus/:sku`,
      guarded((_, parameters) => {
        const one = service(parameters);
        return {
          status: 200,
          body: shownSku(
            one,
            present(
              one.skus.find((sku) => sku.id === parameters.sku),
              `skus/${parameters.sku ?? ''}`,
            ),
          ),
        };
      }),
    ),
  ];
}

function present<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw googleError('NOT_FOUND', `Resource '${name}' was not found.`);
  return value;
}
const done: Readonly<Record<keyof typeof steps, string>> = { edit: 'edited', publish: 'published', cancel: 'cancelled', delete: 'deleted', accept: 'accepted' };
function allowed(offer: PrivateOffer, step: keyof typeof steps): PrivateOffer {
  if (!steps[step].includes(offer.state)) throw precondition(`A private offer that is ${offer.state} cannot be ${done[step]}.`, offer.name);
  return offer;
}

export function keepOffer(google: Google, before: PrivateOffer, change: Json, state: OfferState): PrivateOffer {
  return google.offers.put(before.name, { ...before, ...change, name: before.name, createTime: before.createTime, state, updateTime: now(google) });
}
export function newOffer(google: Google, project: string, document: Json, state: OfferState): PrivateOffer {
  const name = `projects/${project}/locations/global/privateOffers/${guid(google.world.ids, 'google-offer')}`;
  return google.offers.put(name, { ...document, name, state, createTime: now(google), updateTime: now(google) });
}

function create(google: Google, request: SimulatedRequest, { project = '' }: Parameters): SimulatedResponse {
  const { document, violations } = readOffer(bodyOf(request));
  if (violations.length > 0) throw invalid(violations);
  return { status: 200, body: newOffer(google, project, document, 'DRAFT') };
}

function patch(google: Google, before: PrivateOffer, request: SimulatedRequest): SimulatedResponse {
  allowed(before, 'edit');
  const { document, violations } = readOffer(bodyOf(request));
  const given = maskOf(request);
  const mask = given.length === 0 || given[0] === '*' ? Object.keys(document) : given;
  const locked = [...outputOnly, ...innerOutputOnly.map((name) => `singleProductOffer.${name}`)];
  const wrong = mask.find((path) => covers(locked, path));
  if (wrong !== undefined) throw invalid([{ field: 'updateMask', description: `'${wrong}' is output only.` }]);
  const unknown = mask.find((path) => !covers(writable, path));
  if (unknown !== undefined) throw invalid([{ field: 'updateMask', description: `'${unknown}' is no field of a private offer.` }]);
  if (violations.length > 0) throw invalid(violations);
  return { status: 200, body: keepOffer(google, before, merged(before, document, mask), 'DRAFT') };
}

function publish(google: Google, offer: PrivateOffer, request: SimulatedRequest): SimulatedResponse {
  allowed(offer, 'publish');
  const violations = publishViolations(offer, time(google));
  if (violations.length > 0) throw invalid(violations);
  if (bodyOf(request).validateOnly === true) return { status: 200, body: offer };
  return { status: 200, body: keepOffer(google, offer, {}, 'PUBLISHING') };
}

function listOffers(google: Google, request: SimulatedRequest, prefix: string): SimulatedResponse {
  const filter = request.query.get('filter') ?? '';
  const match = /^state\s*=\s*"?(\w+)"?$/.exec(filter);
  if (filter !== '' && match === null) throw invalid([{ field: 'filter', description: 'Offers can be filtered by state only.' }]);
  const all = google.offers.allSeen(lag(google)).filter((offer) => offer.name.startsWith(prefix) && (match === null || offer.state === match[1]));
  const { page, nextPageToken } = paged(request, all, 1000);
  return { status: 200, body: { privateOffers: page, nextPageToken } };
}

/** A buyer who has an accepted offer of the same product gets an amendment of it, not a second one. */
function amendmentTarget(google: Google, request: SimulatedRequest): SimulatedResponse {
  const account = request.query.get('targetBillingAccount') ?? '';
  const base = request.query.get('baseStandardOffer') ?? '';
  if (account === '' || base === '')
    throw invalid([{ field: 'targetBillingAccount', description: 'targetBillingAccount and baseStandardOffer are required.' }]);
  const service = base.split('/standardOffers/')[0] ?? '';
  const open = google.offers
    .all()
    .filter(
      (offer) =>
        offer.state === 'ACCEPTED' &&
        textAt(offer, 'customer.targetBillingAccount') === account &&
        textAt(offer, 'singleProductOffer.baseStandardOffer').startsWith(`${service}/`),
    );
  const [only] = open;
  if (open.length > 1) return { status: 200, body: { optionalOffers: { privateOffers: open.map((offer) => offer.name) } } };
  return { status: 200, body: only === undefined ? {} : { requiredPrivateOffer: only.name } };
}

function shownStandard(service: Service, id: string): Json {
  const offer = present(
    service.offers.find((one) => one.id === id),
    `standardOffers/${id}`,
  );
  return {
    name: standardOfferName(service, offer),
    serviceLevel: offer.plan,
    serviceLevelTitle: offer.title,
    termDurationMonths: 1,
    priceModel: {
      usage: { skuList: { skus: offer.skus.slice(1).map((sku) => `${serviceName(service)}/skus/${sku}`) } },
      flatFee: { sku: `${serviceName(service)}/skus/${offer.skus[0] ?? ''}` },
    },
  };
}
function shownSku(service: Service, sku: Sku): Json {
  const price = moneyOf(sku.unitPriceMinor, 'USD');
  return {
    name: `${serviceName(service)}/skus/${sku.id}`,
    title: sku.title,
    ...(sku.metric === null
      ? {}
      : { skuPrice: { managedServiceMetricUsageFee: { canonicalMetric: sku.metric, tieredPrice: { tiers: [{ pricePerUnit: price }] } } } }),
  };
}
