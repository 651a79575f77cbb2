import { newId, notFound, Problem, type Posting } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { safe } from './domain/amounts.ts';
import { EMPTY, moved, postingTemplate, type Balance, type Move, type Place } from './domain/moves.ts';
import type { FundsPorts } from './ports.ts';

export type Allocation = {
  readonly id: string;
  readonly budgetId: string;
  readonly partnerId: string;
  readonly currency: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly endedAt: string | null;
  readonly version: number;
};
const columns = sql.raw(
  `id, budget_id as "budgetId", partner_id as "partnerId", currency, starts_on as "startsOn", ends_on as "endsOn", ended_at as "endedAt", version`,
);

/** Held until the end of the transaction: whoever moves money of the same fund waits, and then sees what is left. */
export async function lockAllocation(tx: Tx, tenantId: string, id: string): Promise<Allocation> {
  const { rows } = await sql<Allocation>`select ${columns} from fund_allocation where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw notFound('fund');
  return row;
}
export async function readAllocation(tx: Tx, tenantId: string, id: string): Promise<Allocation> {
  const { rows } = await sql<Allocation>`select ${columns} from fund_allocation where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
  const [row] = rows;
  if (!row) throw notFound('fund');
  return row;
}

type Which = 'allocation_id' | 'request_id' | 'claim_id';
type Sum = { readonly id: string; readonly from_place: Place; readonly to_place: Place; readonly amount: number };
/** Where the money stands: the sum of all movements of each. */
export async function balancesOf(tx: Tx, tenantId: string, which: Which, ids: readonly string[]): Promise<Map<string, Balance>> {
  const found = new Map<string, Balance>(ids.map((id) => [id, EMPTY]));
  if (ids.length === 0) return found;
  const { rows } = await sql<Sum>`
    select ${sql.ref(which)} as id, from_place, to_place, sum(amount_minor)::bigint as amount from fund_movement
    where tenant_id = ${tenantId}::uuid and ${sql.ref(which)} = any(${[...ids]}::uuid[]) group by 1, 2, 3`.execute(tx);
  for (const row of rows) found.set(row.id, added(found.get(row.id) ?? EMPTY, row));
  return found;
}
export const balanceOf = async (tx: Tx, tenantId: string, which: Which, id: string): Promise<Balance> =>
  (await balancesOf(tx, tenantId, which, [id])).get(id) ?? EMPTY;

function added(balance: Balance, { from_place: from, to_place: to, amount }: Omit<Sum, 'id'>): Balance {
  const sums: Record<keyof Balance, bigint> = { ...balance };
  sums[from === 'outside' ? 'allocated' : from] += from === 'outside' ? BigInt(amount) : -BigInt(amount);
  sums[to === 'outside' ? 'allocated' : to] += to === 'outside' ? -BigInt(amount) : BigInt(amount);
  return sums;
}

export type Fact = {
  /** The same fact moves money once. */
  readonly cause: string;
  /** It may be told twice, and the second time changes nothing. */
  readonly mayRepeat?: boolean;
  readonly onDay: string;
  readonly memo: string;
  readonly requestId?: string | null;
  readonly claimId?: string | null;
  readonly transferId?: string | null;
  readonly ruleVersions?: Readonly<Record<string, number>>;
};

/** Moves money of an allocation that the caller holds, and books what the ledger hears of it. False: this fact has moved it before. */
export async function moveMoney(
  tx: Tx,
  ports: Pick<FundsPorts, 'post'>,
  context: Context,
  allocation: Allocation,
  moves: readonly Move[],
  fact: Fact,
): Promise<boolean> {
  if (moves.length === 0) return true;
  const { tenantId } = context;
  const balance = await balanceOf(tx, tenantId, 'allocation_id', allocation.id);
  const rows = moves.map((move, index) => ({
    move,
    row: { id: newId(), kind: move.kind, from_place: move.from, to_place: move.to, amount_minor: safe(move.amountMinor), cause: `${fact.cause}:${index}` },
  }));
  const { rows: written } = await sql<{ id: string }>`
    insert into fund_movement (tenant_id, id, allocation_id, kind, from_place, to_place, amount_minor, cause, request_id, claim_id, transfer_id, on_day, note, by_name, at)
    select ${tenantId}::uuid, m.id, ${allocation.id}::uuid, m.kind, m.from_place, m.to_place, m.amount_minor, m.cause, ${fact.requestId ?? null}::uuid, ${fact.claimId ?? null}::uuid, ${fact.transferId ?? null}::uuid,
      ${fact.onDay}::date, ${fact.memo}, ${context.actor.name}, ${context.now.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(rows.map(({ row }) => row))}::json) as m(id uuid, kind text, from_place text, to_place text, amount_minor bigint, cause text)
    on conflict (tenant_id, cause) do nothing returning id`.execute(tx);
  if (written.length === 0 && fact.mayRepeat) return false;
  if (written.length !== rows.length) throw new Problem('conflict', 'This was done in part before. Read it again.', { reason: 'done_before' });
  // Refuses what is not there; the rows above are then undone with the transaction.
  moved(balance, moves);
  const postings = rows.flatMap(({ row: { id }, move }): Posting[] => {
    const template = postingTemplate(move);
    if (template === null) return [];
    return [
      {
        template,
        cause: `fund:${id}`,
        bookedOn: fact.onDay,
        dealId: null,
        memo: fact.memo.slice(0, 300),
        facts: { partnerId: allocation.partnerId, currency: allocation.currency, amountMinor: safe(move.amountMinor) },
        ...(fact.ruleVersions ? { ruleVersions: fact.ruleVersions } : {}),
      },
    ];
  });
  if (postings.length > 0) await ports.post(tx, context, postings);
  return true;
}
