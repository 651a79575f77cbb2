import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf, refusalOfLink } from './auth-call.ts';

test('a refusal says what to do, and how long to wait when the server knows', () => {
  assert.deepEqual(refusalOf(401, 'INVALID_EMAIL_OR_PASSWORD', 0, 'signIn.error.credentials'), { id: 'signIn.error.credentials' });
  assert.deepEqual(refusalOf(429, '', 42, 'signIn.error.credentials'), { id: 'signIn.error.rateIn', values: { seconds: 42 } });
  assert.deepEqual(refusalOf(429, '', 0, 'signIn.error.credentials'), { id: 'signIn.error.rate' });
  assert.deepEqual(refusalOf(429, 'ACCOUNT_TEMPORARILY_LOCKED', 0, 'signIn.error.code'), { id: 'signIn.error.locked' });
  assert.deepEqual(refusalOf(503, '', 0, 'signIn.error.code'), { id: 'signIn.error.server' });
});

test('an error in the address is explained, and foreign text in it is not repeated', () => {
  assert.equal(refusalOfLink('INVALID_TOKEN').id, 'signIn.error.link');
  assert.deepEqual(refusalOfLink('failed_to_create_session'), { id: 'signIn.error.other', values: { code: 'failed_to_create_session' } });
  assert.deepEqual(refusalOfLink('Call +1 555 0100 now'), { id: 'signIn.error.refused' });
});
