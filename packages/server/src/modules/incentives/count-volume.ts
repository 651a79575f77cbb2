import { divide, fraction, minus, plus, times, toDecimal, ZERO, type Receipt } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Gathered } from './decide-fact.ts';
import { matches, takersOf } from './domain/conditions.ts';
import { enrolmentOf, isKind, type Enrolment, type FactLine, type Kinded, type Known, type NewAccrual, type RuleVersion } from './domain/facts.ts';
import { periodBefore, periodOf, yearBefore } from './domain/periods.ts';
import { asWritten, measured, scaleOf } from './domain/rebate.ts';
import { addPeriod, addVolume, exactly, lastPeriodEnd, periodOn, volumeOf, volumesOfReceipts, type PeriodRow } from './rebate-store.ts';
import { ruleVersion } from './rule-store.ts';

type RebateRule = RuleVersion<Kinded<'rebate'>>;
const PLACES = 12;

/** Lines of a receipt that count for a partner, by the version its period is locked to. The same filter decides accrual and settlement. */
export function eligible(rule: RuleVersion, known: Known, partnerId: string): { readonly lines: readonly FactLine[]; readonly noTier: boolean } {
  const found = known.fact.lines.map((line) => ({ line, match: matches(rule, known, partnerId, line) }));
  return { lines: found.flatMap(({ line, match }) => (match === 'yes' ? [line] : [])), noTier: found.some(({ match }) => match === 'no_tier') };
}

export const volumeLines = (lines: readonly FactLine[]): { lineId: string; netMinor: number; quantity: string }[] =>
  lines.map(({ lineId, netMinor, quantity }) => ({ lineId, netMinor: Number(netMinor), quantity: quantity ?? '0' }));

/** Adds what of a receipt counts to the periods of rebates. What would count and cannot is given back with a sentence. */
export async function countReceipt(tx: Tx, context: Context, { known, rules }: Gathered): Promise<NewAccrual[]> {
  const { tenantId, now } = context;
  const { fact } = known;
  const nothing: NewAccrual[] = [];
  for (const rule of rules.filter(isKind('rebate')))
    for (const partnerId of takersOf(rule.document, known)) {
      const say = (sentence: string): void =>
        void nothing.push({
          rule,
          partnerId,
          personId: null,
          baseMinor: 0n,
          quantity: null,
          amountMinor: 0n,
          state: 'nothing',
          sentence,
          lines: [],
          steps: [],
        });
      const there = await periodOn(tx, tenantId, rule.ruleId, partnerId, fact.on);
      const locked = there === null || there.ruleNumber === rule.number ? rule : rebateRule(await ruleVersion(tx, tenantId, rule.ruleId, there.ruleNumber));
      const { lines, noTier } = eligible(locked, known, partnerId);
      if (noTier) say('The enrolment says no tier, and this programme asks for one. Nothing counts until it is there.');
      if (lines.length === 0) continue;
      if (fact.currency !== locked.document.currency) {
        say(`This programme counts ${locked.document.currency}; the receipt is in ${fact.currency} and does not count.`);
        continue;
      }
      const period = there ?? (await beginPeriod(tx, tenantId, locked, partnerId, fact.on, known.enrolments, now.toISOString()));
      const counted = volumeLines(lines);
      await addVolume(tx, tenantId, {
        periodId: period.id,
        receiptId: fact.id,
        on: fact.on,
        amountMinor: counted.reduce((sum, { netMinor }) => sum + netMinor, 0),
        quantity: toDecimal(
          counted.reduce((sum, { quantity }) => plus(sum, exactly(quantity)), ZERO),
          PLACES,
        ),
        lines: counted,
      });
    }
  return nothing;
}

export function rebateRule(rule: RuleVersion): RebateRule {
  if (!isKind('rebate')(rule)) throw new RangeError(`${rule.name} is no rebate`);
  return rule;
}

/** Version, target and baseline are locked from here on: a later edit holds for the next period. */
async function beginPeriod(
  tx: Tx,
  tenantId: string,
  rule: RebateRule,
  partnerId: string,
  on: string,
  enrolments: readonly Enrolment[],
  at: string,
): Promise<PeriodRow> {
  const { document } = rule;
  const span = periodOf(on, document.period);
  const last = await lastPeriodEnd(tx, tenantId, rule.ruleId, partnerId, on);
  const from = last !== null && last > span.from ? last : span.from;
  const enrolment = enrolmentOf(enrolments, rule.ruleId, partnerId, on);
  const terms = { target: enrolment?.target ?? null, baseline: await baselineOf(tx, tenantId, rule, partnerId, from, enrolment) };
  const scaled = scaleOf(document, terms);
  await addPeriod(
    tx,
    tenantId,
    {
      ruleId: rule.ruleId,
      ruleNumber: rule.number,
      partnerId,
      from,
      to: span.to,
      currency: document.currency,
      ...terms,
      sentence: scaled.ok ? null : scaled.sentence,
    },
    at,
  );
  const period = await periodOn(tx, tenantId, rule.ruleId, partnerId, on);
  if (!period) throw new RangeError('a period that was begun is not there');
  return period;
}

export async function baselineOf(
  tx: Tx,
  tenantId: string,
  rule: RebateRule,
  partnerId: string,
  from: string,
  enrolment: Enrolment | null,
): Promise<string | null> {
  const { document } = rule;
  if (document.baseline === null) return null;
  if (document.baseline === 'enrolment') return enrolment?.baseline ?? null;
  const period = periodOf(from, document.period);
  const before = document.baseline === 'previous_period' ? periodBefore(period.from, document.period) : yearBefore(period);
  const known = await periodOn(tx, tenantId, rule.ruleId, partnerId, before.from);
  // Before the programme began nothing was counted: what the enrolment says stands for it.
  if (!known || known.currency !== document.currency) return enrolment?.baseline ?? null;
  return asWritten(document, measured(document, await volumeOf(tx, tenantId, known.id, false)));
}

/** A refund takes from the period of what it refunds, whether or not that has ended. Null: done; else why it cannot. */
export async function countRefund(
  tx: Tx,
  context: Context,
  receipt: Receipt & { readonly reverses: string },
  refunded: ReadonlyMap<string, bigint>,
): Promise<string | null> {
  const { tenantId } = context;
  const originals = await volumesOfReceipts(tx, tenantId, [receipt.reverses]);
  if (originals.length === 0) return null;
  const before = await earlierRefunds(tx, tenantId, receipt);
  for (const original of originals) {
    let [amount, quantity] = [0n, ZERO];
    for (const line of original.lines) {
      const back = refunded.get(line.lineId) ?? 0n;
      if (back < 0n || back > BigInt(line.netMinor)) return 'More is taken back than was received.';
      amount += back;
      if (line.netMinor !== 0) quantity = plus(quantity, times(exactly(line.quantity), fraction(back, BigInt(line.netMinor))));
    }
    const taken = before.filter(({ periodId }) => periodId === original.periodId);
    const takenAmount = taken.reduce((sum, one) => sum - BigInt(one.amountMinor), 0n);
    const takenQuantity = taken.reduce((sum, one) => minus(sum, exactly(one.quantity)), ZERO);
    const step = minus(quantity, takenQuantity);
    if (amount === takenAmount && step.numerator === 0n) continue;
    await addVolume(tx, tenantId, {
      periodId: original.periodId,
      receiptId: receipt.id,
      on: receipt.receivedOn,
      amountMinor: Number(takenAmount - amount),
      quantity: toDecimal(divide(step, fraction(-1n)), PLACES),
      lines: [],
    });
  }
  return null;
}

async function earlierRefunds(tx: Tx, tenantId: string, receipt: Receipt & { readonly reverses: string }) {
  const rows = await tx
    .selectFrom('incentive_fact')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('reverses_id', '=', receipt.reverses)
    .where('id', '!=', receipt.id)
    .execute();
  return volumesOfReceipts(
    tx,
    tenantId,
    rows.map(({ id }) => id),
  );
}
