import type { Parsed, Result } from '@entente/contracts';
import { addMonths, dayIn, notFound, placeIn, type Explanation } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { SomeHandlers } from '../../platform/http/handlers.ts';
import type { WorkingDeps } from './context.ts';
import { commentOn, openDispute, readDispute, readDisputes, withdrawDispute, type DisputeView } from './disputes.ts';
import { refusalOf } from './domain/gates.ts';
import { conditionOf, earningDetail, EARNED_ORDER, linesOfPayout, readEarnings, type EarningView } from './earning-queries.ts';
import { detail, proposeChange } from './payees.ts';
import { pageOf, readPayouts, type PayoutView } from './payout-queries.ts';
import { readSettings } from './settings-store.ts';
import { statementCsv, statementPdf } from './statements.ts';
import { storeTaxForm, taxFormOf } from './tax-forms.ts';

/** Whose money it is. Every query below names it. */
function partnerOf(context: Context): string {
  requireScope(context, 'portal:money');
  if (context.actor.partnerId === null) throw notFound('partner');
  return context.actor.partnerId;
}
/** What was let go; a run that is being prepared may still change, and is nobody's business outside. */
const STATEMENTS = sql`and p.state in ('released', 'sent', 'paid', 'returned')`;
const ofPartner = (partnerId: string): RawBuilder<unknown> => sql`and p.partner_id = ${partnerId}::uuid ${STATEMENTS}`;

type Statement = Result<'portalMoney.statement'>;
async function statementsOf(tx: Tx, tenantId: string, partnerId: string, where: RawBuilder<unknown>, limit: number): Promise<Statement[]> {
  const payouts = await readPayouts(tx, tenantId, sql`${ofPartner(partnerId)} ${where}`, sql`p.id desc`, limit);
  const { rows } = await sql<{ id: string; payOn: string | null; issuedOn: string | null }>`
    select p.id, r.pay_on as "payOn", d.issued_on as "issuedOn" from payout p join payout_run r on r.tenant_id = p.tenant_id and r.id = p.run_id left join self_billing_document d on d.tenant_id = p.tenant_id and d.id = p.document_id
    where p.tenant_id = ${tenantId}::uuid and p.id = any(${payouts.map(({ id }) => id)}::uuid[])`.execute(tx);
  const days = new Map(rows.map((row) => [row.id, row]));
  return payouts.map((payout: PayoutView): Statement => ({
    id: payout.id,
    number: payout.documentNumber,
    currency: payout.currency,
    state: payout.state as Statement['state'],
    amountMinor: payout.amountMinor,
    earnedMinor: payout.earnedMinor,
    takenBackMinor: payout.takenBackMinor,
    lines: payout.lines,
    issuedOn: days.get(payout.id)?.issuedOn ?? null,
    payOn: days.get(payout.id)?.payOn ?? null,
    paidOn: payout.paidOn,
    returnedOn: payout.returnedOn,
    returnReason: payout.returnReason,
    bank: payout.bank,
  }));
}
async function statementOf(tx: Tx, tenantId: string, partnerId: string, id: string): Promise<Statement> {
  const [statement] = await statementsOf(tx, tenantId, partnerId, sql`and p.id = ${id}::uuid`, 1);
  if (!statement) throw notFound('statement');
  return statement;
}

/** Deals that have a page in this partner's portal. */
async function dealsOpenTo(tx: Tx, tenantId: string, partnerId: string, earnings: readonly EarningView[]): Promise<Set<string>> {
  const ids = [...new Set(earnings.flatMap(({ dealId }) => dealId ?? []))];
  const { rows } = await sql<{ id: string }>`
    select deal_id as id from deal_participant where tenant_id = ${tenantId}::uuid and partner_id = ${partnerId}::uuid and deal_id = any(${ids}::uuid[])
    union select deal_id from deal_share where tenant_id = ${tenantId}::uuid and to_partner_id = ${partnerId}::uuid and state = 'active' and deal_id = any(${ids}::uuid[])`.execute(
    tx,
  );
  return new Set(rows.map(({ id }) => id));
}

type PortalEarning = Result<'portalMoney.earnings'>['items'][number];
async function shapeEarnings(tx: Tx, tenantId: string, partnerId: string, rows: readonly EarningView[]): Promise<PortalEarning[]> {
  const { rows: released } = await sql<{ id: string }>`
    select p.id from payout p where p.tenant_id = ${tenantId}::uuid and p.id = any(${rows.flatMap(({ payoutId }) => (payoutId === null ? [] : [payoutId]))}::uuid[]) ${STATEMENTS}`.execute(
    tx,
  );
  const open = await dealsOpenTo(tx, tenantId, partnerId, rows);
  const shown = new Set(released.map(({ id }) => id));
  return rows.map(({ dealId, ...row }) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    title: row.title,
    amountMinor: row.amountMinor,
    currency: row.currency,
    earnedOn: row.earnedOn,
    heldUntil: row.heldUntil,
    holdReason: row.holdReason,
    // Of a deal it has no part in, a maker of what was sold hears the number to ask by, and not who buys.
    dealNumber: row.dealNumber,
    ...(dealId !== null && open.has(dealId) ? { dealId, dealName: row.dealName } : { dealId: null, dealName: null }),
    personName: row.personName,
    reversesId: row.reversesId,
    statementId: row.payoutId !== null && shown.has(row.payoutId) ? row.payoutId : null,
    disputeId: row.disputeId,
  }));
}

/** What was read from another party is not for this one; the sum it went into is. */
const ownExplanation = (explanation: Explanation, partnerId: string): Explanation => ({
  ...explanation,
  inputs: explanation.inputs.filter(({ from }) => !(from?.type === 'partner' && from.id !== partnerId)),
  evidence: explanation.evidence.filter(({ type, id }) => !(type === 'partner' && id !== partnerId)),
});

const ownDispute = ({
  payoutId: _payout,
  partnerId: _id,
  partnerName: _name,
  dealId: _deal,
  byPartner: _by,
  late: _late,
  answeredBy: _who,
  ...dispute
}: DisputeView): Result<'portalMoney.dispute'> => dispute;
const mine = (partnerId: string): RawBuilder<unknown> => sql`and d.partner_id = ${partnerId}::uuid`;

type Sums = Result<'portalMoney.summary'>['currencies'][number];
async function summary(deps: WorkingDeps, context: Context): Promise<Result<'portalMoney.summary'>> {
  const partnerId = partnerOf(context);
  const { tenantId, now } = context;
  return deps.database.reading(tenantId, async (tx) => {
    const settings = await readSettings(tx, tenantId);
    const today = dayIn(now, settings.timeZone);
    const { rows } = await sql<Sums>`
      select e.currency, coalesce(sum(amount_minor) filter (where state = 'held'), 0)::bigint as "heldMinor", min(held_until) filter (where state = 'held') as "nextHeldDay",
        coalesce(sum(amount_minor) filter (where state in ('due', 'returned')), 0)::bigint as "dueMinor", coalesce(sum(amount_minor) filter (where state = 'claimed'), 0)::bigint as "onTheWayMinor",
        coalesce((select sum(p.amount_minor) from payout p where p.tenant_id = ${tenantId}::uuid and p.partner_id = ${partnerId}::uuid and p.currency = e.currency and p.state = 'paid' and p.paid_on >= ${`${today.slice(0, 4)}-01-01`}::date), 0)::bigint as "paidThisYearMinor",
        coalesce(sum(amount_minor) filter (where dispute_id is not null and state in ('due', 'returned')), 0)::bigint as "disputedMinor"
      from earning e where tenant_id = ${tenantId}::uuid and partner_id = ${partnerId}::uuid group by e.currency order by e.currency`.execute(tx);
    const { rows: runs } = await sql<{ payOn: string }>`
      select min(r.pay_on) as "payOn" from payout p join payout_run r on r.tenant_id = p.tenant_id and r.id = p.run_id
      where p.tenant_id = ${tenantId}::uuid and p.partner_id = ${partnerId}::uuid and p.state in ('released', 'sent') and r.pay_on is not null having min(r.pay_on) is not null`.execute(
      tx,
    );
    const { rows: open } = await sql<{
      count: number;
    }>`select count(*)::integer as count from earning_dispute where tenant_id = ${tenantId}::uuid and partner_id = ${partnerId}::uuid and state = 'open'`.execute(
      tx,
    );
    const { gates } = await detail(tx, tenantId, partnerId, now);
    const expectedOn = runs[0]?.payOn ?? nextPayDay(today, settings.payDay);
    return {
      currencies: rows,
      expectedOn,
      sentence: sentenceOf(rows, expectedOn, runs.length > 0, refusalOf(gates)),
      gates,
      openDisputes: open[0]?.count ?? 0,
    };
  });
}
function nextPayDay(today: string, payDay: number | null): string | null {
  if (payDay === null) return null;
  const here = `${today.slice(0, 8)}${String(payDay).padStart(2, '0')}`;
  return here >= today ? here : addMonths(here, 1);
}
function sentenceOf(rows: readonly Sums[], expectedOn: string | null, onTheWay: boolean, refusal: string | null): string {
  if (onTheWay) return `A payment is on its way for ${expectedOn ?? 'the coming days'}.`;
  if (refusal !== null) return `Nothing can be paid yet: ${refusal}`;
  if (rows.some(({ dueMinor, onTheWayMinor, disputedMinor }) => dueMinor + onTheWayMinor - disputedMinor > 0))
    return expectedOn === null ? 'What is owed is paid with the next run.' : `What is owed is paid with the next run, expected on ${expectedOn}.`;
  if (rows.some(({ dueMinor }) => dueMinor < 0)) return 'More was taken back than earned. It is netted with what is earned next.';
  if (rows.some(({ heldMinor }) => heldMinor !== 0)) return 'What you earned is held for now. Each line says until when and why.';
  return 'Nothing is owed at the moment.';
}

async function ownPayee(tx: Tx, context: Context, partnerId: string): Promise<Result<'portalMoney.payee'>> {
  const {
    partnerId: _id,
    partnerName: _name,
    complianceHold: _compliance,
    hold: _hold,
    history,
    version: _version,
    ...payee
  } = await detail(tx, context.tenantId, partnerId, context.now);
  const newest = history.find(({ byPartner }) => byPartner);
  return { ...payee, refused: newest?.state === 'refused' ? newest : null };
}

async function listOwn(deps: WorkingDeps, context: Context, query: Parsed<'portalMoney.earnings'>['query']): Promise<Result<'portalMoney.earnings'>> {
  const partnerId = partnerOf(context);
  const after = placeIn(query.cursor, 'day');
  return deps.database.reading(context.tenantId, async (tx) => {
    if (query.statementId !== undefined) await statementOf(tx, context.tenantId, partnerId, query.statementId);
    const where = sql`${conditionOf({ state: query.state, currency: query.currency, q: query.q, partnerId })} ${query.statementId === undefined ? sql`` : linesOfPayout(query.statementId)}
      ${after === null ? sql`` : sql`and (e.earned_on, e.id) < (${after.sort}::date, ${after.id}::uuid)`}`;
    const rows = await readEarnings(tx, context.tenantId, where, EARNED_ORDER, query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, ({ earnedOn }) => earnedOn);
    return { items: await shapeEarnings(tx, context.tenantId, partnerId, items), nextCursor };
  });
}
async function getOwn(deps: WorkingDeps, context: Context, id: string): Promise<Result<'portalMoney.earning'>> {
  const partnerId = partnerOf(context);
  return deps.database.reading(context.tenantId, async (tx) => {
    const earning = await earningDetail(tx, context.tenantId, id, sql`and e.partner_id = ${partnerId}::uuid`);
    const [shown] = await shapeEarnings(tx, context.tenantId, partnerId, [earning]);
    if (!shown) throw notFound('earning');
    return { ...shown, explanation: ownExplanation(earning.explanation as Explanation, partnerId) as Result<'portalMoney.earning'>['explanation'] };
  });
}

export function portalMoneyRoutes(deps: WorkingDeps): SomeHandlers {
  const reading = <Value>(context: Context, work: (tx: Tx, partnerId: string) => Promise<Value>): Promise<Value> => {
    const partnerId = partnerOf(context);
    return deps.database.reading(context.tenantId, (tx) => work(tx, partnerId));
  };
  const writing = <Value>(context: Context, work: (tx: Tx, partnerId: string) => Promise<Value>): Promise<Value> => {
    const partnerId = partnerOf(context);
    return deps.database.inTenant(context.tenantId, (tx) => work(tx, partnerId));
  };
  return {
    'portalMoney.summary': async (context) => summary(deps, context),
    'portalMoney.earnings': async (context, { query }) => listOwn(deps, context, query),
    'portalMoney.earning': async (context, { params }) => getOwn(deps, context, params.id),
    'portalMoney.statements': async (context, { query }) => {
      const after = placeIn(query.cursor, 'id');
      return reading(context, async (tx, partnerId) =>
        pageOf(
          await statementsOf(tx, context.tenantId, partnerId, after === null ? sql`` : sql`and p.id < ${after.id}::uuid`, query.limit + 1),
          query.limit,
          () => null,
        ),
      );
    },
    'portalMoney.statement': async (context, { params }) => reading(context, (tx, partnerId) => statementOf(tx, context.tenantId, partnerId, params.id)),
    'portalMoney.statementPdf': async (context, { params }) =>
      reading(context, (tx, partnerId) => statementPdf(tx, context.tenantId, params.id, ofPartner(partnerId))),
    'portalMoney.statementCsv': async (context, { params }) =>
      reading(context, (tx, partnerId) => statementCsv(tx, context.tenantId, params.id, ofPartner(partnerId))),
    'portalMoney.disputes': async (context, { query }) => {
      const after = placeIn(query.cursor, 'id');
      return reading(context, async (tx, partnerId) => {
        const rows = await readDisputes(
          tx,
          context.tenantId,
          sql`${mine(partnerId)} ${after === null ? sql`` : sql`and d.id < ${after.id}::uuid`}`,
          query.limit + 1,
        );
        const { items, nextCursor } = pageOf(rows, query.limit, () => null);
        return { items: items.map(ownDispute), nextCursor };
      });
    },
    'portalMoney.dispute': async (context, { params }) =>
      reading(context, async (tx, partnerId) => ownDispute(await readDispute(tx, context.tenantId, params.id, mine(partnerId)))),
    'portalMoney.openDispute': async (context, { body }) =>
      writing(context, async (tx, partnerId) => ownDispute(await readDispute(tx, context.tenantId, await openDispute(deps, tx, context, body, partnerId)))),
    'portalMoney.comment': async (context, { params, body }) =>
      writing(context, async (tx, partnerId) => {
        await commentOn(tx, context, params.id, body.text, partnerId);
        return ownDispute(await readDispute(tx, context.tenantId, params.id));
      }),
    'portalMoney.withdrawDispute': async (context, { params }) => ownDispute(await withdrawDispute(deps, context, params.id, partnerOf(context))),
    'portalMoney.payee': async (context) => reading(context, (tx, partnerId) => ownPayee(tx, context, partnerId)),
    'portalMoney.changePayee': async (context, { body }) =>
      writing(context, async (tx, partnerId) => {
        await proposeChange(deps, tx, context, partnerId, body, true);
        return ownPayee(tx, context, partnerId);
      }),
    'portalMoney.uploadTaxForm': (context, { body }) => storeTaxForm(deps, context, body, partnerOf(context)),
    'portalMoney.taxForm': (context, { params }) => taxFormOf(deps, context, partnerOf(context), params.id),
  };
}
