import { createHash } from 'node:crypto';
import { AwsError, isObject } from '../wire/index.ts';
import type { JsonObject } from '../wire/index.ts';
import type { Marketplace } from './context.ts';
import { nowOf } from './context.ts';
import { agreementFor, checkAllocations, checkIdentity, checkQuantity, checkTimestamp, productByCode, subscribed } from './metering-rules.ts';
import type { MeteredRecord } from './metering-rules.ts';
import { entityOf } from './store.ts';
import { hourOf } from './usage-store.ts';

type Operation = (marketplace: Marketplace, account: string, input: JsonObject) => JsonObject;

/** The same for the same record, so that a repetition gets the identifier of the first. */
function recordId(...parts: readonly (string | number)[]): string {
  const hex = createHash('sha1').update(parts.join('|')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

type Checked = { record: MeteredRecord; timestamp: number; quantity: number; allocation: string; dimension: string; license: string | undefined };

/** One bad record refuses the whole batch before anything of it is taken, as the service does. */
const batchMeterUsage: Operation = (marketplace, account, input) => {
  const records = input['UsageRecords'];
  const productCode = typeof input['ProductCode'] === 'string' ? input['ProductCode'] : undefined;
  if (!Array.isArray(records) || records.length > 25) throw new AwsError('ValidationException', 'UsageRecords must be a list of at most 25 records.');
  const now = nowOf(marketplace).getTime();
  const checked = records.map((record: unknown) => check(marketplace, account, record, productCode, now));
  const { throttle } = marketplace.world.faults.of('aws');
  const results: JsonObject[] = [];
  const unprocessed: MeteredRecord[] = [];
  for (const one of checked) {
    if (marketplace.world.faults.happens(throttle)) unprocessed.push(one.record);
    else results.push(take(marketplace, one));
  }
  return { Results: results, UnprocessedRecords: unprocessed };
};

function check(marketplace: Marketplace, account: string, record: unknown, productCode: string | undefined, now: number): Checked {
  if (!isObject(record)) throw new AwsError('ValidationException', 'A usage record must be an object.');
  checkIdentity(record, productCode);
  const { Timestamp, Dimension } = record as MeteredRecord;
  if (typeof Timestamp !== 'number') throw new AwsError('ValidationException', 'Timestamp is needed, in seconds since 1970.');
  const timestamp = Timestamp * 1000;
  checkTimestamp(timestamp, now);
  const { agreement, productId } = agreementFor(marketplace, account, record, productCode);
  const product = entityOf(marketplace.store.entities, 'SaaSProduct', productId);
  if (typeof Dimension !== 'string' || product?.dimensions.find(({ key }) => key === Dimension)?.type !== 'Metered') {
    throw new AwsError('InvalidUsageDimensionException', `The product has no metered dimension named ${String(Dimension)}.`);
  }
  if (productCode !== undefined && product.concurrentAgreements)
    throw new AwsError('InvalidProductCodeException', 'The product has concurrent agreements: meter with LicenseArn and without ProductCode.');
  const quantity = checkQuantity((record as MeteredRecord).Quantity);
  const allocation = checkAllocations((record as MeteredRecord).UsageAllocations, quantity);
  const license = agreement !== undefined && subscribed(agreement, timestamp, now) ? agreement.licenseArn : undefined;
  return { record, timestamp, quantity, allocation, dimension: Dimension, license };
}

function take(marketplace: Marketplace, { record, timestamp, quantity, allocation, dimension, license }: Checked): JsonObject {
  if (license === undefined) return { UsageRecord: record, Status: 'CustomerNotSubscribed' };
  const hour = hourOf(timestamp);
  const outcome = marketplace.usage.record(license, dimension, hour, quantity, allocation);
  if (outcome === 'other') return { UsageRecord: record, Status: 'DuplicateRecord' };
  return { UsageRecord: record, MeteringRecordId: recordId(license, dimension, hour), Status: 'Success' };
}

/** For AMIs and containers: the seller's own account runs them, six hours back at most. */
const meterUsage: Operation = (marketplace, account, input) => {
  const product = productByCode(marketplace, account, String(input['ProductCode']));
  const { Timestamp, UsageDimension, DryRun } = input;
  if (typeof Timestamp !== 'number') throw new AwsError('ValidationException', 'Timestamp is needed, in seconds since 1970.');
  checkTimestamp(Timestamp * 1000, nowOf(marketplace).getTime(), 6 * 3_600_000);
  if (typeof UsageDimension !== 'string' || product.dimensions.find(({ key }) => key === UsageDimension)?.type !== 'Metered') {
    throw new AwsError('InvalidUsageDimensionException', `The product has no metered dimension named ${String(UsageDimension)}.`);
  }
  const quantity = checkQuantity(input['UsageQuantity']);
  const allocation = checkAllocations(input['UsageAllocations'], quantity);
  if (DryRun === true) return {};
  const hour = hourOf(Timestamp * 1000);
  if (marketplace.usage.record(`${account}/${product.id}`, UsageDimension, hour, quantity, allocation) === 'other') {
    throw new AwsError('DuplicateRequestException', 'Another quantity was metered for this hour already.');
  }
  return { MeteringRecordId: recordId(account, product.id, UsageDimension, hour) };
};

const resolveCustomer: Operation = (marketplace, account, input) => {
  const registration = marketplace.store.registrations.get(String(input['RegistrationToken']));
  const license = registration === undefined ? undefined : marketplace.store.licenses.get(registration.licenseArn);
  const product = entityOf(marketplace.store.entities, 'SaaSProduct', license?.productId);
  if (registration === undefined || license === undefined || product?.owner !== account)
    throw new AwsError('InvalidTokenException', 'The registration token is not valid.');
  if (Date.parse(registration.expiresAt) <= nowOf(marketplace).getTime()) throw new AwsError('ExpiredTokenException', 'The registration token has expired.');
  return {
    CustomerAWSAccountId: license.acceptor,
    LicenseArn: license.arn,
    ProductCode: product.code,
    ...(product.concurrentAgreements ? {} : { CustomerIdentifier: license.acceptor }),
  };
};

export const meteringOperations: Readonly<Record<string, Operation>> = {
  BatchMeterUsage: batchMeterUsage,
  MeterUsage: meterUsage,
  ResolveCustomer: resolveCustomer,
};
