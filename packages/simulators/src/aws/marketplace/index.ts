import type { SimulatedRequest, SimulatedResponse } from '../../core/simulator.ts';
import type { AwsPart, CreateAwsPart } from '../part.ts';
import { AwsError, decodeJson, encodeError, encodeJson, targetOf } from '../wire/index.ts';
import type { JsonObject } from '../wire/index.ts';
import { billingActs } from './acts-billing.ts';
import { buyerActs } from './acts-buyer.ts';
import { sellerActs } from './acts-seller.ts';
import { agreementOperations } from './agreement-api.ts';
import { runAgreements } from './agreements.ts';
import { billingFeed } from './billing-feed.ts';
import { cancelChangeSet, describeChangeSet, listChangeSets, runChangeSets, startChangeSet } from './change-sets.ts';
import type { Marketplace } from './context.ts';
import { newUuid } from './context.ts';
import { getEntitlements } from './entitlement-api.ts';
import { batchDescribe, checkCatalog, describeEntity, listEntities } from './entity-lists.ts';
import { meteringOperations } from './metering-api.ts';
import { sendDue } from './notices.ts';
import { Quotas } from './quotas.ts';
import { recordLists } from './records.ts';
import type { SavedStore } from './store.ts';
import { emptyStore, loadStore, saveStore } from './store.ts';
import type { SavedUsage } from './usage-store.ts';
import { UsageStore } from './usage-store.ts';

type Call = { readonly marketplace: Marketplace; readonly account: string; readonly request: SimulatedRequest; readonly input: JsonObject };
type Operation = (call: Call) => JsonObject;

const query = (request: SimulatedRequest, name: string): string | null => request.query.get(name);
const catalogOperations: Readonly<Record<string, Operation>> = {
  'POST /StartChangeSet': ({ marketplace, account, input }) => startChangeSet(marketplace, account, input),
  'GET /DescribeChangeSet': ({ marketplace, account, request }) => describeChangeSet(marketplace, account, query(request, 'changeSetId')),
  'PATCH /CancelChangeSet': ({ marketplace, account, request }) => cancelChangeSet(marketplace, account, query(request, 'changeSetId')),
  'POST /ListChangeSets': ({ marketplace, account, input }) => listChangeSets(marketplace, account, input),
  'POST /ListEntities': ({ marketplace, account, input }) => listEntities(marketplace, account, input),
  'GET /DescribeEntity': ({ marketplace, account, request }) => describeEntity(marketplace, account, query(request, 'entityId')),
  'POST /BatchDescribeEntities': ({ marketplace, account, input }) => batchDescribe(marketplace, account, input),
};
const named = (
  operations: Readonly<Record<string, (marketplace: Marketplace, account: string, input: JsonObject) => JsonObject>>,
): Readonly<Record<string, Operation>> =>
  Object.fromEntries(Object.entries(operations).map(([name, run]) => [name, ({ marketplace, account, input }: Call) => run(marketplace, account, input)]));
const services: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  AWSMPCommerceService_v20200301: named(agreementOperations),
  AWSMPEntitlementService: named({ GetEntitlements: getEntitlements }),
  AWSMPMeteringService: named(meteringOperations),
};
const feedPath = '/billing-feed';

/** AWS Marketplace: catalog, agreements, entitlements, metering, and what stands in for the billing feed. */
export const createAwsMarketplace: CreateAwsPart = (world, { accounts }): AwsPart => {
  const marketplace: Marketplace = { world, accounts, store: emptyStore(), usage: new UsageStore(), before: new Map() };
  const quotas = new Quotas();

  function operationOf(request: SimulatedRequest): Operation {
    const target = targetOf(request);
    const known = target === undefined ? catalogOperations[`${request.method} ${request.path}`] : services[target.service]?.[target.operation];
    if (known !== undefined) return known;
    throw new AwsError(
      'UnknownOperationException',
      `The simulator does not know ${target === undefined ? `${request.method} ${request.path}` : target.operation}.`,
      { status: 404 },
    );
  }

  function answer(request: SimulatedRequest): SimulatedResponse {
    const requestId = newUuid(marketplace);
    try {
      const account = accounts.of(request);
      if (account === undefined) throw new AwsError('MissingAuthenticationTokenException', 'The request is not signed.', { status: 403 });
      if (request.method === 'GET' && request.path === feedPath) return billingFeed(marketplace, account, request);
      const operation = operationOf(request);
      const isCatalog = targetOf(request) === undefined;
      if (isCatalog) quotas.take(marketplace, account, request.path.slice(1));
      const input = request.method === 'POST' ? decodeJson(request) : {};
      if (isCatalog && request.path !== '/BatchDescribeEntities') checkCatalog(request.method === 'POST' ? input['Catalog'] : query(request, 'catalog'));
      return encodeJson(request, operation({ marketplace, account, request, input }), requestId);
    } catch (error) {
      if (error instanceof AwsError) return encodeError(request, error, requestId);
      throw error;
    }
  }

  const tick = (): void => {
    runChangeSets(marketplace);
    runAgreements(marketplace);
    sendDue(marketplace);
  };
  return {
    handles: (request) => {
      const target = targetOf(request);
      return target === undefined
        ? request.path === feedPath || catalogOperations[`${request.method} ${request.path}`] !== undefined
        : services[target.service] !== undefined;
    },
    handle(request) {
      // A metering batch reads nothing that the clock has moved but the end of an agreement, which it checks itself.
      if (targetOf(request)?.operation !== 'BatchMeterUsage') tick();
      return answer(request);
    },
    acts: [...sellerActs(marketplace), ...buyerActs(marketplace), ...billingActs(marketplace)].map((act) => ({
      ...act,
      run(input) {
        tick();
        return act.run(input);
      },
    })),
    records: () => recordLists(marketplace),
    tick,
    save: () => ({ store: saveStore(marketplace.store), usage: marketplace.usage.save() }),
    load(state) {
      const saved = state as { store: SavedStore; usage: SavedUsage };
      marketplace.store = loadStore(saved.store);
      marketplace.usage = UsageStore.load(saved.usage);
    },
    reset() {
      marketplace.store = emptyStore();
      marketplace.usage = new UsageStore();
    },
  };
};
