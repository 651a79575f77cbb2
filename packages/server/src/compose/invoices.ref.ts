import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { applyRate, majorOf, minorOf, percent, splitByWeights, ZERO } from '@entente/kernel';
import { creditOf, openAndPaid } from '../modules/invoices/domain/credit.ts';
import { openOf, type LineAmounts } from '../modules/invoices/domain/line.ts';
import { byLine, settle } from '../modules/invoices/domain/settle.ts';
import { taxesOf } from '../modules/invoices/domain/tax.ts';
import { taxTotals } from '../modules/invoices/domain/totals.ts';
import { legsOf } from '../modules/ledger/index.ts';
import { feeOf, type FeeEntry } from '../modules/marketplaces/domain/fees.ts';

const folder = process.env['ENTENTE_REFERENCE_DATA'];
if (!folder) throw new Error('ENTENTE_REFERENCE_DATA must name the folder with the worked cases of money');
type Values = Record<string, unknown>;
const { cases } = JSON.parse(readFileSync(join(folder, 'money-cases', 'cases.json'), 'utf8')) as { cases: { id: string; given: Values; expect: Values }[] };
const caseOf = (id: string): { given: Values; expect: Values } => {
  const found = cases.find((one) => one.id === id);
  assert.ok(found, id);
  return found;
};
const whole = (value: unknown): bigint => BigInt(value as number);
const sumOf = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);

type Line = LineAmounts & { readonly description: string; readonly quantity: string; readonly creditedQuantity: typeof ZERO };
const lineOf = (netMinor: bigint, taxMinor: bigint, id = 'l'): Line => ({
  id,
  netMinor,
  taxMinor,
  paidNetMinor: 0n,
  paidTaxMinor: 0n,
  creditedNetMinor: 0n,
  creditedTaxMinor: 0n,
  writtenOffNetMinor: 0n,
  writtenOffTaxMinor: 0n,
  description: id,
  quantity: '1',
  creditedQuantity: ZERO,
});
const credited = (line: Line, netMinor: bigint) => {
  const credit = creditOf(line, { netMinor: Number(netMinor) });
  return { credit, line: { ...line, creditedNetMinor: line.creditedNetMinor + credit.netMinor, creditedTaxMinor: line.creditedTaxMinor + credit.taxMinor } };
};
const open = (lines: readonly LineAmounts[]): bigint => sumOf(lines.flatMap((line) => [openOf(line).netMinor, openOf(line).taxMinor]));
const paid = (lines: readonly Line[], amount: bigint): Line[] => {
  const parts = settle(lines, amount);
  return lines.map((line) => ({
    ...line,
    paidNetMinor: line.paidNetMinor + (parts.get(line.id)?.netMinor ?? 0n),
    paidTaxMinor: line.paidTaxMinor + (parts.get(line.id)?.taxMinor ?? 0n),
  }));
};

for (const [id, unused, period] of [
  ['CN-L1', 'unused_days', 'period_days'],
  ['CN-L3', 'unused_days', 'period_days'],
] as const)
  test(`${id}: tax follows what is credited`, () => {
    const { given, expect } = caseOf(id);
    const sub = whole(given['sub_cents']);
    const rate = percent(String(given['tax_pct']));
    const net = applyRate(sub, { numerator: whole(given[unused]), denominator: whole(given[period]) });
    const { credit } = credited(lineOf(sub, applyRate(sub, rate)), net);
    assert.deepEqual(
      [Number(credit.netMinor), Number(credit.taxMinor), Number(credit.netMinor + credit.taxMinor)],
      [expect['sub_cents'], expect['tax_cents'], expect['total_cents']],
    );
  });

test('CN-L4: two credit notes exhaust the line and its tax', () => {
  const { given, expect } = caseOf('CN-L4');
  const items = given['items_cents'] as number[];
  const net = sumOf(items.map(BigInt));
  let line = lineOf(net, applyRate(net, percent(String(given['tax_pct']))));
  const notes = items.map((item) => {
    const step = credited(line, BigInt(item));
    line = step.line;
    return { sub: Number(step.credit.netMinor), tax: Number(step.credit.taxMinor), total: Number(step.credit.netMinor + step.credit.taxMinor) };
  });
  assert.deepEqual(notes, expect['credit_notes']);
  assert.equal(line.netMinor + line.taxMinor, whole(expect['sum_cents']));
});

/**
 * Here the tax of an invoice belongs to its lines (largest remainder), and a credit takes the line's own. The peer works the tax of each
 * note out afresh and takes what is missing from the last. Both give back the invoice to the cent; two notes differ by one.
 */
const BY_LINE: Readonly<Record<string, number[]>> = { 'CN-L6': [8200, 8200, 8199, 1640, 2680, 3879] };
test('CN-L6: four items, the last in three parts, come to the invoice', () => {
  const { given, expect } = caseOf('CN-L6');
  const items = (given['items_cents'] as number[]).map(BigInt);
  const nets = [...items.slice(0, 3), sumOf(items.slice(3))];
  const taxes = taxesOf(
    'sum',
    nets.map((netMinor, index) => ({ id: String(index), netMinor, code: 'S', rate: String(given['tax_pct']) })),
  );
  const lines = nets.map((net, index) => lineOf(net, taxes.get(String(index)) ?? 0n, String(index)));
  const notes = items.map((item, index) => {
    const at = Math.min(index, 3);
    const step = credited(lines[at] ?? assert.fail(), item);
    lines[at] = step.line;
    return Number(step.credit.netMinor + step.credit.taxMinor);
  });
  assert.deepEqual(notes, BY_LINE['CN-L6']);
  const theirs = expect['credit_notes_total'] as number[];
  assert.deepEqual([sumOf(notes.map(BigInt)), sumOf(theirs.map(BigInt))], [whole(expect['invoice_total']), whole(expect['invoice_total'])]);
  assert.equal(open(lines), 0n);
});

test('CN-L8: a coupon over six fees in whole cents, by the largest remainder', () => {
  const { given, expect } = caseOf('CN-L8');
  const fees = given['fees_cents'] as number[];
  const parts = splitByWeights(
    -whole(given['coupon_cents']),
    fees.map((fee, index) => ({ key: String(index), weight: BigInt(fee) })),
  );
  assert.equal(sumOf([...parts.values()]), -whole(given['coupon_cents']));
  (expect['shares_cents'] as string[]).forEach((share, index) => assert.ok(Math.abs(Number(share) + Number(parts.get(String(index)))) < 1));
  const net = sumOf(fees.map(BigInt)) - whole(given['coupon_cents']);
  const lines = [
    ...fees.map((fee, index) => ({ id: `f${index}`, netMinor: BigInt(fee) })),
    ...[...parts].map(([key, netMinor]) => ({ id: `c${key}`, netMinor })),
  ].map((one) => ({ ...one, code: 'S', rate: '10' }));
  assert.deepEqual(
    [Number(sumOf([...taxesOf('sum', lines).values()])), Number(net) + (expect['tax_cents'] as number)],
    [expect['tax_cents'], expect['total_cents']],
  );
});

test('CN-KB-ADJ-PAID: a credit of what is paid is the customer’s credit', () => {
  const { given, expect } = caseOf('CN-KB-ADJ-PAID');
  const [line] = paid([lineOf(whole(given['charge']), 0n)], whole(given['paid']));
  assert.ok(line);
  const credit = creditOf(line, { netMinor: given['adj'] as number });
  const back = openAndPaid(line, credit).paid.netMinor;
  assert.deepEqual(
    [
      Number(line.netMinor - credit.netMinor),
      Number(back),
      Number(open([{ ...line, paidNetMinor: line.paidNetMinor - back, creditedNetMinor: credit.netMinor }])),
    ],
    [expect['charged'], expect['cba'], expect['balance']],
  );
});

for (const [id, adjusted] of [
  ['REF-KB-WITH', true],
  ['REF-KB-WITHOUT', false],
] as const)
  test(`${id}: ${adjusted ? 'a credit note first, then its credit goes back' : 'a refund alone leaves the invoice owed'}`, () => {
    const { given, expect } = caseOf(id);
    const [line] = paid([lineOf(whole(given['charge']), 0n)], whole(given['paid']));
    assert.ok(line);
    const refund = whole(given['refund']);
    const held = byLine([{ id: 'l', netMinor: line.paidNetMinor, taxMinor: line.paidTaxMinor }], refund);
    const creditMinor = adjusted ? creditOf(line, { netMinor: given['adj'] as number }).netMinor : 0n;
    const after = { ...line, paidNetMinor: line.paidNetMinor - (held.get('l')?.netMinor ?? 0n), creditedNetMinor: creditMinor };
    assert.deepEqual([Number(line.netMinor - creditMinor), Number(open([after]))], [expect['charged'], expect['balance']]);
  });

test('REF-STRIPE-EXCL: a refund takes tax and net of each line as they were paid', () => {
  const { given, expect } = caseOf('REF-STRIPE-EXCL');
  const lines = (given['lines_net'] as number[]).map((net, index) =>
    lineOf(BigInt(net) * 100n, applyRate(BigInt(net) * 100n, percent(String(given['tax_pct']))), String(index)),
  );
  const back = byLine(lines, whole(given['refund']) * 100n);
  const parts = lines.map(({ id }) => back.get(id) ?? { netMinor: 0n, taxMinor: 0n });
  assert.deepEqual(
    parts.map(({ netMinor, taxMinor }) => ({ refund: majorOf(netMinor + taxMinor, 'EUR'), tax: majorOf(taxMinor, 'EUR') })),
    expect['lines'],
  );
  assert.deepEqual(
    [majorOf(sumOf(parts.map(({ netMinor }) => netMinor)), 'EUR'), majorOf(sumOf(parts.map(({ taxMinor }) => taxMinor)), 'EUR')],
    [expect['net_refund'], expect['tax_refund']],
  );
});

test('CN-STRIPE-PREPOST: what is open first, the rest becomes credit', () => {
  const { given, expect } = caseOf('CN-STRIPE-PREPOST');
  const [line] = paid([lineOf(whole(given['invoice_total']), 0n)], whole(given['amount_paid']));
  assert.ok(line);
  const parts = openAndPaid(line, creditOf(line, { netMinor: given['credit_note'] as number }));
  assert.deepEqual([Number(parts.open.netMinor), Number(parts.paid.netMinor)], [expect['pre_payment_amount'], expect['post_payment_amount']]);
});

test('TAX-EN-2: tax of each rate on the sum', () => {
  const { given, expect } = caseOf('TAX-EN-2');
  const currency = String(given['currency']);
  const lines = (given['categories'] as { base: string; rate: number }[]).map(({ base, rate }, index) => ({
    id: String(index),
    netMinor: minorOf(base, currency),
    code: rate === 0 ? ('Z' as const) : ('S' as const),
    rate: String(rate),
    exemptionReason: null,
  }));
  const taxes = taxesOf('sum', lines);
  const totals = taxTotals(lines.map((line) => ({ ...line, taxMinor: taxes.get(line.id) ?? 0n })));
  const of = (rate: string): string => majorOf(totals.find((total) => total.rate === rate)?.taxMinor ?? 0n, currency);
  assert.deepEqual(['25', '15', '0'].map(of), expect['tax']);
  const net = sumOf(lines.map(({ netMinor }) => netMinor));
  const gross = net + sumOf(totals.map(({ taxMinor }) => taxMinor));
  assert.deepEqual(
    [majorOf(net, currency), majorOf(gross, currency), majorOf(gross - minorOf(String(given['prepaid']), currency), currency)],
    [expect['net'], expect['gross'], expect['payable']],
  );
});

test('TAX-EN-4', () => {
  const { given, expect } = caseOf('TAX-EN-4');
  const net = minorOf(String(given['line']), 'EUR');
  for (const policy of ['line', 'sum'] as const) {
    const tax = taxesOf(policy, [{ id: 'l', netMinor: net, code: 'S', rate: String(given['rate']) }]).get('l') ?? 0n;
    assert.deepEqual([majorOf(tax, 'EUR'), majorOf(net + tax, 'EUR')], [expect['tax'], expect['gross']]);
  }
});

test('REV-AGENT: who sells in their own name has the whole as revenue; an agent invoices the commission', () => {
  const { given, expect } = caseOf('REV-AGENT');
  const [price, commission] = [given['price'] as number, Number(applyRate(whole(given['price']), percent(String(given['commission_pct']))))];
  const books = (invoiced: number, share: number) => {
    const legs = [
      ...legsOf('invoice_issued', { accountId: 'a', currency: 'EUR', lines: [{ lineId: 'l', netMinor: invoiced, taxMinor: 0, deferred: false }] }),
      ...(share === 0 ? [] : legsOf('earning_accrued', { partnerId: 'p', currency: 'EUR', amountMinor: share, bornBy: 'partner_cost', held: false })),
    ];
    const of = (purpose: string): number => Number(sumOf(legs.filter((leg) => leg.purpose === purpose).map(({ amountMinor }) => amountMinor)));
    return { revenue: -of('revenue'), cost: of('partner_cost'), net: -of('revenue') - of('partner_cost') };
  };
  assert.deepEqual({ principal: books(price, price - commission), agent: books(commission, 0) }, expect);
});

test('MKT-AWS-FEE: by the size of the contract; what channel offers and renewals pay is dated data', () => {
  const { given, expect } = caseOf('MKT-AWS-FEE');
  const bands = (extra: number) =>
    [300, 200, 150].map((basisPoints, index) => ({ fromMinor: [0, 100_000_000, 1_000_000_000][index] ?? 0, basisPoints: basisPoints + extra }));
  const table: FeeEntry[] = [
    { from: '2024-01-05', bands: bands(0) },
    { from: '2024-01-05', kinds: ['channel'], bands: bands(50) },
    { from: '2024-01-05', kinds: ['replacement'], bands: [{ fromMinor: 0, basisPoints: 150 }] },
  ];
  const fees = (given['cases'] as { tcv: number; cppo?: boolean; renewal?: boolean }[]).map(({ tcv, cppo, renewal }) =>
    feeOf(table, '2026-01-01', renewal ? 'replacement' : cppo ? 'channel' : 'private', 'USD', BigInt(tcv) * 100n),
  );
  assert.deepEqual(
    [fees.map(({ basisPoints }) => (basisPoints / 100).toFixed(1)), fees.map(({ feeMinor }) => majorOf(feeMinor, 'USD'))],
    [expect['fee_pct'], expect['fee']],
  );
});
