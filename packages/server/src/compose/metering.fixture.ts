import { DescribeChangeSetCommand, MarketplaceCatalogClient, StartChangeSetCommand, type Change } from '@aws-sdk/client-marketplace-catalog';
import { newId } from '@entente/kernel';
import { startSimulators, type RunningSimulators } from '@entente/simulators';
import type { TestDatabase } from '@entente/testkit';
import { insertWorkspaceWithOwner } from './first-run.ts';
import { createOutbound } from '../platform/outbound/index.ts';
import type { Access } from '../platform/outside/index.ts';

export const SELLER = '111122223333';
export const PRODUCT = 'prod-metered1';
export const METERED = ['requests', 'storage'] as const;
const HOUR = 3_600_000;

export type Sold = {
  readonly entitlementId: string;
  readonly agreementId: string;
  readonly agreementKey: string;
  readonly licenseArn: string;
  readonly buyer: string;
  readonly dealId: string;
};
export type MarketScene = {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly marketplaceId: string;
  readonly simulators: RunningSimulators;
  readonly sold: readonly Sold[];
  readonly clock: { now: number };
  readonly access: (tenantId: string, connectionId: string) => Promise<Access>;
  act(name: string, fields?: Record<string, string>): Record<string, unknown>;
  /** What the marketplace has counted, over all hours: `license dimension` → quantity. */
  metered(): Map<string, bigint>;
};

type Admin = Pick<TestDatabase, 'admin' | 'db'>;

export type Way = { readonly baseUrl: string; readonly settings?: Record<string, unknown>; readonly now: () => Date };
const outbound = createOutbound({ allowPrivate: true });
export const accessOver =
  ({ baseUrl, settings, now }: Way) =>
  (tenantId: string, connectionId: string): Promise<Access> =>
    Promise.resolve({
      tenantId,
      connectionId,
      system: 'aws',
      environment: 'simulator',
      baseUrl,
      account: SELLER,
      settings: settings ?? {},
      credentials: { accessKeyId: `AKIA${SELLER}`, secretAccessKey: 'secret' },
      tokens: new Map(),
      request: (request) => outbound.request(request),
      keepCredentials: () => Promise.resolve(),
      now,
    });

const change = (type: string, details: unknown, first = false): Change => ({
  ChangeType: type,
  Entity: { Type: 'Offer@1.0', ...(first ? {} : { Identifier: '$New.Entity.Identifier' }) },
  ...(first ? { ChangeName: 'New' } : {}),
  DetailsDocument: details as never,
});

/** A private offer with usage on top of a base, accepted by each buyer. Sold the day before, so that whole hours lie behind. */
async function sell(
  simulators: RunningSimulators,
  buyers: readonly string[],
  clock: { now: number },
): Promise<{ agreementId: string; licenseArn: string; buyer: string }[]> {
  const client = new MarketplaceCatalogClient({
    endpoint: `${simulators.url}/aws`,
    region: 'us-east-1',
    credentials: { accessKeyId: `AKIA${SELLER}`, secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  const day = (days: number): string => new Date(clock.now + days * 24 * HOUR).toISOString().slice(0, 10);
  const started = await client.send(
    new StartChangeSetCommand({
      Catalog: 'AWSMarketplace',
      ChangeSet: [
        change('CreateOffer', { ProductId: PRODUCT, Name: 'Metered' }, true),
        change('UpdateInformation', { Name: 'Metered', Description: 'Usage on top' }),
        change('UpdateTargeting', { PositiveTargeting: { BuyerAccounts: buyers } }),
        change('UpdatePricingTerms', {
          PricingModel: 'Contract',
          Terms: [
            { Type: 'FixedUpfrontPricingTerm', CurrencyCode: 'USD', Price: '0.0', Duration: 'P12M', Grants: [{ DimensionKey: 'seats', MaxQuantity: 10 }] },
            { Type: 'UsageBasedPricingTerm', CurrencyCode: 'USD', RateCards: [{ RateCard: METERED.map((key) => ({ DimensionKey: key, Price: '0.01' })) }] },
          ],
        }),
        change('UpdatePaymentScheduleTerms', {
          Terms: [{ Type: 'PaymentScheduleTerm', CurrencyCode: 'USD', Schedule: [{ ChargeDate: day(1), ChargeAmount: '1000.00' }] }],
        }),
        change('UpdateLegalTerms', { Terms: [{ Type: 'LegalTerm', Documents: [{ Type: 'StandardEula', Version: '2022-07-14' }] }] }),
        change('UpdateValidityTerms', { Terms: [{ Type: 'ValidityTerm', AgreementDuration: 'P12M' }] }),
        change('UpdateAvailability', { AvailabilityEndDate: day(30) }),
        change('ReleaseOffer', {}),
      ],
    }),
  );
  clock.now += 60_000;
  simulators.control.advance(0);
  const done = await client.send(new DescribeChangeSetCommand({ Catalog: 'AWSMarketplace', ChangeSetId: started.ChangeSetId }));
  client.destroy();
  const offerId = (done.ChangeSet?.[0]?.Entity?.Identifier ?? '').replace(/@\d+$/, '');
  if (done.Status !== 'SUCCEEDED') throw new Error(`the offer was not released: ${JSON.stringify(done.ChangeSet)}`);
  return buyers.map((buyer) => {
    const accepted = simulators.control.act('aws', 'accept-offer', { offerId, buyerAccount: buyer }) as { agreementId: string; licenseArn: string };
    return { ...accepted, buyer };
  });
}

/** A seller in the AWS simulator with buyers, and a workspace that knows of it. Two days after the sale, at half past the hour. */
export async function marketScene(
  { admin, db }: Admin,
  options: { slug: string; buyers: number; at?: string; settings?: Record<string, unknown> },
): Promise<MarketScene> {
  const clock = { now: Date.parse(options.at ?? '2026-11-12T12:30:00.000Z') };
  const simulators = await startSimulators({ port: 0, real: () => clock.now, simulators: ['aws'] });
  simulators.control.setFaults('aws', { quotas: false });
  const act = (name: string, fields: Record<string, string> = {}) => simulators.control.act('aws', name, fields) as Record<string, unknown>;
  const dimensions = ['seats:Entitled:20', ...METERED.map((key) => `${key}:Metered:0.01`)].join(', ');
  act('list-product', { sellerAccount: SELLER, title: 'Metered product', dimensions, productId: PRODUCT });
  const buyers = Array.from({ length: options.buyers }, (_, index) => String(200_000_000_000 + index));
  const agreements = [];
  for (let from = 0; from < buyers.length; from += 25) agreements.push(...(await sell(simulators, buyers.slice(from, from + 25), clock)));
  clock.now = Date.parse(options.at ?? '2026-11-12T12:30:00.000Z') + 48 * HOUR;
  simulators.control.advance(0);

  const { tenantId } = await insertWorkspaceWithOwner(db, {
    slug: options.slug,
    name: options.slug,
    baseCurrency: 'USD',
    ownerEmail: `owner@${options.slug}.example`,
    ownerName: 'Owner',
    now: new Date(clock.now),
    sample: false,
  });
  const [connectionId, marketplaceId, productId, listingId] = [newId(), newId(), newId(), newId()];
  const run = (text: string, values: unknown[]) => admin.query(text, values);
  await run(
    `insert into connection (tenant_id, id, system, name, environment, account, settings, credentials_sealed, event_secret_sealed, status, status_at, created_by, created_at, updated_at)
     values ($1, $2, 'aws', 'AWS', 'simulator', $3, $4, '', '', 'active', now(), 'Test', now(), now())`,
    [tenantId, connectionId, SELLER, JSON.stringify(options.settings ?? {})],
  );
  const feeTable = JSON.stringify([{ from: '2026-01-01', bands: [{ fromMinor: 0, basisPoints: 300 }] }]);
  await run(
    `insert into marketplace (tenant_id, id, kind, name, connection_id, fee_table, created_at, updated_at) values ($1, $2, 'aws', 'AWS Marketplace', $3, $4, now(), now())`,
    [tenantId, marketplaceId, connectionId, feeTable],
  );
  await run(`insert into product (tenant_id, id, name, created_at, updated_at) values ($1, $2, 'Metered product', now(), now())`, [tenantId, productId]);
  await run(
    `insert into listing (tenant_id, id, marketplace_id, product_id, external_product_id, status, name, dimensions, created_at, updated_at) values ($1, $2, $3, $4, $5, 'public', 'Metered product', $6, now(), now())`,
    [
      tenantId,
      listingId,
      marketplaceId,
      productId,
      PRODUCT,
      JSON.stringify(['seats', ...METERED].map((key) => ({ key, name: key, unit: null, priceMinor: null }))),
    ],
  );
  const sold: Sold[] = [];
  for (const [index, { agreementId: agreementKey, licenseArn, buyer }] of agreements.entries()) {
    const [dealId, agreementId, entitlementId] = [newId(), newId(), newId()];
    await run(
      `insert into deal (tenant_id, id, number, name, account_name, stage, status, currency, last_activity_at, created_at, updated_at)
       values ($1, $2, $3, $4, $5, 'won', 'won', 'USD', now(), now(), now())`,
      [tenantId, dealId, 1000 + index, `Deal ${index}`, `Buyer ${index}`],
    );
    await run(
      `insert into agreement (tenant_id, id, marketplace_id, external_id, external_product_id, deal_id, listing_id, status, buyer_account, currency, amount_minor, starts_at, news_at, seen_at)
       values ($1, $2, $3, $4, $5, $6, $7, 'active', $8, 'USD', 100000, $9, now(), now())`,
      [tenantId, agreementId, marketplaceId, agreementKey, PRODUCT, dealId, listingId, buyer, new Date(clock.now - 40 * HOUR).toISOString()],
    );
    await run(
      `insert into entitlement (tenant_id, id, agreement_id, marketplace_id, external_id, buyer_account, dimensions, state, starts_at, news_at, seen_at)
       values ($1, $2, $3, $4, $5, $6, '[{"key":"seats","quantity":10,"unit":null}]', 'active', $7, now(), now())`,
      [tenantId, entitlementId, agreementId, marketplaceId, licenseArn, buyer, new Date(clock.now - 40 * HOUR).toISOString()],
    );
    sold.push({ entitlementId, agreementId, agreementKey, licenseArn, buyer, dealId });
  }
  return {
    tenantId,
    connectionId,
    marketplaceId,
    simulators,
    sold,
    clock,
    act,
    access: accessOver({ baseUrl: `${simulators.url}/aws`, settings: options.settings ?? {}, now: () => new Date(clock.now) }),
    metered: () => meteredIn(simulators),
  };
}

function meteredIn(simulators: RunningSimulators): Map<string, bigint> {
  const saved = simulators.simulators.get('aws')?.save() as { marketplace: { usage: [string, string, number[]][] } };
  return new Map(
    saved.marketplace.usage.map(([license, dimension, hours]) => [
      `${license} ${dimension}`,
      hours.reduce((sum, value, index) => (index % 2 === 1 ? sum + BigInt(value) : sum), 0n),
    ]),
  );
}
