import { addDays, dayIn, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { safeMinor } from '../../platform/rating/index.ts';
import { storeChange } from './change-subscription.ts';
import type { SubscriptionsDeps } from './context.ts';
import { periodPrice } from './domain/recurring.ts';
import { loadSubscriptions, lockSubscription, type Stored } from './store.ts';

/** Opens renewal deals whose notice has come, renews what renews by itself, and ends what ends today. Answers how many were touched. */
export async function tendTerms(deps: SubscriptionsDeps, context: Context): Promise<number> {
  const { tenantId, now } = context;
  const today = sql`(${now.toISOString()}::timestamptz at time zone s.time_zone)::date`;
  const due = await deps.database.reading(tenantId, (tx) =>
    sql<{ id: string }>`
      select s.id from subscription s where s.tenant_id = ${tenantId}::uuid and s.state in ('active', 'paused') and (
        (s.ends_on is not null and s.cancelled_on is null and s.ends_on - s.renewal_notice_days <= ${today} and s.renewal_for is distinct from s.ends_on)
        or s.ends_on <= ${today} or s.cancelled_on <= ${today}
        or exists (select from subscription_pause p where p.tenant_id = s.tenant_id and p.subscription_id = s.id and p.from_on <= ${today} and (p.to_on is null or p.to_on > ${today})) <> (s.state = 'paused'))
      order by s.id limit 1000`.execute(tx),
  );
  for (const { id } of due.rows)
    await deps.database.inTenant(tenantId, async (tx) => {
      const [subscription] = await loadSubscriptions(tx, tenantId, sql`s.id = ${id}::uuid`, sql`for update skip locked`);
      if (subscription) await tend(tx, deps, context, subscription);
    });
  return due.rows.length;
}

async function tend(tx: Tx, deps: SubscriptionsDeps, context: Context, subscription: Stored): Promise<void> {
  const today = dayIn(context.now, subscription.timeZone);
  const { endsOn, cancelledOn } = subscription;
  const facts = await renewalFacts(tx, context.tenantId, subscription.id);
  if (cancelledOn !== null && cancelledOn <= today) return setState(tx, context, subscription, 'cancelled');
  if (endsOn !== null && endsOn <= today) {
    if (!facts.autoRenew) return setState(tx, context, subscription, 'ended');
    await storeChange(tx, context, subscription, { kind: 'renew', termMonths: subscription.termMonths ?? 12 }, 'Renews by itself');
    return;
  }
  const paused = subscription.pauses.some(({ from, to }) => from <= today && (to === null || to > today));
  if (paused !== (subscription.state === 'paused')) await setState(tx, context, subscription, paused ? 'paused' : 'active');
  if (endsOn !== null && cancelledOn === null && addDays(endsOn, -facts.noticeDays) <= today && facts.renewalFor !== endsOn)
    await openDeal(tx, deps, context, subscription, endsOn);
}

type Facts = { noticeDays: number; renewalFor: string | null; renewalDealId: string | null; autoRenew: boolean };
async function renewalFacts(tx: Tx, tenantId: string, id: string): Promise<Facts> {
  const { rows } =
    await sql<Facts>`select renewal_notice_days as "noticeDays", renewal_for as "renewalFor", renewal_deal_id as "renewalDealId", auto_renew as "autoRenew" from subscription where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(
      tx,
    );
  if (!rows[0]) throw notFound('subscription');
  return rows[0];
}

async function setState(tx: Tx, context: Context, { id, state, dealId, name }: Stored, next: Stored['state']): Promise<void> {
  if (state === next) return;
  await sql`update subscription set state = ${next}, updated_at = ${context.now.toISOString()}::timestamptz, version = version + 1 where tenant_id = ${context.tenantId}::uuid and id = ${id}::uuid`.execute(
    tx,
  );
  await recordChange(tx, context, {
    operation: 'subscriptions.state',
    recordType: 'subscription',
    recordId: id,
    before: { state },
    after: { state: next },
    events: [{ type: 'subscription.changed', dealId, payload: { subscriptionId: id, name, kind: next, sentence: `The subscription is ${next}.` } }],
  });
}

/** Once for each end of a term: what a year of it comes to, with the partners that were there before. */
async function openDeal(tx: Tx, deps: SubscriptionsDeps, context: Context, subscription: Stored, endsOn: string): Promise<string> {
  const running = subscription.items.filter(({ kind, to }) => kind === 'recurring' && (to === null || to >= endsOn));
  const period = running.reduce((sum, item) => sum + periodPrice(item, subscription.currency).amountMinor, 0n);
  const amount = (period * BigInt(subscription.termMonths ?? 12)) / BigInt(subscription.billingMonths);
  const dealId = await deps.ports.openRenewalDeal(tx, context, {
    subscriptionId: subscription.id,
    name: `${subscription.name}, renewal from ${endsOn}`,
    accountId: subscription.accountId,
    fromDealId: subscription.dealId,
    currency: subscription.currency,
    amountMinor: safeMinor(amount),
    closeOn: endsOn,
  });
  await sql`update subscription set renewal_deal_id = ${dealId}::uuid, renewal_for = ${endsOn}::date, version = version + 1 where tenant_id = ${context.tenantId}::uuid and id = ${subscription.id}::uuid`.execute(
    tx,
  );
  await recordChange(tx, context, {
    operation: 'subscriptions.openRenewal',
    recordType: 'subscription',
    recordId: subscription.id,
    after: { renewalDealId: dealId, endsOn },
    events: [{ type: 'subscription.renewal_opened', dealId, payload: { subscriptionId: subscription.id, name: subscription.name, endsOn, dealId } }],
  });
  return dealId;
}

export function openRenewal(deps: SubscriptionsDeps, context: Context, id: string): Promise<{ dealId: string; opened: boolean }> {
  requireScope(context, 'subscriptions:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const subscription = await lockSubscription(tx, context.tenantId, id);
    const facts = await renewalFacts(tx, context.tenantId, id);
    if (subscription.endsOn === null) throw new Problem('conflict', 'It has no term, so nothing is to be renewed.', { reason: 'no_term' });
    if (subscription.cancelledOn !== null) throw new Problem('conflict', 'It is cancelled and cannot be renewed.', { reason: 'cancelled' });
    if (facts.renewalFor === subscription.endsOn && facts.renewalDealId !== null) return { dealId: facts.renewalDealId, opened: false };
    return { dealId: await openDeal(tx, deps, context, subscription, subscription.endsOn), opened: true };
  });
}
