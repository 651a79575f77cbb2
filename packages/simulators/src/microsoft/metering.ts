import type { SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { offerOf, planOf } from './catalogue.ts';
import { marketplaceRoute } from './fulfilment.ts';
import { instant, isDay, isRecord, isText, parsed } from './kit/json.ts';
import type { Json } from './kit/json.ts';
import { guid } from './kit/keys.ts';
import type { Route } from './kit/routes.ts';
import type { Microsoft, Organisation, Subscription, UsageEvent } from './model.ts';
import { now, time } from './model.ts';
import { marketplaceError } from './refusals.ts';

const hourMs = 3_600_000;
const batchLimit = 25;

type Status =
  | 'Accepted'
  | 'Expired'
  | 'Duplicate'
  | 'ResourceNotFound'
  | 'ResourceNotAuthorized'
  | 'ResourceNotActive'
  | 'InvalidDimension'
  | 'InvalidQuantity'
  | 'BadArgument';
type Verdict = { readonly status: Status; readonly target?: string; readonly message?: string; readonly earlier?: UsageEvent; readonly kept?: UsageEvent };

export function meteringRoutes(ms: Microsoft): readonly Route[] {
  return [
    marketplaceRoute(ms, 'POST', '/api/usageEvent', (caller, request) => single(ms, caller, request)),
    marketplaceRoute(ms, 'POST', '/api/batchUsageEvent', (caller, request) => batch(ms, caller, request)),
    marketplaceRoute(ms, 'GET', '/api/usageEvents', (caller, request) => query(ms, caller, request)),
  ];
}

export const hourOf = (at: number): number => Math.floor(at / hourMs);

/** One event for a resource, a dimension and a clock hour; at most 24 hours back. */
function judge(ms: Microsoft, caller: Organisation, given: unknown): Verdict {
  const wrong = (target: string, message: string, status: Status = 'BadArgument'): Verdict => ({ status, target, message });
  if (!isRecord(given)) return wrong('usageEventRequest', 'A usage event is an object.');
  const { quantity, dimension, planId, effectiveStartTime } = given;
  const resourceId = isText(given.resourceId) ? given.resourceId : given.resourceUri;
  if (!isText(resourceId)) return wrong('resourceId', 'The resourceId is required.');
  const effective = instant(effectiveStartTime);
  if (effective === undefined) return wrong('effectiveStartTime', 'The effectiveStartTime is required, as an ISO 8601 instant.');
  if (!isText(dimension)) return wrong('dimension', 'The dimension is required.');
  if (!isText(planId)) return wrong('planId', 'The planId is required.');
  if (typeof quantity !== 'number' || !Number.isFinite(quantity) || quantity <= 0)
    return wrong('quantity', 'The quantity is a number above zero.', 'InvalidQuantity');
  const subscription = ms.subscriptions.get(resourceId);
  if (subscription === undefined) return wrong('resourceId', 'The resource was not found.', 'ResourceNotFound');
  if (subscription.tenant !== caller.tenant) return wrong('resourceId', 'The resource belongs to another publisher.', 'ResourceNotAuthorized');
  if (!isActive(subscription)) return wrong('resourceId', `The resource is ${subscription.saasSubscriptionStatus}.`, 'ResourceNotActive');
  if (planId !== subscription.planId) return wrong('planId', 'The plan is not the one of the resource.');
  if (planOf(ms.catalogue, subscription.offerId, planId)?.dimensions.some((one) => one.id === dimension) !== true)
    return wrong('dimension', 'The plan has no such dimension.', 'InvalidDimension');
  if (effective > time(ms)) return wrong('effectiveStartTime', 'The effectiveStartTime is in the future.');
  if (time(ms) - effective > 24 * hourMs) return wrong('effectiveStartTime', 'Usage is taken for the past 24 hours only.', 'Expired');
  const key = `${resourceId}/${dimension}/${hourOf(effective)}`;
  const earlier = ms.usage.get(key);
  if (earlier !== undefined) return { status: 'Duplicate', earlier };
  const kept = ms.usage.put(key, {
    id: guid(ms.world.ids, 'microsoft-usage'),
    tenant: caller.tenant,
    resourceId,
    offerId: subscription.offerId,
    planId,
    dimension,
    quantity,
    effectiveStartTime: new Date(effective).toISOString(),
    messageTime: now(ms),
    recon: 'Submitted',
    billed: false,
  });
  return { status: 'Accepted', kept };
}
const isActive = (subscription: Subscription): boolean => subscription.saasSubscriptionStatus === 'Subscribed';

const shown = (event: UsageEvent, status: Status): Json => ({
  usageEventId: event.id,
  status,
  messageTime: event.messageTime,
  resourceId: event.resourceId,
  quantity: event.quantity,
  dimension: event.dimension,
  effectiveStartTime: event.effectiveStartTime,
  planId: event.planId,
});

function single(ms: Microsoft, caller: Organisation, request: SimulatedRequest): SimulatedResponse {
  const verdict = judge(ms, caller, parsed(request.body));
  if (verdict.kept !== undefined) return { status: 200, body: shown(verdict.kept, 'Accepted') };
  if (verdict.earlier !== undefined) {
    throw marketplaceError(409, 'Conflict', 'This usage event already exists.', { additionalInfo: { acceptedMessage: shown(verdict.earlier, 'Duplicate') } });
  }
  const { status, message = '', target = '' } = verdict;
  if (status === 'ResourceNotAuthorized') throw marketplaceError(403, 'Forbidden', message);
  throw marketplaceError(400, 'BadArgument', 'One or more errors have occurred.', {
    target: 'usageEventRequest',
    details: [{ message, target, code: status }],
  });
}

function batch(ms: Microsoft, caller: Organisation, request: SimulatedRequest): SimulatedResponse {
  const body = parsed(request.body);
  const events = isRecord(body) ? body.request : undefined;
  if (!Array.isArray(events) || events.length === 0)
    throw marketplaceError(400, 'BadArgument', 'The request is a list of usage events.', { target: 'request' });
  if (events.length > batchLimit) throw marketplaceError(400, 'BadArgument', `A batch holds at most ${batchLimit} usage events.`, { target: 'request' });
  const result = events.map((given: unknown) => {
    const verdict = judge(ms, caller, given);
    if (verdict.kept !== undefined) return shown(verdict.kept, 'Accepted');
    const echo = isRecord(given) ? given : {};
    if (verdict.earlier !== undefined) {
      return {
        ...echo,
        status: 'Duplicate',
        messageTime: now(ms),
        error: { additionalInfo: { acceptedMessage: shown(verdict.earlier, 'Duplicate') }, message: 'This usage event already exists.', code: 'Conflict' },
      };
    }
    return { ...echo, status: verdict.status, messageTime: now(ms), error: { message: verdict.message, target: verdict.target, code: verdict.status } };
  });
  return { status: 200, body: { count: result.length, result } };
}

/** Summed by day, resource, plan and dimension, as the service reports it. */
function query(ms: Microsoft, caller: Organisation, request: SimulatedRequest): SimulatedResponse {
  const parameter = (name: string): string | null => [...request.query].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? null;
  const start = parameter('usageStartDate');
  const end = parameter('usageEndDate');
  const day = (value: string): number | undefined => instant(value) ?? (isDay(value) ? Date.parse(`${value}T00:00:00Z`) : undefined);
  const from = start === null ? undefined : day(start);
  const to = end === null ? time(ms) : day(end);
  if (from === undefined || to === undefined)
    throw marketplaceError(400, 'BadArgument', 'The usageStartDate is required, as an ISO 8601 date.', { target: 'usageStartDate' });
  const wanted: readonly (readonly [string | null, (event: UsageEvent) => string])[] = [
    [parameter('offerId'), (event) => event.offerId],
    [parameter('planId'), (event) => event.planId],
    [parameter('dimension'), (event) => event.dimension],
    [parameter('reconStatus'), (event) => event.recon],
  ];
  const until = end !== null && isDay(end) ? to + 24 * hourMs : to;
  const groups = new Map<string, UsageEvent[]>();
  for (const event of ms.usage.all()) {
    const effective = Date.parse(event.effectiveStartTime);
    if (event.tenant !== caller.tenant || effective < from || effective > until) continue;
    if (wanted.some(([value, of]) => value !== null && value !== of(event))) continue;
    const key = [event.effectiveStartTime.slice(0, 10), event.resourceId, event.planId, event.dimension, event.recon].join('/');
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  const rows = [...groups.values()].flatMap((events) => {
    const [first] = events;
    if (first === undefined) return [];
    const submitted = sum(events);
    return [
      {
        usageDate: `${first.effectiveStartTime.slice(0, 10)}T00:00:00Z`,
        usageResourceId: first.resourceId,
        dimension: first.dimension,
        planId: first.planId,
        planName: planOf(ms.catalogue, first.offerId, first.planId)?.displayName,
        offerId: first.offerId,
        offerName: offerOf(ms.catalogue, first.offerId)?.displayName,
        offerType: 'SaaS',
        azureSubscriptionId: first.resourceId,
        reconStatus: first.recon,
        submittedQuantity: submitted,
        processedQuantity: first.recon === 'Accepted' ? submitted : 0,
        submittedCount: events.length,
      },
    ];
  });
  return { status: 200, body: rows };
}

/** Quantities may be fractions; summed in millionths, so that the sum of a day is exact. */
export const sum = (events: readonly UsageEvent[]): number => events.reduce((total, event) => total + Math.round(event.quantity * 1_000_000), 0) / 1_000_000;
