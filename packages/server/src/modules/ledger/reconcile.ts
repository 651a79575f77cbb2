import type { Parsed, Result } from '@entente/contracts';
import type { AccountPurpose } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { LedgerDeps } from './context.ts';
import { asRead } from './domain/sides.ts';
import { movedAccounts, type AccountRow } from './list-accounts.ts';
import { partyNames } from './party-names.ts';
import type { SubLedger } from './ports.ts';
import { differingBalances } from './projection.ts';

type Control = Result<'ledger.reconciliation'>['controls'][number];

/** Control accounts by what they control; those nobody keeps records of yet are shown without a comparison. */
const CONTROLS: readonly { readonly title: string; readonly purposes: readonly AccountPurpose[] }[] = [
  { title: 'Owed to partners', purposes: ['partner_payable', 'partner_accrued'] },
  { title: 'Owed by customers', purposes: ['customer_receivable'] },
  { title: 'Credit of customers', purposes: ['customer_credit'] },
  { title: 'Owed by marketplaces', purposes: ['marketplace_receivable'] },
  { title: 'Set aside for funds', purposes: ['fund_liability'] },
  { title: 'Set aside for rebates', purposes: ['rebate_accrual'] },
  { title: 'Deferred revenue', purposes: ['deferred_revenue'] },
  { title: 'Payouts on their way', purposes: ['payout_clearing'] },
];

export function readReconciliation(
  { database, ports }: LedgerDeps,
  context: Context,
  query: Parsed<'ledger.reconciliation'>['query'],
): Promise<Result<'ledger.reconciliation'>> {
  requireScope(context, 'ledger:read');
  const { tenantId } = context;
  return database.reading(tenantId, async (tx) => {
    const controls: Control[] = [];
    for (const sub of ports.subLedgers) controls.push(await compareControl(tx, tenantId, sub, query.asOf));
    const compared = new Set(ports.subLedgers.flatMap(({ purposes }) => purposes));
    for (const { title, purposes } of CONTROLS)
      if (!purposes.some((purpose) => compared.has(purpose)))
        controls.push(await compareControl(tx, tenantId, { key: purposes.join('+'), title, purposes, sums: null }, query.asOf));
    return { asOf: query.asOf, controls, projectionDifferences: await differingBalances(tx, tenantId) };
  });
}

type Sum = { party: string | null; currency: string; ledgerMinor: number; recordsMinor: number; accountIds: string[] };

export async function compareControl(
  tx: Tx,
  tenantId: string,
  sub: Omit<SubLedger, 'sums'> & { readonly sums: SubLedger['sums'] | null },
  asOf: string,
): Promise<Control> {
  const sums = await ledgerSums(tx, tenantId, sub.purposes, asOf);
  const records = sub.sums === null ? [] : await sub.sums(tx, tenantId, asOf);
  for (const { party, currency, amountMinor } of records) sumOf(sums, party, currency).recordsMinor += amountMinor;
  const all = [...sums.values()];
  const compared = sub.sums !== null;
  const totals = new Map<string, { currency: string; ledgerMinor: number; recordsMinor: number }>();
  for (const { currency, ledgerMinor, recordsMinor } of all) {
    const total = totals.get(currency) ?? { currency, ledgerMinor: 0, recordsMinor: 0 };
    totals.set(currency, { currency, ledgerMinor: total.ledgerMinor + ledgerMinor, recordsMinor: total.recordsMinor + recordsMinor });
  }
  const differing = compared ? all.filter(({ ledgerMinor, recordsMinor }) => ledgerMinor !== recordsMinor) : [];
  const nameOf = await partyNames(
    tx,
    tenantId,
    differing.map(({ party }) => party),
  );
  return {
    key: sub.key,
    title: sub.title,
    purposes: [...sub.purposes],
    compared,
    totals: [...totals.values()]
      .map((total) => ({
        ...total,
        recordsMinor: compared ? total.recordsMinor : null,
        differenceMinor: compared ? total.ledgerMinor - total.recordsMinor : null,
      }))
      .sort((a, b) => (a.currency < b.currency ? -1 : 1)),
    differences: differing.map((sum) => ({ ...sum, partyName: nameOf(sum.party), differenceMinor: sum.ledgerMinor - sum.recordsMinor })),
  };
}

async function ledgerSums(tx: Tx, tenantId: string, purposes: readonly AccountPurpose[], asOf: string): Promise<Map<string, Sum>> {
  const { rows } = await sql<AccountRow>`
    select id, purpose, party, currency from ledger_account where tenant_id = ${tenantId}::uuid and purpose = any(${[...purposes]}::text[]) order by currency, party, id`.execute(
    tx,
  );
  const only = sql`account_id in (select id from ledger_account where tenant_id = ${tenantId}::uuid and purpose = any(${[...purposes]}::text[]))`;
  const moved = await movedAccounts(tx, tenantId, { asOf }, only);
  const sums = new Map<string, Sum>();
  for (const { id, purpose, party, currency } of rows) {
    const amounts = moved.get(id);
    if (!amounts) continue;
    const sum = sumOf(sums, party, currency);
    sum.ledgerMinor += asRead(purpose, amounts.debitMinor - amounts.creditMinor);
    sum.accountIds.push(id);
  }
  return sums;
}

function sumOf(sums: Map<string, Sum>, party: string | null, currency: string): Sum {
  const key = `${currency} ${party ?? ''}`;
  const known = sums.get(key);
  if (known) return known;
  const sum: Sum = { party, currency, ledgerMinor: 0, recordsMinor: 0, accountIds: [] };
  sums.set(key, sum);
  return sum;
}
