import assert from 'node:assert/strict';
import { request as httpRequest, Agent } from 'node:http';
import { afterEach, beforeEach, test } from 'node:test';
import { BatchMeterUsageCommand, MeterUsageCommand, ResolveCustomerCommand } from '@aws-sdk/client-marketplace-metering';
import type { BatchMeterUsageCommandOutput, UsageRecord } from '@aws-sdk/client-marketplace-metering';
import { GetEntitlementsCommand } from '@aws-sdk/client-marketplace-entitlement-service';
import { buyer, directOffer, isv, madeBy, offerChange, productId, reseller, scene, usageTerm } from './marketplace.fixture.ts';
import type { Scene } from './marketplace.fixture.ts';

let world: Scene;
let LicenseArn: string;
const hour = 3_600_000;
const now = (): number => world.simulators.world.clock.now().getTime();

/** A usage offer to the buyer, accepted and provisioned. */
async function subscribe(account = buyer, product = productId): Promise<{ agreementId: string; licenseArn: string }> {
  const changes = directOffer().flatMap((one) => {
    if (one.ChangeType === 'CreateOffer') return [offerChange('CreateOffer', { ProductId: product, Name: 'Usage' }, 'New')];
    if (one.ChangeType === 'UpdatePricingTerms') return [offerChange('UpdatePricingTerms', { PricingModel: 'Usage', Terms: [usageTerm()] })];
    if (one.ChangeType === 'UpdateTargeting') return [offerChange('UpdateTargeting', { PositiveTargeting: { BuyerAccounts: [account] } })];
    return one.ChangeType === 'UpdatePaymentScheduleTerms' ? [] : [one];
  });
  const agreement = world.act('accept-offer', { offerId: madeBy(await world.changes(isv, changes)), buyerAccount: account }) as {
    agreementId: string;
    licenseArn: string;
  };
  world.simulators.control.advance(61_000);
  return agreement;
}
beforeEach(async () => {
  world = await scene();
  LicenseArn = (await subscribe()).licenseArn;
  world.simulators.control.advance(3 * 24 * hour);
});
afterEach(() => world.stop());

const record = (more: Partial<UsageRecord> = {}): UsageRecord => ({
  Timestamp: new Date(now() - hour),
  Dimension: 'requests',
  Quantity: 10,
  CustomerAWSAccountId: buyer,
  LicenseArn,
  ...more,
});
const meter = (records: UsageRecord[], ProductCode?: string, account = isv): Promise<BatchMeterUsageCommandOutput> =>
  world.of(account).metering.send(new BatchMeterUsageCommand({ UsageRecords: records, ...(ProductCode === undefined ? {} : { ProductCode }) }));
const statuses = async (records: UsageRecord[]): Promise<(string | undefined)[]> => (await meter(records)).Results?.map(({ Status }) => Status) ?? [];

test('the same record is a success again; another quantity for the hour is a duplicate, and the first wins', async () => {
  const first = await meter([record()]);
  const again = await meter([record({ Timestamp: new Date(now() - hour + 60_000) })]);
  assert.equal(again.Results?.[0]?.MeteringRecordId, first.Results?.[0]?.MeteringRecordId);
  assert.deepEqual(await statuses([record({ Quantity: 11 }), record({ Dimension: 'storage' })]), ['DuplicateRecord', 'Success']);
  world.act('run-invoices');
  const [row] = await world.feed(isv);
  assert.equal(row?.['amount'], '0.17', '10 × 0.0123 and 10 × 0.005, each to the cent');
});

test('records are taken for 24 hours, not from the future, and in the last month until six on the first', async () => {
  await assert.rejects(meter([record({ Timestamp: new Date(now() - 24 * hour - 1000) })]), { name: 'TimestampOutOfBoundsException' });
  await assert.rejects(meter([record({ Timestamp: new Date(now() + hour) })]), { name: 'TimestampOutOfBoundsException' });
  assert.deepEqual(await statuses([record({ Timestamp: new Date(now() - 24 * hour) })]), ['Success']);
  const lastHour = new Date('2026-11-30T23:00:00Z');
  world.simulators.control.advance(Date.parse('2026-12-01T05:59:00Z') - now());
  assert.deepEqual(await statuses([record({ Timestamp: lastHour })]), ['Success']);
  world.simulators.control.advance(2 * 60_000);
  await assert.rejects(meter([record({ Timestamp: lastHour, Dimension: 'storage' })]), { name: 'TimestampOutOfBoundsException' });
});

test('licence and product code are never mixed, and a product with concurrent agreements needs the licence', async () => {
  const token = world.act('register-buyer', {
    agreementId: String(world.act('accept-offer', { offerId: madeBy(await world.changes(isv, directOffer())), buyerAccount: buyer })['agreementId']),
  })['x-amzn-marketplace-token'];
  const { ProductCode } = await world.of(isv).metering.send(new ResolveCustomerCommand({ RegistrationToken: String(token) }));
  await assert.rejects(meter([record()], ProductCode), { name: 'ValidationException' });
  const { LicenseArn: _without, ...plain } = record();
  await assert.rejects(meter([plain]), { name: 'InvalidProductCodeException' });
  await assert.rejects(meter([plain], ProductCode), { name: 'InvalidProductCodeException' });
  await assert.rejects(world.of(reseller).metering.send(new ResolveCustomerCommand({ RegistrationToken: String(token) })), { name: 'InvalidTokenException' });
  world.simulators.control.advance(5 * hour);
  await assert.rejects(world.of(isv).metering.send(new ResolveCustomerCommand({ RegistrationToken: String(token) })), { name: 'ExpiredTokenException' });
});

test('a product of the old kind is metered by its code', async () => {
  world.act('list-product', {
    sellerAccount: isv,
    title: 'Old',
    dimensions: 'requests:Metered:1, storage:Metered:1',
    productId: 'prod-old',
    concurrentAgreements: 'no',
  });
  const { agreementId } = await subscribe(buyer, 'prod-old');
  const token = String(world.act('register-buyer', { agreementId })['x-amzn-marketplace-token']);
  const { ProductCode, CustomerIdentifier } = await world.of(isv).metering.send(new ResolveCustomerCommand({ RegistrationToken: token }));
  const { Results = [] } = await meter([{ Timestamp: new Date(now()), Dimension: 'requests', Quantity: 1, CustomerIdentifier }], ProductCode);
  assert.deepEqual(
    Results.map(({ Status }) => Status),
    ['Success'],
  );
  const usage = { ProductCode, Timestamp: new Date(now()), UsageDimension: 'requests' };
  const { metering } = world.of(isv);
  const first = await metering.send(new MeterUsageCommand({ ...usage, UsageQuantity: 3 }));
  assert.equal((await metering.send(new MeterUsageCommand({ ...usage, UsageQuantity: 3 }))).MeteringRecordId, first.MeteringRecordId);
  await assert.rejects(metering.send(new MeterUsageCommand({ ...usage, UsageQuantity: 4 })), { name: 'DuplicateRequestException' });
  await assert.rejects(metering.send(new MeterUsageCommand({ ...usage, Timestamp: new Date(now() - 7 * hour) })), { name: 'TimestampOutOfBoundsException' });
});

test('a wrong record refuses its batch: nothing of it is taken', async () => {
  await assert.rejects(meter([record(), record({ Dimension: 'seats' })]), { name: 'InvalidUsageDimensionException' });
  await assert.rejects(meter([record(), record({ LicenseArn: 'arn:aws:license-manager::1:license:l-0' })]), { name: 'InvalidLicenseException' });
  await assert.rejects(meter([record()], undefined, reseller), { name: 'InvalidLicenseException' });
  await assert.rejects(meter(Array.from({ length: 26 }, () => record())), { name: 'ValidationException' });
  const tags = (Value: string): { Key: string; Value: string }[] => [{ Key: 'team', Value }];
  await assert.rejects(meter([record({ UsageAllocations: [{ AllocatedUsageQuantity: 9, Tags: tags('a') }] })]), { name: 'InvalidUsageAllocationsException' });
  assert.deepEqual(await statuses([record({ Quantity: 7 })]), ['Success'], 'the hour is still free');
  const allocated = record({
    Dimension: 'storage',
    UsageAllocations: [
      { AllocatedUsageQuantity: 4, Tags: tags('a') },
      { AllocatedUsageQuantity: 6, Tags: tags('b') },
    ],
  });
  assert.deepEqual(await statuses([allocated, allocated]), ['Success', 'Success']);
});

test('after the end there is an hour for the last usage; before the start and for other buyers there is none', async () => {
  const { agreementId, licenseArn } = await subscribe();
  assert.deepEqual(await statuses([record({ LicenseArn: licenseArn, Timestamp: new Date(now() - 2 * hour) }), record({ CustomerAWSAccountId: reseller })]), [
    'CustomerNotSubscribed',
    'CustomerNotSubscribed',
  ]);
  world.simulators.control.advance(2 * hour);
  world.act('cancel-agreement', { agreementId });
  world.simulators.control.advance(hour / 2);
  assert.deepEqual(await statuses([record({ LicenseArn: licenseArn })]), ['Success']);
  world.simulators.control.advance(hour);
  assert.deepEqual(await statuses([record({ LicenseArn: licenseArn, Dimension: 'storage', Timestamp: new Date(now() - 2 * hour) })]), [
    'CustomerNotSubscribed',
  ]);
});

test('entitlements are read by their seller, 25 at a time', async () => {
  const keys = Array.from({ length: 30 }, (_, index) => `part${String(index).padStart(2, '0')}`);
  const { productCode: ProductCode } = world.act('list-product', {
    sellerAccount: isv,
    title: 'Parts',
    dimensions: keys.map((key) => `${key}:Entitled:1`).join(','),
    productId: 'prod-parts',
  }) as { productCode: string };
  const term = {
    Type: 'FixedUpfrontPricingTerm',
    CurrencyCode: 'USD',
    Price: '0.0',
    Duration: 'P12M',
    Grants: keys.map((DimensionKey) => ({ DimensionKey, MaxQuantity: 2 })),
  };
  const changes = directOffer({ create: offerChange('CreateOffer', { ProductId: 'prod-parts', Name: 'Parts' }, 'New') }).map((one) =>
    one.ChangeType === 'UpdatePricingTerms' ? offerChange('UpdatePricingTerms', { PricingModel: 'Contract', Terms: [term] }) : one,
  );
  world.act('accept-offer', { offerId: madeBy(await world.changes(isv, changes)), buyerAccount: buyer });
  world.simulators.control.advance(61_000);
  const { entitlement } = world.of(isv);
  const first = await entitlement.send(new GetEntitlementsCommand({ ProductCode }));
  const second = await entitlement.send(new GetEntitlementsCommand({ ProductCode, NextToken: first.NextToken }));
  assert.deepEqual([first.Entitlements?.length, second.Entitlements?.length, second.NextToken], [25, 5, undefined]);
  const one = await entitlement.send(new GetEntitlementsCommand({ ProductCode, Filter: { DIMENSION: ['part07'] } }));
  assert.deepEqual(
    one.Entitlements?.map(({ Dimension, Value }) => [Dimension, Value?.IntegerValue]),
    [['part07', 2]],
  );
  await assert.rejects(entitlement.send(new GetEntitlementsCommand({ ProductCode, MaxResults: 26 })), { name: 'InvalidParameterException' });
  await assert.rejects(world.of(reseller).entitlement.send(new GetEntitlementsCommand({ ProductCode })), { name: 'InvalidParameterException' });
});

test('under throttling some records stay unprocessed, and a retry counts each once', async () => {
  const aws = world.simulators.simulators.get('aws');
  world.simulators.control.setFaults('aws', { throttle: 0.3 });
  let open = Array.from({ length: 25 }, (_, index) =>
    record({ Timestamp: new Date(now() - (index % 20) * hour), Dimension: index < 20 ? 'requests' : 'storage', Quantity: 1 }),
  );
  for (let round = 0; round < 200 && open.length > 0; round += 1) {
    const answer = await meter(open).catch((error: { name: string }) => {
      assert.equal(error.name, 'ThrottlingException');
    });
    if (answer !== undefined) open = answer.UnprocessedRecords ?? [];
  }
  assert.equal(open.length, 0);
  const usage = aws?.records().find(({ title }) => title === 'Metered usage');
  assert.deepEqual(usage?.rows.map((row) => row[3]).toSorted(), ['20', '5']);
});

test('well over 5,000 records a second go through HTTP', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const { port } = new URL(world.simulators.url);
  const dimensions = Array.from({ length: 100 }, (_, index) => `kind${index}`);
  world.act('list-product', {
    sellerAccount: isv,
    title: 'Wide',
    dimensions: ['requests', 'storage', ...dimensions].map((key) => `${key}:Metered:0.01`).join(','),
    productId: 'prod-wide',
  });
  const licenses: string[] = [];
  for (let count = 0; count < 10; count += 1) licenses.push((await subscribe(buyer, 'prod-wide')).licenseArn);
  world.simulators.control.advance(24 * hour);
  const base = Math.floor(now() / hour) * 3600;
  // Every record is a new one: 10 licences, 20 hours, 100 dimensions.
  const batch = (index: number): string =>
    JSON.stringify({
      UsageRecords: Array.from({ length: 25 }, (_, at) => {
        const number = index * 25 + at;
        return {
          Timestamp: base - (Math.floor(number / 100) % 20) * 3600,
          Dimension: dimensions[number % 100],
          Quantity: 5,
          CustomerAWSAccountId: buyer,
          LicenseArn: licenses[Math.floor(number / 2000)],
        };
      }),
    });
  const post = (body: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSMPMeteringService.BatchMeterUsage',
        authorization: `AWS4-HMAC-SHA256 Credential=AKIA${isv}/20261115/us-east-1/aws-marketplace/aws4_request`,
        'content-length': Buffer.byteLength(body),
      };
      const sent = httpRequest({ port, path: '/aws/', method: 'POST', agent, headers }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const batches = 800;
  const started = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < batches) assert.equal(await post(batch(next++)), 200);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  const perSecond = (batches * 25) / ((performance.now() - started) / 1000);
  agent.destroy();
  console.log(`${Math.round(perSecond)} records/s`);
  const usage = world.simulators.simulators
    .get('aws')
    ?.records()
    .find(({ title }) => title === 'Metered usage');
  assert.ok(usage?.rows.every(([, , hours, quantity]) => hours === '20' && quantity === '100'));
  assert.ok(perSecond > 5000, `${Math.round(perSecond)} records/s`);
});
