import type { ActorAct, CreateSimulator, RecordList, SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { isRecord, textAt } from '../microsoft/kit/json.ts';
import { decimal } from '../microsoft/kit/money.ts';
import { Quota } from '../microsoft/kit/quota.ts';
import { find } from '../microsoft/kit/routes.ts';
import type { Shelf } from '../microsoft/kit/shelf.ts';
import { Refusal } from '../microsoft/refusals.ts';
import { identityActs } from './identity-acts.ts';
import { identityRoutes } from './identity.ts';
import type { Google } from './model.ts';
import { emptyGoogle, seed, shelfNames, time } from './model.ts';
import { opportunityActs, opportunityRoutes } from './opportunities.ts';
import { procurementActs, procurementTick } from './procurement-acts.ts';
import { procurementRoutes } from './procurement.ts';
import { producerActs, producerTick } from './producer-acts.ts';
import { producerRoutes } from './producer.ts';
import { googleError } from './refusals.ts';
import { reportActs, reportRoutes } from './reports.ts';
import { serviceControlRoutes } from './service-control.ts';

/** Calls a minute of one token: assumed, since the quotas of a project are shown in its console only. See the README. */
export const callsPerMinute = 600;

type Saved = Pick<Google, 'base' | 'key'> & { readonly shelves: Readonly<Record<string, readonly (readonly [string, never])[]>> };

export const createGoogle: CreateSimulator = (world) => {
  const google = emptyGoogle(world);
  seed(google);
  const quota = new Quota(callsPerMinute);
  const routes = [
    ...identityRoutes(google),
    ...opportunityRoutes(google),
    ...procurementRoutes(google),
    ...serviceControlRoutes(google),
    ...producerRoutes(google),
    ...reportRoutes(google),
  ];
  const acts: readonly ActorAct[] = [
    ...opportunityActs(google),
    ...producerActs(google),
    ...procurementActs(google),
    ...reportActs(google),
    ...identityActs(google),
  ];

  const tick = (): void => {
    procurementTick(google);
    producerTick(google);
  };

  async function handle(request: SimulatedRequest): Promise<SimulatedResponse> {
    google.base = request.base;
    const throttled = world.faults.of('google').quotas ? quota.take(request.headers.authorization ?? '', time(google)) : null;
    tick();
    try {
      if (throttled !== null) {
        throw googleError('RESOURCE_EXHAUSTED', `Quota exceeded for quota metric 'Requests' and limit 'Requests per minute'. Try again in ${throttled} s.`, [
          { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${throttled}s` },
        ]);
      }
      const found = find(routes, request);
      if (found.kind === 'route') return await found.run(request, found.parameters);
      throw googleError('NOT_FOUND', found.kind === 'method' ? `${request.method} is not found at ${request.path}.` : `Nothing is at ${request.path}.`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return throttled === null ? error.response : { ...error.response, headers: { 'retry-after': String(throttled) } };
    }
  }

  return {
    name: 'google',
    title: 'Google Cloud',
    handle,
    acts,
    records: () => recordsOf(google),
    tick,
    save: () => ({ base: google.base, key: google.key, shelves: Object.fromEntries(shelfNames.map((name) => [name, google[name].save()])) }),
    load(state) {
      if (!isRecord(state)) throw new TypeError('This is not a state of the Google simulator.');
      const saved = state as Saved;
      google.base = saved.base;
      google.key = saved.key;
      for (const name of shelfNames) {
        const shelf: Pick<Shelf<never>, 'load'> = google[name];
        shelf.load(saved.shelves[name] ?? []);
      }
    },
    reset() {
      // The keys of service accounts stay, so that a connection goes on working.
      for (const name of shelfNames) if (name !== 'accountKeys') google[name].load([]);
      seed(google);
    },
  };
};

function recordsOf(google: Google): readonly RecordList[] {
  const list = (title: string, columns: readonly string[], rows: readonly (readonly string[])[]): RecordList => ({
    title,
    columns,
    rows: rows.slice(-200).toReversed(),
  });
  return [
    list(
      'Opportunities',
      ['Name', 'Customer', 'State', 'Stage', 'Why', 'Changed'],
      google.opportunities
        .all()
        .map((one) => [one.name, textAt(one, 'customerDisplayName'), one.state, one.stage, textAt(one, 'stateDescription'), one.updateTime]),
    ),
    list(
      'Private offers',
      ['Name', 'Title', 'State', 'Buyer', 'Reseller'],
      google.offers
        .all()
        .map((one) => [one.name, textAt(one, 'title'), one.state, textAt(one, 'customer.targetBillingAccount'), textAt(one, 'resellerContact.contact')]),
    ),
    list(
      'Entitlements',
      ['Id', 'Account', 'Plan', 'State', 'Offer', 'Reports usage as'],
      google.entitlements.all().map((one) => [one.id, one.account.split('/').at(-1) ?? '', one.plan, one.state, one.offer ?? '', one.usageReportingId]),
    ),
    list(
      'Accounts',
      ['Name', 'Buyer', 'State'],
      google.accounts.all().map((one) => [one.name, one.buyer, one.state]),
    ),
    list(
      'Usage',
      ['Operation', 'Entitlement', 'Metric', 'Amount', 'Until', 'Billed'],
      google.usage.all().map((one) => [one.operationId, one.entitlement, one.metric, one.amount, one.endTime, one.billed ? 'yes' : 'no']),
    ),
    list(
      'Disbursements',
      ['Line', 'For', 'What', 'Charged', 'Fee', 'Tax', 'Payable', 'Payment'],
      google.disbursements
        .all()
        .map((one) => [
          one.lineId,
          one.provider,
          one.description,
          decimal(one.chargedMinor),
          decimal(one.feeMinor),
          decimal(one.taxMinor),
          decimal(one.payableMinor),
          one.paymentId ?? one.status,
        ]),
    ),
    list(
      'Service accounts',
      ['Email', 'Organisation', 'Partner', 'Provider', 'Project'],
      google.organisations.all().map((one) => [one.email, one.title, one.partner, one.provider, one.project]),
    ),
  ];
}
