import { dayIn, newId, notFound, Problem } from '@entente/kernel';
import type { Parsed, Result } from '@entente/contracts';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { safeMinor } from '../../platform/rating/index.ts';
import type { SubscriptionsDeps } from './context.ts';
import { planChange, type Change, type Planned } from './domain/change.ts';
import { nextChargeOn } from './domain/due.ts';
import { periodPrice } from './domain/recurring.ts';
import { endOf, type Subscription } from './domain/subscription.ts';
import { requireItems } from './start.ts';
import { chargeSubscriptions } from './charge-due.ts';
import { insertCharges, insertItems, loadSubscriptions, lockSubscription, pastCharges, saveProgress, type Stored } from './store.ts';

type Asked = Parsed<'subscriptions.change'>['body'];

async function plan(tx: Tx, context: Context, subscription: Stored, change: Change, changeId: string): Promise<Planned> {
  const charges = await pastCharges(tx, context.tenantId, subscription.id);
  return planChange(subscription, change, { changeId, newItemId: newId(), today: dayIn(context.now, subscription.timeZone), now: context.now, charges });
}

async function changeOf(tx: Tx, context: Context, asked: Asked): Promise<Change> {
  if (asked.kind === 'add') await requireItems(tx, context.tenantId, [asked.item]);
  if (asked.kind !== 'co_term') return asked;
  if (asked.withSubscriptionId === undefined) {
    if (asked.endsOn === undefined && asked.anchorDay === undefined) throw new Problem('invalid_input', 'Say with which subscription, or on which days.');
    return { kind: 'co_term', endsOn: asked.endsOn ?? null, anchorDay: asked.anchorDay ?? null };
  }
  const [other] = await loadSubscriptions(tx, context.tenantId, sql`s.id = ${asked.withSubscriptionId}::uuid`);
  if (!other) throw notFound('subscription');
  return { kind: 'co_term', endsOn: other.endsOn, anchorDay: other.anchorDay };
}

const perPeriod = (subscription: Subscription, day: string): bigint =>
  subscription.items
    .filter((item) => item.kind === 'recurring' && item.from <= day && (endOf(subscription, item) ?? '9999-12-31') > day)
    .reduce((sum, item) => sum + periodPrice(item, subscription.currency).amountMinor, 0n);

export function previewChange(deps: SubscriptionsDeps, context: Context, id: string, asked: Asked): Promise<Result<'subscriptions.previewChange'>> {
  requireScope(context, 'subscriptions:read');
  return deps.database.reading(context.tenantId, async (tx) => {
    const [subscription] = await loadSubscriptions(tx, context.tenantId, sql`s.id = ${id}::uuid`);
    if (!subscription) throw notFound('subscription');
    const { effectiveOn, lines, netMinor, after, sentence } = await plan(tx, context, subscription, await changeOf(tx, context, asked), newId());
    return {
      effectiveOn,
      lines: lines.map(({ kind, description, productId, quantity, amountMinor, period, explanation }) => ({
        kind,
        description,
        productId,
        quantity,
        amountMinor: safeMinor(amountMinor),
        currency: subscription.currency,
        period,
        explanation: {
          ...explanation,
          inputs: [...explanation.inputs],
          steps: [...explanation.steps],
          evidence: [...explanation.evidence],
        } as Result<'charges.get'>['explanation'],
      })),
      netMinor: safeMinor(netMinor),
      periodBeforeMinor: safeMinor(perPeriod(subscription, dayIn(context.now, subscription.timeZone))),
      periodAfterMinor: safeMinor(perPeriod(after, effectiveOn)),
      currency: subscription.currency,
      sentence,
    };
  });
}

export const changeAsked = (deps: SubscriptionsDeps, context: Context, id: string, asked: Asked, version: number | null): Promise<void> =>
  applyChange(deps, context, id, (tx) => changeOf(tx, context, asked), { reason: asked.reason ?? null, version });

/** Charges what is due first, so that a change never runs past what was to be charged before it; then the change, in one transaction. */
export function applyChange(
  deps: SubscriptionsDeps,
  context: Context,
  id: string,
  of: (tx: Tx, subscription: Stored) => Promise<Change>,
  { reason, version }: { reason: string | null; version: number | null },
): Promise<void> {
  requireScope(context, 'subscriptions:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const locked = await lockSubscription(tx, context.tenantId, id);
    if (version !== null && locked.version !== version) throw new Problem('version_stale', 'The subscription was changed in the meantime. Look at it again.');
    await chargeSubscriptions(tx, context, [locked]);
    const subscription = await lockSubscription(tx, context.tenantId, id);
    const change = await of(tx, subscription);
    await storeChange(tx, context, subscription, change, reason);
  });
}

export async function storeChange(tx: Tx, context: Context, subscription: Stored, change: Change, reason: string | null): Promise<Planned> {
  const { tenantId } = context;
  const changeId = newId();
  const planned = await plan(tx, context, subscription, change, changeId);
  const { after } = planned;
  const known = new Set(subscription.items.map(({ id }) => id));
  await sql`
    update subscription set anchor_day = ${after.anchorDay}, grid_from = ${after.gridFrom}::date, anchor_day_before = ${after.gridBefore?.anchorDay ?? null}::smallint, grid_from_before = ${after.gridBefore?.from ?? null}::date,
      ends_on = ${after.endsOn}::date, state = ${after.state}, cancelled_on = ${after.cancelledOn}::date, auto_renew = auto_renew and ${change.kind !== 'cancel'}, updated_at = ${context.now.toISOString()}::timestamptz,
      renewal_for = case when ${change.kind === 'renew'} then null else renewal_for end, renewal_deal_id = case when ${change.kind === 'renew'} then null else renewal_deal_id end, version = version + 1
    where tenant_id = ${tenantId}::uuid and id = ${subscription.id}::uuid`.execute(tx);
  await insertItems(
    tx,
    context,
    subscription.id,
    after.items.filter(({ id }) => !known.has(id)),
  );
  for (const item of after.items) {
    const before = subscription.items.find(({ id }) => id === item.id);
    if (before && (before.to !== item.to || before.toAt !== item.toAt))
      await sql`update subscription_item set to_on = ${item.to}::date, to_at = ${item.toAt}::timestamptz where tenant_id = ${tenantId}::uuid and id = ${item.id}::uuid`.execute(
        tx,
      );
  }
  await savePauses(tx, tenantId, subscription, after, reason);
  await sql`
    insert into subscription_change (tenant_id, id, subscription_id, kind, effective_on, details, net_minor, reason, made_by, made_at)
    values (${tenantId}::uuid, ${changeId}::uuid, ${subscription.id}::uuid, ${change.kind}, ${planned.effectiveOn}::date, ${JSON.stringify({ sentence: planned.sentence, change })}::jsonb, ${safeMinor(planned.netMinor)}, ${reason},
      ${context.actor.name}, ${context.now.toISOString()}::timestamptz)`.execute(tx);
  const of = { accountId: subscription.accountId, dealId: subscription.dealId, subscriptionId: subscription.id, currency: subscription.currency, changeId };
  await insertCharges(
    tx,
    context,
    planned.lines.map((line) => ({ line: line.kind === 'credit' ? line : { ...line, key: `${line.key}:${changeId}` }, of })),
  );
  await saveProgress(tx, context, [after]);
  await recordChange(tx, context, {
    operation: `subscriptions.${change.kind}`,
    recordType: 'subscription',
    recordId: subscription.id,
    before: { state: subscription.state, endsOn: subscription.endsOn, items: subscription.items.length },
    after: { state: after.state, endsOn: after.endsOn, nextChargeOn: nextChargeOn(after), netMinor: safeMinor(planned.netMinor), currency: after.currency },
    reason,
    events: [
      {
        type: 'subscription.changed',
        dealId: subscription.dealId,
        payload: { subscriptionId: subscription.id, name: subscription.name, kind: change.kind, sentence: planned.sentence },
      },
    ],
  });
  return planned;
}

async function savePauses(tx: Tx, tenantId: string, before: Subscription, after: Subscription, reason: string | null): Promise<void> {
  const open = before.pauses.find(({ to }) => to === null);
  const now = after.pauses.find(({ to }) => to === null);
  if (!open && now)
    await sql`insert into subscription_pause (tenant_id, id, subscription_id, from_on, reason) values (${tenantId}::uuid, ${newId()}::uuid, ${after.id}::uuid, ${now.from}::date, ${reason})`.execute(
      tx,
    );
  if (open && !now) {
    const ended = after.pauses.find(({ from }) => from === open.from);
    await (
      ended
        ? sql`update subscription_pause set to_on = ${ended.to}::date where tenant_id = ${tenantId}::uuid and subscription_id = ${after.id}::uuid and to_on is null`
        : sql`delete from subscription_pause where tenant_id = ${tenantId}::uuid and subscription_id = ${after.id}::uuid and to_on is null`
    ).execute(tx);
  }
}
