import assert from 'node:assert/strict';
import { test } from 'node:test';
import { masked, plainAddress } from './address.ts';

test('webcal is read by https', () => {
  assert.equal(plainAddress(' webcal://calendar.example/ann.ics '), 'https://calendar.example/ann.ics');
  assert.equal(plainAddress('https://calendar.example/ann.ics'), 'https://calendar.example/ann.ics');
});

test('a masked address keeps its secret', () => {
  assert.equal(masked('https://calendar.example/private-8f3a91/basic.ics'), 'calendar.example/….ics');
  assert.equal(masked('https://calendar.example/x'), 'calendar.example/…');
});
