import { notFound, Problem } from '@entente/kernel';
import type { Handlers } from '../../platform/http/handlers.ts';
import type { Context } from '../../platform/context.ts';
import { requireScope } from '../../platform/context.ts';
import { exportCharges, listCharges, readCharge, readTotals } from './charge-lists.ts';
import { applyChange, changeAsked, previewChange } from './change-subscription.ts';
import type { SubscriptionsDeps } from './context.ts';
import { addGrant, listGrants } from './grants.ts';
import { importLines, ingest } from './ingest.ts';
import { listSubscriptions, readSchedule, readSubscription } from './lists.ts';
import { createMeter, listMeters, listRejections, listSubjects, previewRate, readMeter, readRunning, readUsage, updateMeter } from './meters.ts';
import { acceptOutcome, endOutcome, listOutcomes, proposeOutcome } from './outcomes.ts';
import { openRenewal } from './renewals.ts';
import { createSubscription, takeOrder } from './start.ts';

type Operation = Extract<keyof Handlers, `subscriptions.${string}` | `charges.${string}` | `grants.${string}` | `outcomes.${string}` | `meters.${string}`>;

export function subscriptionsRoutes(deps: SubscriptionsDeps, chargeNow: (context: Context) => Promise<number>): Pick<Handlers, Operation> {
  const then = async (context: Context, id: string, done: Promise<void>) => {
    await done;
    return readSubscription(deps, context, id);
  };
  return {
    'subscriptions.list': (context, { query }) => listSubscriptions(deps, context, query),
    'subscriptions.get': (context, { params }) => readSubscription(deps, context, params.id),
    'subscriptions.create': async (context, { body }) => readSubscription(deps, context, await createSubscription(deps, context, body)),
    'subscriptions.takeOrder': async (context, { params }) => {
      requireScope(context, 'subscriptions:write');
      const { subscriptions, charges } = await deps.database.inTenant(context.tenantId, async (tx) => {
        const deal = await tx.selectFrom('deal').select('id').where('tenant_id', '=', context.tenantId).where('id', '=', params.id).executeTakeFirst();
        if (!deal) throw notFound('deal');
        if ((await deps.ports.acceptedQuote(tx, context.tenantId, params.id)) === null)
          throw new Problem('conflict', 'There is no order to take: the deal is not won, or none of its quotes is accepted.', { reason: 'no_order' });
        return takeOrder(tx, context, deps, params.id);
      });
      return { subscriptionIds: subscriptions, charges };
    },
    'subscriptions.previewChange': (context, { params, body }) => previewChange(deps, context, params.id, body),
    'subscriptions.change': (context, { params, body }, { ifVersion }) => then(context, params.id, changeAsked(deps, context, params.id, body, ifVersion)),
    'subscriptions.pause': (context, { params, body }, { ifVersion: version }) =>
      then(
        context,
        params.id,
        applyChange(deps, context, params.id, async () => ({ kind: 'pause', from: body.from }), { reason: body.reason, version }),
      ),
    'subscriptions.resume': (context, { params, body }, { ifVersion: version }) =>
      then(
        context,
        params.id,
        applyChange(deps, context, params.id, async () => ({ kind: 'resume', on: body.on }), { reason: null, version }),
      ),
    'subscriptions.cancel': (context, { params, body }, { ifVersion: version }) =>
      then(
        context,
        params.id,
        applyChange(deps, context, params.id, async () => ({ kind: 'cancel', effectiveOn: body.effectiveOn }), { reason: body.reason, version }),
      ),
    'subscriptions.renew': (context, { params, body }, { ifVersion: version }) =>
      then(
        context,
        params.id,
        applyChange(deps, context, params.id, async (_, { termMonths }) => ({ kind: 'renew', termMonths: body.termMonths ?? termMonths ?? 12 }), {
          reason: body.reason ?? null,
          version,
        }),
      ),
    'subscriptions.openRenewal': (context, { params }) => openRenewal(deps, context, params.id),
    'subscriptions.schedule': (context, { params, query }) => readSchedule(deps, context, params.id, query.until),
    'charges.list': (context, { query }) => listCharges(deps, context, query),
    'charges.get': (context, { params }) => readCharge(deps, context, params.id),
    'charges.totals': (context, { query }) => readTotals(deps, context, query),
    'charges.export': (context, { query }) => exportCharges(deps, context, query),
    'charges.runNow': async (context) => {
      requireScope(context, 'subscriptions:write');
      return { charges: await chargeNow(context) };
    },
    'grants.list': (context, { query }) => listGrants(deps, context, query),
    'grants.add': (context, { body }) => addGrant(deps, context, body),
    'outcomes.list': (context, { query }) => listOutcomes(deps, context, query),
    'outcomes.propose': (context, { body }) => proposeOutcome(deps, context, body),
    'outcomes.accept': (context, { params, body }, { ifVersion }) => acceptOutcome(deps, context, params.id, body, ifVersion),
    'outcomes.dispute': (context, { params, body }, { ifVersion }) => endOutcome(deps, context, params.id, 'disputed', body.by, body.reason, ifVersion),
    'outcomes.withdraw': (context, { params, body }, { ifVersion }) => endOutcome(deps, context, params.id, 'withdrawn', undefined, body.reason, ifVersion),
    'meters.list': (context, { query }) => listMeters(deps, context, query),
    'meters.get': (context, { params }) => readMeter(deps, context, params.id),
    'meters.create': (context, { body }) => createMeter(deps, context, body),
    'meters.update': (context, { params, body }, { ifVersion }) => updateMeter(deps, context, params.id, body, ifVersion),
    'meters.ingest': (context, { body }) => ingest(deps, context, body),
    'meters.import': (context, { body }) => importLines(deps, context, body),
    'meters.rejections': (context, { query }) => listRejections(deps, context, query),
    'meters.usage': (context, { params, query }) => readUsage(deps, context, params.id, query),
    'meters.subjects': (context, { params, query }) => listSubjects(deps, context, params.id, query),
    'meters.rate': async (context, { body }) => previewRate(context, body),
    'meters.running': (context, { params }) => readRunning(deps, context, params.id),
  };
}
