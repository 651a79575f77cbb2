import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { BillingKind } from './billing-line.ts';
import { rankCandidates, type KnownAgreement } from './candidates.ts';
import { checkFee } from './fee-check.ts';
import { columnsOf, kindOf, signedAmount } from './file-columns.ts';
import { linesOf } from './file-lines.ts';
import { foldFigures, type Sum } from './figures.ts';

const kinds: BillingKind[] = ['revenue', 'passed_on', 'markup', 'fee', 'tax', 'fee_tax', 'refund', 'fee_refund', 'tax_refund', 'fee_tax_refund', 'adjustment'];

test('what was invoiced is always the sum of what it was for, and open is what neither was paid nor forgiven', () => {
  const sum = fc.record({
    agreementKey: fc.constantFrom('a', 'b', null),
    action: fc.constantFrom('invoiced' as const, 'forgiven' as const, 'disbursed' as const),
    kind: fc.constantFrom(...kinds),
    currency: fc.constantFrom('USD', 'EUR'),
    amountMinor: fc.bigInt({ min: -10_000_000n, max: 10_000_000n }),
  });
  fc.assert(
    fc.property(fc.array(sum, { maxLength: 60 }), (sums: Sum[]) => {
      const f = foldFigures('USD', sums);
      assert.equal(f.invoicedMinor + f.passedOnMinor + f.feeMinor + f.taxMinor + f.refundMinor + f.adjustmentMinor, f.netMinor);
      assert.equal(f.openMinor, f.netMinor + f.forgivenMinor - f.paidMinor);
      assert.equal(
        BigInt(f.openMinor),
        sums.filter(({ currency }) => currency === 'USD').reduce((total, { amountMinor }) => total + amountMinor, 0n),
        'every line moves the balance once',
      );
    }),
  );
});

test('a reseller’s markup is what is left after what it passes on', () => {
  const of = (kind: BillingKind, amountMinor: bigint, agreementKey = 'chain'): Sum => ({
    agreementKey,
    action: 'invoiced',
    kind,
    currency: 'USD',
    amountMinor,
  });
  const f = foldFigures('USD', [of('revenue', 11_664n), of('passed_on', -10_800n), of('fee', -9n), of('revenue', 500n, 'direct')]);
  assert.deepEqual([f.markupMinor, f.invoicedMinor, f.netMinor], [864, 12_164, 1_355]);
});

test('a fee is compared with the table to the rounding of its lines', () => {
  const fee = { agreementId: 'a', agreementKey: null, dealId: null, dealNumber: null, marketplace: 'm', invoiceKey: '1', currency: 'USD' };
  const one = checkFee({ ...fee, baseMinor: 3_333_333, takenMinor: -100_000, lines: 1 }, 300);
  assert.deepEqual([one.expectedMinor, one.differenceMinor, one.differs], [-100_000, 0, false]);
  assert.equal(checkFee({ ...fee, baseMinor: 10_000, takenMinor: -301, lines: 1 }, 300).differs, true);
  assert.equal(checkFee({ ...fee, baseMinor: 10_001, takenMinor: -301, lines: 2 }, 300).differs, false, 'two roundings may be a cent apart');
  assert.match(checkFee({ ...fee, baseMinor: 10_000, takenMinor: -500, lines: 1 }, 300).sentence, /more than the agreed 3 %/);
  assert.equal(checkFee({ ...fee, baseMinor: -5_000, takenMinor: 150, lines: 1 }, 300).differs, false, 'a refund gives the fee back');
});

const agreement = (id: string, more: Partial<KnownAgreement>): KnownAgreement => ({
  id,
  key: `agmt-${id}`,
  marketplace: 'm',
  offerId: null,
  offerKey: null,
  dealId: null,
  buyerAccount: null,
  buyerName: null,
  productKey: null,
  currency: 'USD',
  amountMinor: null,
  startsAt: '2026-01-01T00:00:00Z',
  endsAt: '2027-01-01T00:00:00Z',
  ...more,
});

test('candidates are those something speaks for, the likeliest first, and never of another currency', () => {
  const line = { amountMinor: 500, currency: 'USD', occurredAt: '2026-05-01T00:00:00Z', buyerAccount: '42', buyerName: null, productKey: 'p', offerKey: null };
  const ranked = rankCandidates(line, [
    agreement('1', { productKey: 'p' }),
    agreement('2', { productKey: 'p', buyerAccount: '42' }),
    agreement('3', { productKey: 'p', buyerAccount: '42', currency: 'EUR' }),
    agreement('4', {}),
    agreement('5', { productKey: 'p', buyerAccount: '42', endsAt: '2026-02-01T00:00:00Z' }),
  ]);
  assert.deepEqual(
    ranked.map(({ agreement: { id } }) => id),
    ['2', '5', '1'],
  );
  assert.ok(ranked.every(({ reasons }) => reasons.length > 0));
});

test('a file is read by usual names or by the names given, and its amounts by what they are', () => {
  const headers = ['Transaction ID', 'Type', 'Amount', 'Currency', 'Date', 'Order ID', 'Payment ID'];
  const { columns, missing } = columnsOf(headers, {});
  assert.equal(missing, null);
  assert.match(columnsOf(['A', 'B'], {}).missing ?? '', /Say which columns/);
  assert.match(columnsOf(headers, { amount: 'Betrag' }).missing ?? '', /no column “Betrag”/);
  assert.deepEqual([kindOf('Store service fee'), kindOf('Refund'), kindOf('Nonsense')], ['fee', 'refund', null]);
  assert.deepEqual([signedAmount('fee', 12), signedAmount('fee', -12), signedAmount('adjustment', -3), signedAmount('fee', 0)], [-12, -12, -3, 0]);
  const cells = (...of: string[]) => of;
  const rows = [
    cells('1', 'Sale', '100.00', 'USD', '2026-03-01', 'O-1', 'PAY-1'),
    cells('2', 'Fee', '3.00', 'USD', '2026-03-01', 'O-1', 'PAY-1'),
    cells('3', 'Payout', '97.00', 'USD', '2026-03-05', '', 'PAY-1'),
    cells('', 'Sale', '1.00', 'USD', '2026-03-01', '', ''),
    cells('5', 'Riddle', '1.00', 'USD', '2026-03-01', '', ''),
  ].map((each, index) => ({ rowNumber: index + 2, cells: each, problem: null }));
  const read = linesOf(
    rows,
    headers,
    columns,
    {
      amount: (text, currency) => ({ ok: true, value: { amountMinor: Math.round(Number(text) * 100), currency: currency ?? 'USD' } }),
      date: (text) => ({ ok: true, value: text }),
    },
    null,
  );
  assert.deepEqual(
    read.lines.map(({ key, action, kind, amountMinor, disbursementKey }) => [key, action, kind, amountMinor, disbursementKey]),
    [
      ['1', 'invoiced', 'revenue', 10_000, null],
      ['1 paid', 'disbursed', 'revenue', -10_000, 'PAY-1'],
      ['2', 'invoiced', 'fee', -300, null],
      ['2 paid', 'disbursed', 'fee', 300, 'PAY-1'],
      ['3', 'disbursed', 'payout', 9_700, 'PAY-1'],
    ],
  );
  assert.deepEqual(
    read.refused.map(({ row }) => row),
    [5, 6],
  );
});
