import { encodeCursor, explained, majorOf, newId, notFound, placeIn, Problem } from '@entente/kernel';
import type { Parsed, Result } from '@entente/contracts';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { SubscriptionsDeps } from './context.ts';
import { insertCharges, loadSubscriptions } from './store.ts';

type Outcome = Result<'outcomes.propose'>;
type Row = Omit<Outcome, 'ours' | 'theirs' | 'dispute'> & {
  productId: string | null;
  vendorId: string | null;
  dealId: string | null;
  oursBy: string | null;
  oursAt: string | null;
  side: 'customer' | 'partner' | null;
  theirsBy: string | null;
  theirsAt: string | null;
  theirsEvidence: string | null;
  disputedBy: string | null;
  disputedAt: string | null;
  disputeReason: string | null;
};
const outcomeQuery = sql`
  select o.id, o.subscription_id as "subscriptionId", s.name as "subscriptionName", s.account_id as "accountId", a.name as "accountName", o.description, o.amount_minor as "amountMinor", o.currency, o.evidence, o.state, o.ours_by as "oursBy", o.ours_at as "oursAt",
    o.theirs_side as side, o.theirs_by as "theirsBy", o.theirs_at as "theirsAt", o.theirs_evidence as "theirsEvidence", o.disputed_by as "disputedBy", o.disputed_at as "disputedAt", o.dispute_reason as "disputeReason", o.charge_id as "chargeId", o.version,
    o.product_id as "productId", o.vendor_id as "vendorId", s.deal_id as "dealId"
  from outcome o join subscription s on s.tenant_id = o.tenant_id and s.id = o.subscription_id join account a on a.tenant_id = s.tenant_id and a.id = s.account_id`;
const shaped = ({
  oursBy,
  oursAt,
  side,
  theirsBy,
  theirsAt,
  theirsEvidence,
  disputedBy,
  disputedAt,
  disputeReason,
  productId: _p,
  vendorId: _v,
  dealId: _d,
  ...row
}: Row): Outcome => ({
  ...row,
  ours: oursBy === null || oursAt === null ? null : { by: oursBy, at: oursAt },
  theirs: side === null || theirsBy === null || theirsAt === null ? null : { side, by: theirsBy, at: theirsAt, evidence: theirsEvidence },
  dispute: disputedBy === null || disputedAt === null ? null : { by: disputedBy, at: disputedAt, reason: disputeReason ?? '' },
});

async function outcomeIn(tx: Tx, tenantId: string, id: string): Promise<Row> {
  const { rows } = await sql<Row>`${outcomeQuery} where o.tenant_id = ${tenantId}::uuid and o.id = ${id}::uuid`.execute(tx);
  if (!rows[0]) throw notFound('outcome');
  return rows[0];
}
async function locked(tx: Tx, tenantId: string, id: string, version: number | null): Promise<Row> {
  await sql`select 1 from outcome where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`.execute(tx);
  const row = await outcomeIn(tx, tenantId, id);
  if (version !== null && row.version !== version) throw new Problem('version_stale', 'The outcome was changed in the meantime. Look at it again.');
  return row;
}

export function listOutcomes({ database }: SubscriptionsDeps, context: Context, query: Parsed<'outcomes.list'>['query']): Promise<Result<'outcomes.list'>> {
  requireScope(context, 'subscriptions:read');
  const place = placeIn(query.cursor, 'id');
  return database.reading(context.tenantId, async (tx) => {
    const { rows } =
      await sql<Row>`${outcomeQuery} where o.tenant_id = ${context.tenantId}::uuid ${query.state ? sql`and o.state = ${query.state}` : sql``} ${query.subscriptionId ? sql`and o.subscription_id = ${query.subscriptionId}::uuid` : sql``}
      ${query.accountId ? sql`and s.account_id = ${query.accountId}::uuid` : sql``} ${place ? sql`and o.id < ${place.id}::uuid` : sql``} order by o.id desc limit ${query.limit + 1}`.execute(
        tx,
      );
    const items = rows.slice(0, query.limit).map(shaped);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}

export function proposeOutcome({ database }: SubscriptionsDeps, context: Context, body: Parsed<'outcomes.propose'>['body']): Promise<Outcome> {
  requireScope(context, 'subscriptions:write');
  const { tenantId } = context;
  return database.inTenant(tenantId, async (tx) => {
    const [subscription] = await loadSubscriptions(tx, tenantId, sql`s.id = ${body.subscriptionId}::uuid`);
    if (!subscription) throw notFound('subscription');
    const item = body.itemId === null ? null : subscription.items.find(({ id }) => id === body.itemId);
    if (item === undefined) throw notFound('item');
    const id = newId();
    const at = context.now.toISOString();
    await sql`
      insert into outcome (tenant_id, id, subscription_id, item_id, product_id, vendor_id, description, amount_minor, currency, evidence, state, created_at, updated_at)
      values (${tenantId}::uuid, ${id}::uuid, ${subscription.id}::uuid, ${item?.id ?? null}::uuid, ${item?.productId ?? null}::uuid, ${item?.vendorId ?? null}::uuid, ${body.description}, ${body.amountMinor}, ${subscription.currency}, ${JSON.stringify(body.evidence)}::jsonb, 'proposed',
        ${at}::timestamptz, ${at}::timestamptz)`.execute(tx);
    await recordChange(tx, context, { operation: 'outcomes.propose', recordType: 'outcome', recordId: id, after: body });
    return shaped(await outcomeIn(tx, tenantId, id));
  });
}

/** With both sides, and only then, it is owed: the charge and the acceptance are one transaction. */
export function acceptOutcome(
  { database }: SubscriptionsDeps,
  context: Context,
  id: string,
  body: Parsed<'outcomes.accept'>['body'],
  version: number | null,
): Promise<Outcome> {
  requireScope(context, 'subscriptions:write');
  const { tenantId } = context;
  const at = context.now.toISOString();
  return database.inTenant(tenantId, async (tx) => {
    const row = await locked(tx, tenantId, id, version);
    if (row.state === 'accepted') throw new Problem('conflict', 'It is accepted by both sides already.', { reason: 'accepted' });
    if (row.state === 'withdrawn') throw new Problem('conflict', 'It was withdrawn. Propose it again.', { reason: 'withdrawn' });
    const ours = body.side === 'us' ? { by: context.actor.name, at } : row.oursBy !== null && row.oursAt !== null ? { by: row.oursBy, at: row.oursAt } : null;
    const theirs =
      body.side === 'us'
        ? row.side === null
          ? null
          : { side: row.side, by: row.theirsBy, at: row.theirsAt, evidence: row.theirsEvidence }
        : { side: body.side, by: body.by, at, evidence: body.evidence };
    const chargeId = ours && theirs ? await chargeOutcome(tx, context, row, ours.by, theirs.by ?? '') : null;
    await sql`
      update outcome set state = ${chargeId === null ? 'proposed' : 'accepted'}, ours_by = ${ours?.by ?? null}, ours_at = ${ours?.at ?? null}::timestamptz, theirs_side = ${theirs?.side ?? null}, theirs_by = ${theirs?.by ?? null}, theirs_at = ${theirs?.at ?? null}::timestamptz,
        theirs_evidence = ${theirs?.evidence ?? null}, charge_id = ${chargeId}::uuid, disputed_by = null, disputed_at = null, dispute_reason = null, updated_at = ${at}::timestamptz, version = version + 1
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
    await recordChange(tx, context, {
      operation: 'outcomes.accept',
      recordType: 'outcome',
      recordId: id,
      before: { state: row.state },
      after: { side: body.side, chargeId },
      events:
        chargeId === null
          ? []
          : [
              {
                type: 'outcome.accepted',
                dealId: row.dealId,
                payload: { outcomeId: id, description: row.description, amountMinor: row.amountMinor, currency: row.currency },
              },
            ],
    });
    return shaped(await outcomeIn(tx, tenantId, id));
  });
}

async function chargeOutcome(tx: Tx, context: Context, row: Row, ours: string, theirs: string): Promise<string> {
  const made = await insertCharges(tx, context, [
    {
      of: { accountId: row.accountId, dealId: row.dealId, subscriptionId: row.subscriptionId, currency: row.currency },
      line: {
        key: `outcome:${row.id}`,
        kind: 'outcome',
        itemId: null,
        productId: row.productId,
        vendorId: row.vendorId,
        description: row.description,
        quantity: '1',
        unitPrice: null,
        amountMinor: BigInt(row.amountMinor),
        period: null,
        chargedOn: context.now.toISOString().slice(0, 10),
        taxCategory: 'S',
        creditsId: null,
        explanation: explained(`Both sides accepted: ${ours} for us, ${theirs} for the other side.`, {
          inputs: [{ label: 'Agreed amount', value: `${majorOf(row.amountMinor, row.currency)} ${row.currency}`, from: { type: 'outcome', id: row.id } }],
          evidence: row.evidence.map(({ label }) => ({ kind: 'outcome', label, type: 'outcome', id: row.id })),
        }),
      },
    },
  ]);
  const id = made.get(`outcome:${row.id}`);
  if (id === undefined) throw new Problem('conflict', 'It is charged already.', { reason: 'accepted' });
  return id;
}

export function endOutcome(
  deps: SubscriptionsDeps,
  context: Context,
  id: string,
  next: 'disputed' | 'withdrawn',
  by: string | undefined,
  reason: string,
  version: number | null,
): Promise<Outcome> {
  requireScope(context, 'subscriptions:write');
  const { tenantId } = context;
  const at = context.now.toISOString();
  return deps.database.inTenant(tenantId, async (tx) => {
    const row = await locked(tx, tenantId, id, version);
    if (row.state === 'accepted') throw new Problem('conflict', 'It is accepted and charged. Give it back with a credit note.', { reason: 'accepted' });
    if (row.state === 'withdrawn') throw new Problem('conflict', 'It was withdrawn already.', { reason: 'withdrawn' });
    await sql`
      update outcome set state = ${next}, ours_by = null, ours_at = null, theirs_side = null, theirs_by = null, theirs_at = null, theirs_evidence = null, disputed_by = ${by ?? context.actor.name}, disputed_at = ${at}::timestamptz, dispute_reason = ${reason},
        updated_at = ${at}::timestamptz, version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
    await recordChange(tx, context, {
      operation: `outcomes.${next}`,
      recordType: 'outcome',
      recordId: id,
      before: { state: row.state },
      after: { state: next },
      reason,
    });
    return shaped(await outcomeIn(tx, tenantId, id));
  });
}
