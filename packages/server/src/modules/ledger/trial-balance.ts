import type { Parsed, Result } from '@entente/contracts';
import type { AccountPurpose } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { LedgerDeps } from './context.ts';
import { classOf } from './domain/sides.ts';
import { movements } from './projection.ts';

type Row = Omit<Result<'ledger.trialBalance'>['rows'][number], 'class' | 'closingMinor'> & { purpose: AccountPurpose };

export function readTrialBalance(
  { database }: LedgerDeps,
  context: Context,
  query: Parsed<'ledger.trialBalance'>['query'],
): Promise<Result<'ledger.trialBalance'>> {
  requireScope(context, 'ledger:read');
  return database.reading(context.tenantId, async (tx) => {
    const rows = await trialRows(tx, context.tenantId, query.period, query.currency);
    return { period: query.period, rows, totals: totalsOf(rows) };
  });
}

export async function trialRows(tx: Tx, tenantId: string, period: string, currency?: string): Promise<Result<'ledger.trialBalance'>['rows']> {
  const { rows } = await sql<Row>`
    select a.purpose, a.currency, coalesce(sum(m.debit_minor - m.credit_minor) filter (where m.period < ${period}), 0)::bigint as "openingMinor",
      coalesce(sum(m.debit_minor) filter (where m.period = ${period}), 0)::bigint as "debitMinor",
      coalesce(sum(m.credit_minor) filter (where m.period = ${period}), 0)::bigint as "creditMinor", count(distinct a.id)::integer as accounts
    from ${movements(tenantId)} m join ledger_account a on a.tenant_id = ${tenantId}::uuid and a.id = m.account_id
    where m.period <= ${period} ${currency === undefined ? sql`` : sql`and a.currency = ${currency}`}
    group by a.purpose, a.currency order by a.currency, a.purpose`.execute(tx);
  return rows.map((row) => ({ ...row, class: classOf(row.purpose), closingMinor: row.openingMinor + row.debitMinor - row.creditMinor }));
}

export function totalsOf(rows: Result<'ledger.trialBalance'>['rows']): Result<'ledger.trialBalance'>['totals'] {
  const totals = new Map<string, { currency: string; debitMinor: number; creditMinor: number; differenceMinor: number }>();
  for (const row of rows) {
    const total = totals.get(row.currency) ?? { currency: row.currency, debitMinor: 0, creditMinor: 0, differenceMinor: 0 };
    total.debitMinor += row.debitMinor;
    total.creditMinor += row.creditMinor;
    total.differenceMinor += row.closingMinor;
    totals.set(row.currency, total);
  }
  return [...totals.values()];
}
