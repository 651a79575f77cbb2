import type { Parsed, Result, usageStates } from '@entente/contracts';
import { encodeCursor, placeIn } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { UsageDeps } from './context.ts';
import { formatQuantity } from './domain/quantity.ts';
import { dealsOf, lineColumns, lineShape, type LineRow } from './line-store.ts';

const STATES_OF: Readonly<Record<string, readonly string[]>> = { unbilled: ['waiting', 'sent'] };

export type LineFilter = Omit<Parsed<'metering.lines'>['query'], 'cursor' | 'limit'>;

/** Null: no entitlement is asked for; an empty list: none fits. */
async function entitlementsAsked({ ports }: UsageDeps, tx: Tx, tenantId: string, query: LineFilter): Promise<string[] | null> {
  const { entitlementId, dealId, productId, buyer } = query;
  const asked = [dealId === undefined ? [] : [{ dealId }], productId === undefined ? [] : [{ productId }], buyer === undefined ? [] : [{ buyer }]].flat();
  let fitting: string[] | null = entitlementId === undefined ? null : [entitlementId];
  for (const which of asked) {
    const found = new Set((await ports.entitlements(tx, tenantId, which)).map(({ id }) => id));
    fitting = fitting === null ? [...found] : fitting.filter((id) => found.has(id));
  }
  return fitting;
}
/** Every list of hours is narrowed in the same way. */
export async function narrowed(deps: UsageDeps, tx: Tx, tenantId: string, query: LineFilter): Promise<RawBuilder<unknown>> {
  const ids = await entitlementsAsked(deps, tx, tenantId, query);
  const states = query.state === undefined ? null : (STATES_OF[query.state] ?? [query.state]);
  return sql`
    ${ids === null ? sql`` : sql`and l.entitlement_id = any(${ids}::uuid[])`} ${states === null ? sql`` : sql`and l.state = any(${[...states]}::text[])`}
    ${query.from === undefined ? sql`` : sql`and l.hour >= ${query.from}::timestamptz`} ${query.to === undefined ? sql`` : sql`and l.hour < ${query.to}::timestamptz`}`;
}

export function listLines(deps: UsageDeps, context: Context, query: Parsed<'metering.lines'>['query']): Promise<Result<'metering.lines'>> {
  requireScope(context, 'usage:read');
  const { tenantId, now } = context;
  const place = placeIn(query.cursor, 'instant');
  return deps.database.reading(tenantId, async (tx) => {
    const where = await narrowed(deps, tx, tenantId, query);
    const { rows } = await sql<LineRow>`
      select ${lineColumns} from usage_line l where l.tenant_id = ${tenantId}::uuid ${where}
        ${place === null ? sql`` : sql`and (l.hour, l.id) < (${place.sort}::timestamptz, ${place.id}::uuid)`}
      order by l.hour desc, l.id desc limit ${query.limit + 1}`.execute(tx);
    const items = rows.slice(0, query.limit);
    const ids = [...new Set(items.map(({ entitlementId }) => entitlementId))];
    const entitlements = new Map((ids.length === 0 ? [] : await deps.ports.entitlements(tx, tenantId, { ids })).map((each) => [each.id, each]));
    const deals = await dealsOf(tx, tenantId, entitlements.values());
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return {
      items: items.map((row) => lineShape(row, entitlements.get(row.entitlementId), deals, now)),
      nextCursor: last ? encodeCursor({ sort: last.hour, id: last.id }) : null,
    };
  });
}

type Sums = Readonly<Record<'ingested' | 'corrected' | 'included' | (typeof usageStates)[number], string>>;

/** Every line stands in one state, and its included part beside it: what came in is always the sum of where it stands. */
export function readTotals(deps: UsageDeps, context: Context, query: Parsed<'metering.totals'>['query']): Promise<Result<'metering.totals'>> {
  requireScope(context, 'usage:read');
  const { tenantId } = context;
  return deps.database.reading(tenantId, async (tx) => {
    const where = await narrowed(deps, tx, tenantId, query);
    const { rows } = await sql<{
      marketplace: string;
      dimension: string;
      state: (typeof usageStates)[number];
      lines: number;
      ingested: string;
      corrected: string;
      included: string;
      rest: string;
    }>`
      select l.marketplace, l.dimension, l.state, count(*)::integer as lines, sum(l.ingested)::text as ingested, sum(l.correction)::text as corrected,
        sum(l.included)::text as included, sum(l.ingested + l.correction - l.included)::text as rest
      from usage_line l where l.tenant_id = ${tenantId}::uuid ${where}
      group by l.marketplace, l.dimension, l.state order by l.marketplace, l.dimension`.execute(tx);
    const senders = await sql<Result<'metering.totals'>['senders'][number]>`
      select s.connection_id as "connectionId", s.marketplace, s.paused_until as "pausedUntil", s.last_error as sentence,
        (select count(*)::integer from usage_batch b where b.tenant_id = s.tenant_id and b.connection_id = s.connection_id and b.state = 'reserved') as "openBatches"
      from usage_sender s where s.tenant_id = ${tenantId}::uuid order by s.marketplace, s.connection_id`.execute(tx);
    const dimensions = [...Map.groupBy(rows, ({ marketplace, dimension }) => JSON.stringify([marketplace, dimension])).values()].flatMap((own) => {
      const [first] = own;
      if (!first) return [];
      const sum = (of: (row: (typeof own)[number]) => string): string => formatQuantity(own.reduce((total, row) => total + BigInt(of(row)), 0n));
      const rest = (state: keyof Sums): string => sum((row) => (row.state === state ? row.rest : '0'));
      return [
        {
          marketplace: first.marketplace,
          dimension: first.dimension,
          ingested: sum((row) => row.ingested),
          corrected: sum((row) => row.corrected),
          waiting: rest('waiting'),
          sent: rest('sent'),
          accepted: rest('accepted'),
          included: sum((row) => row.included),
          rejected: rest('rejected'),
          expired: rest('expired'),
          writtenOff: rest('written_off'),
        },
      ];
    });
    const counts = { waiting: 0, sent: 0, accepted: 0, included: 0, rejected: 0, expired: 0, written_off: 0 };
    for (const row of rows) counts[row.state] += row.lines;
    return { dimensions, lines: counts, ...(await choices(deps, tx, tenantId)), senders: senders.rows };
  });
}

const MOST_CHOICES = 500;
/** Products and buyers that have hours, by name. */
async function choices({ ports }: UsageDeps, tx: Tx, tenantId: string): Promise<Pick<Result<'metering.totals'>, 'products' | 'buyers'>> {
  // One look per entitlement into the index of hours, not one per hour.
  const { rows } = await sql<{ id: string }>`
    select e.id from entitlement e where e.tenant_id = ${tenantId}::uuid
      and exists (select from usage_line l where l.tenant_id = e.tenant_id and l.entitlement_id = e.id) order by e.id desc limit ${MOST_CHOICES}`.execute(tx);
  const known = rows.length === 0 ? [] : await ports.entitlements(tx, tenantId, { ids: rows.map(({ id }) => id) });
  const byName = (one: { name: string }, other: { name: string }): number => one.name.localeCompare(other.name, 'en');
  const products = new Map(known.flatMap(({ productId, productName }) => (productId === null ? [] : [[productId, productName ?? productId] as const])));
  const buyers = new Map(known.flatMap(({ buyerAccount, buyerName }) => (buyerAccount === null ? [] : [[buyerAccount, buyerName ?? buyerAccount] as const])));
  return {
    products: [...products].map(([id, name]) => ({ id, name })).toSorted(byName),
    buyers: [...buyers].map(([account, name]) => ({ account, name })).toSorted(byName),
  };
}

export function listBatches({ database }: UsageDeps, context: Context, query: Parsed<'metering.batches'>['query']): Promise<Result<'metering.batches'>> {
  requireScope(context, 'usage:read');
  const { tenantId } = context;
  const place = placeIn(query.cursor, 'id');
  return database.reading(tenantId, async (tx) => {
    const { rows } = await sql<Result<'metering.batches'>['items'][number]>`
      select id, marketplace, state, lines, attempts, reserved_at as "reservedAt", first_sent_at as "firstSentAt", done_at as "doneAt", last_error as "lastError", outcomes
      from usage_batch where tenant_id = ${tenantId}::uuid ${place === null ? sql`` : sql`and id < ${place.id}::uuid`} order by id desc limit ${query.limit + 1}`.execute(
      tx,
    );
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}
