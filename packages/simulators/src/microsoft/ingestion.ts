import type { SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { callerOf, graphAudiences } from './identity.ts';
import { isRecord, listAt, parsed, textAt } from './kit/json.ts';
import type { Json } from './kit/json.ts';
import { guid } from './kit/keys.ts';
import type { Handler, Route } from './kit/routes.ts';
import { route } from './kit/routes.ts';
import type { Job, Microsoft, Organisation, PrivateOffer } from './model.ts';
import { lag, now, time } from './model.ts';
import { applyOffer } from './offer-jobs.ts';
import { graphError } from './refusals.ts';

const path = '/rp/product-ingestion';
const schemas = 'https://schema.mp.microsoft.com/schema';
const configureVersion = '2022-07-01';
const offerVersion = '2023-07-15';
const runsAfterMs = 1000;
const endsAfterMs = 3000;
const resourceLimit = 100;

export function ingestionRoutes(ms: Microsoft): readonly Route[] {
  const caller = (request: SimulatedRequest): Organisation => callerOf(ms, request, graphAudiences, graphError);
  const versioned = (versions: readonly string[], run: (caller: Organisation, request: SimulatedRequest, id: string) => SimulatedResponse): Handler => {
    return (request, { id = '' }) => {
      const organisation = caller(request);
      const version = request.query.get('$version') ?? '';
      if (!versions.includes(version)) throw graphError(400, 'BadRequest', `$version must be ${versions.join(' or ')}.`);
      runJobs(ms);
      return run(organisation, request, id);
    };
  };
  const jobOf = (organisation: Organisation, id: string): Job => {
    const job = ms.jobs.get(id);
    if (job === undefined || job.tenant !== organisation.tenant) throw graphError(404, 'NotFound', `The job '${id}' was not found.`);
    return job;
  };
  return [
    route(
      'POST',
      `${path}/configure`,
      versioned([configureVersion], (organisation, request) => configure(ms, organisation, request)),
    ),
    route(
      'GET',
      `${path}/configure/:id/status`,
      versioned([configureVersion], (organisation, _, id) => ({ status: 200, body: shownJob(ms, jobOf(organisation, id)) })),
    ),
    route(
      'GET',
      `${path}/configure/:id`,
      versioned([configureVersion, offerVersion], (organisation, _, id) => {
        const job = jobOf(organisation, id);
        const resources = job.results.flatMap((reference) => {
          const offer = ms.offers.get(reference);
          return offer === undefined ? (ms.prices.get(reference) ?? []) : shownOffer(offer, organisation);
        });
        return { status: 200, body: { $schema: `${schemas}/configure/${configureVersion}`, resources } };
      }),
    ),
    route(
      'GET',
      `${path}/private-offer/query`,
      versioned([offerVersion], (organisation) => ({
        status: 200,
        body: { value: visible(ms, organisation).map((offer) => shownOffer(offer, organisation)) },
      })),
    ),
    route(
      'GET',
      `${path}/private-offer/:id`,
      versioned([offerVersion], (organisation, _, id) => {
        const offer = ms.offers.seen(id, lag(ms));
        if (offer === undefined || !isVisible(offer, organisation)) throw graphError(404, 'NotFound', `The private offer '${id}' was not found.`);
        return { status: 200, headers: { etag: offer.eTag }, body: shownOffer(offer, organisation) };
      }),
    ),
    route(
      'GET',
      `${path}/product`,
      versioned([configureVersion], (organisation) => ({ status: 200, body: { value: products(ms, organisation) } })),
    ),
    route(
      'GET',
      `${path}/plan`,
      versioned([configureVersion], (organisation, request) => ({ status: 200, body: { value: plans(ms, organisation, request) } })),
    ),
    route(
      'GET',
      `${path}/price-and-availability-private-offer-plan/:id`,
      versioned([offerVersion], (organisation, request, id) => priceTemplate(ms, organisation, id, request.query.get('plan') ?? '')),
    ),
  ];
}

const isVisible = (offer: PrivateOffer, organisation: Organisation): boolean =>
  offer.state !== 'deleted' && (offer.tenant === organisation.tenant || (offer.sellerTenant === organisation.tenant && offer.state === 'live'));
const visible = (ms: Microsoft, organisation: Organisation): PrivateOffer[] => ms.offers.allSeen(lag(ms)).filter((offer) => isVisible(offer, organisation));

function configure(ms: Microsoft, organisation: Organisation, request: SimulatedRequest): SimulatedResponse {
  const body = parsed(request.body);
  if (!isRecord(body)) throw graphError(400, 'BadRequest', 'The body is not a JSON object.');
  if (body.$schema !== `${schemas}/configure/${configureVersion}`)
    throw graphError(400, 'BadRequest', `Schema validation: '$schema' must be ${schemas}/configure/${configureVersion}.`);
  const { resources } = body;
  if (!Array.isArray(resources) || resources.length === 0 || resources.length > resourceLimit)
    throw graphError(400, 'BadRequest', `Schema validation: 'resources' holds 1 to ${resourceLimit} resources.`);
  const checked = resources.map((resource: unknown, index) => {
    if (!isRecord(resource)) throw graphError(400, 'BadRequest', `Schema validation: resource ${index} is no object.`);
    const schema = textAt(resource, '$schema');
    const known = [`${schemas}/private-offer/${offerVersion}`, `${schemas}/price-and-availability-private-offer-plan/${offerVersion}`];
    if (!known.includes(schema)) throw graphError(400, 'BadRequest', `Schema validation: the $schema '${schema}' of resource ${index} is not supported.`);
    if (schema.includes('/private-offer/') && !['draft', 'live', 'withdrawn', 'deleted'].includes(textAt(resource, 'state'))) {
      throw graphError(400, 'BadRequest', `Schema validation: the state of resource ${index} is draft, live, withdrawn or deleted.`);
    }
    return resource;
  });
  const id = guid(ms.world.ids, 'microsoft-job');
  const job = ms.jobs.put(id, { id, tenant: organisation.tenant, startedAt: time(ms), endedAt: null, resources: checked, results: [], errors: [] });
  return { status: 202, headers: { 'retry-after': '3' }, body: shownJob(ms, job) };
}

function shownJob(ms: Microsoft, job: Job): Json {
  const status = job.endedAt !== null ? 'completed' : time(ms) - job.startedAt < runsAfterMs ? 'notStarted' : 'running';
  const succeeded = status === 'completed' && job.errors.length === 0;
  return {
    $schema: `${schemas}/configure-status/${configureVersion}`,
    jobId: job.id,
    jobStatus: status,
    jobResult: status !== 'completed' ? 'pending' : succeeded ? 'succeeded' : 'failed',
    jobStart: new Date(job.startedAt).toISOString(),
    jobEnd: job.endedAt === null ? '0001-01-01' : new Date(job.endedAt).toISOString(),
    ...(succeeded ? { resourceUri: `${ms.base}${path}/configure/${job.id}` } : {}),
    errors: job.errors,
  };
}

/** Jobs end after a while: all of their resources are taken, or none. */
export function runJobs(ms: Microsoft): void {
  for (const job of ms.jobs.all()) {
    if (job.endedAt !== null || time(ms) - job.startedAt < endsAfterMs) continue;
    const prices: Json[] = [];
    for (const resource of job.resources) {
      if (!textAt(resource, '$schema').includes('/price-and-availability-')) continue;
      prices.push({
        ...resource,
        id: `price-and-availability-private-offer-plan/${textAt(resource, 'product').replace('product/', '')}/${ms.world.ids.next('microsoft-price')}`,
      });
    }
    const organisation = ms.organisations.get(job.tenant);
    const offers = job.resources.filter((resource) => textAt(resource, '$schema').includes('/private-offer/'));
    const outcomes = organisation === undefined ? [] : offers.map((resource) => applyOffer(ms, organisation, resource, [...prices, ...ms.prices.all()]));
    const errors = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []));
    if (errors.length === 0) {
      for (const price of prices) ms.prices.put(textAt(price, 'id'), price);
      for (const outcome of outcomes) if ('offer' in outcome) ms.offers.put(outcome.offer.id, outcome.offer);
    }
    const results =
      errors.length > 0
        ? []
        : [
            ...prices.map((price) => textAt(price, 'id')),
            ...outcomes.flatMap((outcome) => ('offer' in outcome && outcome.offer.state !== 'deleted' ? [outcome.offer.id] : [])),
          ];
    ms.jobs.put(job.id, { ...job, endedAt: job.startedAt + endsAfterMs, results, errors });
  }
}

/** The selling partner sees the originator's prices, and its own markup on them. */
export function shownOffer(offer: PrivateOffer, organisation: Organisation): Json {
  const forSeller = offer.tenant !== organisation.tenant;
  const { pricing, termsAndConditionsDocs, ...content } = offer.content;
  const sellerLines = listAt(offer.seller, 'originatorPricing');
  return {
    $schema: `${schemas}/private-offer/${offerVersion}`,
    ...content,
    ...(forSeller
      ? {
          privateOfferType: 'multipartyPromotionChannelPartner',
          originatorTermsAndConditionsDocs: termsAndConditionsDocs ?? [],
          originatorPricing: listAt(offer.content, 'pricing').map((line, index) => ({
            ...(isRecord(line) ? line : {}),
            ...pick(sellerLines[index], 'markupPercentage'),
          })),
          preparedBy: offer.seller?.preparedBy,
          termsAndConditionsDocs: offer.seller?.termsAndConditionsDocs ?? [],
          notificationContacts: offer.seller?.notificationContacts ?? [],
        }
      : { pricing, termsAndConditionsDocs }),
    id: `private-offer/${offer.id}`,
    state: offer.state,
    ...(offer.subState === null ? {} : { subState: offer.subState }),
    acceptanceLinks:
      offer.subState === 'pendingAcceptance'
        ? listAt(offer.content, 'beneficiaries').map((one) => ({
            beneficiaryId: textAt(one, 'id'),
            acceptanceLink: `https://portal.azure.example/#private-offers/${offer.id}`,
          }))
        : [],
    lastModified: offer.lastModified.slice(0, 10),
    eTag: offer.eTag,
  };
}
const pick = (line: unknown, name: string): Json => (isRecord(line) && name in line ? { [name]: line[name] } : {});

const products = (ms: Microsoft, organisation: Organisation): Json[] =>
  ms.catalogue
    .filter((offer) => offer.tenant === organisation.tenant)
    .map((offer) => ({
      $schema: `${schemas}/product/${configureVersion}`,
      id: `product/${offer.id}`,
      identity: { externalId: offer.offerId },
      type: 'softwareAsAService',
      alias: offer.displayName,
    }));

const plans = (ms: Microsoft, organisation: Organisation, request: SimulatedRequest): Json[] =>
  ms.catalogue
    .filter((offer) => offer.tenant === organisation.tenant && (request.query.get('product') ?? `product/${offer.id}`) === `product/${offer.id}`)
    .flatMap((offer) =>
      offer.plans.map((plan) => ({
        $schema: `${schemas}/plan/${configureVersion}`,
        id: `plan/${offer.id}/${plan.id}`,
        product: `product/${offer.id}`,
        identity: { externalId: plan.planId },
        alias: plan.displayName,
        subtype: plan.isPrivate ? 'private' : 'public',
      })),
    );

function priceTemplate(ms: Microsoft, organisation: Organisation, productId: string, planReference: string): SimulatedResponse {
  const offer = ms.catalogue.find((one) => one.id === productId && one.tenant === organisation.tenant);
  const plan = offer?.plans.find((one) => planReference.split('/').at(-1) === one.id);
  if (offer === undefined || plan === undefined) throw graphError(404, 'NotFound', 'The plan was not found.');
  return {
    status: 200,
    body: {
      $schema: `${schemas}/price-and-availability-private-offer-plan/${offerVersion}`,
      product: `product/${offer.id}`,
      plan: `plan/${offer.id}/${plan.id}`,
      offerPricingType: 'editExistingOfferPricingOnly',
      pricing: {
        recurrentPrice: {
          recurrentPriceMode: plan.isPricePerSeat ? 'perUser' : 'flatRate',
          priceInputOption: 'usd',
          prices: plan.terms.map(({ termUnit, priceMinor }) => ({
            billingTerm: termUnit.endsWith('M') ? { type: 'month', value: 1 } : { type: 'year', value: Number(termUnit.slice(1, -1)) },
            pricePerPaymentInUsd: priceMinor / 100,
          })),
        },
        customMeters: {
          priceInputOption: 'usd',
          meters: Object.fromEntries(plan.dimensions.map((one) => [one.id, { pricePerPaymentInUsd: one.unitPriceMinor / 100 }])),
        },
      },
      modifiedAt: now(ms),
    },
  };
}
