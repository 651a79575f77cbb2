import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSecrets, SealError } from './secrets.ts';

const first = 'a'.repeat(43);
const second = 'b'.repeat(43);

test('what was sealed opens again, for the same record only', () => {
  const secrets = createSecrets(first);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (plain, bound, other) => {
      const sealed = secrets.seal(plain, bound);
      assert.equal(secrets.open(sealed, bound), plain);
      if (other !== bound) assert.throws(() => secrets.open(sealed, other), SealError);
    }),
    { numRuns: 50 },
  );
});

test('sealing twice gives different text, and a changed text is refused', () => {
  const secrets = createSecrets(first);
  const sealed = secrets.seal('token', 'crm');
  assert.notEqual(sealed, secrets.seal('token', 'crm'));
  const parts = sealed.split('.');
  for (const index of [2, 3, 4]) {
    const changed = parts.map((part, at) => (at === index ? `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}` : part)).join('.');
    assert.throws(() => secrets.open(changed, 'crm'), SealError);
  }
  assert.throws(() => secrets.open('token', 'crm'), SealError);
  assert.throws(() => secrets.open(`${parts.slice(0, 3).join('.')}.AAAA.${parts[4]}`, 'crm'), SealError);
});

test('after the secret was replaced, old text opens while the old secret is named', () => {
  const sealed = createSecrets(first).seal('token', 'crm');
  assert.equal(createSecrets(second, [first]).open(sealed, 'crm'), 'token');
  assert.throws(() => createSecrets(second).open(sealed, 'crm'), SealError);
  assert.notEqual(createSecrets(first).derive('sessions'), createSecrets(first).derive('links'));
  assert.equal(createSecrets(first).derive('sessions'), createSecrets(first).derive('sessions'));
});
