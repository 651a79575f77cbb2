import type { Result, SettlementOption } from '@entente/contracts';
import { moneyText } from '../../../platform/rating/index.ts';

export type Change = Result<'settlement.difference'>['steps'][number];
type Difference = Pick<Result<'settlement.difference'>, 'steps' | 'parties' | 'facts'>;

function changes(
  from: ReadonlyMap<string, { label: string; amount: number }>,
  to: ReadonlyMap<string, { label: string; amount: number }>,
  comparable: boolean,
): Change[] {
  return [...new Set([...from.keys(), ...to.keys()])].map((key) => {
    const [before, after] = [from.get(key), to.get(key)];
    return {
      key,
      label: after?.label ?? before?.label ?? key,
      fromMinor: before?.amount ?? null,
      toMinor: after?.amount ?? null,
      differenceMinor: comparable ? (after?.amount ?? 0) - (before?.amount ?? 0) : null,
    };
  });
}

/** Two ways line by line: steps of the waterfall, what each party has, and facts that are no amounts. Never across currencies. */
export function differenceOf(from: SettlementOption, to: SettlementOption): Difference {
  const comparable = from.currency === to.currency;
  const steps = (option: SettlementOption) => new Map((option.money?.steps ?? []).map((one) => [one.key, { label: one.label, amount: one.amountMinor }]));
  const parties = (option: SettlementOption) =>
    new Map((option.money?.parties ?? []).map((one) => [one.partnerId ?? `${one.party}:${one.name}`, { label: one.name, amount: one.totalMinor }]));
  const facts: Difference['facts'] = [];
  const fact = (label: string, before: string, after: string): void => {
    if (before !== after) facts.push({ label, from: before, to: after });
  };
  fact('Way', from.label, to.label);
  fact('Currency', from.currency, to.currency);
  fact('Fee', from.money?.feePercent ? `${from.money.feePercent} %` : 'none', to.money?.feePercent ? `${to.money.feePercent} %` : 'none');
  fact('Days to signature', String(from.expectedToSignature.days), String(to.expectedToSignature.days));
  fact('Days to cash', String(from.expectedToCash.days), String(to.expectedToCash.days));
  const drawn = (option: SettlementOption): string =>
    option.drawdown
      .filter(({ drawsDown }) => drawsDown)
      .map(({ programme, amountMinor, currency }) => `${programme} ${moneyText(BigInt(amountMinor), currency)}`)
      .join(', ') || 'none';
  fact('Drawdown', drawn(from), drawn(to));
  return { steps: changes(steps(from), steps(to), comparable), parties: changes(parties(from), parties(to), comparable), facts };
}
