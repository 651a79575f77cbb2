import { addDays, dayIn, explained, newId, type Explanation, type ExplainedStep, type Posting } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { keep, reversalOf } from './accrue.ts';
import { baselineOf, rebateRule } from './count-volume.ts';
import { enrolmentOf, type Kinded, type RuleVersion } from './domain/facts.ts';
import { waits, WAITS, written } from './domain/limits.ts';
import { accrueDay, asWritten, earned, measured, scaleOf, settlementOf, together, type Earned, type Scale, type Volume } from './domain/rebate.ts';
import type { IncentivesPorts } from './ports.ts';
import {
  addEntry,
  changePeriod,
  exactly,
  lockPeriod,
  markCounted,
  periodsToTend,
  uncountedOf,
  volumeOf,
  type EntryKind,
  type PeriodRow,
  type VolumeRow,
} from './rebate-store.ts';
import { ruleVersion } from './rule-store.ts';
import { accrualsOfFact, enrolmentsOn, reversalsOf, type AccrualRow } from './store.ts';

type RebateRule = RuleVersion<Kinded<'rebate'>>;
type Tending = {
  readonly tx: Tx;
  readonly ports: IncentivesPorts;
  readonly context: Context;
  readonly rule: RebateRule;
  readonly period: PeriodRow;
  readonly today: string;
};

/** Accrues what days that are over brought, settles periods that have ended, and corrects those that changed after. */
export async function tendRebates(database: Database, ports: IncentivesPorts, context: Context): Promise<number> {
  const { tenantId, now } = context;
  // The latest day it is anywhere; each period then goes by its own zone.
  const latest = addDays(now.toISOString().slice(0, 10), 1);
  const due = await database.reading(tenantId, (tx) => periodsToTend(tx, tenantId, latest));
  let tended = 0;
  for (const { id } of due) tended += (await database.inTenant(tenantId, (tx) => tendPeriod(tx, ports, context, id))) ? 1 : 0;
  return tended;
}

/** Each period by one process at a time: a second one finds it taken, and later nothing left to do. */
async function tendPeriod(tx: Tx, ports: IncentivesPorts, context: Context, id: string): Promise<boolean> {
  const { tenantId, now } = context;
  const found = await lockPeriod(tx, tenantId, id, { skip: true });
  if (!found) return false;
  const rule = rebateRule(await ruleVersion(tx, tenantId, found.ruleId, found.ruleNumber));
  const today = dayIn(now, rule.document.period.timeZone);
  const of: Tending = { tx, ports, context, rule, period: found, today };
  const scaled = await scaleNow(of);
  if (found.state === 'open') {
    const end = addDays(found.to, rule.document.settleAfterDays);
    if (scaled.scale) await accrueDays(of, scaled.scale, scaled.period);
    if (today >= end) await settle({ ...of, period: (await lockPeriod(tx, tenantId, id)) ?? found }, scaled.scale, scaled.sentence);
  } else await settle(of, scaled.scale, scaled.sentence);
  return true;
}

/** What was missing when the period began counts as soon as the enrolment says it. */
async function scaleNow(of: Tending): Promise<{ readonly scale: Scale | null; readonly period: PeriodRow; readonly sentence: string | null }> {
  const { tx, context, rule, period } = of;
  const scaled = scaleOf(rule.document, period);
  if (scaled.ok) return { scale: scaled.scale, period, sentence: null };
  const enrolments = await enrolmentsOn(tx, context.tenantId, [period.partnerId]);
  const enrolment =
    enrolmentOf(enrolments, rule.ruleId, period.partnerId, period.from) ??
    enrolments.find((one) => one.ruleId === rule.ruleId && one.from < period.to && (one.until === null || one.until > period.from)) ??
    null;
  const terms = {
    target: period.target ?? enrolment?.target ?? null,
    baseline: period.baseline ?? (await baselineOf(tx, context.tenantId, rule, period.partnerId, period.from, enrolment)),
  };
  const again = scaleOf(rule.document, terms);
  if (!again.ok) return { scale: null, period, sentence: again.sentence };
  await changePeriod(tx, context.tenantId, period.id, { ...terms, sentence: null }, context.now.toISOString());
  return { scale: again.scale, period: { ...period, ...terms, sentence: null }, sentence: null };
}

const volumeFrom = (rows: readonly VolumeRow[]): Volume =>
  rows.reduce((sum: Volume, row) => together(sum, { amountMinor: BigInt(row.amountMinor), quantity: exactly(row.quantity) }), {
    amountMinor: 0n,
    quantity: exactly('0'),
  });

async function accrueDays(of: Tending, scale: Scale, period: PeriodRow): Promise<void> {
  const { tx, context, rule, today } = of;
  const { tenantId } = context;
  const at = context.now.toISOString();
  // What comes late counts on the first day that has no accrual yet: no day is posted twice.
  const first = period.accruedThrough === null ? null : addDays(period.accruedThrough, 1);
  const days = new Map<string, VolumeRow[]>();
  for (const row of await uncountedOf(tx, tenantId, period.id)) {
    const day = first !== null && row.on < first ? first : row.on;
    if (day < today) days.set(day, [...(days.get(day) ?? []), row]);
  }
  let before = await volumeOf(tx, tenantId, period.id, true);
  let accruedMinor = BigInt(period.accruedMinor);
  for (const [day, rows] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const volume = volumeFrom(rows);
    const { dayMinor, crossingMinor, after } = accrueDay(rule.document, scale, before, accruedMinor, volume);
    before = together(before, volume);
    const reached = asWritten(rule.document, measured(rule.document, before));
    await enter(of, 'day', day, dayMinor, reached, `What ${day} added to the rebate.`, after);
    await enter(
      of,
      'crossing',
      day,
      crossingMinor,
      reached,
      crossingMinor > 0n
        ? `A band was reached on ${day}: it pays for everything before too.`
        : `A band was lost on ${day}: what it gave for everything before is taken back.`,
      after,
    );
    accruedMinor += dayMinor + crossingMinor;
    await markCounted(
      tx,
      tenantId,
      rows.map(({ id }) => id),
      day,
    );
    await changePeriod(tx, tenantId, period.id, { accruedMinor, accruedThrough: day }, at);
  }
}

/** Keeps and posts one amount; nothing is kept for nothing. */
async function enter(
  { tx, ports, context, rule, period }: Tending,
  kind: EntryKind,
  on: string,
  amountMinor: bigint,
  volume: string,
  sentence: string,
  after: Earned,
): Promise<void> {
  if (amountMinor === 0n) return;
  const explanation = explanationOf(rule, period, sentence, volume, [
    ...after.steps,
    {
      label: 'Posted',
      formula: `${written(after.amountMinor, period.currency)} less what accrued before`,
      resultMinor: Number(amountMinor),
      currency: period.currency,
    },
  ]);
  const number = await addEntry(tx, context.tenantId, { period, kind, on, amountMinor, volume, explanation }, context.now.toISOString());
  const facts = { partnerId: period.partnerId, currency: period.currency, amountMinor: Number(amountMinor) };
  const posted = { cause: `rebate:${period.id}:${number}`, bookedOn: on, dealId: null, memo: sentence, ruleVersions: { [rule.name]: rule.number } };
  const posting: Posting =
    kind === 'day' || kind === 'crossing' ? { ...posted, template: 'rebate_accrued', facts } : { ...posted, template: 'rebate_trued_up', facts };
  await ports.post(tx, context, [posting]);
}

function explanationOf(rule: RebateRule, period: PeriodRow, sentence: string, volume: string, steps: readonly ExplainedStep[]): Explanation {
  const unit = rule.document.measure === 'amount' ? ` ${period.currency}` : '';
  return explained(sentence, {
    rule: { name: rule.name, id: rule.ruleId, version: rule.number },
    inputs: [
      { label: `Volume from ${period.from} to before ${period.to}`, value: `${volume}${unit}`, from: { type: 'incentive_rebate_period', id: period.id } },
      ...(period.target === null ? [] : [{ label: 'Target', value: `${period.target}${unit}` }]),
      ...(period.baseline === null ? [] : [{ label: 'Baseline', value: `${period.baseline}${unit}` }]),
    ],
    steps,
  });
}

/** What the period came to, less what accrued and less what was settled in part. A period that ended is settled again when it changes. */
async function settle(of: Tending, scale: Scale | null, missing: string | null): Promise<void> {
  const { tx, context, rule, period, today } = of;
  const { tenantId } = context;
  const at = context.now.toISOString();
  const volume = await volumeOf(tx, tenantId, period.id, false);
  const final: Earned = scale ? earned(rule.document, scale, volume, { final: true }) : { amountMinor: 0n, band: -1, steps: [], sentence: missing };
  const reached = asWritten(rule.document, measured(rule.document, volume));
  const first = period.state === 'open';
  const on = first ? addDays(period.to, -1) : today;
  const open = await uncountedOf(tx, tenantId, period.id);
  const { trueUpMinor: trueUp, leftMinor: left } = settlementOf(final.amountMinor, BigInt(period.accruedMinor), BigInt(period.settledMinor));
  await enter(
    of,
    first ? 'true_up' : 'correction',
    on,
    trueUp,
    reached,
    first ? 'The period has ended: what it came to.' : 'Something changed after the period was settled.',
    final,
  );
  await markCounted(
    tx,
    tenantId,
    open.map(({ id }) => id),
    on,
  );
  await changePeriod(
    tx,
    tenantId,
    period.id,
    { accruedMinor: final.amountMinor, settledMinor: final.amountMinor, settled: 1, sentence: missing, ...(first ? { close: true, closedOn: today } : {}) },
    at,
  );
  if (left < 0n) await takeBackSettled(of, -left, on);
  else if (left > 0n || first) await addSettlement(of, left, on, final, reached, period.settlements + 1);
  if (first)
    await recordChange(tx, context, {
      operation: 'incentives.closePeriod',
      recordType: 'incentive_rebate_period',
      recordId: period.id,
      after: { partnerId: period.partnerId, ruleId: rule.ruleId, amountMinor: Number(final.amountMinor), currency: period.currency },
      events: [
        {
          type: 'incentive.period_closed',
          payload: {
            partnerId: period.partnerId,
            ruleName: rule.name,
            amountMinor: Number(final.amountMinor),
            currency: period.currency,
            from: period.from,
            to: period.to,
          },
        },
      ],
    });
}

export async function addSettlement(
  of: Tending,
  amountMinor: bigint,
  on: string,
  result: Pick<Earned, 'steps' | 'sentence'>,
  reached: string,
  number: number,
  askedBy: string | null = null,
): Promise<AccrualRow | undefined> {
  const { tx, ports, context, rule, period } = of;
  const waiting = waits(rule.document.approveAbove, amountMinor, period.currency);
  const nothing = amountMinor === 0n;
  const sentence = nothing ? (result.sentence ?? 'No band was reached.') : (result.sentence ?? (waiting ? WAITS : null));
  const steps =
    period.settledMinor === 0
      ? result.steps
      : [
          ...result.steps,
          {
            label: 'Less what was settled before',
            formula: `− ${written(BigInt(period.settledMinor), period.currency)}`,
            resultMinor: Number(amountMinor),
            currency: period.currency,
          },
        ];
  const row: AccrualRow = {
    id: newId(),
    ruleId: rule.ruleId,
    ruleNumber: rule.number,
    kind: 'rebate',
    partnerId: period.partnerId,
    personId: null,
    factType: 'rebate_period',
    factId: period.id,
    dealId: null,
    accountId: null,
    on,
    currency: period.currency,
    baseMinor: Number((await volumeOf(tx, context.tenantId, period.id, false)).amountMinor),
    quantity: null,
    amountMinor: Number(amountMinor),
    state: nothing ? 'nothing' : waiting ? 'waiting' : 'earned',
    sentence,
    reversesId: null,
    earningKey: `rebate:${period.id}:${number}`,
    heldUntil: rule.document.holdDays > 0 ? addDays(on, rule.document.holdDays) : null,
    clawbackUntil: null,
    lines: [],
    askedByMember: askedBy,
    explanation: explanationOf(
      rule,
      period,
      `Rebate of the period from ${period.from} to before ${period.to}, by the programme “${rule.name}”.${sentence === null ? '' : ` ${sentence}`}`,
      reached,
      steps,
    ),
  };
  const [kept] = await keep(tx, ports, context, [row]);
  return kept;
}

/** Of the last settlement first; never more of one than is left of it. */
async function takeBackSettled(of: Tending, amountMinor: bigint, on: string): Promise<void> {
  const { tx, ports, context, period } = of;
  let left = amountMinor;
  const settled = (await accrualsOfFact(tx, context.tenantId, 'rebate_period', period.id)).filter((row) => row.reversesId === null && row.amountMinor > 0);
  for (const original of settled.toReversed()) {
    const gone = await reversalsOf(tx, context.tenantId, original.id);
    const there = BigInt(original.amountMinor) + gone.reduce((sum, row) => sum + BigInt(row.amountMinor), 0n);
    const take = left < there ? left : there;
    if (take <= 0n) continue;
    left -= take;
    const row = reversalOf(original, -Number(take), {
      key: `${original.earningKey}:back:${gone.length + 1}`,
      on,
      sentence: 'Taken back: what the period came to was less after a refund.',
      evidence: { type: 'incentive_rebate_period', id: period.id },
    });
    await keep(tx, ports, context, [row], new Map([[original.id, original.earningKey]]));
    // What was declined is set aside no more: the correction must not release it a second time.
    if (original.state === 'declined') await release(of, original, take, on, 'Released before, when it was declined.');
  }
}

/** Books what is not owed after all (negative) out of what was set aside, or back into it. */
export async function release(
  of: Pick<Tending, 'tx' | 'ports' | 'context' | 'rule' | 'period'>,
  row: AccrualRow,
  amountMinor: bigint,
  on: string,
  sentence: string,
): Promise<void> {
  const volume = asWritten(of.rule.document, measured(of.rule.document, await volumeOf(of.tx, of.context.tenantId, of.period.id, false)));
  await enter({ ...of, today: on }, 'correction', on, amountMinor, volume, sentence, {
    amountMinor: BigInt(row.amountMinor),
    band: -1,
    steps: [],
    sentence: null,
  });
}
