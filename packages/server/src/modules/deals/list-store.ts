import type { Parsed } from '@entente/contracts';
import { decodeCursor, encodeCursor, Problem, type Cursor } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { rowColumns, rowOf, type DealRow, type StoredRow } from './deal-row.ts';

export type DealFilter = Parsed<'deals.summary'>['query'];
type ListQuery = Parsed<'deals.list'>['query'];
type SortKey = 'closeOn' | 'amount' | 'activity' | 'updated' | 'account' | 'number' | 'due';
type Sort = {
  readonly column: keyof StoredRow;
  readonly type: string;
  readonly nullable: boolean;
  /** Its index leads with the status. */ readonly byStatus: boolean;
};

const sorts: Readonly<Record<SortKey, Sort>> = {
  closeOn: { column: 'close_on', type: 'date', nullable: true, byStatus: true },
  amount: { column: 'amount_minor', type: 'bigint', nullable: true, byStatus: true },
  activity: { column: 'last_activity_at', type: 'timestamptz', nullable: false, byStatus: true },
  updated: { column: 'updated_at', type: 'timestamptz', nullable: false, byStatus: false },
  account: { column: 'account_name', type: 'text', nullable: true, byStatus: false },
  number: { column: 'number', type: 'bigint', nullable: false, byStatus: false },
  due: { column: 'next_act_due_at', type: 'timestamptz', nullable: true, byStatus: false },
};

/** `%`, `_` and `\` are letters to somebody who types them. */
const pattern = (q: string): string => `%${q.replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`;

/** The one meaning of a filter, for lists, counts and everything that acts on all that match. */
export function conditions(context: Context, filter: DealFilter): RawBuilder<unknown>[] {
  const all: RawBuilder<unknown>[] = [];
  if (filter.stage && filter.stage.length > 0) all.push(sql`d.stage = any(${filter.stage}::text[])`);
  if (filter.ownerId) all.push(sql`d.owner_id = ${filter.ownerId}::uuid`);
  if (filter.accountId) all.push(sql`d.account_id = ${filter.accountId}::uuid`);
  // Through the participants and not the array: under row-level security an index on an array is not used.
  if (filter.partnerId)
    all.push(
      sql`d.id in (select p.deal_id from deal_participant p where p.tenant_id = ${context.tenantId}::uuid and p.partner_id = ${filter.partnerId}::uuid and p.until is null)`,
    );
  if (filter.role) all.push(sql`${filter.role}::text = any(d.roles)`);
  if (filter.route) all.push(sql`${filter.route}::text = any(d.route_kinds)`);
  if (filter.region) all.push(sql`d.region = ${filter.region}::text`);
  if (filter.withoutPartner !== undefined) all.push(filter.withoutPartner ? sql`d.partner_ids = '{}'` : sql`d.partner_ids <> '{}'`);
  if (filter.stalledDays !== undefined)
    all.push(sql`d.last_activity_at < ${new Date(context.now.getTime() - filter.stalledDays * 86_400_000).toISOString()}::timestamptz`);
  if (filter.minAmountMinor !== undefined) all.push(sql`d.amount_minor >= ${filter.minAmountMinor}::bigint`);
  if (filter.closeFrom) all.push(sql`d.close_on >= ${filter.closeFrom}::date`);
  if (filter.closeTo) all.push(sql`d.close_on <= ${filter.closeTo}::date`);
  if (filter.q) {
    const number = /^#?(\d{1,15})$/.exec(filter.q)?.[1];
    const words = sql`(d.name ilike ${pattern(filter.q)} or d.account_name ilike ${pattern(filter.q)})`;
    all.push(number ? sql`(d.number = ${Number(number)}::bigint or ${words})` : words);
  }
  return all;
}

export async function listDeals(tx: Tx, context: Context, query: ListQuery): Promise<{ items: DealRow[]; nextCursor: string | null }> {
  const descending = query.sort.startsWith('-');
  const sort = sorts[query.sort.replace('-', '') as SortKey];
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor);
  if (query.cursor !== undefined && after === null) throw new Problem('invalid_input', 'The place to continue from cannot be read. Begin the list again.');
  const wanted = query.limit + 1;
  const where = conditions(context, query);
  const rows: StoredRow[] = [];
  // Rows without a value come last in both directions, as a second part with its own place in the list.
  if (after === null || after.sort !== null) rows.push(...(await part(tx, context, query.status, sort, where, descending, after, true, wanted)));
  if (sort.nullable && rows.length < wanted)
    rows.push(...(await part(tx, context, query.status, sort, where, descending, after?.sort === null ? after : null, false, wanted - rows.length)));
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map(rowOf),
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
    sql<StoredRow>`select ${sql.join(rowColumns.map((name) => sql.ref(`d.${name}`)))} from deal d where ${sql.join([sql`d.tenant_id = ${context.tenantId}::uuid`, ...(one ? [sql`d.status = ${sql.lit(one)}`] : []), ...parts], sql` and `)} order by ${order} limit ${limit}`;
  const statement =
    status === undefined && sort.byStatus
      ? sql<StoredRow>`select * from (${sql.join(
          (['open', 'won', 'lost'] as const).map((one) => sql`(${branch(one)})`),
          sql` union all `,
        )}) d order by ${order} limit ${limit}`
      : branch(status);
  return (await statement.execute(tx)).rows;
}
