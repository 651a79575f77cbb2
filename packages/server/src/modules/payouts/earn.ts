import { dayIn, isId, newId, Problem, type EarningState, type NewEarning, type Posting } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChanges, type Change } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { takeBack } from './domain/reversal.ts';
import type { PayoutsPorts } from './ports.ts';
import { readSettings } from './settings-store.ts';

export type Earned = { readonly added: number; readonly known: number };
type Placed = {
  readonly earning: NewEarning;
  readonly id: string;
  readonly state: EarningState;
  readonly heldUntil: string | null;
  readonly reversesId: string | null;
  readonly accruedHeld: boolean;
};

const TOLD_ONE_BY_ONE = 50;
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/**
 * Writes what partners earned, once per key, and books it. What comes to nothing leaves no row. It belongs to the transaction of the
 * fact that caused it: both happen or neither.
 */
export async function earn(ports: Pick<PayoutsPorts, 'post'>, tx: Tx, context: Context, earnings: readonly NewEarning[]): Promise<Earned> {
  const wanted = [...new Map(earnings.filter(({ amountMinor }) => amountMinor !== 0).map((earning) => [earning.key, earning])).values()];
  if (wanted.length === 0) return { added: 0, known: 0 };
  for (const earning of wanted) check(earning);
  await checkPartners(tx, context.tenantId, [...new Set(wanted.map(({ partnerId }) => partnerId))]);
  const { timeZone } = await readSettings(tx, context.tenantId);
  const today = dayIn(context.now, timeZone);

  const plain = wanted.filter(({ reverses }) => reverses === null);
  const added = await insert(
    tx,
    context,
    plain.map((earning): Placed => {
      const held = earning.heldUntil !== null && earning.heldUntil > today;
      return { earning, id: newId(), state: held ? 'held' : 'due', heldUntil: held ? earning.heldUntil : null, reversesId: null, accruedHeld: held };
    }),
  );
  // One after another: each changes what is left of what it takes of.
  for (const earning of wanted) if (earning.reverses !== null) added.push(...(await insertReversal(tx, context, earning, earning.reverses)));
  await ports.post(tx, context, added.map(accrual));
  await tell(tx, context, added);
  return { added: added.length, known: wanted.length - added.length };
}

function check({ key, amountMinor, currency, partnerId, title }: NewEarning): void {
  const refuse = (sentence: string): never => {
    throw new Problem('invalid_input', `${title || key}: ${sentence}`, { reason: 'earning' });
  };
  if (key.length === 0 || key.length > 400) refuse('An earning needs a key of up to 400 characters.');
  if (!Number.isSafeInteger(amountMinor)) refuse('The amount is too large to be exact.');
  if (!CURRENCIES.has(currency)) refuse(`${currency} is not a currency.`);
  if (!isId(partnerId)) refuse('The partner is not known.');
}

async function checkPartners(tx: Tx, tenantId: string, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{
    found: number;
  }>`select count(*)::integer as found from partner where tenant_id = ${tenantId}::uuid and id = any(${[...ids]}::uuid[])`.execute(tx);
  if (rows[0]?.found !== ids.length) throw new Problem('invalid_input', 'An earning names a partner that is not in this workspace.', { reason: 'partner' });
}

async function insert(tx: Tx, context: Context, placed: readonly Placed[]): Promise<Placed[]> {
  if (placed.length === 0) return [];
  const at = context.now.toISOString();
  const rows = placed.map(({ earning, ...place }) => ({
    id: place.id,
    key: earning.key,
    kind: earning.kind,
    state: place.state,
    partner_id: earning.partnerId,
    person_id: earning.personId,
    deal_id: earning.dealId,
    amount_minor: earning.amountMinor,
    currency: earning.currency,
    earned_on: earning.earnedOn,
    held_until: place.heldUntil,
    title: earning.title,
    source_type: earning.source.type,
    source_id: earning.source.id,
    reverses_id: place.reversesId,
    born_by: earning.bornBy,
    explanation: earning.explanation,
  }));
  const { rows: inserted } = await sql<{ id: string }>`
    with given as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as e(id uuid, key text, kind text, state text, partner_id uuid, person_id uuid, deal_id uuid, amount_minor bigint, currency text, earned_on date, held_until date, title text, source_type text, source_id text, reverses_id uuid, born_by text, explanation jsonb)
    ), added as (
      insert into earning (tenant_id, id, key, kind, state, partner_id, person_id, deal_id, amount_minor, currency, earned_on, held_until, title, source_type, source_id, reverses_id, born_by, created_at, updated_at)
      select ${context.tenantId}::uuid, id, key, kind, state, partner_id, person_id, deal_id, amount_minor, currency, earned_on, held_until, title, source_type, source_id, reverses_id, born_by, ${at}::timestamptz, ${at}::timestamptz
      from given order by key collate "C"
      on conflict (tenant_id, key) do nothing returning id
    ), told as (
      insert into earning_explanation (tenant_id, earning_id, explanation) select ${context.tenantId}::uuid, g.id, g.explanation from added join given g using (id)
    )
    select id from added`.execute(tx);
  const ids = new Set(inserted.map(({ id }) => id));
  return placed.filter(({ id }) => ids.has(id));
}

type Original = {
  readonly id: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly partnerId: string;
  readonly state: EarningState;
  readonly heldUntil: string | null;
};

async function insertReversal(tx: Tx, context: Context, earning: NewEarning, reverses: string): Promise<Placed[]> {
  const { tenantId } = context;
  // Whoever takes of the same earning waits here, and then sees what this one took.
  const { rows } = await sql<Original>`
    select id, amount_minor as "amountMinor", currency, partner_id as "partnerId", state, held_until as "heldUntil" from earning
    where tenant_id = ${tenantId}::uuid and key = ${reverses} for update`.execute(tx);
  const [original] = rows;
  if (!original) throw new Problem('conflict', `${earning.title}: what it takes back is not known.`, { reason: 'reverses_unknown' });
  if (original.currency !== earning.currency || original.partnerId !== earning.partnerId)
    throw new Problem('conflict', `${earning.title}: what it takes back is of another partner or currency.`, { reason: 'reverses_other' });
  const { rows: sums } = await sql<{ reversedMinor: number; moved: boolean; known: boolean }>`
    select coalesce(sum(amount_minor), 0)::bigint as "reversedMinor", coalesce(bool_or(state in ('claimed', 'paid')), false) as moved, coalesce(bool_or(key = ${earning.key}), false) as known
    from earning where tenant_id = ${tenantId}::uuid and reverses_id = ${original.id}::uuid`.execute(tx);
  const [sum] = sums;
  if (!sum || sum.known) return [];
  const place = takeBack({ ...original, reversedMinor: sum.reversedMinor, reversalsMoved: sum.moved }, earning.amountMinor);
  const added = await insert(tx, context, [
    { earning, id: newId(), state: place.state, heldUntil: place.heldUntil, reversesId: original.id, accruedHeld: original.state === 'held' },
  ]);
  if (added.length > 0 && place.cancelsAll)
    await sql`
      update earning set state = 'cancelled', updated_at = ${context.now.toISOString()}::timestamptz, version = version + 1
      where tenant_id = ${tenantId}::uuid and (id = ${original.id}::uuid or reverses_id = ${original.id}::uuid) and state in ('held', 'due', 'returned')`.execute(
      tx,
    );
  return added;
}

const accrual = ({ earning, accruedHeld }: Placed): Posting<'earning_accrued'> => ({
  template: 'earning_accrued',
  cause: `earning:${earning.key}`,
  bookedOn: earning.earnedOn,
  dealId: earning.dealId,
  memo: earning.title,
  facts: { partnerId: earning.partnerId, currency: earning.currency, amountMinor: earning.amountMinor, bornBy: earning.bornBy, held: accruedHeld },
  ...(earning.explanation.rule?.version ? { ruleVersions: { [earning.explanation.rule.name]: earning.explanation.rule.version } } : {}),
});

/** Many at once are told of as one: nobody reads ten thousand sentences. */
async function tell(tx: Tx, context: Context, added: readonly Placed[]): Promise<void> {
  const changes = added.slice(0, added.length > TOLD_ONE_BY_ONE ? 1 : TOLD_ONE_BY_ONE).map(({ earning, id, state }): Change => {
    const payload = {
      title: earning.title,
      partnerId: earning.partnerId,
      amountMinor: earning.amountMinor,
      currency: earning.currency,
      state,
      earnings: added.length > TOLD_ONE_BY_ONE ? added.length : 1,
    };
    return {
      operation: 'earnings.earn',
      recordType: 'earning',
      recordId: id,
      after: payload,
      events: [{ type: 'earning.recorded', dealId: earning.dealId, payload }],
    };
  });
  await recordChanges(tx, context, changes);
}
