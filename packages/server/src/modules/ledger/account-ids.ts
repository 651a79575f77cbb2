import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Leg } from './domain/legs.ts';

export type AccountIds = (context: Context, legs: readonly Leg[]) => Promise<(leg: Leg) => string>;

const MOST_REMEMBERED = 500_000;
const keyOf = (tenantId: string, { purpose, party, currency }: Leg): string => `${tenantId} ${purpose} ${currency} ${party ?? ''}`;

/**
 * Accounts are made in a transaction of their own, on a connection kept for such: two postings that need the same new account do not
 * wait for each other's end, and what is remembered here is committed. An account of a posting that failed stays, with nothing on it.
 */
export function rememberAccountIds(database: Database): AccountIds {
  const known = new Map<string, string>();
  return async (context, legs) => {
    const { tenantId } = context;
    if (known.size > MOST_REMEMBERED) known.clear();
    const missing = new Map<string, Leg>();
    for (const leg of legs) {
      const key = keyOf(tenantId, leg);
      if (!known.has(key)) missing.set(key, leg);
    }
    if (missing.size > 0) {
      for (const [key, id] of await findOrMake(database, context, [...missing.values()])) known.set(key, id);
    }
    return (leg) => {
      const id = known.get(keyOf(tenantId, leg));
      if (id === undefined) throw new Error(`there is no account ${leg.purpose} in ${leg.currency}`);
      return id;
    };
  };
}

async function findOrMake(database: Database, { tenantId, now }: Context, legs: readonly Leg[]): Promise<[key: string, id: string][]> {
  return database.apart(tenantId, async (tx) => {
    const wanted = sql`unnest(${legs.map(() => newId())}::uuid[], ${legs.map(({ purpose }) => purpose)}::text[], ${legs.map(({ party }) => party)}::text[], ${legs.map(({ currency }) => currency)}::text[]) as w(id, purpose, party, currency)`;
    await sql`
      insert into ledger_account (tenant_id, id, purpose, party, currency, created_at)
      select ${tenantId}::uuid, w.id, w.purpose, w.party, w.currency, ${now.toISOString()}::timestamptz from ${wanted}
      order by w.purpose, w.currency, w.party on conflict do nothing`.execute(tx);
    // With and without a party apart: only equality is looked up by all columns of the index, and an account for each of many partners
    // is looked for among all of them otherwise.
    const { rows } = await sql<{ id: string } & Pick<Leg, 'purpose' | 'party' | 'currency'>>`
      with w as materialized (select * from ${wanted})
      select a.id, a.purpose, a.party, a.currency from w join ledger_account a on a.tenant_id = ${tenantId}::uuid and a.purpose = w.purpose and a.party = w.party and a.currency = w.currency
      union all
      select a.id, a.purpose, a.party, a.currency from w join ledger_account a on a.tenant_id = ${tenantId}::uuid and a.purpose = w.purpose and a.party is null and a.currency = w.currency
      where w.party is null`.execute(tx);
    return rows.map((row) => [keyOf(tenantId, { ...row, amountMinor: 0n, lineId: null }), row.id]);
  });
}
