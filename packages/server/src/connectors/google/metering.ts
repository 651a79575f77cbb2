import { createHash } from 'node:crypto';
import type { HourToSend, Meter, SendOutcome } from '../../modules/usage/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { ask } from './client.ts';
import { fullMetric } from './marketplace/catalogue.ts';
import { getEntitlement } from './marketplace/procurement.ts';
import { at, isJson, listAt, textAt, type Json } from './values.ts';

type Ready = { readonly hour: HourToSend; readonly service: string; readonly consumerId: string };
type Consumer = { readonly consumerId: string; readonly service: string };
const HOUR_MS = 3_600_000;
const CONSUMER_KEPT_MS = HOUR_MS;
/** Google keeps at most so many operations in one report, and one megabyte of them. */
const MOST_OPERATIONS = 1_000;

/**
 * Usage by Service Control: whether the buyer is entitled is asked first, then the hour is reported. Its id follows from what it is, so
 * that a repetition is the same operation and counts once. Google compares no quantities: another one under the same id is passed over.
 */
export const googleMeter: Meter = {
  async send(access, hours) {
    const outcomes: SendOutcome[] = [];
    const ready: Ready[] = [];
    const consumers = new Map<string, Consumer | string>();
    for (const hour of hours) {
      const key = hour.entitlementKey ?? '';
      const consumer = consumers.get(key) ?? (await consumerOf(access, key));
      consumers.set(key, consumer);
      if (!/^\d{1,19}$/.test(hour.quantity)) outcomes.push(rejected(hour, 'Google counts whole units. Report this dimension in a smaller unit.'));
      else if (typeof consumer === 'string') outcomes.push(rejected(hour, consumer));
      else ready.push({ hour, ...consumer });
    }
    for (const [, ofConsumer] of Map.groupBy(ready, ({ service, consumerId }) => `${service} ${consumerId}`)) {
      const refusal = await check(access, ofConsumer);
      if (refusal === null) continue;
      outcomes.push(
        ...ofConsumer.map(({ hour }): SendOutcome => ({ lineId: hour.lineId, outcome: refusal.outcome, sentence: refusal.sentence, remoteId: null })),
      );
      for (const each of ofConsumer) ready.splice(ready.indexOf(each), 1);
    }
    for (const [service, ofService] of Map.groupBy(ready, (each) => each.service))
      for (let from = 0; from < ofService.length; from += MOST_OPERATIONS)
        outcomes.push(...(await report(access, service, ofService.slice(from, from + MOST_OPERATIONS))));
    return outcomes;
  },
};

const rejected = (hour: HourToSend, sentence: string): SendOutcome => ({ lineId: hour.lineId, outcome: 'rejected', sentence, remoteId: null });

/** Usage is reported for the consumer that the entitlement names, to the product it is for; or a sentence why that cannot be. */
async function consumerOf(access: Access, entitlementKey: string): Promise<Consumer | string> {
  if (entitlementKey === '') return 'It belongs to no entitlement of Google.';
  const name = `google consumer ${entitlementKey}`;
  const kept = access.tokens.get(name);
  if (kept && kept.until > access.now().getTime()) {
    const [consumerId = '', service = ''] = kept.value.split(' ');
    return { consumerId, service };
  }
  const entitlement = await getEntitlement(access, entitlementKey);
  if (entitlement === null) return 'Google does not know this entitlement.';
  if (entitlement.usageReportingId === null || entitlement.product === null)
    return 'Google has not yet said under which name its usage is reported. Approve the purchase first.';
  access.tokens.set(name, { value: `${entitlement.usageReportingId} ${entitlement.product}`, until: access.now().getTime() + CONSUMER_KEPT_MS });
  return { consumerId: entitlement.usageReportingId, service: entitlement.product };
}

const UNKNOWN = new Set(['NOT_FOUND', 'PROJECT_INVALID', 'PROJECT_DELETED', 'CONSUMER_INVALID', 'API_KEY_INVALID']);
async function check(access: Access, [first]: readonly Ready[]): Promise<Pick<SendOutcome, 'outcome' | 'sentence'> | null> {
  if (first === undefined) return null;
  const { operationId, operationName, consumerId, startTime } = operationOf(first);
  const answer = await ask(access, 'usage', {
    method: 'POST',
    path: `/v1/services/${first.service}:check`,
    body: { operation: { operationId, operationName, consumerId, startTime } },
  });
  const [error] = listAt(answer, 'checkErrors');
  if (error === undefined) return null;
  const code = textAt(error, 'code') ?? '';
  // What Google could not find out by itself says nothing about the buyer.
  if (code.endsWith('_UNAVAILABLE') || code === 'RESOURCE_EXHAUSTED') return { outcome: 'retry', sentence: null };
  return UNKNOWN.has(code)
    ? { outcome: 'rejected', sentence: `Google does not know this buyer for the product (${code}).` }
    : { outcome: 'not_subscribed', sentence: null };
}

async function report(access: Access, service: string, all: readonly Ready[]): Promise<SendOutcome[]> {
  const operations = all.map((each) => ({ ...operationOf(each) }));
  const answer = await ask(access, 'usage', { method: 'POST', path: `/v1/services/${service}:report`, body: { operations } });
  const errors = new Map(
    listAt(answer, 'reportErrors')
      .filter(isJson)
      .map((error) => [textAt(error, 'operationId'), error]),
  );
  return all.map((each, index) => outcomeOf(each.hour, operations[index]?.operationId ?? '', errors));
}

/** Numbers of google.rpc.Code. */
const codes = { notFound: 5, permissionDenied: 7, passing: [1, 2, 4, 8, 10, 13, 14] };
function outcomeOf(hour: HourToSend, operationId: string, errors: ReadonlyMap<string | null, Json>): SendOutcome {
  const error = errors.get(operationId);
  if (error === undefined) return { lineId: hour.lineId, outcome: 'accepted', sentence: null, remoteId: operationId };
  const code = at(error, 'status.code');
  if (code === codes.permissionDenied) return { lineId: hour.lineId, outcome: 'not_subscribed', sentence: null, remoteId: null };
  if (typeof code === 'number' && codes.passing.includes(code)) return { lineId: hour.lineId, outcome: 'retry', sentence: null, remoteId: null };
  const said = textAt(error, 'status.message')?.slice(0, 300) ?? 'It did not say why.';
  return rejected(hour, code === codes.notFound ? 'Google does not know this buyer for the product.' : `Google refused it: ${said}`);
}

type Operation = {
  readonly operationId: string;
  readonly operationName: string;
  readonly consumerId: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly metricValueSets: readonly Json[];
};
function operationOf({ hour, service, consumerId }: Ready): Operation {
  const start = Date.parse(hour.hour);
  if (Number.isNaN(start)) throw new OutsideError('protocol', `“${hour.hour}” is no hour.`);
  const metricName = fullMetric(service, hour.dimension);
  return {
    operationId: uuidOf(`${hour.entitlementKey ?? ''} ${metricName} ${new Date(start).toISOString()}`),
    operationName: 'Usage of an hour',
    consumerId,
    startTime: new Date(start).toISOString(),
    endTime: new Date(start + HOUR_MS).toISOString(),
    // int64 is a text in JSON.
    metricValueSets: [{ metricName, metricValues: [{ int64Value: hour.quantity }] }],
  };
}
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
