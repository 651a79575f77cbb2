import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invoiceParty } from '@entente/contracts';
import { applyRate, minorOf, percent } from '@entente/kernel';
import fc from 'fast-check';
import { create } from 'xmlbuilder2';
import { amountOf } from './line.ts';
import { taxesOf } from './tax.ts';
import { ublOf, type Document, type DocumentLine } from './ubl.ts';

type Tree = { [key: string]: Tree | string | (Tree | string)[] };
const parse = (xml: string): Tree => {
  const tree = create(xml).end({ format: 'object' }) as unknown;
  const root = Object.values(tree as Tree)[0];
  assert.ok(root && typeof root === 'object' && !Array.isArray(root));
  return root;
};
const at = (node: Tree | string | undefined, ...path: string[]): Tree | string | undefined => {
  let here: Tree | string | undefined = node;
  for (const key of path) {
    if (typeof here !== 'object') return undefined;
    const next: Tree | string | (Tree | string)[] | undefined = here[key];
    here = Array.isArray(next) ? next[0] : next;
  }
  return here;
};
const text = (node: Tree | string | undefined, ...path: string[]): string => {
  const found = at(node, ...path);
  return typeof found === 'string' ? found : typeof found === 'object' && typeof found['#'] === 'string' ? found['#'] : '';
};
const all = (node: Tree, key: string): Tree[] => {
  const found = node[key];
  return (Array.isArray(found) ? found : found === undefined ? [] : [found]).filter((one): one is Tree => typeof one === 'object');
};
/** EN 16931 counts in hundredths whatever the currency. */
const cents = (amount: string): bigint => minorOf(amount.includes('.') ? amount : `${amount}.00`, 'EUR');

/** The rules of EN 16931 that speak of this document, by their names. */
function broken(xml: string): string[] {
  const root = parse(xml);
  const kind = root['cbc:InvoiceTypeCode'] === undefined ? 'CreditNote' : 'Invoice';
  const lines = all(root, `cac:${kind}Line`);
  const totals = at(root, 'cac:LegalMonetaryTotal');
  const [taxTotal] = all(root, 'cac:TaxTotal');
  const groups = taxTotal ? all(taxTotal, 'cac:TaxSubtotal') : [];
  const sum = (nodes: readonly Tree[], ...path: string[]): bigint => nodes.reduce((total, node) => total + cents(text(node, ...path)), 0n);
  const net = cents(text(totals, 'cbc:TaxExclusiveAmount'));
  const faults: string[] = [];
  const must = (rule: string, holds: boolean): void => void (holds || faults.push(rule));
  must('BR-01', text(root, 'cbc:CustomizationID') !== '');
  must('BR-02', text(root, 'cbc:ID') !== '');
  must('BR-03', /^\d{4}-\d{2}-\d{2}$/.test(text(root, 'cbc:IssueDate')));
  must('BR-04', ['380', '381'].includes(text(root, `cbc:${kind}TypeCode`)));
  must('BR-05', text(root, 'cbc:DocumentCurrencyCode').length === 3);
  for (const [rule, side] of [
    ['BR-06', 'Supplier'],
    ['BR-07', 'Customer'],
  ] as const)
    must(rule, text(root, `cac:Accounting${side}Party`, 'cac:Party', 'cac:PartyLegalEntity', 'cbc:RegistrationName') !== '');
  for (const [rule, side] of [
    ['BR-09', 'Supplier'],
    ['BR-11', 'Customer'],
  ] as const)
    must(rule, text(root, `cac:Accounting${side}Party`, 'cac:Party', 'cac:PostalAddress', 'cac:Country', 'cbc:IdentificationCode').length === 2);
  must('BR-16', lines.length > 0);
  for (const line of lines) {
    const quantity = text(line, `cbc:${kind === 'Invoice' ? 'Invoiced' : 'Credited'}Quantity`);
    must('BR-22', quantity !== '');
    must('BR-25', text(line, 'cac:Item', 'cbc:Name') !== '');
    must('BR-27', !text(line, 'cac:Price', 'cbc:PriceAmount').startsWith('-'));
    must('BR-CO-04', text(line, 'cac:Item', 'cac:ClassifiedTaxCategory', 'cbc:ID') !== '');
    must('PEPPOL-EN16931-R120', amountOf(quantity, text(line, 'cac:Price', 'cbc:PriceAmount'), 'EUR') === cents(text(line, 'cbc:LineExtensionAmount')));
    if (line['cac:InvoicePeriod'] !== undefined)
      must('BR-30', text(line, 'cac:InvoicePeriod', 'cbc:EndDate') >= text(line, 'cac:InvoicePeriod', 'cbc:StartDate'));
  }
  must('BR-CO-10', sum(lines, 'cbc:LineExtensionAmount') === cents(text(totals, 'cbc:LineExtensionAmount')));
  must('BR-CO-13', net === cents(text(totals, 'cbc:LineExtensionAmount')));
  must('BR-CO-14', sum(groups, 'cbc:TaxAmount') === cents(text(taxTotal, 'cbc:TaxAmount')));
  must('BR-CO-15', cents(text(totals, 'cbc:TaxInclusiveAmount')) === net + cents(text(taxTotal, 'cbc:TaxAmount')));
  must('BR-CO-16', text(totals, 'cbc:PayableAmount') === text(totals, 'cbc:TaxInclusiveAmount'));
  must('BR-CO-18', groups.length > 0);
  for (const group of groups) {
    const category = at(group, 'cac:TaxCategory');
    const [code, rate] = [text(category, 'cbc:ID'), text(category, 'cbc:Percent')];
    const taxable = cents(text(group, 'cbc:TaxableAmount'));
    const apart = cents(text(group, 'cbc:TaxAmount')) - applyRate(taxable, percent(rate === '' ? '0' : rate));
    // The official check leaves room of one unit of the currency, which tax by line needs.
    must('BR-CO-17', apart > -100n && apart < 100n);
    const own = lines.filter(
      (line) =>
        text(line, 'cac:Item', 'cac:ClassifiedTaxCategory', 'cbc:ID') === code && text(line, 'cac:Item', 'cac:ClassifiedTaxCategory', 'cbc:Percent') === rate,
    );
    must('BR-S-08', sum(own, 'cbc:LineExtensionAmount') === taxable);
    if (code === 'S') must('BR-S-05', Number(rate) > 0);
    if (code !== 'S') must('BR-E-09', cents(text(group, 'cbc:TaxAmount')) === 0n);
    must(`BR-${code}-10`, ['S', 'Z'].includes(code) === (text(category, 'cbc:TaxExemptionReason') === ''));
    if (code === 'O') must('BR-O-05', rate === '');
    if (code === 'AE')
      must(
        'BR-AE-02',
        ['Supplier', 'Customer'].every((side) => text(root, `cac:Accounting${side}Party`, 'cac:Party', 'cac:PartyTaxScheme', 'cbc:CompanyID') !== ''),
      );
  }
  for (const amount of xml.matchAll(/<cbc:\w*Amount currencyID="\w+">([^<]+)</g))
    must('BR-DEC', amount[0].includes('PriceAmount') || /^-?\d+(\.\d{1,2})?$/.test(amount[1] ?? ''));
  return [...new Set(faults)];
}

const party = (country: string) => invoiceParty.parse({ legalName: 'Müller & Söhne <GmbH>', country, taxId: `${country}123`, city: 'Ort' });
const documentOf = (lines: readonly DocumentLine[], over: Partial<Document> = {}): Document => ({
  kind: 'invoice',
  number: 'INV-2027-00001',
  issuedOn: '2027-03-01',
  dueOn: '2027-03-15',
  currency: 'EUR',
  notes: ['A & B'],
  orderNumber: 'PO-7',
  refersTo: null,
  seller: { ...party('DE'), iban: 'DE89370400440532013000', bic: null },
  buyer: party('FR'),
  lines,
  ...over,
});
const line = (over: Partial<DocumentLine>): DocumentLine => ({
  description: 'Seats',
  quantity: '1',
  unitPrice: null,
  period: null,
  code: 'S',
  rate: '19',
  exemptionReason: null,
  netMinor: 0n,
  taxMinor: 0n,
  ...over,
});

test('the rules of EN 16931 hold for any lines, rates and either policy', () => {
  const rates = fc.constantFrom(
    ['S', '19', null],
    ['S', '7', null],
    ['S', '8.1', null],
    ['Z', '0', null],
    ['E', '0', 'Exempt by law'],
    ['AE', '0', 'Reverse charge'],
  ) as fc.Arbitrary<['S' | 'Z' | 'E' | 'AE', string, string | null]>;
  const one = fc.record({
    rate: rates,
    quantity: fc.constantFrom('1', '3', '0.5', '-2'),
    unitPrice: fc.constantFrom('10', '0.333', '1999.99'),
    flat: fc.option(fc.bigInt({ min: -9_999n, max: 99_999n })),
  });
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 20 }), fc.constantFrom('line', 'sum'), (parts, policy) => {
      const bare = parts.map(({ rate: [code, rate, exemptionReason], quantity, unitPrice, flat }, index) => {
        const netMinor = flat ?? amountOf(quantity, unitPrice, 'EUR');
        return { ...line({ code, rate, exemptionReason, quantity, unitPrice: flat === null ? unitPrice : null, netMinor }), id: String(index) };
      });
      const taxes = taxesOf(policy, bare);
      const lines = bare.map((own) => ({ ...own, taxMinor: taxes.get(own.id) ?? 0n }));
      assert.deepEqual(broken(ublOf(documentOf(lines))), []);
    }),
    { numRuns: 200 },
  );
});

test('a credit note refers to its invoice; what is outside the scope has no rate', () => {
  const xml = ublOf(
    documentOf([line({ code: 'O', rate: '0', exemptionReason: 'Not taxable', netMinor: 1_000n, period: { from: '2027-03-01', to: '2027-04-01' } })], {
      kind: 'credit_note',
      refersTo: { number: 'INV-2027-00001', issuedOn: '2027-03-01' },
    }),
  );
  assert.deepEqual(broken(xml), []);
  assert.match(xml, /<cbc:CreditNoteTypeCode>381</);
  assert.match(xml, /<cac:InvoiceDocumentReference>\s*<cbc:ID>INV-2027-00001</);
  assert.match(xml, /<cbc:EndDate>2027-03-31</);
  assert.ok(!xml.includes('cbc:Percent') && !xml.includes('cac:PaymentMeans'));
});

test('what a rule is broken by is found', () => {
  const right = ublOf(documentOf([line({ netMinor: 1_212n, taxMinor: 230n })]));
  assert.deepEqual(broken(right), []);
  assert.deepEqual(broken(right.replace('<cbc:TaxInclusiveAmount currencyID="EUR">14.42', '<cbc:TaxInclusiveAmount currencyID="EUR">14.43')), [
    'BR-CO-15',
    'BR-CO-16',
  ]);
});

test('yen has no decimals, and dinar a third one only where it is nothing', () => {
  assert.match(ublOf(documentOf([line({ netMinor: 1_000n, taxMinor: 190n })], { currency: 'JPY' })), />1190</);
  assert.match(ublOf(documentOf([line({ code: 'Z', rate: '0', netMinor: 1_230n })], { currency: 'KWD' })), />1\.23</);
  assert.throws(() => ublOf(documentOf([line({ code: 'Z', rate: '0', netMinor: 1_235n })], { currency: 'KWD' })), /two decimals/);
});
