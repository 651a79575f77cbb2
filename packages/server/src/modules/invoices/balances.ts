import type { AccountPurpose } from '@entente/kernel';
import { monthInterval } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { Movement } from './store.ts';

const title: Readonly<Record<Movement['balance'], string>> = {
  customer_receivable: 'Owed by customers',
  customer_credit: 'Credit of customers',
  deferred_revenue: 'Deferred revenue',
  marketplace_receivable: 'Owed by marketplaces',
};

/** What the records of this module come to on a day, for comparison with the ledger. */
export const subLedgers = (Object.keys(title) as Movement['balance'][]).map((balance) => ({
  key: `invoices.${balance}`,
  title: title[balance],
  purposes: [balance] as readonly AccountPurpose[],
  async sums(tx: Tx, tenantId: string, asOf: string) {
    const { rows } = await sql<{ party: string | null; currency: string; amountMinor: number }>`
      select party, currency, sum(amount_minor)::bigint as "amountMinor" from invoice_movement where tenant_id = ${tenantId}::uuid and balance = ${balance} and on_day <= ${asOf}::date group by 1, 2`.execute(
      tx,
    );
    return rows;
  },
}));

const counted = async (tx: Tx, query: ReturnType<typeof sql<{ count: number }>>): Promise<number> => (await query.execute(tx)).rows[0]?.count ?? 0;
const few = (count: number, one: string, more: string): string => (count === 1 ? `1 ${one}` : `${count} ${more}`);

/** What should be settled before a month is closed. */
export const periodChecks = [
  {
    key: 'invoices.drafts',
    title: 'Drafts of invoices',
    async open(tx: Tx, tenantId: string, month: string) {
      const { to } = monthInterval(month);
      const count = await counted(
        tx,
        sql<{ count: number }>`
          select count(*)::integer as count from invoice i where i.tenant_id = ${tenantId}::uuid and i.state = 'draft'
            and (i.created_at < ${`${to}T00:00:00Z`}::timestamptz or exists (select from invoice_line l where l.tenant_id = i.tenant_id and l.invoice_id = i.id and l.period_from < ${to}::date))`,
      );
      return {
        count,
        sentence:
          count === 0
            ? 'No invoice with charges of the month waits as a draft.'
            : `${few(count, 'draft', 'drafts')} with charges of the month or before: issue or give up.`,
      };
    },
  },
  {
    key: 'invoices.unmatched',
    title: 'Payments nobody claims',
    async open(tx: Tx, tenantId: string, month: string) {
      const count = await counted(
        tx,
        sql<{
          count: number;
        }>`select count(*)::integer as count from payment where tenant_id = ${tenantId}::uuid and state = 'unmatched' and received_on < ${monthInterval(month).to}::date`,
      );
      return {
        count,
        sentence:
          count === 0 ? 'Every payment is matched.' : `${few(count, 'payment is', 'payments are')} not matched to a customer, and therefore not booked.`,
      };
    },
  },
];
