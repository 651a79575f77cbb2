import type { World } from '../core/simulator.ts';
import type { Json } from './kit/json.ts';
import type { SigningKey } from './kit/keys.ts';
import { Shelf } from './kit/shelf.ts';
import { firstCatalogue } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';
import { firstTaxonomy } from './taxonomy.ts';
import type { Taxonomy } from './taxonomy.ts';

/** An organisation with its one registered application; `mpnId` is its number in the partner programme. */
export type Organisation = { readonly tenant: string; readonly name: string; readonly mpnId: string; readonly clientId: string; readonly secret: string };
export type AccessToken = { readonly tenant: string; readonly audience: string; readonly user: string | null; readonly expiresAt: number };
export type RefreshToken = { readonly tenant: string; readonly user: string; readonly usedAt: number };
export type Code = { readonly tenant: string; readonly redirectUri: string; readonly expiresAt: number };

export type Referral = Json & {
  readonly id: string;
  readonly engagementId: string;
  readonly organizationId: string;
  readonly type: 'Independent' | 'Shared';
  readonly direction: 'Incoming' | 'Outgoing';
  readonly status: 'New' | 'Active' | 'Closed';
  readonly substatus: string;
  readonly eTag: string;
  readonly createdDateTime: string;
  readonly updatedDateTime: string;
};

export type SaasStatus = 'PendingFulfillmentStart' | 'Subscribed' | 'Suspended' | 'Unsubscribed';
export type Subscription = {
  readonly id: string;
  readonly tenant: string;
  readonly name: string;
  readonly publisherId: string;
  readonly offerId: string;
  readonly planId: string;
  readonly quantity: number | null;
  readonly buyer: string;
  readonly buyerEmail: string;
  readonly saasSubscriptionStatus: SaasStatus;
  readonly termUnit: string;
  readonly autoRenew: boolean;
  readonly created: string;
  readonly changedAt: string;
  readonly termStart: string | null;
  readonly termEnd: string | null;
  readonly privateOfferId: string | null;
  readonly chargedThrough: string | null;
};
export type OperationAction = 'ChangePlan' | 'ChangeQuantity' | 'Renew' | 'Suspend' | 'Unsubscribe' | 'Reinstate';
export type Operation = {
  readonly id: string;
  readonly activityId: string;
  readonly subscriptionId: string;
  readonly action: OperationAction;
  readonly status: 'InProgress' | 'Succeeded' | 'Failed';
  readonly source: 'Azure' | 'Partner';
  readonly planId: string;
  readonly quantity: number | null;
  readonly timeStamp: string;
};
export type UsageEvent = {
  readonly id: string;
  readonly tenant: string;
  readonly resourceId: string;
  readonly offerId: string;
  readonly planId: string;
  readonly dimension: string;
  readonly quantity: number;
  readonly effectiveStartTime: string;
  readonly messageTime: string;
  readonly recon: 'Submitted' | 'Accepted' | 'Rejected';
  readonly billed: boolean;
};
export type Job = {
  readonly id: string;
  readonly tenant: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly resources: readonly Json[];
  readonly results: readonly string[];
  readonly errors: readonly { readonly code: string; readonly message: string }[];
};
export type PrivateOffer = {
  readonly id: string;
  readonly tenant: string;
  readonly sellerTenant: string | null;
  readonly state: 'draft' | 'live' | 'withdrawn' | 'deleted';
  readonly subState: 'pendingPartnerAction' | 'pendingAcceptance' | 'accepted' | 'expired' | null;
  readonly eTag: string;
  readonly lastModified: string;
  /** As the originator gave it. */
  readonly content: Json;
  /** What the selling partner added. */
  readonly seller: Json | null;
};
export type Earning = {
  readonly earningId: string;
  readonly tenant: string;
  readonly role: 'publisher' | 'channelPartner';
  readonly subscriptionId: string;
  readonly offerId: string;
  readonly planId: string;
  readonly privateOfferId: string | null;
  readonly customerName: string;
  readonly description: string;
  readonly currency: string;
  readonly transactionMinor: number;
  readonly feeMinor: number;
  readonly taxMinor: number;
  readonly earningMinor: number;
  readonly transactionDate: string;
  readonly status: 'Unprocessed' | 'Sent';
  readonly paymentId: string | null;
  readonly paymentDate: string | null;
  readonly updatedDateTime: string;
};
export type PurchaseToken = { readonly token: string; readonly subscriptionId: string; readonly expiresAt: number };

export type Keys = { readonly root: SigningKey; readonly leaf: SigningKey; readonly tokens: SigningKey };

export type Microsoft = {
  readonly world: World;
  /** Under which address we were last reached: events come from acts, which know none. */
  base: string;
  keys: Keys | null;
  taxonomy: Taxonomy;
  catalogue: Catalogue;
  readonly organisations: Shelf<Organisation>;
  readonly accessTokens: Shelf<AccessToken>;
  readonly refreshTokens: Shelf<RefreshToken>;
  readonly codes: Shelf<Code>;
  readonly referrals: Shelf<Referral>;
  readonly subscriptions: Shelf<Subscription>;
  readonly operations: Shelf<Operation>;
  readonly purchases: Shelf<PurchaseToken>;
  readonly usage: Shelf<UsageEvent>;
  readonly jobs: Shelf<Job>;
  readonly offers: Shelf<PrivateOffer>;
  readonly prices: Shelf<Json>;
  readonly earnings: Shelf<Earning>;
};

export const time = (ms: Microsoft): number => ms.world.clock.now().getTime();
export const now = (ms: Microsoft): string => ms.world.clock.now().toISOString();
export const lag = (ms: Microsoft): number => ms.world.faults.of('microsoft').readLagMs;

export const firstOrganisations: readonly Organisation[] = [
  {
    tenant: '11111111-1111-4111-8111-111111111111',
    name: 'Simulated vendor',
    mpnId: '6000001',
    clientId: '11111111-aaaa-4aaa-8aaa-111111111111',
    secret: 'vendor-secret',
  },
  {
    tenant: '22222222-2222-4222-8222-222222222222',
    name: 'Simulated reseller',
    mpnId: '6000002',
    clientId: '22222222-aaaa-4aaa-8aaa-222222222222',
    secret: 'reseller-secret',
  },
];
export const firstRefreshTokens: readonly (readonly [string, number])[] = [
  ['vendor-refresh-token', 0],
  ['reseller-refresh-token', 1],
];

export const shelfNames = [
  'organisations',
  'accessTokens',
  'refreshTokens',
  'codes',
  'referrals',
  'subscriptions',
  'operations',
  'purchases',
  'usage',
  'jobs',
  'offers',
  'prices',
  'earnings',
] as const;

export function emptyMicrosoft(world: World): Microsoft {
  const clock = (): number => world.clock.now().getTime();
  return {
    world,
    base: 'http://localhost/microsoft',
    keys: null,
    taxonomy: firstTaxonomy,
    catalogue: firstCatalogue,
    organisations: new Shelf(clock),
    accessTokens: new Shelf(clock),
    refreshTokens: new Shelf(clock),
    codes: new Shelf(clock),
    referrals: new Shelf(clock),
    subscriptions: new Shelf(clock),
    operations: new Shelf(clock),
    purchases: new Shelf(clock),
    usage: new Shelf(clock),
    jobs: new Shelf(clock),
    offers: new Shelf(clock),
    prices: new Shelf(clock),
    earnings: new Shelf(clock),
  };
}

/** The two organisations that are there from the start, each with a signed-in user. */
export function seed(ms: Microsoft): void {
  for (const organisation of firstOrganisations) ms.organisations.put(organisation.tenant, organisation);
  for (const [token, index] of firstRefreshTokens) {
    const organisation = firstOrganisations[index];
    if (organisation !== undefined)
      ms.refreshTokens.put(token, { tenant: organisation.tenant, user: `service@${organisation.mpnId}.example`, usedAt: time(ms) });
  }
}
