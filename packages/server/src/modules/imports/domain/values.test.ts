import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDate, quarterOf } from './dates.ts';
import { parseInteger, parseMoney } from './money.ts';
import { createProfiler } from './profile.ts';
import { companyKey, similarity } from './text.ts';
import type { TargetField } from './types.ts';
import { parseValue } from './values.ts';

const field = (type: TargetField['type']): TargetField => ({ key: 'x', label: 'X', type, required: false, synonyms: [] });

test('amounts are read exactly or refused', () => {
  const cases: [string, number | string, string?, ('.' | ',')?][] = [
    ['1.234,56', 123456],
    ['$1,054', 105400],
    ['(12)', -1200],
    ['EUR 5k', 500000, 'EUR'],
    ['1,5', 150],
    ['-3', -300],
    ['3-', -300],
    ['1.5m EUR', 150000000, 'EUR'],
    ['12€', 1200, 'EUR'],
    ['($1,000.50)', -100050],
    ["CHF 1'000.50", 100050, 'CHF'],
    ['¥500', 500, 'JPY'],
    ['0.1', 10],
    ['0.005', 1],
    ['1.054', 105400, 'USD', ','],
    ['1.054', 105, 'USD', '.'],
    ['1,234,567.891', 123456789],
    ['1.2.3', 'bad-amount'],
    ['NaN', 'bad-amount'],
    ['1e9', 'bad-amount'],
    ['Infinity', 'bad-amount'],
    ['abc', 'bad-amount'],
    ['QQQ 5', 'unknown-currency'],
    ['99999999999999999', 'amount-too-large'],
    ['9'.repeat(100), 'bad-amount'],
    ['12-3', 'bad-amount'],
  ];
  for (const [text, expected, currency = 'USD', decimal] of cases) {
    const parsed = parseMoney(text, { currency: 'USD', ...(decimal ? { decimal } : {}) });
    if (typeof expected === 'number') assert.deepEqual(parsed, { ok: true, value: { amountMinor: expected, currency } }, text);
    else assert.ok(!parsed.ok && parsed.code === expected && parsed.sentence.endsWith('.'), text);
  }
});

test('property: every amount in minor units survives being written and read', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (minor) => {
      const digits = String(Math.abs(minor)).padStart(3, '0');
      const text = `${minor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
      assert.deepEqual(parseMoney(text, { currency: 'USD' }), { ok: true, value: { amountMinor: minor, currency: 'USD' } });
    }),
  );
});

test('dates follow the order of their column; impossible ones are refused', () => {
  const cases: [string, 'dmy' | 'mdy' | 'ymd' | null, string][] = [
    ['01-03-17', 'dmy', '2017-03-01'],
    ['01-03-17', 'mdy', '2017-01-03'],
    ['17/03/01', 'ymd', '2017-03-01'],
    ['2017-03-01', null, '2017-03-01'],
    ['2017-03-01T10:00:00Z', null, '2017-03-01'],
    ['20170301', null, '2017-03-01'],
    ['3 March 2017', null, '2017-03-03'],
    ['Mar 5, 2017', null, '2017-03-05'],
    ['29.02.2016', 'dmy', '2016-02-29'],
    ['1.1.99', 'dmy', '1999-01-01'],
    ['31-02-17', 'dmy', 'impossible-date'],
    ['29-02-2017', 'dmy', 'impossible-date'],
    ['2017-13-01', null, 'impossible-date'],
    ['01-03-17', null, 'ambiguous-date'],
    ['00/01/2017', 'dmy', 'impossible-date'],
    ['soon', null, 'bad-date'],
    ['9999-01-01', null, 'impossible-date'],
    ['32 March 2017', null, 'impossible-date'],
  ];
  for (const [text, order, expected] of cases) {
    const parsed = parseDate(text, order);
    assert.equal(parsed.ok ? parsed.value : parsed.code, expected, text);
  }
  assert.deepEqual(['Q4 2016', '2016-Q4', '4Q16', 'Q5 2016', 'Quarter'].map(quarterOf), ['2016-4', '2016-4', '2016-4', null, null]);
});

test('the other types', () => {
  const cases: [TargetField['type'], string, unknown][] = [
    ['email', 'Jane@Acme.COM', 'jane@acme.com'],
    ['email', 'jane@acme', 'bad-email'],
    ['email', 'a@b.com,c@d.com', 'bad-email'],
    ['domain', 'https://www.acme.co.uk/x', 'acme.co.uk'],
    ['domain', 'jane@mail.acme.com', 'acme.com'],
    ['domain', 'acme', 'bad-domain'],
    ['url', 'acme.com', 'https://acme.com'],
    ['url', 'javascript://acme.com/%0aalert(1)', 'bad-url'],
    ['url', 'http://', 'bad-url'],
    ['country', 'UK', 'GB'],
    ['country', 'germany', 'DE'],
    ['country', 'Korea', 'KR'],
    ['country', 'Philipines', 'unknown-country'],
    ['boolean', 'Yes', true],
    ['boolean', '0', false],
    ['boolean', 'maybe', 'bad-boolean'],
    ['list', 'EMEA; APAC;EMEA', ['EMEA', 'APAC']],
    ['integer', '1,234', 1234],
    ['integer', '12.5', 'bad-number'],
    ['integer', '9'.repeat(20), 'number-too-large'],
    ['text', '#REF!', 'not-a-value'],
    ['text', 'x'.repeat(10_001), 'text-too-long'],
  ];
  for (const [type, text, expected] of cases) {
    const parsed = parseValue(field(type), text);
    assert.deepEqual(parsed.ok ? parsed.value : parsed.code, expected, `${type} ${text.slice(0, 30)}`);
  }
  assert.equal(parseInteger('1.0').ok, true);
});

test('property: no text makes a parser throw', () => {
  const types: TargetField['type'][] = ['text', 'email', 'domain', 'url', 'integer', 'money', 'date', 'country', 'boolean', 'list'];
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.constantFrom(...types), (text, type) => {
      const parsed = parseValue(field(type), text, { dateOrder: 'dmy' });
      if (type === 'money' && parsed.ok)
        assert.ok(typeof parsed.value === 'object' && 'amountMinor' in parsed.value && Number.isSafeInteger(parsed.value.amountMinor));
    }),
    { numRuns: 500 },
  );
});

function orders(headers: string[], rows: string[][]) {
  const profiler = createProfiler(headers);
  for (const row of rows) profiler.add(row);
  return profiler.finish().columns.map(({ dateOrder }) => [dateOrder.order, dateOrder.ambiguous, dateOrder.proof]);
}

test('the order of dates is decided by the column, by quarters, by another column, or asked', () => {
  assert.deepEqual(orders(['d'], [['25/01/2017'], ['03/04/2017']]), [['dmy', false, 'only-possible']]);
  assert.deepEqual(orders(['d'], [['01/25/2017'], ['03/04/2017']]), [['mdy', false, 'only-possible']]);
  assert.deepEqual(orders(['d'], [['2017-01-25']]), [['ymd', false, 'only-possible']]);
  assert.deepEqual(
    orders(
      ['d', 'q'],
      [
        ['01-03-17', 'Q1 2017'],
        ['02-10-17', 'Q4 2017'],
        ['03-07-17', 'Q3 2017'],
      ],
    )[0],
    ['dmy', false, 'quarter'],
  );
  assert.deepEqual(
    orders(
      ['d', 'q'],
      [
        ['03-01-17', 'Q1 2017'],
        ['10-02-17', 'Q4 2017'],
        ['07-03-17', 'Q3 2017'],
      ],
    )[0],
    ['mdy', false, 'quarter'],
  );
  assert.deepEqual(
    orders(
      ['a', 'b'],
      [
        ['25/01/2017', '03/04/2017'],
        ['26/01/2017', '05/06/2017'],
      ],
    ),
    [
      ['dmy', false, 'only-possible'],
      ['dmy', false, 'other-column'],
    ],
  );
  const profiler = createProfiler(['d']);
  for (const text of ['03/04/2017', '05/06/2017']) profiler.add([text]);
  const asked = profiler.finish().columns[0]?.dateOrder;
  assert.equal(asked?.ambiguous, true);
  assert.deepEqual(
    asked?.readings?.map(({ order, date }) => [order, date]),
    [
      ['dmy', '2017-04-03'],
      ['mdy', '2017-03-04'],
    ],
  );
  assert.deepEqual(orders(['d'], [['25/01/2017'], ['01/25/2017']]), [[null, true, 'none']]);
});

test('company names are compared without their legal form', () => {
  const same = ['Acme Corporation', 'ACME Corp.', 'The Acme Co., Ltd.', 'Acme, Inc', 'Ácme GmbH & Co. KG'];
  assert.deepEqual([...new Set(same.map(companyKey))], ['acme']);
  assert.equal(companyKey('Group'), 'group');
  assert.notEqual(companyKey('Acme Systems'), companyKey('Acme'));
  assert.equal(similarity('GTXPro', 'GTX Pro'), 1);
});
