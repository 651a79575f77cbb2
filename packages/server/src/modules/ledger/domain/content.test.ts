import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonical, contentHash, FIRST, sealHash, type Content } from './content.ts';
import { bookingDay } from './months.ts';
import { journalHead, journalText } from './journal.ts';
import { rateOfRow } from './rate-row.ts';

const content: Content = {
  id: 'id',
  template: 'earning_due',
  cause: 'cause',
  factOn: '2026-01-31',
  bookedOn: '2026-02-01',
  period: '2026-02',
  createdAt: '2026-02-01T08:00:00.000Z',
  createdBy: 'Mia',
  dealId: null,
  memo: 'Hold is over',
  reverses: null,
  reason: null,
  ruleVersions: canonical({ b: 2, a: 1 }),
  facts: canonical({ currency: 'EUR', amountMinor: 5, none: undefined }),
  legs: [{ purpose: 'cash', party: null, currency: 'EUR', amountMinor: 5n, lineId: null }],
};

test('the hash is of what is said, not of how it is ordered, and each part counts', () => {
  const hash = contentHash(content);
  assert.equal(contentHash({ ...content, ruleVersions: canonical({ a: 1, b: 2 }), facts: canonical({ amountMinor: 5, currency: 'EUR' }) }), hash);
  const other: Partial<Content>[] = [
    { memo: 'Hold is not over' },
    { factOn: '2026-01-30' },
    { facts: canonical({ currency: 'EUR', amountMinor: 6 }) },
    { ruleVersions: canonical({ a: 1 }) },
    { legs: [{ purpose: 'cash', party: null, currency: 'EUR', amountMinor: 6n, lineId: null }] },
    { legs: [{ purpose: 'cash', party: 'x', currency: 'EUR', amountMinor: 5n, lineId: null }] },
    { createdBy: 'Max' },
  ];
  assert.equal(new Set([hash, ...other.map((change) => contentHash({ ...content, ...change }))]).size, other.length + 1);
  assert.notEqual(sealHash(FIRST, 1, 'id', hash), sealHash(FIRST, 2, 'id', hash));
  assert.equal(canonical({ b: [1, null, { z: 'ä', y: undefined }], a: true }), '{"a":true,"b":[1,null,{"z":"ä"}]}');
});

test('a fact of a closed month is booked on the first day of the next that is not', () => {
  const closed = new Set(['2025-12', '2026-01']);
  assert.equal(bookingDay('2025-12-31', closed), '2026-02-01');
  assert.equal(bookingDay('2025-11-30', closed), '2025-11-30');
  assert.equal(bookingDay('2026-02-27', closed), '2026-02-27');
});

test('a journal that hledger reads: what would end a description, a comment or an account is taken out', () => {
  const text = journalText({
    id: 'id',
    template: 'earning_due',
    cause: 'earning:1',
    memo: 'Hold; over\nnow',
    factOn: '2026-01-31',
    bookedOn: '2026-02-01',
    contentHash: 'abc',
    sequence: 7,
    entries: [
      { purpose: 'partner_accrued', class: 'liability', party: 'p1', partyName: 'Acme:  GmbH', currency: 'KWD', amountMinor: 1_500 },
      { purpose: 'cash', class: 'asset', party: null, partyName: null, currency: 'KWD', amountMinor: -1_500 },
    ],
  });
  assert.equal(
    text,
    `2026-02-01=2026-01-31 * Hold, over now
    ; template: earning_due
    ; cause: earning:1
    ; id: id
    ; hash: abc
    ; seal: 7
    Liabilities:Partner accrued:Acme- GmbH p1  1.500 KWD
    Assets:Cash  -1.500 KWD

`,
  );
  assert.match(journalHead('2026-01', '2026-01', ['JPY', 'KWD']), /commodity 1000\. JPY\ncommodity 1000\.000 KWD\n/);
});

test('rows of a rate file are rates, or say why not', () => {
  const row = (cells: Record<string, string>) => rateOfRow((column) => cells[column] ?? '', 'ECB');
  assert.deepEqual(row({ from: 'eur', to: 'USD', rate: '1.0856', day: '2026-03-31' }), {
    from: 'EUR',
    to: 'USD',
    rate: '1.0856',
    day: '2026-03-31',
    source: 'ECB',
  });
  for (const bad of [{ from: 'EURO' }, { to: 'EUR' }, { rate: '0' }, { rate: '-1' }, { rate: '1,08' }, { day: '2026-02-30' }, { day: '31.03.2026' }])
    assert.equal(typeof row({ from: 'EUR', to: 'USD', rate: '1', day: '2026-03-31', ...bad }), 'string');
});
