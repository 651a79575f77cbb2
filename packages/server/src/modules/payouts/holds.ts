import { dayIn, type EarningState, type Posting } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import type { WorkingDeps } from './context.ts';
import { readSettings } from './settings-store.ts';

const AT_ONCE = 2_000;
type Moved = {
  readonly id: string;
  readonly partnerId: string;
  readonly dealId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly title: string;
  readonly holds: number;
  readonly day: string | null;
};
const moved = sql.raw(`id, partner_id as "partnerId", deal_id as "dealId", amount_minor as "amountMinor", currency, title, holds`);

/** Each time it becomes owed, and each time it is held again, is an event of its own. */
const dueOf = (row: Moved, bookedOn: string, sign: 1 | -1): Posting<'earning_due'> => ({
  template: 'earning_due',
  cause: `earning:${row.id}:${sign === 1 ? 'due' : 'held'}:${row.holds}`,
  bookedOn,
  dealId: row.dealId,
  memo: row.title,
  facts: { partnerId: row.partnerId, currency: row.currency, amountMinor: sign * row.amountMinor },
});

/** What was held until a day that has come is owed. Several may do so at once. */
export async function releaseHolds(deps: WorkingDeps, tenantId: string): Promise<number> {
  let released = 0;
  for (;;) {
    const context = systemContext(tenantId, 'Holds', deps.now());
    const done = await deps.database.inTenant(tenantId, async (tx) => {
      const { timeZone } = await readSettings(tx, tenantId);
      const today = dayIn(context.now, timeZone);
      const { rows } = await sql<Moved>`
        with ripe as (
          select id, held_until from earning where tenant_id = ${tenantId}::uuid and state = 'held' and held_until <= ${today}::date order by held_until, id limit ${AT_ONCE} for update skip locked
        )
        update earning e set state = 'due', hold_reason = null, updated_at = ${context.now.toISOString()}::timestamptz, version = e.version + 1 from ripe
        where e.tenant_id = ${tenantId}::uuid and e.id = ripe.id returning e.${sql.raw('id')}, e.partner_id as "partnerId", e.deal_id as "dealId", e.amount_minor as "amountMinor", e.currency, e.title, e.holds, ripe.held_until as day`.execute(
        tx,
      );
      await deps.ports.post(
        tx,
        context,
        rows.map((row) => dueOf(row, row.day ?? today, 1)),
      );
      const [first] = rows;
      if (first)
        await recordChange(tx, context, {
          operation: 'earnings.due',
          recordType: 'earning',
          recordId: first.id,
          after: { earnings: rows.length },
          events: [{ type: 'earning.due', payload: { earnings: rows.length } }],
        });
      return rows.length;
    });
    released += done;
    if (done < AT_ONCE) return released;
  }
}

type Answer = { changed: number; refused: { id: string; sentence: string }[] };
type Locked = { readonly id: string; readonly state: EarningState };

/** What takes of it goes along: half of a sale that is held is not netted while the other half waits. */
async function lockWithReversals(tx: Tx, tenantId: string, ids: readonly string[]): Promise<{ own: Locked[]; along: (state: EarningState) => string[] }> {
  const { rows: own } =
    await sql<Locked>`select id, state from earning where tenant_id = ${tenantId}::uuid and id = any(${[...ids]}::uuid[]) order by id for update`.execute(tx);
  const { rows: reversals } = await sql<Locked & { reversesId: string }>`
    select id, state, reverses_id as "reversesId" from earning where tenant_id = ${tenantId}::uuid and reverses_id = any(${[...ids]}::uuid[]) order by id for update`.execute(
    tx,
  );
  return {
    own,
    along: (state) => {
      const parents = new Set(own.filter((each) => each.state === state).map(({ id }) => id));
      return [...parents, ...reversals.filter((each) => each.state === state && parents.has(each.reversesId)).map(({ id }) => id)];
    },
  };
}
const refusals = (asked: readonly string[], own: readonly Locked[], wanted: EarningState, words: string): Answer['refused'] =>
  asked.flatMap((id) => {
    const found = own.find((each) => each.id === id);
    if (!found) return [{ id, sentence: 'There is no such earning, or it is outside your reach.' }];
    return found.state === wanted ? [] : [{ id, sentence: `It is ${found.state}: ${words}` }];
  });

export function holdEarnings(
  deps: WorkingDeps,
  context: Context,
  body: { readonly ids: readonly string[]; readonly until: string | null; readonly reason: string },
): Promise<Answer> {
  requireScope(context, 'payouts:write');
  const { tenantId, now } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const ids = [...new Set(body.ids)];
    const { own, along } = await lockWithReversals(tx, tenantId, ids);
    const { timeZone } = await readSettings(tx, tenantId);
    const today = dayIn(now, timeZone);
    const due = along('due');
    const { rows } = await sql<Moved>`
      update earning set state = 'held', held_until = ${body.until}::date, hold_reason = ${body.reason}, holds = holds + 1, updated_at = ${now.toISOString()}::timestamptz, version = version + 1
      where tenant_id = ${tenantId}::uuid and id = any(${due}::uuid[]) returning ${moved}, null as day`.execute(tx);
    await deps.ports.post(
      tx,
      context,
      rows.map((row) => dueOf(row, today, -1)),
    );
    // Held already: only its day and reason change.
    const held = along('held');
    await sql`
      update earning set held_until = ${body.until}::date, hold_reason = ${body.reason}, updated_at = ${now.toISOString()}::timestamptz, version = version + 1
      where tenant_id = ${tenantId}::uuid and id = any(${held}::uuid[])`.execute(tx);
    const changed = own.filter(({ state }) => state === 'due' || state === 'held');
    await tellEach(tx, context, 'earnings.hold', 'earning.held', changed, body.reason);
    const refused = refusals(ids, own, 'due', 'it is too late to hold it.').filter(({ id }) => own.find((each) => each.id === id)?.state !== 'held');
    return { changed: changed.length, refused };
  });
}

export function releaseEarnings(deps: WorkingDeps, context: Context, body: { readonly ids: readonly string[]; readonly reason: string }): Promise<Answer> {
  requireScope(context, 'payouts:release');
  const { tenantId, now } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const ids = [...new Set(body.ids)];
    const { own, along } = await lockWithReversals(tx, tenantId, ids);
    const { timeZone } = await readSettings(tx, tenantId);
    const { rows } = await sql<Moved>`
      update earning set state = 'due', held_until = null, hold_reason = null, updated_at = ${now.toISOString()}::timestamptz, version = version + 1
      where tenant_id = ${tenantId}::uuid and id = any(${along('held')}::uuid[]) returning ${moved}, null as day`.execute(tx);
    await deps.ports.post(
      tx,
      context,
      rows.map((row) => dueOf(row, dayIn(now, timeZone), 1)),
    );
    const changed = own.filter(({ state }) => state === 'held');
    await tellEach(tx, context, 'earnings.release', 'earning.released', changed, body.reason);
    return { changed: changed.length, refused: refusals(ids, own, 'held', 'nothing holds it.') };
  });
}

async function tellEach(tx: Tx, context: Context, operation: string, type: string, changed: readonly Locked[], reason: string): Promise<void> {
  for (const { id, state } of changed)
    await recordChange(tx, context, { operation, recordType: 'earning', recordId: id, before: { state }, reason, events: [{ type, payload: { reason } }] });
}
