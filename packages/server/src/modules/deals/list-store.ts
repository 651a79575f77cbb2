import type { Parsed } from '@entente/contracts';
import { encodeCursor, placeIn, type Cursor, type SortKind } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { wordsOf } from '../../platform/db/name-key.ts';
import { holdsWords, recordsWithWord } from '../../platform/db/search-words.ts';
import { dealColumnsOf, dealRowOf, type DealRow, type StoredRow } from '../../platform/db/deal-row.ts';

export type DealFilter = Parsed<'deals.summary'>['query'];
type ListQuery = Parsed<'deals.list'>['query'];
type SortKey = 'closeOn' | 'amount' | 'activity' | 'updated' | 'account' | 'number' | 'due';
type Sort = {
  readonly column: keyof StoredRow;
  readonly type: string;
  readonly kind: SortKind;
  readonly nullable: boolean;
  /** Its index leads with the status. */ readonly byStatus: boolean;
};

const sorts: Readonly<Record<SortKey, Sort>> = {
  closeOn: { column: 'close_on', type: 'date', kind: 'day', nullable: true, byStatus: true },
  amount: { column: 'amount_minor', type: 'bigint', kind: 'number', nullable: true, byStatus: true },
  activity: { column: 'last_activity_at', type: 'timestamptz', kind: 'instant', nullable: false, byStatus: true },
  updated: { column: 'updated_at', type: 'timestamptz', kind: 'instant', nullable: false, byStatus: false },
  account: { column: 'account_name', type: 'text', kind: 'text', nullable: true, byStatus: false },
  number: { column: 'number', type: 'bigint', kind: 'number', nullable: false, byStatus: false },
  due: { column: 'next_act_due_at', type: 'timestamptz', kind: 'instant', nullable: true, byStatus: false },
};

/** More deals than this are met soon enough on the way along the index of the order. */
const FEW = 2000;

const numberIn = (q: string): number | null => {
  const digits = /^(?:#|D-)?(\d{1,15})$/i.exec(q)?.[1];
  return digits ? Number(digits) : null;
};

const quietSince = (context: Context, days: number): string => new Date(context.now.getTime() - days * 86_400_000).toISOString();

/**
 * The only deals that can match, where the words, the partner or the quiet leave few; null where they leave many or ask for nothing. Under
 * row-level security an index answers for words and participants, and not for patterns and arrays.
 */
export async function narrowed(tx: Tx, context: Context, filter: DealFilter): Promise<string[] | null> {
  const tenant = context.tenantId;
  const found: string[][] = [];
  if (filter.q) {
    const words = wordsOf(filter.q);
    const named = words.length === 0 ? [] : await recordsWithWord(tx, tenant, 'deal', words, FEW);
    const number = numberIn(filter.q);
    if (named !== null && number !== null) {
      const { rows } = await sql<{ id: string }>`select id from deal where tenant_id = ${tenant}::uuid and number = ${number}::bigint`.execute(tx);
      named.push(...rows.map((row) => row.id));
    }
    if (named !== null) found.push(named);
  }
  if (filter.partnerId) {
    const { rows } = await sql<{ deal_id: string }>`
      select deal_id from deal_participant where tenant_id = ${tenant}::uuid and partner_id = ${filter.partnerId}::uuid and until is null limit ${FEW + 1}`.execute(
      tx,
    );
    if (rows.length <= FEW) found.push([...new Set(rows.map((row) => row.deal_id))]);
  }
  if (filter.stalledDays !== undefined) {
    // The quiet ones stand last in nearly every order, so that all others would be passed on the way to them.
    const status = filter.status ? sql`and status = ${sql.lit(filter.status)}` : sql``;
    const { rows } = await sql<{ id: string }>`
      select id from deal where tenant_id = ${tenant}::uuid ${status} and last_activity_at < ${quietSince(context, filter.stalledDays)}::timestamptz limit ${FEW + 1}`.execute(
      tx,
    );
    if (rows.length <= FEW) found.push(rows.map((row) => row.id));
  }
  return found.toSorted((a, b) => a.length - b.length)[0] ?? null;
}

/** The one meaning of a filter, for lists, counts and everything that acts on all that match. */
export function conditions(context: Context, filter: DealFilter, among: readonly string[] | null): RawBuilder<unknown>[] {
  const all: RawBuilder<unknown>[] = among === null ? [] : [sql`d.id = any(${among}::uuid[])`];
  if (filter.stage && filter.stage.length > 0) all.push(sql`d.stage = any(${filter.stage}::text[])`);
  if (filter.ownerId) all.push(sql`d.owner_id = ${filter.ownerId}::uuid`);
  if (filter.accountId) all.push(sql`d.account_id = ${filter.accountId}::uuid`);
  if (filter.partnerId) all.push(sql`${filter.partnerId}::uuid = any(d.partner_ids)`);
  if (filter.role) all.push(sql`${filter.role}::text = any(d.roles)`);
  if (filter.route) all.push(sql`${filter.route}::text = any(d.route_kinds)`);
  if (filter.region) all.push(sql`d.region = ${filter.region}::text`);
  if (filter.withoutPartner !== undefined) all.push(filter.withoutPartner ? sql`d.partner_ids = '{}'` : sql`d.partner_ids <> '{}'`);
  if (filter.stalledDays !== undefined) all.push(sql`d.last_activity_at < ${quietSince(context, filter.stalledDays)}::timestamptz`);
  if (filter.minAmountMinor !== undefined) all.push(sql`d.amount_minor >= ${filter.minAmountMinor}::bigint`);
  if (filter.closeFrom) all.push(sql`d.close_on >= ${filter.closeFrom}::date`);
  if (filter.closeTo) all.push(sql`d.close_on <= ${filter.closeTo}::date`);
  if (filter.closedFrom) all.push(sql`d.closed_on >= ${filter.closedFrom}::date`);
  if (filter.closedTo) all.push(sql`d.closed_on <= ${filter.closedTo}::date`);
  if (filter.q) {
    const number = numberIn(filter.q);
    const words = holdsWords('d.name_key', wordsOf(filter.q));
    all.push(number === null ? words : sql`(d.number = ${number}::bigint or ${words})`);
  }
  return all;
}

export async function listDeals(tx: Tx, context: Context, query: ListQuery): Promise<{ items: DealRow[]; nextCursor: string | null }> {
  const descending = query.sort.startsWith('-');
  const sort = sorts[query.sort.replace('-', '') as SortKey];
  const after = placeIn(query.cursor, sort.kind, { nullable: sort.nullable });
  const wanted = query.limit + 1;
  const among = await narrowed(tx, context, query);
  if (among?.length === 0) return { items: [], nextCursor: null };
  const where = conditions(context, query, among);
  // Few deals are looked up and sorted, whatever their status.
  const order = among === null ? sort : { ...sort, byStatus: false };
  const rows: StoredRow[] = [];
  // Rows without a value come last in both directions, as a second part with its own place in the list.
  if (after === null || after.sort !== null) rows.push(...(await part(tx, context, query.status, order, where, descending, after, true, wanted)));
  if (sort.nullable && rows.length < wanted)
    rows.push(...(await part(tx, context, query.status, order, where, descending, after?.sort === null ? after : null, false, wanted - rows.length)));
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map(dealRowOf),
    nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: last[sort.column] as Cursor['sort'], id: last.id }) : null,
  };
}

/**
 * One part of the list. Without a status, the three statuses are read along their own index and merged, so that every order
 * has an index whether or not somebody chose a status.
 */
async function part(
  tx: Tx,
  context: Context,
  status: string | undefined,
  sort: Sort,
  where: readonly RawBuilder<unknown>[],
  descending: boolean,
  after: Cursor | null,
  withValue: boolean,
  limit: number,
): Promise<StoredRow[]> {
  const column = sql.ref(`d.${sort.column}`);
  const direction = descending ? sql`desc` : sql`asc`;
  const comparison = descending ? sql`<` : sql`>`;
  const order = withValue ? sql`${sql.ref(sort.column)} ${direction}, id ${direction}` : sql`id ${direction}`;
  const parts = [...where];
  if (sort.nullable) parts.push(withValue ? sql`${column} is not null` : sql`${column} is null`);
  if (after !== null)
    parts.push(
      withValue ? sql`(${column}, d.id) ${comparison} (${after.sort}::${sql.raw(sort.type)}, ${after.id}::uuid)` : sql`d.id ${comparison} ${after.id}::uuid`,
    );
  const branch = (one: string | undefined): RawBuilder<StoredRow> =>
    sql<StoredRow>`select ${dealColumnsOf('d')} from deal d where ${sql.join([sql`d.tenant_id = ${context.tenantId}::uuid`, ...(one ? [sql`d.status = ${sql.lit(one)}`] : []), ...parts], sql` and `)} order by ${order} limit ${limit}`;
  const statement =
    status === undefined && sort.byStatus
      ? sql<StoredRow>`select * from (${sql.join(
          (['open', 'won', 'lost'] as const).map((one) => sql`(${branch(one)})`),
          sql` union all `,
        )}) d order by ${order} limit ${limit}`
      : branch(status);
  return (await statement.execute(tx)).rows;
}
