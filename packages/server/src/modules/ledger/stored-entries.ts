import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { Leg } from './domain/legs.ts';

/** An entry as it stands in the database; without a purpose where its account does not exist. */
export type StoredEntry = Pick<Leg, 'party' | 'amountMinor' | 'lineId'> & {
  readonly purpose: Leg['purpose'] | null;
  readonly currency: Leg['currency'] | null;
  readonly bookedOn: string;
  readonly period: string;
};

type Account = { readonly purpose: Leg['purpose'] | null; readonly party: string | null; readonly currency: string | null };
const NO_ACCOUNT: Account = { purpose: null, party: null, currency: null };
const NONE: readonly StoredEntry[] = [];

/**
 * Reads the entries of many transactions, each in its order. Accounts are looked up once and remembered: joined to each transaction of
 * its own, they would be read again as often.
 */
export function storedEntries(tx: Tx, tenantId: string): (ids: readonly string[]) => Promise<(id: string) => readonly StoredEntry[]> {
  const accounts = new Map<string, Account>();
  return async (ids) => {
    const { rows } = await sql<{ id: string; accountId: string; amount: string; lineId: string | null; bookedOn: string; period: string }>`
      select transaction_id as id, account_id as "accountId", amount_minor::text as amount, line_id as "lineId", booked_on as "bookedOn", period
      from ledger_entry where tenant_id = ${tenantId}::uuid and transaction_id = any(${[...ids]}::uuid[]) order by transaction_id, position`.execute(tx);
    const unknown = [...new Set(rows.map(({ accountId }) => accountId))].filter((id) => !accounts.has(id));
    if (unknown.length > 0) {
      const found = await sql<Account & { id: string }>`
        select id, purpose, party, currency from ledger_account where tenant_id = ${tenantId}::uuid and id = any(${unknown}::uuid[])`.execute(tx);
      for (const id of unknown) accounts.set(id, NO_ACCOUNT);
      for (const { id, ...account } of found.rows) accounts.set(id, account);
    }
    const byTransaction = Map.groupBy(rows, ({ id }) => id);
    return (id) =>
      byTransaction.get(id)?.map(({ accountId, amount, lineId, bookedOn, period }) => ({
        ...(accounts.get(accountId) ?? NO_ACCOUNT),
        amountMinor: BigInt(amount),
        lineId,
        bookedOn,
        period,
      })) ?? NONE;
  };
}
