import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percent, Problem } from '@entente/kernel';
import fc from 'fast-check';
import { checkedAccount, maskOf } from './bank.ts';
import { payoutFee } from './fee.ts';
import { bankText, paymentXml, type PaymentFile } from './pain001.ts';
import { takeBack } from './reversal.ts';
import { releaseRefusal, stepRun } from './run.ts';

const payment = (amountMinor: number, currency: string) => ({
  id: '0198f000-0000-7000-8000-000000000001',
  amountMinor,
  currency,
  holder: 'Müller & Søn',
  country: 'DE',
  address: 'Straße 1, 10115 Berlin',
  bank: { kind: 'iban', iban: 'DE89370400440532013000', bic: null, holder: 'Müller' } as const,
  reference: 'SB-2026-000001',
});
const file = (currency: string, amounts: readonly number[]): PaymentFile => ({
  messageId: 'RUN1EUR',
  createdAt: '2026-03-10T12:00:00Z',
  payOn: '2026-03-13',
  currency,
  payer: { holder: 'Northwind', bank: { kind: 'iban', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX', holder: 'Northwind' } },
  payments: amounts.map((amount) => payment(amount, currency)),
});

test('amounts are written with the digits of their currency, and the control sum is their sum', () => {
  for (const [currency, amounts, written, sum] of [
    ['EUR', [1, 199], '0.01', '2.00'],
    ['JPY', [5000, 1], '5000', '5001'],
    ['KWD', [1, 1999], '0.001', '2.000'],
  ] as const) {
    const xml = paymentXml(file(currency, amounts));
    assert.ok(xml.includes(`<InstdAmt Ccy="${currency}">${written}</InstdAmt>`), currency);
    assert.equal(xml.split(`<CtrlSum>${sum}</CtrlSum>`).length, 3, currency);
    assert.equal(xml.includes('<Cd>SEPA</Cd>'), currency === 'EUR');
  }
  assert.throws(() => paymentXml(file('EUR', [0])), RangeError);
  assert.throws(() => paymentXml(file('EUR', [-1])), RangeError);
  assert.throws(() => paymentXml(file('EUR', [])), RangeError);
  assert.throws(() => paymentXml({ ...file('EUR', [1]), payments: [payment(1, 'USD')] }), RangeError);
});

test('a bank is sent only letters it takes', () => {
  assert.equal(bankText('Müller & Søn', 70), 'Muller + Son');
  assert.equal(bankText('//a//b/', 70), 'a/b');
  assert.equal(bankText('شركة', 70), '....');
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.integer({ min: 1, max: 140 }),
      (text, most) => /^[A-Za-z0-9/\-?:().,'+ ]{1,140}$/.test(bankText(text, most)) && bankText(text, most).length <= most,
    ),
  );
});

test('an account is checked before it is kept, and shown by its end', () => {
  const account = checkedAccount({ kind: 'iban', iban: 'de89 3704 0044 0532 0130 00', bic: 'cobadeff', holder: ' A ' });
  assert.deepEqual(account, { kind: 'iban', iban: 'DE89370400440532013000', bic: 'COBADEFF', holder: 'A' });
  assert.equal(maskOf(account), 'DE•• 3000');
  assert.throws(() => checkedAccount({ kind: 'iban', iban: 'DE89370400440532013001', bic: null, holder: 'A' }), Problem);
  assert.throws(() => checkedAccount({ kind: 'account', accountNumber: '1', bankCode: null, bic: 'X', country: 'US', holder: 'A' }), Problem);
});

test('however it is taken back, what is left never changes its sign and never grows', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 12 }),
      fc.boolean(),
      (whole, steps, negative) => {
        const amountMinor = negative ? -whole : whole;
        let reversedMinor = 0;
        for (const step of steps) {
          try {
            const { cancelsAll } = takeBack(
              { amountMinor, currency: 'EUR', partnerId: 'p', state: 'due', heldUntil: null, reversedMinor, reversalsMoved: false },
              step,
            );
            reversedMinor += step;
            assert.equal(cancelsAll, amountMinor + reversedMinor === 0);
          } catch (error) {
            assert.ok(error instanceof Problem);
          }
          const left = (amountMinor + reversedMinor) * Math.sign(amountMinor);
          assert.ok(left >= 0 && left <= whole);
        }
      },
    ),
  );
});

test('a fee is waived as far as the allowance goes', () => {
  const fee = (used: bigint, fastMinor = 0n, fast = false) =>
    payoutFee(10_000n, { waivable: percent('3'), notWaivable: percent('0'), fastMinor, allowanceMinor: 50_000n, usedMinor: used }, fast);
  assert.deepEqual([fee(0n).feeMinor, fee(45_000n).feeMinor, fee(60_000n).feeMinor, fee(45_000n, 2500n, true).feeMinor], [0n, 150n, 300n, 2650n]);
  assert.equal(fee(45_000n).waivedMinor, 150n);
});

test('a run goes one way, and two people take it there', () => {
  const idle = { working: false, payouts: 1, waiting: 0 };
  assert.ok(stepRun('collecting', 'make_ready', idle).ok);
  for (const facts of [
    { ...idle, working: true },
    { ...idle, waiting: 1 },
    { ...idle, payouts: 0 },
  ])
    assert.ok(!stepRun('collecting', 'make_ready', facts).ok);
  for (const state of ['released', 'sent', 'settled'] as const) assert.ok(!stepRun(state, 'cancel', idle).ok);
  for (const state of ['draft', 'collecting', 'released', 'settled', 'cancelled'] as const) assert.ok(!stepRun(state, 'release', idle).ok);
  const run = { createdBy: 'ana', readyBy: 'ben' };
  assert.deepEqual(
    [
      { kind: 'person', id: 'ana' },
      { kind: 'person', id: 'ben' },
      { kind: 'api_key', id: 'key' },
      { kind: 'person', id: 'cleo' },
    ].map((actor) => releaseRefusal(run, actor) === null),
    [false, false, false, true],
  );
});
