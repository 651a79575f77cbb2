import type { SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { instant, isRecord, isText, listAt, textAt } from '../microsoft/kit/json.ts';
import type { Json } from '../microsoft/kit/json.ts';
import type { Route } from '../microsoft/kit/routes.ts';
import { route } from '../microsoft/kit/routes.ts';
import { serviceOf, skuOf } from './catalogue.ts';
import type { Service } from './catalogue.ts';
import { callerOf, controlScopes } from './identity.ts';
import { bodyOf } from './masks.ts';
import type { Entitlement, Google } from './model.ts';
import { time } from './model.ts';
import { googleError, invalid } from './refusals.ts';

/** Names of the canonical codes as numbers, for errors of single operations. */
const codes = { INVALID_ARGUMENT: 3, NOT_FOUND: 5, PERMISSION_DENIED: 7 } as const;
const operationLimit = 1000;
const byteLimit = 1024 * 1024;
const skewMs = 300_000;

export function serviceControlRoutes(google: Google): readonly Route[] {
  return [
    route('POST', '/v1/services/:service!check', (request, { service = '' }) => check(google, owned(google, request, service), request)),
    route('POST', '/v1/services/:service!report', (request, { service = '' }) => report(google, owned(google, request, service), request)),
  ];
}

function owned(google: Google, request: SimulatedRequest, id: string): Service {
  const caller = callerOf(google, request, controlScopes);
  const service = serviceOf(id);
  if (service === undefined || service.provider !== caller.provider)
    throw googleError('PERMISSION_DENIED', `Permission 'servicemanagement.services.report' denied on service '${id}'.`);
  return service;
}

const consumerOf = (google: Google, service: Service, consumerId: string): Entitlement | undefined =>
  google.entitlements.all().find((one) => one.product === service.product && one.usageReportingId === consumerId);
const isActive = (entitlement: Entitlement): boolean =>
  !['ENTITLEMENT_ACTIVATION_REQUESTED', 'ENTITLEMENT_CANCELLED', 'ENTITLEMENT_SUSPENDED'].includes(entitlement.state);

function check(google: Google, service: Service, request: SimulatedRequest): SimulatedResponse {
  const operation = bodyOf(request).operation;
  const consumerId = textAt(operation, 'consumerId');
  if (!isText(textAt(operation, 'operationId')) || !isText(textAt(operation, 'operationName')) || consumerId === '') {
    throw invalid([{ field: 'operation', description: 'operationId, operationName and consumerId are required.' }]);
  }
  const entitlement = consumerOf(google, service, consumerId);
  const error = entitlement === undefined ? 'PROJECT_INVALID' : isActive(entitlement) ? null : 'SERVICE_NOT_ACTIVATED';
  const checkErrors = error === null ? {} : { checkErrors: [{ code: error, subject: consumerId, detail: `The consumer is not entitled: ${error}.` }] };
  return { status: 200, body: { operationId: textAt(operation, 'operationId'), serviceConfigId: 'simulated', ...checkErrors } };
}

/** An operation that was reported before is taken again without counting: its id makes it the same. */
function report(google: Google, service: Service, request: SimulatedRequest): SimulatedResponse {
  if (request.body.length > byteLimit) throw googleError('INVALID_ARGUMENT', 'The request is larger than 1 MB.');
  const operations = bodyOf(request).operations;
  if (!Array.isArray(operations) || operations.length === 0) throw invalid([{ field: 'operations', description: 'At least one operation is required.' }]);
  if (operations.length > operationLimit) throw invalid([{ field: 'operations', description: `A report holds at most ${operationLimit} operations.` }]);
  const reportErrors = operations.flatMap((operation: unknown) => {
    const trouble = take(google, service, operation);
    return trouble === null ? [] : [{ operationId: textAt(operation, 'operationId'), status: { code: codes[trouble.code], message: trouble.message } }];
  });
  return { status: 200, body: { serviceConfigId: 'simulated', ...(reportErrors.length === 0 ? {} : { reportErrors }) } };
}

function take(google: Google, service: Service, operation: unknown): { code: keyof typeof codes; message: string } | null {
  const wrong = (message: string, code: keyof typeof codes = 'INVALID_ARGUMENT') => ({ code, message });
  if (!isRecord(operation)) return wrong('An operation is an object.');
  const operationId = textAt(operation, 'operationId');
  if (operationId === '' || !isText(operation.operationName)) return wrong('operationId and operationName are required.');
  const [start, end] = [instant(operation.startTime), instant(operation.endTime)];
  if (start === undefined || end === undefined) return wrong('startTime and endTime are required, as RFC 3339 instants.');
  if (end < start) return wrong('endTime is before startTime.');
  if (end > time(google) + skewMs) return wrong('endTime is in the future.');
  const entitlement = consumerOf(google, service, textAt(operation, 'consumerId'));
  if (entitlement === undefined) return wrong('The consumer was not found.', 'NOT_FOUND');
  if (!isActive(entitlement)) return wrong(`The consumer is not active: ${entitlement.state}.`, 'PERMISSION_DENIED');
  const values: { metric: string; amount: string }[] = [];
  for (const set of listAt(operation, 'metricValueSets')) {
    const metric = textAt(set, 'metricName');
    if (skuOf(service.product, metric) === undefined) return wrong(`The service has no metric '${metric}'.`);
    for (const value of listAt(set, 'metricValues')) {
      const amount = int64(value);
      if (amount === undefined) return wrong("A metric value is an 'int64Value' of zero or more, as a text.");
      values.push({ metric, amount });
    }
  }
  if (values.length === 0) return wrong('metricValueSets are required.');
  const isKnown = google.usage.get(`${entitlement.id}/${operationId}/0`) !== undefined;
  if (isKnown) return null;
  for (const [index, { metric, amount }] of values.entries()) {
    google.usage.put(`${entitlement.id}/${operationId}/${index}`, {
      operationId,
      entitlement: entitlement.id,
      metric,
      amount,
      startTime: new Date(start).toISOString(),
      endTime: new Date(end).toISOString(),
      billed: false,
    });
  }
  return null;
}

/** Proto JSON writes int64 as a text, since a number of JavaScript loses the last digits. */
function int64(value: unknown): string | undefined {
  const given = isRecord(value) ? (value as Json).int64Value : undefined;
  if (typeof given !== 'string' || !/^\d{1,19}$/.test(given)) return undefined;
  return BigInt(given) <= 9_223_372_036_854_775_807n ? given : undefined;
}
