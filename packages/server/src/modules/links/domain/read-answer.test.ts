import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { linkPurposes } from '@entente/kernel';
import { field, valuesOf } from './form.ts';
import { dayIn, readAnswer, type MailFacts } from './read-answer.ts';

const facts: MailFacts = {
  bands: [
    { key: 'small', fromMinor: 0, toMinor: 2_500_000 },
    { key: 'middle', fromMinor: 2_500_000, toMinor: 10_000_000 },
    { key: 'large', fromMinor: 10_000_000, toMinor: null },
  ],
  currency: 'EUR',
  minorDigits: 2,
  fields: [field('days', 'days', true, { value: '30' })],
};
const register = (words: string) => readAnswer('register', words, facts);

test('a registration is read from lines, in any order, and from one line', () => {
  const wanted = { customerDomain: 'acme.example', contactEmail: 'jo@acme.example', valueBand: 'middle', amountMinor: '3000000', closeOn: '2026-12-31' };
  for (const words of [
    'customer: acme.example\ncontact: jo@acme.example\nvalue: 30,000\nclose: 2026-12-31',
    'Customer: https://acme.example/home, Contact: Jo <jo@acme.example>, Value: EUR 30.000, Close: 31.12.2026',
    '- Close date = 31 December 2026\n- Amount: 30k\n* contact mail: jo@acme.example\n* Domain: ACME.example',
    'Close: December 2026; customer: acme.example; contact: jo@acme.example; value: 30 000 EUR',
  ])
    assert.deepEqual(register(words), { verb: 'register', fields: wanted, missing: [] }, words);
});

test('what is not of the four is the story, and what is missing is named', () => {
  const read = register('We met at the fair.\ncustomer: acme.example\nvalue: USD 30,000');
  assert.equal(read.fields['story'], 'We met at the fair.');
  assert.equal(read.missing.length, 3);
  assert.ok(read.missing.some((lack) => lack.includes('in EUR')));
});

test('amounts as people write them', () => {
  for (const [text, minor, band] of [
    ['30k', 3_000_000, 'middle'],
    ['1.2 million', 120_000_000, 'large'],
    ['1,5m', 150_000_000, 'large'],
    ["24'999.99", 2_499_999, 'small'],
    ['€ 100,000', 10_000_000, 'large'],
  ] as const) {
    const { fields } = register(`value: ${text}`);
    assert.deepEqual([fields['amountMinor'], fields['valueBand']], [String(minor), band], text);
  }
  assert.equal(register('value: middle').fields['valueBand'], 'middle');
  assert.equal(register('value: a lot').fields['valueBand'], undefined);
});

test('days as people write them; what is no day is none', () => {
  for (const [text, day] of [
    ['2026/1/5', '2026-01-05'],
    ['5.1.2026', '2026-01-05'],
    ['Jan 5th, 2026', '2026-01-05'],
    ['5 January 2026', '2026-01-05'],
    ['Feb 2028', '2028-02-29'],
    ['2026-02-30', null],
    ['05/01/2026', null],
    ['soon', null],
    ['31 April 2026', null],
  ] as const)
    assert.equal(dayIn(text), day, text);
});

test('a lead is accepted or declined by the first word', () => {
  const lead = (words: string) => readAnswer('accept_lead', words, facts);
  assert.equal(lead('Accept. Thank you').verb, 'accept');
  assert.equal(lead('"yes"').verb, 'accept');
  assert.deepEqual(lead('Decline: no capacity until May'), { verb: 'decline', fields: { reason: 'no capacity until May' }, missing: [] });
  assert.equal(lead('No').missing.length, 1);
  assert.equal(lead('We accept, maybe').missing.length, 1);
});

test('an extension takes its days from the text, else those of the form', () => {
  assert.deepEqual(readAnswer('extend', 'Please 45 days, the tender was moved.', facts).fields, {
    days: '45',
    reason: 'Please 45 days, the tender was moved.',
  });
  assert.deepEqual(readAnswer('extend', 'The tender was moved.', facts).fields, { days: '30', reason: 'The tender was moved.' });
  assert.equal(readAnswer('extend', '', facts).missing.length, 1);
});

test('any text is read without fail, for every purpose', () => {
  fc.assert(
    fc.property(fc.constantFrom(...linkPurposes), fc.string({ unit: 'binary', maxLength: 300 }), (purpose, words) => {
      const read = readAnswer(purpose, words, facts);
      assert.ok(Object.values(read.fields).every((value) => typeof value === 'string'));
    }),
  );
});

test('a form takes what it has fields for, and says everything that is wrong', () => {
  const fields = [
    field('customerDomain', 'domain', true),
    field('contactEmail', 'email', true),
    field('closeOn', 'date', false),
    field('valueBand', 'choice', true, { choices: [{ key: 'small', label: 'Small' }] }),
  ];
  const values = valuesOf(fields, { customerDomain: ' acme.example ', contactEmail: 'jo@acme.example', valueBand: 'small', partnerId: 'other', closeOn: '' });
  assert.deepEqual(
    [...values],
    [
      ['customerDomain', 'acme.example'],
      ['contactEmail', 'jo@acme.example'],
      ['valueBand', 'small'],
    ],
  );
  assert.throws(
    () => valuesOf(fields, { customerDomain: 'acme.example', contactEmail: 'jo', closeOn: '2026-02-30', valueBand: 'huge' }),
    (error: { fields: { path: string }[] }) => error.fields.map((one) => one.path).join() === 'contactEmail,closeOn,valueBand',
  );
  assert.throws(() => valuesOf(fields, Object.create({ customerDomain: 'acme.example' }) as Record<string, string>));
});
