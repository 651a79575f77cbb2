import { decimal, fraction, newId, type Explanation, type Fraction } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { Volume } from './domain/rebate.ts';

export type PeriodRow = {
  readonly id: string;
  readonly ruleId: string;
  readonly ruleNumber: number;
  readonly partnerId: string;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly target: string | null;
  readonly baseline: string | null;
  readonly state: 'open' | 'closed';
  readonly sentence: string | null;
  readonly accruedMinor: number;
  readonly settledMinor: number;
  readonly settlements: number;
  readonly accruedThrough: string | null;
  readonly version: number;
};
const FIELDS = sql`id, rule_id as "ruleId", rule_number as "ruleNumber", partner_id as "partnerId", period_from as "from", period_to as "to", currency, target::text, baseline::text, state, sentence,
  accrued_minor as "accruedMinor", settled_minor as "settledMinor", settlements, accrued_through as "accruedThrough", version`;

export async function periodOn(tx: Tx, tenantId: string, ruleId: string, partnerId: string, day: string): Promise<PeriodRow | null> {
  const { rows } = await sql<PeriodRow>`
    select ${FIELDS} from incentive_rebate_period
    where tenant_id = ${tenantId}::uuid and rule_id = ${ruleId}::uuid and partner_id = ${partnerId}::uuid and period_from <= ${day}::date and period_to > ${day}::date`.execute(
    tx,
  );
  return rows[0] ?? null;
}
export async function periodsWhere(
  tx: Tx,
  tenantId: string,
  of: { readonly partnerId?: string | undefined; readonly ruleId?: string | undefined; readonly state: 'open' | 'closed' },
): Promise<PeriodRow[]> {
  const { rows } = await sql<PeriodRow>`
    select ${FIELDS} from incentive_rebate_period where tenant_id = ${tenantId}::uuid and state = ${of.state}
      ${of.partnerId === undefined ? sql`` : sql`and partner_id = ${of.partnerId}::uuid`} ${of.ruleId === undefined ? sql`` : sql`and rule_id = ${of.ruleId}::uuid`}
    order by period_from desc, id desc limit 500`.execute(tx);
  return rows;
}
export async function lockPeriod(tx: Tx, tenantId: string, id: string, options: { readonly skip?: boolean } = {}): Promise<PeriodRow | null> {
  const { rows } =
    await sql<PeriodRow>`select ${FIELDS} from incentive_rebate_period where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update ${options.skip ? sql`skip locked` : sql``}`.execute(
      tx,
    );
  return rows[0] ?? null;
}
export async function lastPeriodEnd(tx: Tx, tenantId: string, ruleId: string, partnerId: string, before: string): Promise<string | null> {
  const { rows } = await sql<{ to: string | null }>`
    select max(period_to) as "to" from incentive_rebate_period where tenant_id = ${tenantId}::uuid and rule_id = ${ruleId}::uuid and partner_id = ${partnerId}::uuid and period_to <= ${before}::date`.execute(
    tx,
  );
  return rows[0]?.to ?? null;
}
export async function addPeriod(
  tx: Tx,
  tenantId: string,
  row: Pick<PeriodRow, 'ruleId' | 'ruleNumber' | 'partnerId' | 'from' | 'to' | 'currency' | 'target' | 'baseline' | 'sentence'>,
  at: string,
): Promise<void> {
  await sql`
    insert into incentive_rebate_period (tenant_id, id, rule_id, rule_number, partner_id, period_from, period_to, currency, target, baseline, state, sentence, created_at, updated_at)
    values (${tenantId}::uuid, ${newId()}::uuid, ${row.ruleId}::uuid, ${row.ruleNumber}, ${row.partnerId}::uuid, ${row.from}::date, ${row.to}::date, ${row.currency}, ${row.target}::numeric, ${row.baseline}::numeric, 'open', ${row.sentence},
      ${at}::timestamptz, ${at}::timestamptz) on conflict do nothing`.execute(tx);
}
export async function changePeriod(
  tx: Tx,
  tenantId: string,
  id: string,
  to: { readonly [Key in 'target' | 'baseline' | 'sentence' | 'accruedThrough' | 'closedOn']?: string | null } & {
    readonly accruedMinor?: bigint;
    readonly settledMinor?: bigint;
    readonly settled?: number;
    readonly close?: boolean;
  },
  at: string,
): Promise<void> {
  await tx
    .updateTable('incentive_rebate_period')
    .set((eb) => ({
      ...(to.target === undefined ? {} : { target: to.target }),
      ...(to.baseline === undefined ? {} : { baseline: to.baseline }),
      ...(to.sentence === undefined ? {} : { sentence: to.sentence }),
      ...(to.accruedThrough === undefined ? {} : { accrued_through: to.accruedThrough }),
      ...(to.accruedMinor === undefined ? {} : { accrued_minor: Number(to.accruedMinor) }),
      ...(to.settledMinor === undefined ? {} : { settled_minor: Number(to.settledMinor) }),
      ...(to.settled === undefined ? {} : { settlements: eb('settlements', '+', to.settled) }),
      ...(to.close ? { state: 'closed', closed_on: to.closedOn ?? null } : {}),
      version: eb('version', '+', 1),
      updated_at: at,
    }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

export type VolumeLine = { readonly lineId: string; readonly netMinor: number; readonly quantity: string };
export type VolumeRow = {
  readonly id: string;
  readonly periodId: string;
  readonly receiptId: string;
  readonly on: string;
  readonly amountMinor: number;
  readonly quantity: string;
  readonly lines: readonly VolumeLine[];
  readonly accruedOn: string | null;
};
const VOLUME = sql`id, period_id as "periodId", receipt_id as "receiptId", on_day as "on", amount_minor as "amountMinor", quantity::text, lines, accrued_on as "accruedOn"`;
export async function volumesOfReceipts(tx: Tx, tenantId: string, receiptIds: readonly string[]): Promise<VolumeRow[]> {
  const { rows } =
    await sql<VolumeRow>`select ${VOLUME} from incentive_volume where tenant_id = ${tenantId}::uuid and receipt_id = any(${[...receiptIds]}::uuid[]) order by id`.execute(
      tx,
    );
  return rows;
}
export async function uncountedOf(tx: Tx, tenantId: string, periodId: string): Promise<VolumeRow[]> {
  const { rows } =
    await sql<VolumeRow>`select ${VOLUME} from incentive_volume where tenant_id = ${tenantId}::uuid and period_id = ${periodId}::uuid and accrued_on is null order by on_day, id`.execute(
      tx,
    );
  return rows;
}
/** All of a period; `counted`: only what an accrual has counted. */
export async function volumeOf(tx: Tx, tenantId: string, periodId: string, counted: boolean): Promise<Volume> {
  const { rows } = await sql<{ amount: number; quantity: string }>`
    select coalesce(sum(amount_minor), 0)::bigint as amount, coalesce(sum(quantity), 0)::text as quantity from incentive_volume
    where tenant_id = ${tenantId}::uuid and period_id = ${periodId}::uuid ${counted ? sql`and accrued_on is not null` : sql``}`.execute(tx);
  return { amountMinor: BigInt(rows[0]?.amount ?? 0), quantity: exactly(rows[0]?.quantity ?? '0') };
}
export const exactly = (text: string): Fraction => {
  const [whole = '0', after = ''] = text.split('.');
  return after.length <= 12 ? decimal(text) : fraction(BigInt(whole + after), 10n ** BigInt(after.length));
};
export async function addVolume(tx: Tx, tenantId: string, row: Omit<VolumeRow, 'id' | 'accruedOn'>): Promise<void> {
  await sql`
    insert into incentive_volume (tenant_id, id, period_id, receipt_id, on_day, amount_minor, quantity, lines)
    values (${tenantId}::uuid, ${newId()}::uuid, ${row.periodId}::uuid, ${row.receiptId}::uuid, ${row.on}::date, ${row.amountMinor}, ${row.quantity}::numeric, ${JSON.stringify(row.lines)}::jsonb) on conflict do nothing`.execute(
    tx,
  );
}
export async function markCounted(tx: Tx, tenantId: string, ids: readonly string[], day: string): Promise<void> {
  await sql`update incentive_volume set accrued_on = ${day}::date where tenant_id = ${tenantId}::uuid and id = any(${[...ids]}::uuid[])`.execute(tx);
}

export type EntryKind = 'day' | 'crossing' | 'true_up' | 'correction';
export async function addEntry(
  tx: Tx,
  tenantId: string,
  entry: {
    readonly period: PeriodRow;
    readonly kind: EntryKind;
    readonly on: string;
    readonly amountMinor: bigint;
    readonly volume: string;
    readonly explanation: Explanation;
  },
  at: string,
): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into incentive_rebate_entry (tenant_id, period_id, number, kind, on_day, partner_id, currency, amount_minor, volume, explanation, at)
    select ${tenantId}::uuid, ${entry.period.id}::uuid, coalesce(max(number), 0) + 1, ${entry.kind}, ${entry.on}::date, ${entry.period.partnerId}::uuid, ${entry.period.currency}, ${Number(entry.amountMinor)}, ${entry.volume}::numeric,
      ${JSON.stringify(entry.explanation)}::jsonb, ${at}::timestamptz
    from incentive_rebate_entry where tenant_id = ${tenantId}::uuid and period_id = ${entry.period.id}::uuid returning number`.execute(tx);
  return rows[0]?.number ?? 0;
}
export async function entriesOf(tx: Tx, tenantId: string, periodId: string) {
  const { rows } = await sql<{ number: number; kind: EntryKind; on: string; amountMinor: number; volume: string; explanation: Explanation }>`
    select number, kind, on_day as "on", amount_minor as "amountMinor", volume::text, explanation from incentive_rebate_entry where tenant_id = ${tenantId}::uuid and period_id = ${periodId}::uuid order by number`.execute(
    tx,
  );
  return rows;
}

/** Periods with something to do: volume that no accrual counted, or an end that has come. `day`: the latest day it can be anywhere. */
export async function periodsToTend(tx: Tx, tenantId: string, day: string): Promise<{ id: string }[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from incentive_rebate_period p where p.tenant_id = ${tenantId}::uuid and p.state = 'open' and p.period_to <= ${day}::date
    union select v.period_id from incentive_volume v where v.tenant_id = ${tenantId}::uuid and v.accrued_on is null and v.on_day < ${day}::date limit 2000`.execute(
    tx,
  );
  return rows;
}
