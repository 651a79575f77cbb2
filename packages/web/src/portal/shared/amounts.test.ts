import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toMinor, toText } from './amounts.ts';

test('amounts as people type them', () => {
  const cases: readonly (readonly [string, string, number | undefined])[] = [
    ['48000', 'EUR', 4_800_000],
    ['48,000', 'EUR', 4_800_000],
    ['48.000', 'EUR', 4_800_000],
    ['€ 48 000,50', 'EUR', 4_800_050],
    ['1,234.5', 'USD', 123_450],
    ['1500', 'JPY', 1500],
    ['1,500', 'JPY', 1500],
    ['1.234', 'KWD', 1234],
    ['', 'EUR', undefined],
    ['about ten', 'EUR', undefined],
    ['-5', 'EUR', undefined],
    ['99999999999999999999', 'EUR', undefined],
  ];
  for (const [text, currency, minor] of cases) assert.equal(toMinor(text, currency), minor, `${text} ${currency}`);
});

test('an amount shown in an input reads back as itself', () => {
  for (const [minor, currency] of [
    [4_800_000, 'EUR'],
    [5, 'EUR'],
    [4_800_050, 'EUR'],
    [1500, 'JPY'],
    [0, 'USD'],
  ] as const)
    assert.equal(toMinor(toText(minor, currency), currency), minor);
});
