import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choicesOfText, isKey, keyOfLabel } from './keys.ts';

test('a label gives a key that is allowed', () => {
  for (const label of ['Renewal date (EMEA)', '2nd contact', 'Größe', 'x'.repeat(90), 'A b!']) assert.ok(isKey(keyOfLabel(label)), label);
  assert.equal(keyOfLabel('Renewal date (EMEA)'), 'renewal_date_emea');
  assert.ok(!isKey(keyOfLabel('١٢')));
});

test('one choice a line, each once', () => {
  assert.deepEqual(choicesOfText(' Gold \n\nSilver\nGold'), ['Gold', 'Silver']);
});
