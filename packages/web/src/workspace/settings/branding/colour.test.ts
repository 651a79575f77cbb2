import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isColour, ratioText } from './colour.ts';

test('only a full hex colour is one', () => {
  assert.equal(isColour('#0F766e'), true);
  for (const text of ['#0f7', '0f766e', '#0f766g', 'red', '']) assert.equal(isColour(text), false, text);
});

test('a contrast is never shown better than it is', () => {
  assert.equal(ratioText(4.49), '4.4:1');
  assert.equal(ratioText(4.5), '4.5:1');
  assert.equal(ratioText(21), '21.0:1');
});
