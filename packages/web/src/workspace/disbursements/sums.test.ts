import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { listSums, measured, readded, stack, sumsOf } from './sums.ts';
import type { BillingLine, Figures } from './words.ts';

const none = { taxMinor: 0, markupMinor: 0, passedOnMinor: 0, refundMinor: 0, adjustmentMinor: 0, forgivenMinor: 0 };
const row = (month: string, currency: string, invoicedMinor: number, feeMinor: number, paidMinor: number): Figures => ({
  ...none,
  marketplace: 'M',
  month,
  currency,
  invoicedMinor,
  feeMinor,
  netMinor: invoicedMinor + feeMinor,
  paidMinor,
  openMinor: invoicedMinor + feeMinor - paidMinor,
});
const line = (of: Partial<BillingLine>): BillingLine => ({
  id: 'x',
  marketplace: 'M',
  action: 'disbursed',
  kind: 'revenue',
  transactionType: '',
  amountMinor: 0,
  currency: 'EUR',
  counts: true,
  occurredAt: '2027-01-01T00:00:00Z',
  invoiceKey: null,
  agreementKey: null,
  offerKey: null,
  disbursementKey: null,
  buyerName: null,
  state: 'matched',
  byHand: false,
  agreementId: null,
  offerId: null,
  dealId: null,
  dealNumber: null,
  dealName: null,
  note: null,
  matchedBy: null,
  ...of,
});

describe('sums of money', () => {
  test('each currency has its own sum', () => {
    const sums = sumsOf([row('2027-01', 'USD', 1000, -30, 0), row('2027-01', 'EUR', 500, -15, 485), row('2027-02', 'USD', 100, -3, 1067)]);
    assert.deepEqual(
      sums.map(({ currency, invoicedMinor, feeMinor, openMinor }) => [currency, invoicedMinor, feeMinor, openMinor]),
      [
        ['EUR', 500, -15, 0],
        ['USD', 1100, -33, 0],
      ],
    );
    assert.deepEqual(
      listSums([
        { currency: 'EUR', amountMinor: 1 },
        { currency: 'EUR', amountMinor: null },
        { currency: 'CHF', amountMinor: 5 },
      ]),
      [
        { currency: 'CHF', amountMinor: 5 },
        { currency: 'EUR', amountMinor: 1 },
      ],
    );
  });

  test('a payout is the opposite of what its lines take, without the payout itself and without what was only invoiced', () => {
    const lines = [
      line({ amountMinor: -123_456 }),
      line({ kind: 'fee', amountMinor: 12_346 }),
      line({ kind: 'payout', amountMinor: 111_110 }),
      line({ action: 'invoiced', amountMinor: 123_456 }),
      line({ amountMinor: -7, counts: false }),
    ];
    assert.deepEqual(readded(lines), { sumMinor: 111_110, count: 3 });
  });

  test('a fee that was kept is shown as an amount, and parts are stacked away from zero', () => {
    assert.equal(measured(row('2027-01', 'USD', 1000, -30, 0), 'fee'), 30);
    assert.equal(Object.is(measured(row('2027-01', 'USD', 0, 0, 0), 'fee'), 0), true);
    assert.deepEqual(stack([10, -4, 5, -1]), [
      { from: 0, to: 10 },
      { from: 0, to: -4 },
      { from: 10, to: 15 },
      { from: -4, to: -5 },
    ]);
  });
});
