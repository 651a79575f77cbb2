import type { PriceModel } from '../words.ts';

/** As the server reads it: not negative, up to twelve digits before and after the point. */
export const isDecimal = (text: string): boolean => /^\d{1,12}(\.\d{1,12})?$/.test(text);
const scaled = (text: string): bigint => {
  const [whole = '0', after = ''] = text.split('.');
  return BigInt(whole + after.padEnd(12, '0'));
};
export const isPositive = (text: string): boolean => isDecimal(text) && scaled(text) > 0n;

/** The first tier begins at 0 and each next one above the one before it: nothing lies between two tiers, or in both. */
export function tiersRise(tiers: readonly { readonly from: string }[]): boolean {
  return tiers.every(({ from }, index) => {
    if (!isDecimal(from)) return false;
    const before = tiers[index - 1];
    return before === undefined ? scaled(from) === 0n : isDecimal(before.from) && scaled(from) > scaled(before.from);
  });
}

export type Fault = 'figure' | 'tiers' | 'size' | 'name';
/** What still keeps a model from being published; null: nothing. */
export function modelFault(model: PriceModel): Fault | null {
  const figures = (...texts: readonly (string | null)[]): Fault | null => (texts.every((text) => text === null || isDecimal(text)) ? null : 'figure');
  switch (model.kind) {
    case 'unit':
      return figures(model.unitPrice, model.freeUnits);
    case 'package':
      return isPositive(model.size) ? figures(model.price, model.freeUnits) : 'size';
    case 'graduated':
    case 'volume':
      return tiersRise(model.tiers) ? figures(...model.tiers.flatMap(({ unitPrice, flatFee }) => [unitPrice, flatFee])) : 'tiers';
    case 'percentage':
      return figures(model.percent, model.fixedPerEvent, model.freeAmount, model.leastPerEvent, model.mostPerEvent);
    case 'graduated_percentage':
      return tiersRise(model.tiers) ? figures(...model.tiers.flatMap(({ percent, flatFee }) => [percent, flatFee])) : 'tiers';
    case 'capacity':
      if (model.measures.some(({ name }) => name.trim() === '')) return 'name';
      if (!model.measures.every(({ tiers }) => tiersRise(tiers))) return 'tiers';
      return figures(...model.measures.flatMap(({ tiers }) => tiers.map(({ price }) => price)));
    case 'commitment':
      return figures(model.fee, model.includedQuantity, model.minimum, model.maximum) ?? modelFault(model.overage);
    case 'prepaid':
      return isPositive(model.size) ? (figures(model.price) ?? modelFault(model.overage)) : 'size';
    case 'pricing_unit':
      return model.unit.trim() === '' ? 'name' : (figures(model.worth) ?? modelFault(model.price));
  }
}
