import type { HourToSend, Meter, SendOutcome } from '../../../modules/usage/index.ts';
import type { Access } from '../../../platform/outside/index.ts';
import { call } from '../client.ts';
import { closed } from '../outside-error.ts';
import { at, listAt, textAt, type Fields } from '../values.ts';
import { VERSION } from './operations.ts';
import { readSubscription } from './subscriptions.ts';

const MOST_AT_ONCE = 25;

/**
 * Usage of subscriptions by dimension and clock hour. The first event of an hour counts; another one of the same hour is a duplicate,
 * whatever it says, so that a batch whose answer was lost is sent again without harm.
 */
export const microsoftMeter: Meter = {
  async send(access, hours) {
    const outcomes: SendOutcome[] = [];
    for (let from = 0; from < hours.length; from += MOST_AT_ONCE) outcomes.push(...(await sendBatch(access, hours.slice(from, from + MOST_AT_ONCE))));
    return outcomes;
  },
};

async function sendBatch(access: Access, hours: readonly HourToSend[]): Promise<SendOutcome[]> {
  const plans = new Map<string, string>();
  for (const hour of hours) if (hour.entitlementKey !== null && hour.productCode !== null) plans.set(hour.entitlementKey, hour.productCode);
  await learnPlans(
    access,
    hours.filter(({ entitlementKey, productCode }) => entitlementKey !== null && productCode === null),
    plans,
  );
  const first = await post(access, hours, plans);
  // A buyer who changed the plan since we last looked: the plan is read, and only those hours are sent once more.
  const wrongPlan = hours.filter((hour) => isWrongPlan(first.get(hour.lineId)));
  if (wrongPlan.length > 0) {
    await learnPlans(access, wrongPlan, plans);
    for (const [lineId, result] of await post(access, wrongPlan, plans)) first.set(lineId, result);
  }
  return hours.map((hour) => outcomeOf(hour, first.get(hour.lineId)));
}

async function learnPlans(access: Access, hours: readonly HourToSend[], plans: Map<string, string>): Promise<void> {
  for (const key of new Set(hours.flatMap(({ entitlementKey }) => entitlementKey ?? []))) {
    const subscription = await readSubscription(access, key);
    if (subscription !== null) plans.set(key, subscription.planId);
  }
}

const identity = (resource: string | null, dimension: string | null, at: string | null): string => JSON.stringify([resource, dimension, Date.parse(at ?? '')]);
async function post(access: Access, hours: readonly HourToSend[], plans: ReadonlyMap<string, string>): Promise<Map<string, Fields>> {
  const sendable = hours.filter(({ entitlementKey }) => entitlementKey !== null && plans.has(entitlementKey));
  if (sendable.length === 0) return new Map();
  const request = sendable.map((hour) => ({
    resourceId: hour.entitlementKey,
    quantity: Number(hour.quantity),
    dimension: hour.dimension,
    // The hour of the usage, never that of the sending.
    effectiveStartTime: new Date(hour.hour).toISOString(),
    planId: plans.get(hour.entitlementKey ?? '') ?? '',
  }));
  const { body } = await call(access, 'marketplace', { method: 'POST', path: '/api/batchUsageEvent', query: VERSION, body: { request } });
  const results = new Map(
    listAt(body, ['result']).map((each) => [
      identity(textAt(each, ['resourceId']) ?? textAt(each, ['resourceUri']), textAt(each, ['dimension']), textAt(each, ['effectiveStartTime'])),
      each,
    ]),
  );
  return new Map(
    sendable.flatMap((hour) => {
      const result = results.get(identity(hour.entitlementKey, hour.dimension, hour.hour));
      return result === undefined ? [] : [[hour.lineId, result] as const];
    }),
  );
}
const isWrongPlan = (result: Fields | undefined): boolean => textAt(result, ['status']) === 'BadArgument' && textAt(result, ['error', 'target']) === 'planId';

function outcomeOf({ lineId, entitlementKey, quantity }: HourToSend, result: Fields | undefined): SendOutcome {
  const remoteId = textAt(result, ['usageEventId']);
  const said = closed((textAt(result, ['error', 'message']) ?? '').slice(0, 300));
  const outcome = (what: SendOutcome['outcome'], sentence: string | null = null): SendOutcome => ({ lineId, outcome: what, sentence, remoteId });
  if (entitlementKey === null) return outcome('rejected', 'It is not known which subscription the usage belongs to.');
  switch (textAt(result, ['status'])) {
    case null:
      return result === undefined ? outcome('retry') : outcome('rejected', 'Microsoft answered without saying what became of it.');
    case 'Accepted':
      return outcome('accepted');
    case 'Duplicate': {
      const counted = at(result, ['error', 'additionalInfo', 'acceptedMessage', 'quantity']);
      const earlier = textAt(result, ['error', 'additionalInfo', 'acceptedMessage', 'usageEventId']);
      if (counted === Number(quantity)) return { ...outcome('duplicate_same'), remoteId: earlier };
      return {
        ...outcome('duplicate_conflict', typeof counted === 'number' ? `Microsoft counts ${counted} for this hour already, and the first one stands.` : null),
        remoteId: earlier,
      };
    }
    case 'Expired':
      return outcome('expired');
    case 'ResourceNotFound':
    case 'ResourceNotAuthorized':
    case 'ResourceNotActive':
      return outcome('not_subscribed', `The subscription is not active at Microsoft. ${said}`.trim());
    case 'InvalidDimension':
      return outcome('rejected', 'The plan has no such dimension. Compare the dimensions of the listing.');
    case 'InvalidQuantity':
      return outcome('rejected', 'Microsoft takes only quantities above zero.');
    case 'Error':
      return outcome('retry');
    default:
      return outcome('rejected', `Microsoft refused it. ${said}`.trim());
  }
}
