import { checkShape } from '../constraints/index.ts';
import { AwsError } from '../wire/index.ts';
import type { JsonObject } from '../wire/index.ts';
import { finalUsageMs } from './agreements.ts';
import type { Marketplace } from './context.ts';
import { endless } from './dates.ts';
import type { Agreement } from './model.ts';

/** Clocks of sellers run a little ahead. */
const skewMs = 5 * 60_000;
const day = 86_400_000;
const graceMs = 6 * 3_600_000;

/** A record may be so old; but usage of a month is closed at 06:00 UTC on the first of the next. */
export function checkTimestamp(timestamp: number, now: number, oldestMs = day): void {
  const date = new Date(now);
  const monthStart = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const closed = timestamp < monthStart && now >= monthStart + graceMs;
  if (Number.isFinite(timestamp) && timestamp >= now - oldestMs && timestamp <= now + skewMs && !closed) return;
  const why = closed
    ? 'usage of the last month is closed since 06:00 UTC on the first'
    : timestamp > now
      ? 'it is in the future'
      : `it is older than ${oldestMs / 3_600_000} hours`;
  throw new AwsError('TimestampOutOfBoundsException', `The timestamp of the usage record is out of bounds: ${why}.`);
}

export function checkQuantity(quantity: unknown): number {
  if (quantity === undefined) return 0;
  if (typeof quantity === 'number' && Number.isInteger(quantity) && quantity >= 0 && quantity <= 2_147_483_647) return quantity;
  throw new AwsError('ValidationException', 'The quantity must be a whole number from 0 to 2147483647.');
}

/** The parts must add up to the whole, and each set of tags may stand once. Returns a fingerprint for comparing. */
export function checkAllocations(allocations: unknown, quantity: number): string {
  if (allocations === undefined) return '';
  const wrong = checkShape('metering', 'UsageAllocations', allocations);
  if (wrong !== undefined) throw new AwsError('InvalidUsageAllocationsException', wrong.message);
  const parts = (allocations as { AllocatedUsageQuantity?: unknown; Tags?: { Key?: string; Value?: string }[] }[]).map(({ AllocatedUsageQuantity, Tags }) => {
    const amount = checkQuantity(AllocatedUsageQuantity);
    if (Tags !== undefined && checkShape('metering', 'TagList', Tags) !== undefined)
      throw new AwsError('InvalidTagException', 'An allocation has from 1 to 5 tags.');
    for (const { Key, Value } of Tags ?? []) {
      if (checkShape('metering', 'TagKey', Key) !== undefined || checkShape('metering', 'TagValue', Value) !== undefined)
        throw new AwsError('InvalidTagException', 'A tag is not valid.');
    }
    const tags = (Tags ?? []).map(({ Key, Value }) => `${Key ?? ''}=${Value ?? ''}`).toSorted();
    if (new Set((Tags ?? []).map(({ Key }) => Key)).size < tags.length) throw new AwsError('InvalidTagException', 'The keys of the tags must differ.');
    return { amount, tags: tags.join('&') };
  });
  if (new Set(parts.map(({ tags }) => tags)).size < parts.length) throw new AwsError('InvalidUsageAllocationsException', 'Two allocations have the same tags.');
  const sum = parts.reduce((total, { amount }) => total + amount, 0);
  if (sum !== quantity) throw new AwsError('InvalidUsageAllocationsException', `The allocations add up to ${sum}, not to ${quantity}.`);
  return parts
    .map(({ amount, tags }) => `${tags}:${amount}`)
    .toSorted()
    .join(';');
}

/** Whether this licence could use the product in that hour: from the start of its agreement until an hour after its end. */
export function subscribed(agreement: Agreement, timestamp: number, now: number): boolean {
  if (timestamp < Math.floor(Date.parse(agreement.startTime) / 3_600_000) * 3_600_000) return false;
  const end = agreement.endedAt ?? (agreement.endTime === endless ? undefined : agreement.endTime);
  if (end === undefined) return true;
  return timestamp <= Date.parse(end) && now <= Date.parse(end) + finalUsageMs;
}

export type MeteredRecord = {
  Timestamp?: unknown;
  CustomerIdentifier?: unknown;
  CustomerAWSAccountId?: unknown;
  LicenseArn?: unknown;
  Dimension?: unknown;
  Quantity?: unknown;
  UsageAllocations?: unknown;
};

/** The licence a record belongs to. Undefined: the customer has none (CustomerNotSubscribed). */
export function agreementFor(
  marketplace: Marketplace,
  account: string,
  record: MeteredRecord,
  productCode: string | undefined,
): { agreement: Agreement | undefined; productId: string } {
  const { store } = marketplace;
  if (productCode !== undefined) {
    const product = productByCode(marketplace, account, productCode);
    const customer = record.CustomerAWSAccountId ?? record.CustomerIdentifier;
    const agreements = [...store.agreements.values()].filter(({ productId, acceptor }) => productId === product.id && acceptor === customer);
    return { agreement: agreements.findLast(({ status }) => status === 'ACTIVE') ?? agreements.at(-1), productId: product.id };
  }
  const license = store.licenses.get(String(record.LicenseArn));
  const agreement = license === undefined ? undefined : store.agreements.get(license.agreementId);
  const product = agreement === undefined ? undefined : store.entities.get(agreement.productId);
  if (agreement === undefined || product?.owner !== account)
    throw new AwsError('InvalidLicenseException', 'The license does not exist, or is for a product of another seller.');
  return {
    agreement: agreement.acceptor === record.CustomerAWSAccountId && license?.status !== 'DEPROVISIONED' ? agreement : undefined,
    productId: agreement.productId,
  };
}

export function productByCode(
  marketplace: Marketplace,
  account: string,
  code: string,
): { id: string; dimensions: readonly { key: string; type: string }[]; concurrentAgreements: boolean } {
  for (const entity of marketplace.store.entities.values())
    if (entity.kind === 'SaaSProduct' && entity.code === code && entity.owner === account) return entity;
  throw new AwsError('InvalidProductCodeException', 'The product code does not exist, or is of another seller.');
}

/** By licence or by product code; together they would bill twice, and are refused. */
export function checkIdentity(record: JsonObject, productCode: string | undefined): void {
  const byLicense = record['LicenseArn'] !== undefined;
  if (byLicense && productCode !== undefined) throw new AwsError('ValidationException', 'Provide either ProductCode or LicenseArn, not both.');
  if (!byLicense && productCode === undefined)
    throw new AwsError('InvalidProductCodeException', 'Provide LicenseArn with CustomerAWSAccountId, or ProductCode.');
  const customer = record['CustomerAWSAccountId'] ?? (byLicense ? undefined : record['CustomerIdentifier']);
  if (typeof customer !== 'string' || customer === '')
    throw new AwsError(
      'InvalidCustomerIdentifierException',
      byLicense ? 'LicenseArn needs CustomerAWSAccountId.' : 'Provide CustomerAWSAccountId or CustomerIdentifier.',
    );
}
