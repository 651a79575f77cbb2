import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { accountPurposes, postingTemplates, Problem, type PostingFacts, type PostingTemplate } from '@entente/kernel';
import { sumsByCurrency } from './legs.ts';
import { legsOf } from './templates.ts';

/** Entries as people write them: account, party, currency, debit or (negative) credit. */
const written = <Name extends PostingTemplate>(template: Name, facts: PostingFacts[Name]): string[] =>
  legsOf(template, facts).map(({ purpose, party, currency, amountMinor, lineId }) =>
    [purpose, party, lineId, amountMinor, currency].filter((part) => part !== null).join(' '),
  );

type Example = { [Name in PostingTemplate]: { template: Name; sentence: string; facts: PostingFacts[Name]; entries: string[] } }[PostingTemplate];
const line = (lineId: string, netMinor: number, taxMinor: number, deferred = false) => ({ lineId, netMinor, taxMinor, deferred });
const customer = 'Northwind';
const partner = 'Contoso';

const examples: readonly Example[] = [
  {
    template: 'invoice_issued',
    sentence: 'An invoice of 1,190.00: 700.00 delivered, 300.00 for next year, 190.00 of tax.',
    facts: { accountId: customer, currency: 'EUR', lines: [line('1', 70_000, 13_300), line('2', 30_000, 5_700, true)] },
    entries: [
      'customer_receivable Northwind 119000 EUR',
      'revenue 1 -70000 EUR',
      'tax_payable 1 -13300 EUR',
      'deferred_revenue 2 -30000 EUR',
      'tax_payable 2 -5700 EUR',
    ],
  },
  {
    template: 'invoice_issued',
    sentence: 'In yen, which has no decimals, and without tax: only what there is becomes an entry.',
    facts: { accountId: customer, currency: 'JPY', lines: [line('1', 1_000, 0), line('2', 0, 0)] },
    entries: ['customer_receivable Northwind 1000 JPY', 'revenue 1 -1000 JPY'],
  },
  {
    template: 'invoice_credited',
    sentence: 'A credit note over 100.00 and its tax takes back what the invoice booked.',
    facts: { accountId: customer, currency: 'EUR', lines: [line('1', 10_000, 1_900)] },
    entries: ['customer_receivable Northwind -11900 EUR', 'revenue 1 10000 EUR', 'tax_payable 1 1900 EUR'],
  },
  {
    template: 'revenue_recognised',
    sentence: 'A month of a year that was invoiced in advance is delivered.',
    facts: { currency: 'EUR', lines: [{ lineId: '2', amountMinor: 2_500 }] },
    entries: ['deferred_revenue 2 2500 EUR', 'revenue 2 -2500 EUR'],
  },
  {
    template: 'payment_received',
    sentence: 'A customer pays 1,200.00 for an invoice of 1,190.00; 10.00 stay with us as its credit.',
    facts: { accountId: customer, currency: 'EUR', amountMinor: 119_000, creditMinor: 1_000 },
    entries: ['cash 120000 EUR', 'customer_receivable Northwind -119000 EUR', 'customer_credit Northwind -1000 EUR'],
  },
  {
    template: 'payment_received',
    sentence: 'An invoice of 1,000.00 EUR is paid with 1,080.00 USD, worth 990.00 EUR that day: both legs, and a loss of 10.00.',
    facts: {
      accountId: customer,
      currency: 'EUR',
      amountMinor: 100_000,
      received: { currency: 'USD', amountMinor: 108_000, rateId: 'rate', bookedMinor: 99_000 },
    },
    entries: ['cash 108000 USD', 'conversion -108000 USD', 'conversion 99000 EUR', 'customer_receivable Northwind -100000 EUR', 'fx_difference 1000 EUR'],
  },
  {
    template: 'payment_received',
    sentence: 'An invoice of 10.000 KWD is paid with 5,200 JPY, worth 10.005 KWD: a gain of 0.005.',
    facts: {
      accountId: customer,
      currency: 'KWD',
      amountMinor: 10_000,
      received: { currency: 'JPY', amountMinor: 5_200, rateId: 'rate', bookedMinor: 10_005 },
    },
    entries: ['cash 5200 JPY', 'conversion -5200 JPY', 'conversion 10005 KWD', 'customer_receivable Northwind -10000 KWD', 'fx_difference -5 KWD'],
  },
  {
    template: 'payment_refunded',
    sentence: 'Of 100.00 that go back, 80.00 reopen the invoice and 20.00 were its credit.',
    facts: { accountId: customer, currency: 'EUR', amountMinor: 10_000, receivableMinor: 8_000 },
    entries: ['customer_receivable Northwind 8000 EUR', 'customer_credit Northwind 2000 EUR', 'cash -10000 EUR'],
  },
  {
    template: 'credit_applied',
    sentence: 'Credit of 10.00 pays a part of the next invoice.',
    facts: { accountId: customer, currency: 'EUR', amountMinor: 1_000 },
    entries: ['customer_credit Northwind 1000 EUR', 'customer_receivable Northwind -1000 EUR'],
  },
  {
    template: 'invoice_written_off',
    sentence: 'Nobody will pay the last 50.00.',
    facts: { accountId: customer, currency: 'EUR', amountMinor: 5_000 },
    entries: ['bad_debt 5000 EUR', 'customer_receivable Northwind -5000 EUR'],
  },
  {
    template: 'marketplace_sold',
    sentence: 'A marketplace charged a buyer 1,070.00 with 70.00 of tax for us, and keeps 30.00.',
    facts: { marketplaceId: 'aws', currency: 'USD', grossMinor: 107_000, feeMinor: 3_000, taxMinor: 7_000 },
    entries: ['marketplace_receivable aws 104000 USD', 'marketplace_fee 3000 USD', 'tax_payable -7000 USD', 'revenue -100000 USD'],
  },
  {
    template: 'marketplace_paid',
    sentence: 'It pays out what it owes.',
    facts: { marketplaceId: 'aws', currency: 'USD', amountMinor: 104_000 },
    entries: ['cash 104000 USD', 'marketplace_receivable aws -104000 USD'],
  },
  {
    template: 'marketplace_refunded',
    sentence: 'It gives the buyer back half, and us half of its fee.',
    facts: { marketplaceId: 'aws', currency: 'USD', grossMinor: 53_500, feeMinor: 1_500, taxMinor: 3_500 },
    entries: ['marketplace_receivable aws -52000 USD', 'marketplace_fee -1500 USD', 'tax_payable 3500 USD', 'revenue 50000 USD'],
  },
  {
    template: 'earning_accrued',
    sentence: 'A partner earned 200.00 of a sale, held for 30 days.',
    facts: { partnerId: partner, currency: 'EUR', amountMinor: 20_000, bornBy: 'partner_cost', held: true },
    entries: ['partner_cost 20000 EUR', 'partner_accrued Contoso -20000 EUR'],
  },
  {
    template: 'earning_accrued',
    sentence: 'A claim on a fund is owed at once, out of what was set aside for the partner.',
    facts: { partnerId: partner, currency: 'EUR', amountMinor: 20_000, bornBy: 'fund_liability', held: false },
    entries: ['fund_liability Contoso 20000 EUR', 'partner_payable Contoso -20000 EUR'],
  },
  {
    template: 'earning_accrued',
    sentence: 'Taken back after a refund: the negative amount mirrors.',
    facts: { partnerId: partner, currency: 'EUR', amountMinor: -5_000, bornBy: 'partner_cost', held: false },
    entries: ['partner_cost -5000 EUR', 'partner_payable Contoso 5000 EUR'],
  },
  {
    template: 'earning_due',
    sentence: 'The hold is over.',
    facts: { partnerId: partner, currency: 'EUR', amountMinor: 20_000 },
    entries: ['partner_accrued Contoso 20000 EUR', 'partner_payable Contoso -20000 EUR'],
  },
  {
    template: 'rebate_accrued',
    sentence: 'A day’s purchases set 12.00 aside for the rebate of the quarter.',
    facts: { partnerId: partner, currency: 'EUR', amountMinor: 1_200 },
    entries: ['rebate_cost 1200 EUR', 'rebate_accrual Contoso -1200 EUR'],
  },
  {
    template: 'rebate_trued_up',
    sentence: 'The target was missed: 12.00 are no longer needed.',
    facts: { partnerId: partner, currency: 'EUR', amountMinor: -1_200 },
    entries: ['rebate_cost -1200 EUR', 'rebate_accrual Contoso 1200 EUR'],
  },
  {
    template: 'fund_committed',
    sentence: 'A request is approved: 500.00 are set aside.',
    facts: { partnerId: partner, currency: 'EUR', amountMinor: 50_000 },
    entries: ['fund_cost 50000 EUR', 'fund_liability Contoso -50000 EUR'],
  },
  {
    template: 'fund_released',
    sentence: 'The activity cost less: 100.00 are free again.',
    facts: { partnerId: partner, currency: 'EUR', amountMinor: 10_000 },
    entries: ['fund_liability Contoso 10000 EUR', 'fund_cost -10000 EUR'],
  },
  {
    template: 'payout_released',
    sentence: 'Two people released a payout: it is on its way, and no longer payable.',
    facts: { partnerId: partner, currency: 'EUR', amountMinor: 20_000 },
    entries: ['partner_payable Contoso 20000 EUR', 'payout_clearing Contoso -20000 EUR'],
  },
  {
    template: 'payout_paid',
    sentence: 'The bank says it was paid.',
    facts: { partnerId: partner, currency: 'EUR', amountMinor: 20_000 },
    entries: ['payout_clearing Contoso 20000 EUR', 'cash -20000 EUR'],
  },
  {
    template: 'payout_returned',
    sentence: 'It came back from a closed bank account: the money is here, and owed again.',
    facts: { partnerId: partner, currency: 'EUR', amountMinor: 20_000 },
    entries: ['cash 20000 EUR', 'partner_payable Contoso -20000 EUR'],
  },
  {
    template: 'currency_converted',
    sentence: '1,000.00 USD are changed into 920.00 EUR; each currency sums to zero by itself.',
    facts: { from: { currency: 'USD', amountMinor: 100_000 }, to: { currency: 'EUR', amountMinor: 92_000 }, rateId: 'rate' },
    entries: ['cash -100000 USD', 'conversion 100000 USD', 'cash 92000 EUR', 'conversion -92000 EUR'],
  },
  {
    template: 'adjusted',
    sentence: 'What stood in the books before is taken over by hand.',
    facts: {
      legs: [
        { purpose: 'cash', partyId: null, currency: 'EUR', amountMinor: 500 },
        { purpose: 'opening', partyId: null, currency: 'EUR', amountMinor: -500 },
      ],
    },
    entries: ['cash 500 EUR', 'opening -500 EUR'],
  },
];

describe('worked examples', () => {
  for (const { template, sentence, facts, entries } of examples)
    test(`${template}: ${sentence}`, () => assert.deepEqual(written(template, facts as never), entries));
  test('each template has one', () => assert.deepEqual([...new Set(examples.map(({ template }) => template))].sort(), [...postingTemplates].sort()));
});

const amountMinor = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CLF');
const party = fc.constantFrom('a', 'b');
const plain = { amountMinor, currency };
const ofPartner = fc.record({ ...plain, partnerId: party });
const ofAccount = fc.record({ ...plain, accountId: party });
const invoice = fc.record({
  accountId: party,
  currency,
  lines: fc.array(fc.record({ lineId: fc.string(), netMinor: amountMinor, taxMinor: amountMinor, deferred: fc.boolean() }), { maxLength: 8 }),
});
const sold = fc.record({ marketplaceId: party, currency, grossMinor: amountMinor, feeMinor: amountMinor, taxMinor: amountMinor });
const facts: { [Name in PostingTemplate]: fc.Arbitrary<PostingFacts[Name]> } = {
  invoice_issued: invoice,
  invoice_credited: invoice,
  revenue_recognised: fc.record({ currency, lines: fc.array(fc.record({ lineId: fc.string(), amountMinor }), { maxLength: 8 }) }),
  payment_received: fc.oneof(
    fc.record({ ...plain, accountId: party, creditMinor: amountMinor }),
    fc.record({
      amountMinor,
      accountId: party,
      creditMinor: amountMinor,
      currency: fc.constantFrom('EUR', 'JPY'),
      received: fc.record({ currency: fc.constantFrom('USD', 'KWD'), amountMinor, rateId: fc.string(), bookedMinor: amountMinor }),
    }),
  ),
  payment_refunded: fc.record({ ...plain, accountId: party, receivableMinor: amountMinor }),
  credit_applied: ofAccount,
  invoice_written_off: ofAccount,
  marketplace_sold: sold,
  marketplace_refunded: sold,
  marketplace_paid: fc.record({ ...plain, marketplaceId: party }),
  earning_accrued: fc.record({
    ...plain,
    partnerId: party,
    bornBy: fc.constantFrom('partner_cost', 'incentive_cost', 'rebate_accrual', 'fund_liability'),
    held: fc.boolean(),
  }),
  earning_due: ofPartner,
  rebate_accrued: ofPartner,
  rebate_trued_up: ofPartner,
  fund_committed: ofPartner,
  fund_released: ofPartner,
  payout_released: ofPartner,
  payout_paid: ofPartner,
  payout_returned: ofPartner,
  currency_converted: fc.record({
    from: fc.record({ currency: fc.constantFrom('EUR', 'JPY'), amountMinor }),
    to: fc.record({ currency: fc.constantFrom('USD', 'KWD'), amountMinor }),
    rateId: fc.string(),
  }),
  adjusted: fc.record({ purpose: fc.constantFrom(...accountPurposes), currency, amountMinor }).map(({ purpose, ...money }) => ({
    legs: [
      { purpose, partyId: null, ...money },
      { purpose: 'opening' as const, partyId: null, currency: money.currency, amountMinor: -money.amountMinor },
    ],
  })),
};

test('whatever the facts, entries sum to zero per currency and none is of nothing', () => {
  for (const template of postingTemplates)
    fc.assert(
      fc.property(facts[template] as fc.Arbitrary<never>, (each) => {
        const legs = legsOf(template, each);
        assert.ok([...sumsByCurrency(legs).values()].every((sum) => sum === 0n));
        assert.ok(legs.every((leg) => leg.amountMinor !== 0n));
      }),
      { numRuns: 300 },
    );
});

test('an amount that is no whole number, a currency that is none, and an exchange with itself are refused', () => {
  const refused = (work: () => unknown, words: RegExp): void =>
    assert.throws(work, (error) => error instanceof Problem && error.code === 'invalid_input' && words.test(error.message));
  refused(() => legsOf('earning_due', { partnerId: 'a', currency: 'EUR', amountMinor: 1.5 }), /whole number/);
  refused(() => legsOf('earning_due', { partnerId: 'a', currency: 'EUR', amountMinor: 2 ** 53 }), /kept exactly/);
  refused(() => legsOf('earning_due', { partnerId: 'a', currency: 'eur', amountMinor: 1 }), /not a currency/);
  refused(
    () => legsOf('currency_converted', { from: { currency: 'EUR', amountMinor: 1 }, to: { currency: 'EUR', amountMinor: 1 }, rateId: 'r' }),
    /two currencies/,
  );
  refused(() => legsOf('adjusted', { legs: [{ purpose: 'cash', partyId: null, currency: 'EUR', amountMinor: 1 }] }), /sum to zero/);
});
