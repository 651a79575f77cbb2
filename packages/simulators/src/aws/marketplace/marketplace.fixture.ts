import { MarketplaceAgreementClient } from '@aws-sdk/client-marketplace-agreement';
import { DescribeChangeSetCommand, MarketplaceCatalogClient, StartChangeSetCommand } from '@aws-sdk/client-marketplace-catalog';
import type { Change, DescribeChangeSetResponse } from '@aws-sdk/client-marketplace-catalog';
import { MarketplaceEntitlementServiceClient } from '@aws-sdk/client-marketplace-entitlement-service';
import { MarketplaceMeteringClient } from '@aws-sdk/client-marketplace-metering';
import { startSimulators } from '../../index.ts';
import type { RunningSimulators } from '../../index.ts';

export const isv = '111122223333';
export const distributor = '444455556666';
export const reseller = '000000000077';
export const buyer = '000000000042';
export const productId = 'prod-exampleabc123';

export type Clients = {
  catalog: MarketplaceCatalogClient;
  agreement: MarketplaceAgreementClient;
  metering: MarketplaceMeteringClient;
  entitlement: MarketplaceEntitlementServiceClient;
};
/** The official clients, signing with a key of the account. */
export function clientsOf(url: string, account: string): Clients {
  const options = { endpoint: `${url}/aws`, region: 'us-east-1', credentials: { accessKeyId: `AKIA${account}`, secretAccessKey: 'secret' }, maxAttempts: 1 };
  return {
    catalog: new MarketplaceCatalogClient(options),
    agreement: new MarketplaceAgreementClient(options),
    metering: new MarketplaceMeteringClient(options),
    entitlement: new MarketplaceEntitlementServiceClient(options),
  };
}

export type Scene = {
  simulators: RunningSimulators;
  clock: { real: number };
  act(name: string, fields?: Record<string, string>): Record<string, unknown>;
  of(account: string): Clients;
  /** Starts a change set, lets its time pass, and tells how it went. */
  changes(account: string, set: Change[], token?: string): Promise<DescribeChangeSetResponse>;
  feed(account: string): Promise<Record<string, string>[]>;
  stop(): Promise<void>;
};

/** Time stands still unless the test moves it: 15 November 2026, noon. */
export async function scene(at = '2026-11-15T12:00:00.000Z'): Promise<Scene> {
  const clock = { real: Date.parse(at) };
  const simulators = await startSimulators({ port: 0, real: () => clock.real, simulators: ['aws'] });
  const known = new Map<string, Clients>();
  const of = (account: string): Clients => {
    const clients = known.get(account) ?? clientsOf(simulators.url, account);
    known.set(account, clients);
    return clients;
  };
  const self: Scene = {
    simulators,
    clock,
    of,
    act: (name, fields = {}) => simulators.control.act('aws', name, fields) as Record<string, unknown>,
    async changes(account, set, token) {
      const { catalog } = of(account);
      const started = await catalog.send(
        new StartChangeSetCommand({ Catalog: 'AWSMarketplace', ChangeSet: set, ...(token === undefined ? {} : { ClientRequestToken: token }) }),
      );
      simulators.control.advance(10_000);
      return catalog.send(new DescribeChangeSetCommand({ Catalog: 'AWSMarketplace', ChangeSetId: started.ChangeSetId }));
    },
    async feed(account) {
      const answer = await fetch(`${simulators.url}/aws/billing-feed?X-Amz-Credential=AKIA${account}/20261115/us-east-1/s3/aws4_request`);
      const [header = '', ...lines] = (await answer.text()).trim().split('\r\n');
      return lines.map((line) => Object.fromEntries(header.split(',').map((name, index) => [name, line.split(',')[index] ?? ''])));
    },
    stop: () => simulators.stop(),
  };
  self.act('list-product', {
    sellerAccount: isv,
    title: 'Example product',
    dimensions: 'seats:Entitled:20, requests:Metered:0.01, storage:Metered:0.005',
    productId,
  });
  return self;
}

const change = (entity: 'Offer' | 'ResaleAuthorization' | 'OfferSet', type: string, details: unknown, name?: string, id?: string): Change => ({
  ChangeType: type,
  Entity: { Type: `${entity}@1.0`, ...(name === undefined ? { Identifier: id ?? '$New.Entity.Identifier' } : {}) },
  ...(name === undefined ? {} : { ChangeName: name }),
  DetailsDocument: details as never,
});
export const offerChange = (type: string, details: unknown, name?: string, id?: string): Change => change('Offer', type, details, name, id);
export const authorizationChange = (type: string, details: unknown, name?: string, id?: string): Change =>
  change('ResaleAuthorization', type, details, name, id);
export const offerSetChange = (type: string, details: unknown, name?: string, id?: string): Change => change('OfferSet', type, details, name, id);

const legal = { Terms: [{ Type: 'LegalTerm', Documents: [{ Type: 'StandardEula', Version: '2022-07-14' }] }] };
const validity = { Terms: [{ Type: 'ValidityTerm', AgreementDuration: 'P12M' }] };
export const usageTerm = (resale: '' | 'Resale' = ''): object => ({
  Type: `${resale}UsageBasedPricingTerm`,
  CurrencyCode: 'USD',
  RateCards: [
    {
      RateCard: [
        { DimensionKey: 'requests', Price: '0.0123' },
        { DimensionKey: 'storage', Price: '0.005' },
      ],
    },
  ],
});

export const directOffer = (more: { schedule?: [string, string][]; usage?: boolean; create?: Change } = {}): Change[] => [
  more.create ?? offerChange('CreateOffer', { ProductId: productId, Name: 'Deal 7' }, 'New'),
  offerChange('UpdateInformation', { Name: 'Deal 7', Description: 'Twelve months' }),
  offerChange('UpdateTargeting', { PositiveTargeting: { BuyerAccounts: [buyer] } }),
  offerChange('UpdatePricingTerms', {
    PricingModel: 'Contract',
    Terms: [
      { Type: 'FixedUpfrontPricingTerm', CurrencyCode: 'USD', Price: '0.0', Duration: 'P12M', Grants: [{ DimensionKey: 'seats', MaxQuantity: 250 }] },
      ...(more.usage === true ? [usageTerm()] : []),
    ],
  }),
  offerChange('UpdatePaymentScheduleTerms', {
    Terms: [
      {
        Type: 'PaymentScheduleTerm',
        CurrencyCode: 'USD',
        Schedule: (
          more.schedule ?? [
            ['2026-11-20', '33333.33'],
            ['2027-03-01', '66666.67'],
          ]
        ).map(([ChargeDate, ChargeAmount]) => ({ ChargeDate, ChargeAmount })),
      },
    ],
  }),
  offerChange('UpdateLegalTerms', legal),
  offerChange('UpdateValidityTerms', validity),
  offerChange('UpdateAvailability', { AvailabilityEndDate: '2026-12-31' }),
  offerChange('ReleaseOffer', {}),
];

export const authorization = (more: { reseller?: string; role?: string; usage?: boolean; multi?: boolean; price?: string } = {}): Change[] => [
  authorizationChange(
    'CreateResaleAuthorization',
    {
      ProductId: productId,
      Name: 'Deal 7 resale',
      ResellerAccountId: more.reseller ?? reseller,
      ...(more.role === undefined ? {} : { ResellerRole: more.role }),
    },
    'New',
  ),
  // The reference examples release before they set the prices: the order inside a set does not matter.
  authorizationChange('ReleaseResaleAuthorization', {}),
  authorizationChange('UpdatePricingTerms', {
    PricingModel: 'Contract',
    Terms: [
      { Type: 'ResaleFixedUpfrontPricingTerm', CurrencyCode: 'USD', Price: '0.0', Duration: 'P12M', Grants: [{ DimensionKey: 'seats', MaxQuantity: 250 }] },
      ...(more.usage === true ? [usageTerm('Resale')] : []),
    ],
  }),
  authorizationChange('UpdatePaymentScheduleTerms', {
    Terms: [{ Type: 'ResalePaymentScheduleTerm', CurrencyCode: 'USD', Schedule: [{ ChargeDate: '2026-11-20', ChargeAmount: more.price ?? '108000.00' }] }],
  }),
  authorizationChange('UpdateBuyerTargetingTerms', { Terms: [{ Type: 'BuyerTargetingTerm', PositiveTargeting: { BuyerAccounts: [buyer] } }] }),
  authorizationChange('UpdateLegalTerms', {
    Terms: [
      { Type: 'BuyerLegalTerm', Documents: [{ Type: 'StandardEula' }] },
      { Type: 'ResaleLegalTerm', Documents: [{ Type: 'StandardResellerContract' }] },
    ],
  }),
  authorizationChange('UpdateAvailability', more.multi === true ? { AvailabilityEndDate: '2026-12-31' } : { OffersMaxQuantity: 1 }),
];

export const channelOffer = (authorizationId: string, markup = '8.0'): Change[] => [
  offerChange('CreateOfferUsingResaleAuthorization', { ResaleAuthorizationId: authorizationId, Name: 'Deal 7 via reseller' }, 'New'),
  offerChange('UpdateMarkup', { Percentage: markup }),
  offerChange('UpdateTargeting', { PositiveTargeting: { BuyerAccounts: [buyer] } }),
  offerChange('UpdateValidityTerms', validity),
  offerChange('UpdateAvailability', { AvailabilityEndDate: '2026-12-31' }),
  offerChange('ReleaseOffer', {}),
];

/** The identifier of what the first change made, without its revision. */
export const madeBy = (set: DescribeChangeSetResponse): string => (set.ChangeSet?.[0]?.Entity?.Identifier ?? '').replace(/@\d+$/, '');
export const cents = (text: string | undefined): bigint => BigInt(Math.round(Number(text ?? '0') * 100));
