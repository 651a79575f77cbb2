import assert from 'node:assert/strict';
import { test } from 'node:test';
import { payoutGates, refusalOf, type GateFacts } from './gates.ts';
import { emptyPayee, type Payee } from './payee.ts';

const payable: Payee = {
  ...emptyPayee('p'),
  legalName: 'Acme SA',
  address: { street: 'Rue 1', city: 'Lyon', postalCode: '69001', region: null, country: 'FR' },
  taxForm: { kind: 'vat', fileId: null, validUntil: '2026-03-10' },
  bankSealed: 'sealed',
  bankMask: 'FR•• 2606',
};
const facts = (payee: Partial<Payee>, more: Partial<GateFacts> = {}): GateFacts => ({
  payee: { ...payable, ...payee },
  currency: 'EUR',
  amountMinor: 5000,
  today: '2026-03-10',
  minimumMinor: 0,
  ...more,
});

const TABLE: readonly (readonly [what: string, facts: GateFacts, sentence: string | null])[] = [
  ['all is well', facts({}), null],
  ['nobody is known', facts(emptyPayee('p')), 'The legal name of the payee is missing.'],
  ['no address', facts({ address: null }), 'The address of the payee is missing.'],
  ['no tax form', facts({ taxForm: null }), 'There is no tax form.'],
  ['the tax form ended yesterday', facts({}, { today: '2026-03-11' }), 'The tax form ended on 2026-03-10.'],
  ['no account', facts({ bankSealed: null, bankMask: null }), 'There is no approved bank account.'],
  ['the account sent money back', facts({ bankReturned: true }), 'The last payment to FR•• 2606 came back. The account must be confirmed or replaced.'],
  ['compliance', facts({ complianceHold: 'Sanctions list' }), 'Held for compliance: Sanctions list'],
  ['held', facts({ hold: 'Contract ended' }), 'Held: Contract ended'],
  ['nothing', facts({}, { amountMinor: 0 }), 'What was earned and what was taken back come to nothing.'],
  ['less than nothing', facts({}, { amountMinor: -150 }), 'More was taken back than earned: -1.50 EUR is carried over and netted with what is earned next.'],
  ['below the minimum of the workspace', facts({}, { minimumMinor: 5001 }), '50.00 EUR is below the minimum of 50.01 EUR and is carried over.'],
  ['at the minimum', facts({}, { minimumMinor: 5000 }), null],
  [
    'below the higher minimum of the payee',
    facts({ minimums: { EUR: 9000 } }, { minimumMinor: 100 }),
    '50.00 EUR is below the minimum of 90.00 EUR and is carried over.',
  ],
  ['a minimum of another currency', facts({ minimums: { USD: 9000 } }), null],
  ['yen have no decimals', facts({ minimums: { JPY: 9000 } }, { currency: 'JPY' }), '5000 JPY is below the minimum of 9000 JPY and is carried over.'],
  ['dinars have three', facts({ minimums: { KWD: 9000 } }, { currency: 'KWD' }), '5.000 KWD is below the minimum of 9.000 KWD and is carried over.'],
];
for (const [what, given, sentence] of TABLE) test(`gates: ${what}`, () => assert.equal(refusalOf(payoutGates(given)), sentence));
