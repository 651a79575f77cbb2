import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { meantText } from './mojibake.ts';

test('text that was encoded twice is recognised, and text that reads well is left alone', () => {
  for (const [text, meant] of [
    ['MÃ¼ller', 'Müller'],
    ['CafÃ© â‚¬ 5', 'Café € 5'],
    ['Ã…ngstrÃ¶m', 'Ångström'],
    ['Müller', null],
    ['Ã la carte', null],
    ['São Paulo', null],
    ['ÄÖÜ GmbH', null],
    ['東京', null],
    ['plain', null],
  ] as const)
    assert.equal(meantText(text), meant, text);
});

test('property: whatever was damaged that way is found again', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z éüñçøß€–]{1,20}$/), (text) => {
      const damaged = iconv.decode(Buffer.from(text, 'utf8'), 'windows-1252');
      assert.equal(meantText(damaged), damaged === text ? null : text);
    }),
  );
});
