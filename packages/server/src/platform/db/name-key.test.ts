import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOf, nameKey, wordsOf } from './name-key.ts';

test('case, accents, vowel points and punctuation have no weight', () => {
  for (const [name, key] of [
    ["  O'Neil & Söhne  GmbH ", 'oneil sohne gmbh'],
    ['Ærø Łódź', 'aero lodz'],
    ['İSTANBUL', 'istanbul'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['السُّعودية', 'السعودية'],
    ['בֵּית־לֶחֶם', 'בית לחם'],
    ['ﬁne ①', 'fine 1'],
    ['株式会社・東京', '株式会社 東京'],
    ['100% 🚀', '100'],
    ['—', ''],
  ] as const)
    assert.equal(nameKey(name), key, name);
});
test('words come once, the longest first', () => assert.deepEqual(wordsOf('New New York-Northwind'), ['northwind', 'york', 'new']));
test('everything that begins so is less than the end', () => {
  for (const word of ['a', 'a\u{10fffd}', 'abc', 'aз']) assert.ok(Buffer.compare(Buffer.from(word), Buffer.from(endOf('a'))) < 0, word);
  assert.ok(Buffer.compare(Buffer.from('b'), Buffer.from(endOf('a'))) > 0);
});
