import { setTimeout as sleep } from 'node:timers/promises';
import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, placeIn, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { itemsOf, TICKS, unsealedUpTo, type Item, type Ticks } from './checklist.ts';
import type { LedgerDeps } from './context.ts';
import { movedPeriods } from './moved-periods.ts';
import { lockMonthAlone } from './month-locks.ts';
import { sealNew } from './seal.ts';

const SEALS_AWAITED = 40;
const SEAL_PAUSE_MS = 25;

type Checklist = Result<'ledger.checklist'>;
type State = Checklist['state'];
type Row = {
  state: State;
  ticks: Ticks;
  closedItems: Item[] | null;
  closingBy: string | null;
  closingAt: string | null;
  closedBy: string | null;
  closedAt: string | null;
  version: number;
};
const UNTOUCHED: Row = { state: 'open', ticks: {}, closedItems: null, closingBy: null, closingAt: null, closedBy: null, closedAt: null, version: 1 };
const today = (context: Context): string => context.now.toISOString().slice(0, 10);

/** Months with anything in them, and those somebody began to close. */
export function listPeriods({ database }: LedgerDeps, context: Context, query: Parsed<'ledger.periods'>['query']): Promise<Result<'ledger.periods'>> {
  requireScope(context, 'ledger:read');
  const place = placeIn(query.cursor, 'text');
  return database.reading(context.tenantId, async (tx) => {
    const rows = await movedPeriods(tx, context.tenantId, { before: place === null ? null : String(place.sort), month: null }, query.limit + 1);
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: last.month, id: context.tenantId }) : null };
  });
}

export function readChecklist({ database, ports }: LedgerDeps, context: Context, month: string): Promise<Checklist> {
  requireScope(context, 'ledger:read');
  return database.reading(context.tenantId, (tx) => checklist(tx, ports, context, month));
}

async function checklist(tx: Tx, ports: LedgerDeps['ports'], context: Context, month: string): Promise<Checklist> {
  const { tenantId } = context;
  const row = await periodRow(tx, tenantId, month);
  // A closed month says what was found when it was closed.
  const items = row.closedItems ?? (await itemsOf(tx, tenantId, ports, month, row.ticks, today(context)));
  const [moved] = await movedPeriods(tx, tenantId, { before: null, month }, 1);
  const { ticks: _ticks, closedItems: _items, ...period } = row;
  return {
    month,
    ...period,
    entries: moved?.entries ?? 0,
    bookedLater: moved?.bookedLater ?? 0,
    items,
    ready: row.state === 'closing' && items.every(({ done }) => done),
  };
}

async function periodRow(tx: Tx, tenantId: string, month: string, lock = false): Promise<Row> {
  const { rows } = await sql<Row>`
    select state, ticks, closed_items as "closedItems", closing_by as "closingBy", closing_at as "closingAt", closed_by as "closedBy", closed_at as "closedAt", version
    from ledger_period where tenant_id = ${tenantId}::uuid and month = ${month} ${lock ? sql`for update` : sql``}`.execute(tx);
  return rows[0] ?? UNTOUCHED;
}

/** What each act needs the month to be; closed is the end. */
function refuseUnless(month: string, row: Row, wanted: State, sentence: string): void {
  if (row.state === wanted) return;
  throw new Problem('conflict', row.state === 'closed' ? `${month} is closed, and stays so. Book a correction in an open month.` : sentence, {
    reason: `period_${row.state}`,
  });
}

type Change = { readonly operation: string; readonly before: State; readonly after: State | null; readonly detail?: unknown; readonly reason?: string };
const record = (tx: Tx, context: Context, month: string, { operation, before, after, detail, reason }: Change): Promise<void> =>
  recordChange(tx, context, {
    operation,
    // Months have no id: the record is the workspace's ledger, and the month says which.
    recordType: 'ledger_period',
    recordId: context.tenantId,
    before: { month, state: before },
    after: { month, state: after ?? before, ...(detail === undefined ? {} : { detail }) },
    reason: reason ?? null,
  });

export function startClosing({ database, ports }: LedgerDeps, context: Context, month: string): Promise<Checklist> {
  requireScope(context, 'ledger:write');
  const { tenantId } = context;
  if (month > today(context).slice(0, 7)) throw new Problem('conflict', `${month} has not begun.`);
  return database.inTenant(tenantId, async (tx) => {
    await sql`insert into ledger_period (tenant_id, month, state) values (${tenantId}::uuid, ${month}, 'open') on conflict do nothing`.execute(tx);
    const row = await periodRow(tx, tenantId, month, true);
    refuseUnless(month, row, 'open', `Closing ${month} has begun already.`);
    await sql`
      update ledger_period set state = 'closing', closing_by = ${context.actor.name}, closing_at = ${context.now.toISOString()}::timestamptz, version = version + 1
      where tenant_id = ${tenantId}::uuid and month = ${month}`.execute(tx);
    await record(tx, context, month, { operation: 'ledger.startClosing', before: 'open', after: 'closing' });
    return checklist(tx, ports, context, month);
  });
}

export function abandonClosing({ database, ports }: LedgerDeps, context: Context, month: string, reason: string): Promise<Checklist> {
  requireScope(context, 'ledger:write');
  const { tenantId } = context;
  return database.inTenant(tenantId, async (tx) => {
    const row = await periodRow(tx, tenantId, month, true);
    refuseUnless(month, row, 'closing', `Nobody is closing ${month}.`);
    await sql`
      update ledger_period set state = 'open', ticks = '{}', closing_by = null, closing_at = null, version = version + 1
      where tenant_id = ${tenantId}::uuid and month = ${month}`.execute(tx);
    await record(tx, context, month, { operation: 'ledger.abandonClosing', before: 'closing', after: 'open', reason });
    return checklist(tx, ports, context, month);
  });
}

export function tickItem({ database, ports }: LedgerDeps, context: Context, month: string, body: Parsed<'ledger.tick'>['body']): Promise<Checklist> {
  requireScope(context, 'ledger:write');
  const { tenantId } = context;
  if (!TICKS.some(({ key }) => key === body.key)) throw new Problem('invalid_input', 'This item is found out by the ledger itself, or does not exist.');
  return database.inTenant(tenantId, async (tx) => {
    const row = await periodRow(tx, tenantId, month, true);
    refuseUnless(month, row, 'closing', `Begin to close ${month} first.`);
    const { [body.key]: _before, ...others } = row.ticks;
    const ticks: Ticks = body.done ? { ...others, [body.key]: row.ticks[body.key] ?? { by: context.actor.name, at: context.now.toISOString() } } : others;
    await sql`
      update ledger_period set ticks = ${JSON.stringify(ticks)}::jsonb, version = version + 1 where tenant_id = ${tenantId}::uuid and month = ${month}`.execute(
      tx,
    );
    await record(tx, context, month, { operation: 'ledger.tick', before: 'closing', after: null, detail: body });
    return checklist(tx, ports, context, month);
  });
}

/** For good. Waits for everybody who posts into the month; who comes after that finds it closed. */
export async function closePeriod({ database, ports }: LedgerDeps, context: Context, month: string, ifVersion: number | null): Promise<Checklist> {
  requireScope(context, 'ledger:write');
  const { tenantId } = context;
  return database.inTenant(tenantId, async (tx) => {
    await lockMonthAlone(tx, tenantId, month);
    // Nothing new can come; what came a moment ago is sealed as soon as what was under way beside it has ended.
    for (let waited = 0; waited < SEALS_AWAITED && (await unsealedUpTo(tx, tenantId, month)) > 0; waited += 1)
      if ((await sealNew(database, tenantId, context.now)) === 0) await sleep(SEAL_PAUSE_MS);
    const row = await periodRow(tx, tenantId, month, true);
    if (ifVersion !== null && ifVersion !== row.version) throw new Problem('version_stale', 'Somebody changed the checklist meanwhile. Read it again.');
    refuseUnless(month, row, 'closing', `Begin to close ${month} first.`);
    const items = await itemsOf(tx, tenantId, ports, month, row.ticks, today(context));
    const open = items.filter(({ done }) => !done);
    if (open.length > 0)
      throw new Problem('conflict', `${month} cannot be closed yet. ${open.map(({ title }) => title).join('; ')}: not done.`, { reason: 'checklist_open' });
    await sql`
      update ledger_period set state = 'closed', closed_items = ${JSON.stringify(items)}::jsonb, closed_by = ${context.actor.name},
        closed_at = ${context.now.toISOString()}::timestamptz, version = version + 1
      where tenant_id = ${tenantId}::uuid and month = ${month}`.execute(tx);
    await record(tx, context, month, { operation: 'ledger.close', before: 'closing', after: 'closed' });
    return checklist(tx, ports, context, month);
  });
}
