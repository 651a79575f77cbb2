import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ReadTable } from './facts.ts';
import { hopsOf } from './chain.ts';
import { compareLines, type Known } from './compare-lines.ts';
import { columnsOf, missingColumns } from './report-columns.ts';
import { readLines, type ReportLine } from './report-line.ts';

const period = { from: '2026-01-01', to: '2026-03-31' };
const plainTable = (headers: readonly string[], rows: readonly (readonly string[])[]): ReadTable => ({
  headers,
  rows: rows.map((cells, index) => ({ rowNumber: index + 2, cells, problem: null })),
  amounts: () => (text, currency) => {
    const [digits = '', named] = text.split(' ');
    const code = named ?? currency;
    return !/^-?\d+(\.\d+)?$/.test(digits) || code === null
      ? { ok: false, sentence: `"${text}" is not an amount.` }
      : { ok: true, value: { amountMinor: Math.round(Number(digits) * 100), currency: code } };
  },
  quantities: () => (text) => (/^-?\d+$/.test(text) ? { ok: true, value: Number(text) } : { ok: false, sentence: `"${text}" is not a whole number.` }),
  dates: () => (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? { ok: true, value: text } : { ok: false, sentence: `"${text}" is not a date.` }),
});
const headers = ['Reseller', 'Customer domain', 'Product', 'Deal number', 'Qty', 'Amount', 'Currency', 'Sold on', 'Invoice'];
const read = (...rows: string[][]): ReportLine[] => readLines(plainTable(headers, rows), columnsOf(headers), period, 'dist');

const known: Known = {
  distributorId: 'dist',
  ties: [{ resellerId: 'res', name: 'Northwind Ltd', since: '2026-01-01', until: '2026-03-01' }],
  products: [
    { id: 'gate', name: 'Gateway', externalId: 'GW-1' },
    { id: 'care', name: 'Care plan', externalId: null },
  ],
  deals: [
    {
      id: 'deal-1',
      number: 10_001,
      lost: false,
      domains: ['acme.com'],
      routes: [{ routeId: 'route-1', chain: ['dist', 'res'] }],
      lines: [
        { productId: 'gate', quantity: 10 },
        { productId: 'care', quantity: 1 },
      ],
    },
  ],
  prices: new Map([
    [
      'route-1',
      hopsOf(['dist', 'res']).map((hop) => ({ ...hop, amountMinor: [700_000, 950_000, 1_200_000][hop.hop] ?? 0, currency: 'EUR', setBy: 'X', setAt: 'Y' })),
    ],
  ]),
  partnerNames: new Map([['res', 'Northwind Ltd']]),
  accepted: [],
  reported: new Map(),
};
const judge = (rows: string[][], more: Partial<Known> = {}) => compareLines(read(...rows), { ...known, ...more });
const gate = ['northwind', 'acme.com', 'GW-1', '', '10', '9000', 'EUR', '2026-02-01', 'I-1'];
const care = ['Northwind Ltd.', 'www.acme.com', 'care plan', 'D-10001', '1', '500', 'EUR', '2026-02-01', 'I-1'];
const codes = (judged: ReturnType<typeof judge>) => judged.map((one) => [one.state, ...one.reasons.map((reason) => reason.code)]);

test('columns are found by what people call them', () => {
  const columns = columnsOf(['Résèller', 'End-User Name', 'Menge', 'Net Amount (USD)', 'INVOICE DATE', 'Part No.', 'Website', 'Colour']);
  assert.deepEqual(
    [
      columns.reseller,
      columns.customer,
      columns.quantity,
      columns.amount,
      columns.headerCurrency,
      columns.soldOn,
      columns.product,
      columns.domain,
      columns.deal,
    ],
    [0, 1, 2, 3, 'USD', 4, 5, 6, null],
  );
  assert.equal(missingColumns(columns), null);
  assert.equal(
    missingColumns(columnsOf(['Product', 'Qty'])),
    'The table has no column for: Amount, Sold on, Customer domain or Deal number. Name the columns so.',
  );
});

test('lines that add up to the deal and the price match, found by domain and by number', () => {
  assert.deepEqual(codes(judge([gate, care])), [['matched'], ['matched']]);
  assert.deepEqual(
    judge([gate, care]).map((one) => one.dealId),
    ['deal-1', 'deal-1'],
  );
});

test('a difference is told with both figures; the vendor reads the reported one only', () => {
  const [first] = judge([gate.with(4, '12').with(5, '9100'), care]);
  assert.equal(first?.state, 'differs');
  assert.deepEqual(
    first.reasons.map((reason) => [reason.code, reason.sentence, reason.vendorSentence]),
    [
      ['quantity', 'Reported: 12 of Gateway; D-10001 has 10.', undefined],
      [
        'amount',
        'Reported in all: 9,600.00 EUR; your price to Northwind Ltd on D-10001 is 9,500.00 EUR.',
        'Reported in all: 9,600.00 EUR; the distributor’s price on D-10001 is another.',
      ],
    ],
  );
});

test('what was accepted before counts with what is reported now', () => {
  const before = { dealId: 'deal-1', productKey: 'gateway', quantity: 4, amountMinor: 400_000, currency: 'EUR' };
  assert.deepEqual(codes(judge([gate.with(4, '6').with(5, '5000'), care], { accepted: [before] })), [['matched'], ['matched']]);
});

test('each fault of a line has its reason', () => {
  const cases: [string[], string[]][] = [
    [gate.with(5, 'much'), ['invalid', 'amount']],
    [gate.with(6, ''), ['invalid', 'amount']],
    [gate.with(4, '1.5'), ['invalid', 'quantity']],
    [gate.with(4, '0'), ['invalid', 'quantity']],
    [gate.with(7, '2026-04-01'), ['invalid', 'out_of_period']],
    [gate.with(7, 'soon'), ['invalid', 'date']],
    [gate.with(2, ''), ['invalid', 'product']],
    [gate.with(1, 'gmail.com'), ['invalid', 'domain']],
    [gate.with(1, ''), ['invalid', 'no_customer']],
    [gate.with(3, 'X-1'), ['invalid', 'deal_number']],
    [gate.with(5, '9000 USD'), ['invalid', 'currency']],
    [gate.with(0, 'Southwind'), ['unknown', 'reseller']],
    // The tie ended on this day.
    [gate.with(7, '2026-03-01'), ['unknown', 'reseller']],
    [gate.with(2, 'Toaster'), ['unknown', 'product']],
    [gate.with(1, 'other.com'), ['unknown', 'deal']],
    [gate.with(0, ''), ['unknown', 'deal']],
    [gate.with(3, 'D-99999'), ['unknown', 'deal']],
    [care.with(1, 'other.com'), ['differs', 'customer', 'amount']],
    [care.with(6, 'USD'), ['differs', 'currency']],
  ];
  for (const [row, expected] of cases) assert.deepEqual(codes(judge([row]))[0], expected);
});

test('without a price there is nothing to compare the amount with', () => {
  assert.deepEqual(codes(judge([gate], { prices: new Map() })), [['differs', 'no_price']]);
});

test('a deal that may be one of two is left to be named', () => {
  const twice = known.deals.flatMap((deal) => [deal, { ...deal, id: 'deal-2', number: 10_002 }]);
  const [line] = judge([gate], { deals: twice });
  assert.deepEqual([line?.state, line?.reasons[0]?.sentence], ['unknown', 'It may belong to D-10001 or D-10002. Name the deal.']);
});

test('the first of two lines that say the same counts, whatever their writing and whichever report they are in', () => {
  const same = gate.with(0, 'NORTHWIND LTD').with(1, 'https://acme.com/shop').with(5, '9000.00');
  assert.deepEqual(codes(judge([gate, care, same]))[2], ['duplicate', 'reported_before']);
  assert.equal(judge([gate, same])[1]?.reasons[0]?.sentence, 'Row 2 of this report says the same; it is counted once.');
  const [print] = read(gate).map((line) => line.fingerprint);
  assert.deepEqual(codes(judge([gate], { reported: new Map([[print ?? '', 'Row 7 of “q1.csv”']]) })), [['duplicate', 'reported_before']]);
  // Another invoice is another sale.
  assert.notEqual(read(gate.with(8, 'I-2'))[0]?.fingerprint, print);
  assert.notEqual(readLines(plainTable(headers, [gate]), columnsOf(headers), period, 'other')[0]?.fingerprint, print);
});

test('whatever is reported, every line is answered once, and the vendor reads no price of the distributor', () => {
  const cell = fc.oneof(fc.constantFrom(...gate, ...care, ''), fc.string({ unit: 'grapheme', maxLength: 12 }));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 9, maxLength: 9 }), { minLength: 1, maxLength: 8 }), (rows) => {
      const judged = judge(rows.map((row, index) => row.with(5, row[5] === '9000' ? '9000' : String(index))));
      assert.deepEqual(
        judged.map((one) => one.line.rowNumber),
        rows.map((_, index) => index + 2),
      );
      for (const one of judged) {
        assert.equal(one.state === 'matched', one.reasons.length === 0);
        for (const reason of one.reasons) assert.equal((reason.vendorSentence ?? reason.sentence).includes('9,500.00'), false);
        JSON.parse(JSON.stringify(one));
      }
    }),
    { numRuns: 500 },
  );
});
