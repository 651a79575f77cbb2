import type { QuoteRequest } from '@entente/contracts';
import { explained, newId, type Fraction } from '@entente/kernel';
import type { OfferedLine } from './offered.ts';

type Discount = QuoteRequest['discount'];
/** One product per discount. */
export const quoteRequestOf = (currency: string, discounts: readonly Discount[], discount: Discount): QuoteRequest => ({
  currency,
  region: null,
  partnerId: null,
  competitive: false,
  selections: discounts.map((each) => ({ kind: 'product', productId: newId(), quantity: '1', termMonths: null, discount: each, discountReason: null })),
  discount,
  discountReason: null,
  fx: null,
  terms: null,
});

export const offeredLine = (
  selection: number,
  listMinor: bigint,
  margin: { percent: Fraction; of: 'list' | 'buyer_price' } | null,
  termMonths: number | null = null,
): OfferedLine => ({
  selection,
  bundle: null,
  product: {
    id: newId(),
    name: `Product ${selection}`,
    vendorId: null,
    vendorName: null,
    chargeType: 'one_off',
    meterKey: null,
    taxCategory: 'S',
    unitLabel: 'unit',
  },
  quantity: '1',
  termMonths,
  standaloneMinor: listMinor,
  listMinor,
  price: null,
  explanation: explained('As listed.'),
  margin: margin && { ...margin, rule: null, parts: [], sentence: 'As agreed.' },
});
