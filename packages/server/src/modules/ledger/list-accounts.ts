import type { Parsed, Result } from '@entente/contracts';
import { addDays, encodeCursor, placeIn, Problem, type AccountPurpose } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { LedgerDeps } from './context.ts';
import { asRead, classOf } from './domain/sides.ts';
import { partyNames } from './party-names.ts';
import { movements } from './projection.ts';

export type AccountRow = { readonly id: string; readonly purpose: AccountPurpose; readonly party: string | null; readonly currency: string };
export type Moved = { readonly openingMinor: number; readonly debitMinor: number; readonly creditMinor: number; readonly entries: number };
const NOTHING: Moved = { openingMinor: 0, debitMinor: 0, creditMinor: 0, entries: 0 };
type Span = { readonly period?: string | undefined; readonly asOf?: string | undefined };

export function listAccounts({ database }: LedgerDeps, context: Context, query: Parsed<'ledger.accounts'>['query']): Promise<Result<'ledger.accounts'>> {
  requireScope(context, 'ledger:read');
  if (query.asOf !== undefined && query.period !== undefined) throw new Problem('invalid_input', 'Ask for a day or for a month, not for both.');
  const { tenantId } = context;
  const place = placeIn(query.cursor, 'text');
  return database.reading(tenantId, async (tx) => {
    const { rows } = await sql<AccountRow>`
      select id, purpose, party, currency from ledger_account where tenant_id = ${tenantId}::uuid
        ${query.purpose === undefined ? sql`` : sql`and purpose = ${query.purpose}`}
        ${query.party === undefined ? sql`` : sql`and party = ${query.party}`}
        ${query.currency === undefined ? sql`` : sql`and currency = ${query.currency}`}
        ${place === null ? sql`` : sql`and (purpose, id) > (${place.sort}::text, ${place.id}::uuid)`}
      order by purpose, id limit ${query.limit + 1}`.execute(tx);
    const accounts = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? accounts.at(-1) : undefined;
    const ids = accounts.map(({ id }) => id);
    const moved = await movedAccounts(tx, tenantId, query, sql`account_id = any(${ids}::uuid[])`);
    const nameOf = await partyNames(
      tx,
      tenantId,
      accounts.map(({ party }) => party),
    );
    const items = accounts.map((account) => {
      const { openingMinor, debitMinor, creditMinor, entries } = moved.get(account.id) ?? NOTHING;
      const { purpose } = account;
      return {
        ...account,
        class: classOf(purpose),
        partyName: nameOf(account.party),
        openingMinor: asRead(purpose, openingMinor),
        debitMinor,
        creditMinor,
        balanceMinor: asRead(purpose, openingMinor + debitMinor - creditMinor),
        entries,
      };
    });
    return { items, nextCursor: last ? encodeCursor({ sort: last.purpose, id: last.id }) : null };
  });
}

/** By account; debits and credits of the month, or all until the end of the day. `only` narrows by `account_id`. */
export async function movedAccounts(tx: Tx, tenantId: string, { period, asOf }: Span, only: RawBuilder<unknown>): Promise<Map<string, Moved>> {
  const { rows } = await sql<Moved & { accountId: string }>`
    select account_id as "accountId",
      ${period === undefined ? sql`0::bigint` : sql`coalesce(sum(debit_minor - credit_minor) filter (where period < ${period}), 0)::bigint`} as "openingMinor",
      coalesce(sum(debit_minor) ${within(period)}, 0)::bigint as "debitMinor", coalesce(sum(credit_minor) ${within(period)}, 0)::bigint as "creditMinor",
      coalesce(sum(entries) ${within(period)}, 0)::bigint as entries
    from ${asOf === undefined ? sql`${movements(tenantId, only)}` : untilEndOf(tenantId, asOf, only)} m
    ${period === undefined ? sql`` : sql`where period <= ${period}`} group by account_id`.execute(tx);
  return new Map(rows.map((row) => [row.accountId, row]));
}

const within = (period: string | undefined): RawBuilder<unknown> => (period === undefined ? sql`` : sql`filter (where period = ${period})`);

/** Whole months from the projection; of a month that is cut, the entries themselves. */
function untilEndOf(tenantId: string, day: string, only: RawBuilder<unknown>): RawBuilder<unknown> {
  const month = day.slice(0, 7);
  const whole = addDays(day, 1).slice(0, 7) !== month;
  if (whole) return sql`(select * from ${movements(tenantId, only)} w where period <= ${month})`;
  return sql`(
    select * from ${movements(tenantId, only)} w where period < ${month}
    union all
    select account_id, period, greatest(amount_minor, 0), greatest(-amount_minor, 0), 1 from ledger_entry
    where tenant_id = ${tenantId}::uuid and period = ${month} and booked_on <= ${day}::date and ${only})`;
}
