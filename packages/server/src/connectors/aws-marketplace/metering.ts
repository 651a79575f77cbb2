import { BatchMeterUsageCommand, MarketplaceMeteringClient, type UsageRecord, type UsageRecordResult } from '@aws-sdk/client-marketplace-metering';
import type { HourToSend, Meter, SendOutcome } from '../../modules/usage/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { toOutsideError } from '../aws/outside-error.ts';
import { sdkHandler } from '../aws/sdk-handler.ts';
import { awsCredentials, awsSettings } from '../aws/settings.ts';

const OPERATION = 'BatchMeterUsage';
/** Errors of the whole request that one of its records brings about; names as in the model of the metering service. */
const RECORD_ERRORS: Readonly<Record<string, { readonly code: string; readonly sentence: string }>> = {
  TimestampOutOfBoundsException: { code: 'expired', sentence: 'AWS does not take this hour any more: it is too old, or its month is closed.' },
  InvalidUsageDimensionException: { code: 'dimension', sentence: 'AWS does not know this dimension for the product. Compare the dimensions of the listing.' },
  InvalidProductCodeException: { code: 'product', sentence: 'AWS does not know the product code of the listing.' },
  InvalidCustomerIdentifierException: { code: 'buyer', sentence: 'AWS does not know this buyer account for the product.' },
  CustomerNotEntitledException: { code: 'buyer', sentence: 'AWS says the buyer is not entitled to this.' },
  InvalidLicenseException: { code: 'license', sentence: 'AWS does not know this license, or it has ended.' },
  InvalidUsageAllocationsException: { code: 'allocation', sentence: 'AWS does not accept how the usage was split.' },
};

/**
 * Usage by license and buyer account without a product code where the agreement has a license; with the product code otherwise. Never
 * both, which would bill twice. The hour is the timestamp: AWS counts the first record of an hour, and the same record again is no other.
 */
export const awsMeter: Meter = {
  async send(access, hours) {
    const client = clientFor(access);
    const [first] = hours;
    const byLicense = hours.every(({ licenseArn }) => licenseArn !== null);
    const records = hours.map((hour) => recordOf(hour, byLicense));
    const input = { UsageRecords: records, ...(byLicense || !first?.productCode ? {} : { ProductCode: first.productCode }) };
    const answer = await client.send(new BatchMeterUsageCommand(input)).catch((error: unknown) => {
      throw refusalOf(error, input);
    });
    const results = new Map((answer.Results ?? []).flatMap((result) => (result.UsageRecord ? [[keyOf(result.UsageRecord, byLicense), result] as const] : [])));
    return hours.map((hour, index) => {
      const record = records[index];
      return outcomeOf(hour.lineId, record === undefined ? undefined : results.get(keyOf(record, byLicense)));
    });
  },
};

const clients = new WeakMap<Access, MarketplaceMeteringClient>();
/** One client for each piece of work: it holds the access it was made with, and no longer. */
function clientFor(access: Access): MarketplaceMeteringClient {
  const known = clients.get(access);
  if (known) return known;
  const { accessKeyId, secretAccessKey, sessionToken } = awsCredentials(access);
  // Metering, and its counting of duplicates, is per region. Whether to try again is decided here, so the client never does.
  const client = new MarketplaceMeteringClient({
    region: awsSettings(access).region,
    maxAttempts: 1,
    ...(access.baseUrl === null ? {} : { endpoint: access.baseUrl }),
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    requestHandler: sdkHandler(access),
  });
  clients.set(access, client);
  return client;
}

function recordOf(hour: HourToSend, byLicense: boolean): UsageRecord {
  return {
    Timestamp: new Date(hour.hour),
    Dimension: hour.dimension,
    Quantity: Number(hour.quantity),
    ...(hour.buyerAccount === null ? {} : { CustomerAWSAccountId: hour.buyerAccount }),
    ...(byLicense && hour.licenseArn !== null ? { LicenseArn: hour.licenseArn } : {}),
  };
}

const keyOf = (record: UsageRecord, byLicense: boolean): string =>
  JSON.stringify([byLicense ? record.LicenseArn : record.CustomerAWSAccountId, record.Dimension, record.Timestamp?.getTime()]);

/** What is not among the results was not processed. */
function outcomeOf(lineId: string, result: UsageRecordResult | undefined): SendOutcome {
  const remoteId = result?.MeteringRecordId ?? null;
  switch (result?.Status) {
    case 'Success':
      return { lineId, outcome: 'accepted', sentence: null, remoteId };
    case 'DuplicateRecord':
      return { lineId, outcome: 'duplicate_conflict', sentence: null, remoteId };
    case 'CustomerNotSubscribed':
      return { lineId, outcome: 'not_subscribed', sentence: null, remoteId };
    case undefined:
      return { lineId, outcome: 'retry', sentence: null, remoteId: null };
    default:
      return { lineId, outcome: 'rejected', sentence: `AWS answered ${String(result?.Status)}.`, remoteId };
  }
}

function refusalOf(error: unknown, input: unknown): OutsideError {
  const name = error instanceof Error ? error.name : '';
  const known = RECORD_ERRORS[name];
  const outside = toOutsideError(error, OPERATION, input);
  if (known) {
    return new OutsideError('invalid', known.sentence, {
      issues: [{ field: null, code: known.code, sentence: known.sentence }],
      ...(outside.exchange === null ? {} : { exchange: outside.exchange }),
      cause: error,
    });
  }
  if (name === 'DisabledApiException')
    return new OutsideError('permission', 'AWS has switched this operation off for the seller account. Ask AWS Marketplace seller operations.', {
      cause: error,
    });
  // A signature carries the time of our clock, and AWS takes it for a few minutes only.
  if (outside.failure === 'auth' && error instanceof Error && /expired|not yet current|skew|too (?:far|late)/i.test(error.message))
    return new OutsideError(
      'auth',
      'AWS says the clock of this server is wrong: requests are dated too early or too late. Set the clock, then it is tried again.',
      { cause: error },
    );
  return outside;
}
