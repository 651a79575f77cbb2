import { Problem } from '@entente/kernel';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertSendable, isPermanent, isUnreachable } from './message.ts';

const mail = { tenantId: null, to: 'anna@example.com', subject: 'Hello', text: 'Text' };

test('a header cannot be broken out of', () => {
  assert.doesNotThrow(() => assertSendable(mail));
  assert.doesNotThrow(() => assertSendable({ ...mail, text: 'two\r\nlines', subject: 'Vertriebsgespräch – München' }));
  for (const to of [
    'anna@example.com\r\nBcc: all@example.com',
    'anna@example.com, bob@example.com',
    'Anna <anna@example.com>',
    'anna',
    'a@b',
    `${'a'.repeat(250)}@example.com`,
  ]) {
    assert.throws(() => assertSendable({ ...mail, to }), Problem, to);
  }
  for (const subject of ['Hello\nBcc: all@example.com', 'Hello\r', 'Hello\u0000']) assert.throws(() => assertSendable({ ...mail, subject }), Problem);
  assert.throws(() => assertSendable({ ...mail, attachments: [{ name: 'a\nb', mediaType: 'text/plain', content: '' }] }), Problem);
});

test('a refusal for good is told from one that may pass', () => {
  const refused = (responseCode: number): Error => Object.assign(new Error('refused'), { responseCode });
  assert.equal(isPermanent(refused(550)), true);
  assert.equal(isPermanent(refused(451)), false);
  assert.equal(isPermanent(refused(535)), false);
  assert.equal(isPermanent(new Error('connection refused')), false);
  assert.equal(isUnreachable('ann@people.INVALID'), true);
  assert.equal(isUnreachable('ann@invalid.example'), false);
});
