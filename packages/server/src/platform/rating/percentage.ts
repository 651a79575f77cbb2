import type { SimplePriceModel } from '@entente/contracts';
import { ZERO, compare, decimal, fraction, greatest, least, minus, percent, plus, times, type Fraction } from '@entente/kernel';
import { plain, step } from './steps.ts';
import type { Worked } from './tiers.ts';
import type { Rated } from './usage.ts';

type Percentage = Extract<SimplePriceModel, { kind: 'percentage' }>;

/** Over single events where their amounts are known, since least and most hold for each; else over their sum. */
export function ratePercentage(model: Percentage, { base, events, eventCount }: Rated, currency: string): Worked {
  const each = events && events.length > 0 ? eachEvent(model, events, currency) : null;
  return each ?? asOne(model, base ?? ZERO, eventCount ?? 0, currency);
}

function asOne(model: Percentage, base: Fraction, eventCount: number, currency: string): Worked {
  const paid = greatest(ZERO, minus(base, decimal(model.freeAmount)));
  const share = times(paid, percent(model.percent));
  const paidEvents = Math.max(0, eventCount - model.freeEvents);
  const fixed = times(fraction(BigInt(paidEvents)), decimal(model.fixedPerEvent));
  const steps = [step('Share of the amount', `${plain(paid)} × ${model.percent} %`, share, currency)];
  if (compare(fixed, ZERO) > 0) steps.push(step('Fixed per event', `${paidEvents} × ${model.fixedPerEvent}`, fixed, currency));
  return { exact: plus(share, fixed), steps };
}

/** The free amount and the free events are used up by the first events. */
function eachEvent(model: Percentage, events: readonly Fraction[], currency: string): Worked {
  let freeLeft = decimal(model.freeAmount);
  const shares = events.map((amount, index) => {
    const free = least(freeLeft, amount);
    freeLeft = minus(freeLeft, free);
    const paid = minus(amount, free);
    const wholeFree = compare(amount, ZERO) > 0 && compare(paid, ZERO) === 0;
    if (wholeFree) return { paid, share: ZERO, fixed: ZERO };
    const fixed = index < model.freeEvents ? ZERO : decimal(model.fixedPerEvent);
    return { paid, ...within(times(paid, percent(model.percent)), fixed, model) };
  });
  const share = shares.reduce((sum, one) => plus(sum, one.share), ZERO);
  const fixed = shares.reduce((sum, one) => plus(sum, one.fixed), ZERO);
  const bounds = [
    model.leastPerEvent === null ? '' : `, at least ${model.leastPerEvent}`,
    model.mostPerEvent === null ? '' : `, at most ${model.mostPerEvent}`,
  ].join('');
  const paid = shares.reduce((sum, one) => plus(sum, one.paid), ZERO);
  const steps = [step(`Share of ${events.length} events`, `${plain(paid)} × ${model.percent} %${bounds}${bounds ? ' each' : ''}`, share, currency)];
  if (compare(fixed, ZERO) > 0) steps.push(step('Fixed per event', `${plain(fixed)} for paid events at ${model.fixedPerEvent}`, fixed, currency));
  return { exact: plus(share, fixed), steps };
}

/** Least and most hold for the event's share and fixed part together. */
function within(share: Fraction, fixed: Fraction, { leastPerEvent, mostPerEvent }: Percentage): { readonly share: Fraction; readonly fixed: Fraction } {
  const sum = plus(share, fixed);
  const raised = leastPerEvent === null ? sum : greatest(sum, decimal(leastPerEvent));
  const bounded = mostPerEvent === null ? raised : least(raised, decimal(mostPerEvent));
  return compare(bounded, sum) === 0 ? { share, fixed } : { share: bounded, fixed: ZERO };
}
