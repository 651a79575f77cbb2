import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MARKER, ownWords, textOfHtml } from './reply-text.ts';

test('what was quoted below is left out, in the ways mail programs do it', () => {
  const tails = [
    'On Tue, 9 Jun 2026 at 10:00, Entente <no-reply@entente.example> wrote:\n> Is it a new customer?',
    'On Tue, 9 Jun 2026 at 10:00, Entente\n<no-reply@entente.example> wrote:\n> Is it a new customer?',
    'Am 09.06.2026 um 10:00 schrieb Entente:\n> Frage',
    'Le mar. 9 juin 2026 à 10:00, Entente <a@b.example> a écrit :\n> Question',
    '-----Original Message-----\nFrom: Entente\nIs it a new customer?',
    '________________________________\nFrom: Entente <a@b.example>',
    'From: Entente <a@b.example>\nSent: Tuesday',
    `${MARKER}\nIs it a new customer?`,
    '-- \nJane Roe\nKestrel',
    'Sent from my phone',
    '> Is it a new customer?',
  ];
  for (const tail of tails) assert.equal(ownWords(`Yes, it is.\r\n\r\nWe met them on Monday.\n\n${tail}`), 'Yes, it is.\n\nWe met them on Monday.', tail);
});

test('words that only look like an introduction stay', () => {
  assert.equal(ownWords('On Monday we met the board.\nFrom there it went well.'), 'On Monday we met the board.\nFrom there it went well.');
});

test('HTML becomes text and nothing else', () => {
  assert.equal(ownWords(textOfHtml('<div>Yes &amp; no<br>Second</div><blockquote>old</blockquote>')), 'Yes & no\nSecond');
  assert.equal(textOfHtml('<script>alert(1)</script>&#60;b&#62;&#x41;&bogus;'), '<b>A&bogus;');
});

test('any text is read without fail and never grows', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      assert.ok(ownWords(text).length <= text.length);
      assert.equal(typeof textOfHtml(text), 'string');
    }),
  );
});
