import type { Parsed, Result } from '@entente/contracts';
import { notFound } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { DisbursementsDeps } from './context.ts';
import { checkFee, type FeeCheck, type InvoicedFee } from './domain/fee-check.ts';
import { currenciesOf, foldFigures, type Sum } from './domain/figures.ts';

type Row = Omit<Sum, 'amountMinor'> & {
  readonly amountMinor: string;
  readonly marketplace: string;
  readonly month: string;
  readonly agreementId: string | null;
};
const MOST_CHECKED = 5_000;

/** Sums of lines that count; each names its agreement, which is all that folding needs. */
async function sums(tx: Tx, tenantId: string, where: RawBuilder<unknown>): Promise<(Sum & Omit<Row, keyof Sum>)[]> {
  const { rows } = await sql<Row>`
    select s.marketplace, l.month, l.agreement_key as "agreementKey", m.agreement_id as "agreementId", l.action, l.kind, l.currency, sum(l.amount_minor)::text as "amountMinor"
    from billing_line l join billing_source s on s.tenant_id = l.tenant_id and s.id = l.source_id join billing_match m on m.tenant_id = l.tenant_id and m.line_id = l.id
    where l.tenant_id = ${tenantId}::uuid and l.counts and l.kind <> 'payout' ${where} group by 1, 2, 3, 4, 5, 6, 7`.execute(tx);
  return rows.map((row) => ({ ...row, amountMinor: BigInt(row.amountMinor) }));
}
const between = (query: { from?: string | undefined; to?: string | undefined }): RawBuilder<unknown> =>
  sql`${query.from === undefined ? sql`` : sql`and l.month >= ${query.from}`} ${query.to === undefined ? sql`` : sql`and l.month <= ${query.to}`}`;

export function readFigures(
  { database }: DisbursementsDeps,
  context: Context,
  query: Parsed<'disbursements.figures'>['query'],
): Promise<Result<'disbursements.figures'>> {
  requireScope(context, 'disbursements:read');
  const { tenantId } = context;
  return database.reading(tenantId, async (tx) => {
    const all = await sums(tx, tenantId, between(query));
    const { rows } = await sql<{
      count: number;
    }>`select count(*)::integer as count from billing_match where tenant_id = ${tenantId}::uuid and state = 'unmatched'`.execute(tx);
    const groups = [...Map.groupBy(all, ({ marketplace, month }) => JSON.stringify([month, marketplace]))].toSorted(([one], [other]) => (one < other ? 1 : -1));
    return {
      rows: groups.flatMap(([, own]) =>
        currenciesOf(own).map((currency) => ({ marketplace: own[0]?.marketplace ?? '', month: own[0]?.month ?? '', ...foldFigures(currency, own) })),
      ),
      unmatched: rows[0]?.count ?? 0,
    };
  });
}

export function readDealBilling(deps: DisbursementsDeps, context: Context, dealId: string): Promise<Result<'disbursements.ofDeal'>> {
  requireScope(context, 'disbursements:read');
  const { tenantId } = context;
  return deps.database.reading(tenantId, async (tx) => {
    const { rows } = await sql`select 1 from deal where tenant_id = ${tenantId}::uuid and id = ${dealId}::uuid`.execute(tx);
    if (rows.length === 0) throw notFound('deal');
    const all = await sums(tx, tenantId, sql`and m.deal_id = ${dealId}::uuid`);
    // The same agreement may be billed under two names; it is one.
    const byAgreement = Map.groupBy(all, ({ agreementId }) => agreementId ?? '');
    return {
      totals: currenciesOf(all).map((currency) => foldFigures(currency, all)),
      agreements: [...byAgreement].flatMap(([agreementId, own]) =>
        currenciesOf(own).map((currency) => ({
          agreementId,
          agreementKey: own[0]?.agreementKey ?? null,
          marketplace: own[0]?.marketplace ?? '',
          ...foldFigures(currency, own),
        })),
      ),
      feeChecks: await feeChecks(deps, tx, tenantId, sql`and m.deal_id = ${dealId}::uuid`),
    };
  });
}

export function readFeeDifferences(
  deps: DisbursementsDeps,
  context: Context,
  query: Parsed<'disbursements.feeDifferences'>['query'],
): Promise<Result<'disbursements.feeDifferences'>> {
  requireScope(context, 'disbursements:read');
  const { tenantId } = context;
  return deps.database.reading(tenantId, async (tx) => ({
    items: (await feeChecks(deps, tx, tenantId, between(query))).filter(({ differs }) => differs),
    nextCursor: null,
  }));
}

/** By agreement and invoice, since that is what a marketplace takes its fee of. */
async function feeChecks({ ports }: DisbursementsDeps, tx: Tx, tenantId: string, where: RawBuilder<unknown>): Promise<FeeCheck[]> {
  const { rows } = await sql<InvoicedFee & { on: string }>`
    select m.agreement_id as "agreementId", min(l.agreement_key) as "agreementKey", (array_agg(m.deal_id))[1] as "dealId", min(d.number) as "dealNumber", s.marketplace, min(l.invoice_key) as "invoiceKey", l.currency,
      coalesce(sum(l.amount_minor) filter (where l.kind in ('revenue', 'markup', 'passed_on', 'refund')), 0)::bigint as "baseMinor",
      coalesce(sum(l.amount_minor) filter (where l.kind in ('fee', 'fee_refund')), 0)::bigint as "takenMinor",
      count(*) filter (where l.kind in ('fee', 'fee_refund'))::integer as lines, (min(l.occurred_at) at time zone 'UTC')::date as on
    from billing_line l join billing_source s on s.tenant_id = l.tenant_id and s.id = l.source_id join billing_match m on m.tenant_id = l.tenant_id and m.line_id = l.id
      left join deal d on d.tenant_id = m.tenant_id and d.id = m.deal_id
    where l.tenant_id = ${tenantId}::uuid and l.counts and l.action = 'invoiced' and m.state = 'matched' ${where}
    -- A chain writes the invoice once for each seller, with its place behind a dash.
    group by m.agreement_id, s.marketplace, split_part(coalesce(l.invoice_key, ''), '-', 1), l.currency
    order by min(l.occurred_at) desc, m.agreement_id limit ${MOST_CHECKED}`.execute(tx);
  const checked = rows.filter(({ baseMinor, takenMinor }) => baseMinor !== 0 || takenMinor !== 0);
  if (checked.length === 0) return [];
  const expected = await ports.expectedFees(
    tx,
    tenantId,
    checked.map(({ agreementId, currency, baseMinor, on }) => ({ agreementId, currency, amountMinor: baseMinor, on })),
  );
  return checked.flatMap(({ on: _on, ...fee }, index) => {
    const basisPoints = expected[index] ?? null;
    return basisPoints === null ? [] : [checkFee(fee, basisPoints)];
  });
}

/** What was paid out for deals, by their id; each in one currency, for money of two is no sum. */
export async function paidForDeals(
  tx: Tx,
  tenantId: string,
  deals: readonly { readonly id: string; readonly currency: string }[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ dealId: string; currency: string; paidMinor: number }>`
    select m.deal_id as "dealId", l.currency, -sum(l.amount_minor)::bigint as "paidMinor" from billing_match m join billing_line l on l.tenant_id = m.tenant_id and l.id = m.line_id
    where m.tenant_id = ${tenantId}::uuid and m.deal_id = any(${deals.map(({ id }) => id)}::uuid[]) and l.action = 'disbursed' and l.counts and l.kind <> 'payout' group by 1, 2`.execute(
    tx,
  );
  return new Map(
    deals.flatMap(({ id, currency }) =>
      rows.filter((row) => row.dealId === id && row.currency === currency).map((row): [string, number] => [id, row.paidMinor]),
    ),
  );
}
