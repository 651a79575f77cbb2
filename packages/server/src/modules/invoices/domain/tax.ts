import { applyRate, percent } from '@entente/kernel';

export type TaxCode = 'S' | 'Z' | 'E' | 'AE' | 'O' | 'K' | 'G';
export type TaxRule = {
  readonly id: string;
  readonly country: string;
  readonly category: string;
  readonly code: TaxCode;
  readonly rate: string;
  readonly exemptionReason: string | null;
  readonly from: string;
  readonly to: string | null;
};
export type TaxParty = { readonly country: string; readonly taxId: string | null };
export type Tax = { readonly code: TaxCode; readonly rate: string; readonly exemptionReason: string | null; readonly ruleId: string | null };

const EU = new Set('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '));
export const REVERSE_CHARGE = 'Reverse charge';

/**
 * A business of another country of the Union with a tax id owes the tax itself. Everybody else: the rule of the buyer's country, then
 * the one that is said for every other country, in force on the day. None is a sentence, never nought.
 */
export function decideTax(of: {
  readonly seller: TaxParty;
  readonly buyer: TaxParty;
  readonly category: string;
  readonly day: string;
  readonly rules: readonly TaxRule[];
}): Tax | string {
  const { seller, buyer, category, day } = of;
  if (seller.country !== buyer.country && EU.has(seller.country) && EU.has(buyer.country) && buyer.taxId !== null) {
    if (seller.taxId === null) return 'Reverse charge needs the tax id of the seller. Add it to the invoice settings.';
    return { code: 'AE', rate: '0', exemptionReason: REVERSE_CHARGE, ruleId: null };
  }
  const inForce = of.rules.filter((rule) => rule.category === category && rule.from <= day && (rule.to === null || day < rule.to));
  const rule = inForce.find(({ country }) => country === buyer.country) ?? inForce.find(({ country }) => country === '*');
  if (!rule) return `There is no tax rule for ${buyer.country}, category ${category}, on ${day}.`;
  return { code: rule.code, rate: rule.rate, exemptionReason: rule.exemptionReason, ruleId: rule.id };
}

export type TaxedLine = { readonly id: string; readonly netMinor: bigint; readonly code: string; readonly rate: string };

/** Rates that say the same in other digits are one rate: '19', '19.0'. */
export const plainRate = (rate: string): string => (rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate);
export const taxGroup = (line: Pick<TaxedLine, 'code' | 'rate'>): string => `${line.code}|${plainRate(line.rate)}`;

/** `line`: each is rounded. `sum`: each rate is rounded once, and its lines share that by the largest remainder. */
export function taxesOf(policy: 'line' | 'sum', lines: readonly TaxedLine[]): Map<string, bigint> {
  if (policy === 'line') return new Map(lines.map((line) => [line.id, applyRate(line.netMinor, percent(line.rate))]));
  const taxes = new Map<string, bigint>();
  for (const group of new Set(lines.map(taxGroup))) {
    const own = lines.filter((line) => taxGroup(line) === group);
    const rate = percent(own[0]?.rate ?? '0');
    const parts = own.map(({ id, netMinor }) => {
      const exact = netMinor * rate.numerator;
      const whole = exact / rate.denominator;
      const floor = exact % rate.denominator < 0n ? whole - 1n : whole;
      return { id, floor, remainder: exact - floor * rate.denominator };
    });
    let left =
      applyRate(
        own.reduce((sum, { netMinor }) => sum + netMinor, 0n),
        rate,
      ) - parts.reduce((sum, { floor }) => sum + floor, 0n);
    for (const { id, floor } of parts.sort((a, b) => (a.remainder === b.remainder ? (a.id < b.id ? -1 : 1) : a.remainder > b.remainder ? -1 : 1))) {
      const extra = left > 0n ? 1n : 0n;
      left -= extra;
      taxes.set(id, floor + extra);
    }
  }
  return taxes;
}
