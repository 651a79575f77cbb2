import type { Parsed, Result } from '@entente/contracts';
import { dayIn, explained, majorOf, newId, notFound, placeIn, Problem } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { clearClocks, setClocks, type ClockHandlers } from '../../platform/clocks.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import type { WorkingDeps } from './context.ts';
import { earn } from './earn.ts';
import { takeLineOut } from './leave-out.ts';
import { nextNumber } from './next-number.ts';
import { pageOf } from './payout-queries.ts';
import { checkVersion } from './runs.ts';
import { readSettings } from './settings-store.ts';

export type DisputeView = Result<'disputes.get'>;
const CLOCK = 'earning_dispute';

export async function readDisputes(tx: Tx, tenantId: string, where: RawBuilder<unknown>, limit: number): Promise<DisputeView[]> {
  const { rows } = await sql<DisputeView>`
    select d.id, d.number, d.state, d.earning_id as "earningId", e.title as "earningTitle", d.payout_id as "payoutId", d.partner_id as "partnerId", partner.name as "partnerName", e.deal_id as "dealId",
      e.amount_minor as "amountMinor", d.expected_minor as "expectedMinor", e.currency, d.reason, d.by_partner as "byPartner", d.opened_by_name as "openedBy", d.opened_at as "openedAt", d.due_at as "dueAt",
      d.late_at is not null as late, d.answer, d.answered_by_name as "answeredBy", d.answered_at as "answeredAt", d.correction_id as "correctionId", c.amount_minor as "correctionMinor", d.version, '[]'::jsonb as comments
    from earning_dispute d join earning e on e.tenant_id = d.tenant_id and e.id = d.earning_id join partner on partner.tenant_id = d.tenant_id and partner.id = d.partner_id
      left join earning c on c.tenant_id = d.tenant_id and c.id = d.correction_id
    where d.tenant_id = ${tenantId}::uuid ${where} order by d.id desc limit ${limit}`.execute(tx);
  if (rows.length === 0) return [];
  const { rows: comments } = await sql<DisputeView['comments'][number] & { disputeId: string }>`
    select id, dispute_id as "disputeId", at, by_name as by, by_partner as "byPartner", text from earning_dispute_comment
    where tenant_id = ${tenantId}::uuid and dispute_id = any(${rows.map(({ id }) => id)}::uuid[]) order by id`.execute(tx);
  const byDispute = Map.groupBy(comments, ({ disputeId }) => disputeId);
  return rows.map((row) => ({ ...row, comments: (byDispute.get(row.id) ?? []).map(({ disputeId: _of, ...comment }) => comment) }));
}
export async function readDispute(tx: Tx, tenantId: string, id: string, where: RawBuilder<unknown> = sql``): Promise<DisputeView> {
  const [dispute] = await readDisputes(tx, tenantId, sql`and d.id = ${id}::uuid ${where}`, 1);
  if (!dispute) throw notFound('dispute');
  return dispute;
}

type Opening = { readonly earningId: string; readonly reason: string; readonly expectedMinor: number | null };
/** `partnerId`: only an earning of that partner can be meant. Where it is in a run that is not released, it is taken out of it. */
export async function openDispute(deps: WorkingDeps, tx: Tx, context: Context, body: Opening, partnerId: string | null): Promise<string> {
  const { tenantId, now } = context;
  const mine = partnerId === null ? sql`` : sql`and partner_id = ${partnerId}::uuid`;
  const { rows: found } = await sql`select 1 from earning where tenant_id = ${tenantId}::uuid and id = ${body.earningId}::uuid ${mine}`.execute(tx);
  if (found.length === 0) throw notFound('earning');
  const { rows: lines } = await sql<{ payoutId: string }>`
    select payout_id as "payoutId" from payout_line where tenant_id = ${tenantId}::uuid and earning_id = ${body.earningId}::uuid order by active desc, payout_id desc limit 1`.execute(
    tx,
  );
  const freed = await takeLineOut(tx, context, body.earningId);
  const { rows } = await sql<{
    partnerId: string;
    state: string;
    title: string;
    dealId: string | null;
    disputeId: string | null;
    amountMinor: number;
    currency: string;
  }>`
    select partner_id as "partnerId", state, title, deal_id as "dealId", dispute_id as "disputeId", amount_minor as "amountMinor", currency from earning where tenant_id = ${tenantId}::uuid and id = ${body.earningId}::uuid for update`.execute(
    tx,
  );
  const [earning] = rows;
  if (!earning) throw notFound('earning');
  if (earning.disputeId !== null) throw new Problem('conflict', 'This earning is disputed already.', { reason: 'disputed' });
  if (earning.state === 'cancelled')
    throw new Problem('conflict', 'This earning was taken back before it was paid. There is nothing to dispute.', { reason: 'cancelled' });
  const { disputeDays } = await readSettings(tx, tenantId);
  const id = newId();
  const dueAt = new Date(now.getTime() + disputeDays * 86_400_000);
  const number = await nextNumber(tx, tenantId, 'earning_dispute');
  const payoutId = freed && earning.state !== 'paid' ? null : (lines[0]?.payoutId ?? null);
  await sql`
    insert into earning_dispute (tenant_id, id, number, earning_id, payout_id, partner_id, state, reason, expected_minor, by_partner, opened_by_name, opened_at, due_at)
    values (${tenantId}::uuid, ${id}::uuid, ${number}, ${body.earningId}::uuid, ${payoutId}::uuid, ${earning.partnerId}::uuid, 'open', ${body.reason}, ${body.expectedMinor}, ${partnerId !== null}, ${context.actor.name}, ${now.toISOString()}::timestamptz, ${dueAt.toISOString()}::timestamptz)`.execute(
    tx,
  );
  await setDispute(tx, context, body.earningId, id);
  await setClocks(tx, tenantId, [{ kind: CLOCK, recordId: id, dueAt }]);
  await deps.ports.openAct(tx, context, {
    kind: 'earning_dispute',
    title: `Answer dispute ${number}: ${earning.title}`,
    detail: body.reason,
    dealId: earning.dealId,
    partnerId: earning.partnerId,
    assigneeId: null,
    assigneeRole: 'finance',
    dueAt: dueAt.toISOString(),
    recordId: id,
  });
  await tellDispute(
    tx,
    context,
    id,
    'disputes.open',
    'dispute.opened',
    { number, title: earning.title, partnerId: earning.partnerId, amountMinor: earning.amountMinor, currency: earning.currency },
    body.reason,
  );
  return id;
}

const setDispute = (tx: Tx, context: Context, earningId: string, disputeId: string | null) =>
  sql`update earning set dispute_id = ${disputeId}::uuid, updated_at = ${context.now.toISOString()}::timestamptz, version = version + 1 where tenant_id = ${context.tenantId}::uuid and id = ${earningId}::uuid`.execute(
    tx,
  );
const tellDispute = (
  tx: Tx,
  context: Context,
  id: string,
  operation: string,
  type: string,
  payload: Readonly<Record<string, unknown>>,
  reason: string | null,
): Promise<void> => recordChange(tx, context, { operation, recordType: 'earning_dispute', recordId: id, after: payload, reason, events: [{ type, payload }] });

async function lockOpen(tx: Tx, tenantId: string, id: string, partnerId: string | null): Promise<DisputeView> {
  const { rows } =
    await sql`select 1 from earning_dispute where tenant_id = ${tenantId}::uuid and id = ${id}::uuid ${partnerId === null ? sql`` : sql`and partner_id = ${partnerId}::uuid`} for update`.execute(
      tx,
    );
  if (rows.length === 0) throw notFound('dispute');
  const dispute = await readDispute(tx, tenantId, id);
  if (dispute.state !== 'open') throw new Problem('conflict', `This dispute was ${dispute.state} already.`, { reason: dispute.state });
  return dispute;
}

export async function commentOn(tx: Tx, context: Context, id: string, text: string, partnerId: string | null): Promise<void> {
  const dispute = await lockOpen(tx, context.tenantId, id, partnerId);
  await sql`
    insert into earning_dispute_comment (tenant_id, id, dispute_id, at, by_name, by_partner, text)
    values (${context.tenantId}::uuid, ${newId()}::uuid, ${id}::uuid, ${context.now.toISOString()}::timestamptz, ${context.actor.name}, ${partnerId !== null}, ${text})`.execute(
    tx,
  );
  await tellDispute(
    tx,
    context,
    id,
    'disputes.comment',
    'dispute.commented',
    { number: dispute.number, title: dispute.earningTitle, partnerId: dispute.partnerId },
    null,
  );
}

type Closing = { readonly state: 'accepted' | 'rejected' | 'withdrawn'; readonly answer: string | null; readonly correctionId: string | null };
async function close(deps: WorkingDeps, tx: Tx, context: Context, dispute: DisputeView, closing: Closing): Promise<void> {
  const { tenantId, now } = context;
  await sql`
    update earning_dispute set state = ${closing.state}, answer = ${closing.answer}, answered_by_name = ${context.actor.name}, answered_at = ${now.toISOString()}::timestamptz, correction_id = ${closing.correctionId}::uuid, version = version + 1
    where tenant_id = ${tenantId}::uuid and id = ${dispute.id}::uuid`.execute(tx);
  await setDispute(tx, context, dispute.earningId, null);
  await clearClocks(tx, tenantId, dispute.id, [CLOCK]);
  await deps.ports.closeActs(tx, context, dispute.id, `The dispute was ${closing.state}.`);
  await tellDispute(
    tx,
    context,
    dispute.id,
    `disputes.${closing.state}`,
    'dispute.answered',
    { number: dispute.number, title: dispute.earningTitle, partnerId: dispute.partnerId, outcome: closing.state, answer: closing.answer },
    closing.answer,
  );
}

export function answerDispute(
  deps: WorkingDeps,
  context: Context,
  id: string,
  body: Parsed<'disputes.answer'>['body'],
  ifVersion: number | null,
): Promise<DisputeView> {
  requireScope(context, 'payouts:write');
  const { tenantId } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const dispute = await lockOpen(tx, tenantId, id, null);
    checkVersion(dispute, ifVersion);
    if (body.outcome === 'rejected' && body.correctionMinor !== 0)
      throw new Problem('invalid_input', 'What is rejected changes nothing. Leave the correction at zero.', { reason: 'correction' });
    const correctionId = body.correctionMinor === 0 ? null : await correct(deps, tx, context, dispute, body.correctionMinor, body.reason);
    await close(deps, tx, context, dispute, { state: body.outcome, answer: body.reason, correctionId });
    return readDispute(tx, tenantId, id);
  });
}

/** A correction is an earning of its own that refers to the one it corrects; what was earned stays as it is. */
async function correct(deps: WorkingDeps, tx: Tx, context: Context, dispute: DisputeView, amountMinor: number, reason: string): Promise<string> {
  const { tenantId, now } = context;
  const { rows } = await sql<{ key: string; bornBy: 'partner_cost' | 'incentive_cost' | 'rebate_accrual' | 'fund_liability'; personId: string | null }>`
    select key, born_by as "bornBy", person_id as "personId" from earning where tenant_id = ${tenantId}::uuid and id = ${dispute.earningId}::uuid`.execute(tx);
  const [earning] = rows;
  if (!earning) throw notFound('earning');
  const { timeZone } = await readSettings(tx, tenantId);
  const key = `dispute:${dispute.id}`;
  const takes = amountMinor > 0 !== dispute.amountMinor > 0;
  const written = (minor: number): string => `${majorOf(minor, dispute.currency)} ${dispute.currency}`;
  await earn(deps.ports, tx, context, [
    {
      key,
      kind: 'adjustment',
      partnerId: dispute.partnerId,
      personId: earning.personId,
      dealId: dispute.dealId,
      amountMinor,
      currency: dispute.currency,
      earnedOn: dayIn(now, timeZone),
      heldUntil: null,
      title: `Correction of ${dispute.earningTitle}`,
      source: { type: 'earning_dispute', id: dispute.id },
      reverses: takes ? earning.key : null,
      bornBy: earning.bornBy,
      explanation: explained(`Dispute ${dispute.number} was accepted: ${reason}`, {
        inputs: [{ label: 'Disputed earning', value: written(dispute.amountMinor), from: { type: 'earning', id: dispute.earningId } }],
        steps: [
          {
            label: 'Correction',
            formula: `${written(dispute.amountMinor + amountMinor)} − ${written(dispute.amountMinor)}`,
            resultMinor: amountMinor,
            currency: dispute.currency,
          },
        ],
        evidence: [{ kind: 'dispute', label: `Dispute ${dispute.number}`, type: 'earning_dispute', id: dispute.id }],
        approvedBy: context.actor.name,
      }),
    },
  ]);
  const { rows: made } = await sql<{ id: string }>`select id from earning where tenant_id = ${tenantId}::uuid and key = ${key}`.execute(tx);
  if (!made[0]) throw new Error('the correction was not written');
  return made[0].id;
}

export function withdrawDispute(deps: WorkingDeps, context: Context, id: string, partnerId: string): Promise<DisputeView> {
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const dispute = await lockOpen(tx, context.tenantId, id, partnerId);
    await close(deps, tx, context, dispute, { state: 'withdrawn', answer: null, correctionId: null });
    return readDispute(tx, context.tenantId, id);
  });
}

export const disputeRoutes = {
  list: (deps: WorkingDeps, context: Context, query: Parsed<'disputes.list'>['query']): Promise<Result<'disputes.list'>> => {
    requireScope(context, 'payouts:read');
    const after = placeIn(query.cursor, 'id');
    return deps.database.reading(context.tenantId, async (tx) => {
      const rows = await readDisputes(
        tx,
        context.tenantId,
        sql`${query.state === undefined ? sql`` : sql`and d.state = ${query.state}`} ${query.partnerId === undefined ? sql`` : sql`and d.partner_id = ${query.partnerId}::uuid`} ${after === null ? sql`` : sql`and d.id < ${after.id}::uuid`}`,
        query.limit + 1,
      );
      return pageOf(rows, query.limit, () => null);
    });
  },
  get: (deps: WorkingDeps, context: Context, id: string): Promise<DisputeView> => {
    requireScope(context, 'payouts:read');
    return deps.database.reading(context.tenantId, (tx) => readDispute(tx, context.tenantId, id));
  },
  open: (deps: WorkingDeps, context: Context, body: Parsed<'disputes.open'>['body']): Promise<DisputeView> => {
    requireScope(context, 'payouts:write');
    return deps.database.inTenant(context.tenantId, async (tx) => readDispute(tx, context.tenantId, await openDispute(deps, tx, context, body, null)));
  },
  comment: (deps: WorkingDeps, context: Context, id: string, text: string): Promise<DisputeView> => {
    requireScope(context, 'payouts:write');
    return deps.database.inTenant(context.tenantId, async (tx) => {
      await commentOn(tx, context, id, text, null);
      return readDispute(tx, context.tenantId, id);
    });
  },
};

/** Nobody answered in time: it is said, and the owner is asked. */
export const disputeClocks = (deps: Pick<WorkingDeps, 'ports'>): ClockHandlers => ({
  [CLOCK]: async (tx, { tenantId, recordId, now }) => {
    const context = systemContext(tenantId, 'Clock', now);
    const { rows } = await sql<{ number: number; partnerId: string; dealId: string | null; title: string }>`
      update earning_dispute d set late_at = ${now.toISOString()}::timestamptz, version = d.version + 1 from earning e
      where d.tenant_id = ${tenantId}::uuid and d.id = ${recordId}::uuid and d.state = 'open' and d.late_at is null and e.tenant_id = d.tenant_id and e.id = d.earning_id
      returning d.number, d.partner_id as "partnerId", e.deal_id as "dealId", e.title`.execute(tx);
    const [late] = rows;
    if (!late) return;
    await deps.ports.openAct(tx, context, {
      kind: 'earning_dispute_late',
      title: `Dispute ${late.number} was not answered in time: ${late.title}`,
      detail: null,
      dealId: late.dealId,
      partnerId: late.partnerId,
      assigneeId: null,
      assigneeRole: 'owner',
      dueAt: null,
      recordId,
    });
    await tellDispute(tx, context, recordId, 'disputes.late', 'dispute.late', { number: late.number, title: late.title, partnerId: late.partnerId }, null);
  },
});
