import type { PriceModel } from '../words.ts';

export const simpleKinds = ['unit', 'package', 'graduated', 'volume', 'percentage', 'graduated_percentage', 'capacity'] as const;
export const modelKinds = [...simpleKinds, 'commitment', 'prepaid', 'pricing_unit'] as const satisfies readonly PriceModel['kind'][];
export type Kind = PriceModel['kind'];
export type Of<K extends Kind> = Extract<PriceModel, { kind: K }>;

const unit = (): Of<'unit'> => ({ kind: 'unit', unitPrice: '', freeUnits: '0' });
const made: { readonly [K in Kind]: () => Of<K> } = {
  unit,
  package: () => ({ kind: 'package', size: '', price: '', freeUnits: '0' }),
  graduated: () => ({ kind: 'graduated', boundary: 'above', tiers: [{ from: '0', unitPrice: '', flatFee: '0' }] }),
  volume: () => ({ kind: 'volume', boundary: 'above', tiers: [{ from: '0', unitPrice: '', flatFee: '0' }] }),
  percentage: () => ({ kind: 'percentage', percent: '', fixedPerEvent: '0', freeAmount: '0', freeEvents: 0, leastPerEvent: null, mostPerEvent: null }),
  graduated_percentage: () => ({ kind: 'graduated_percentage', boundary: 'above', tiers: [{ from: '0', percent: '', flatFee: '0' }] }),
  capacity: () => ({ kind: 'capacity', boundary: 'above', measures: [{ name: '', tiers: [{ from: '0', price: '' }] }] }),
  commitment: () => ({ kind: 'commitment', fee: '0', includedQuantity: '0', overage: unit(), minimum: null, maximum: null }),
  prepaid: () => ({ kind: 'prepaid', size: '', price: '', overage: unit(), order: ['free_first', 'expires_first', 'oldest_first'] }),
  pricing_unit: () => ({ kind: 'pricing_unit', unit: '', worth: '1', price: unit() }),
};

/** A model with nothing said yet; fields that are usually 0 are 0. */
export const freshModel = <K extends Kind>(kind: K): Of<K> => made[kind]();
