import type { Result } from '@entente/contracts';
import { compare, dayIn, daysBetween, fraction, minus, notFound, rounded, times, divide, ZERO, type Fraction } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { rebateRule } from './count-volume.ts';
import { asWritten, bandAt, earned, measured, projected, rewardText, scaleOf, type RebateDocument, type Scale, type Volume } from './domain/rebate.ts';
import { shaped } from './read-accruals.ts';
import { entriesOf, periodsWhere, volumeOf, type PeriodRow } from './rebate-store.ts';
import { ruleVersion } from './rule-store.ts';
import { partnersOf } from './store.ts';

type Progress = Result<'incentives.progress'>['items'][number];

export async function listProgress(
  tx: Tx,
  context: Context,
  of: { partnerId?: string | undefined; ruleId?: string | undefined; state: 'open' | 'closed' },
): Promise<Progress[]> {
  const periods = await periodsWhere(tx, context.tenantId, of);
  const partners = await partnersOf(
    tx,
    context.tenantId,
    periods.map(({ partnerId }) => partnerId),
  );
  const shown: Progress[] = [];
  for (const period of periods) shown.push(await progressOf(tx, context, period, partners.get(period.partnerId)?.name ?? ''));
  return shown;
}

export async function onePeriod(tx: Tx, context: Context, id: string): Promise<Result<'incentives.period'>> {
  const found = [...(await periodsWhereId(tx, context.tenantId, id))];
  const [period] = found;
  if (!period) throw notFound('period');
  const names = await partnersOf(tx, context.tenantId, [period.partnerId]);
  const entries = (await entriesOf(tx, context.tenantId, id)).map((entry) => ({
    ...entry,
    volume: trimmed(entry.volume),
    explanation: shaped(entry.explanation),
  }));
  return { ...(await progressOf(tx, context, period, names.get(period.partnerId)?.name ?? '')), entries };
}
const trimmed = (text: string): string => (text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text);
async function periodsWhereId(tx: Tx, tenantId: string, id: string): Promise<PeriodRow[]> {
  const row = await tx
    .selectFrom('incentive_rebate_period')
    .select(['rule_id', 'partner_id', 'state'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return [];
  return (await periodsWhere(tx, tenantId, { ruleId: row.rule_id, partnerId: row.partner_id, state: row.state as 'open' | 'closed' })).filter(
    (one) => one.id === id,
  );
}

async function progressOf(tx: Tx, context: Context, period: PeriodRow, partnerName: string): Promise<Progress> {
  const rule = rebateRule(await ruleVersion(tx, context.tenantId, period.ruleId, period.ruleNumber));
  const { document } = rule;
  const volume = await volumeOf(tx, context.tenantId, period.id, false);
  const days = daysBetween(period.from, period.to);
  // Today counts: what it brought is in the volume.
  const passed = Math.min(daysBetween(period.from, dayIn(context.now, document.period.timeZone)) + 1, days);
  const expected = period.state === 'closed' ? volume : projected(volume, passed, days);
  const scaled = scaleOf(document, period);
  const of = (reached: Volume): number =>
    scaled.ok ? Number(earned(document, scaled.scale, reached, { final: period.state === 'closed' || reached === expected }).amountMinor) : 0;
  return {
    periodId: period.id,
    ruleId: rule.ruleId,
    ruleName: rule.name,
    kind: 'rebate',
    partnerId: period.partnerId,
    partnerName,
    from: period.from,
    to: period.to,
    state: period.state,
    currency: period.currency,
    measure: document.measure,
    target: period.target,
    baseline: period.baseline,
    achieved: asWritten(document, measured(document, volume)),
    projected: asWritten(document, measured(document, expected)),
    earnedMinor: scaled.ok ? Number(earned(document, scaled.scale, volume, { final: period.state === 'closed' }).amountMinor) : 0,
    projectedMinor: of(expected),
    accruedMinor: period.accruedMinor,
    settledMinor: period.settledMinor,
    ...(scaled.ok ? bandsOf(document, scaled.scale, volume) : { band: null, nextBand: null }),
    sentence: scaled.ok ? period.sentence : scaled.sentence,
    version: period.version,
  };
}

function bandsOf(document: RebateDocument, scale: Scale, volume: Volume): Pick<Progress, 'band' | 'nextBand'> {
  const reached = measured(document, volume);
  const at = bandAt(scale, reached);
  const [here, next] = [scale.bands[at], scale.bands[at + 1]];
  const said = (band: Scale['bands'][number]) => ({ from: asWritten(document, band.bound), reward: rewardText(band.reward, document.currency) });
  return {
    band: here ? said(here) : null,
    nextBand: next
      ? {
          ...said(next),
          missing: asWritten(document, minus(next.bound, reached)),
          earnsMinor: Number(earned(document, scale, grownTo(document, volume, next.bound)).amountMinor),
        }
      : null,
  };
}

/** The same mix of quantity and money, at another volume. */
function grownTo(document: RebateDocument, volume: Volume, bound: Fraction): Volume {
  if (document.measure === 'amount') return { amountMinor: rounded(bound), quantity: volume.quantity };
  const price = compare(volume.quantity, ZERO) > 0 ? divide(fraction(volume.amountMinor), volume.quantity) : ZERO;
  return { amountMinor: rounded(times(price, bound)), quantity: bound };
}
