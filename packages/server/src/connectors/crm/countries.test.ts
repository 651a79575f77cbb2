import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countryCode, countryName } from './countries.ts';

test('names become letters, letters stay, and what nobody knows is kept', () => {
  for (const [text, code] of [
    ['United States', 'US'],
    ['usa', 'US'],
    ['Germany', 'DE'],
    ['de', 'DE'],
    ['Czech Republic', 'CZ'],
    ['Atlantis', 'Atlantis'],
  ] as const)
    assert.equal(countryCode(text), code);
  assert.equal(countryName('US'), 'United States');
  for (const code of ['DE', 'FR', 'JP', 'BR', 'ZA', 'IN']) assert.equal(countryCode(countryName(code)), code);
});
