import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { newId } from '@entente/kernel';
import { randomBytes } from 'node:crypto';
import { hashOf, readReplyToken, readToken, replyTokenOf, secretMatches, tokenOf } from './token.ts';

const newSecret = () => randomBytes(32);
const made = () => ({ tenantId: newId(), linkId: newId(), secret: newSecret() });

test('a token comes back as it was made', () => {
  const link = made();
  const token = tokenOf(link);
  assert.equal(token.length, 86);
  assert.deepEqual(readToken(token), link);
  assert.equal(secretMatches(readToken(token).secret, hashOf(link.secret)), true);
});

test('whatever is changed in a token, it does not open the link', () => {
  const link = made();
  const token = tokenOf(link);
  fc.assert(
    fc.property(
      fc.nat(token.length - 1),
      fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ')),
      (place, letter) => {
        fc.pre(token[place] !== letter);
        const read = readToken(token.slice(0, place) + letter + token.slice(place + 1));
        const same = read.tenantId === link.tenantId && read.linkId === link.linkId && secretMatches(read.secret, hashOf(link.secret));
        assert.equal(same, false);
      },
    ),
    { numRuns: 2000 },
  );
  for (const other of ['', token.slice(1), token.slice(0, -1), `${token}A`, `${token}=`, ` ${token}`, 'x'.repeat(86), token.toLowerCase()])
    assert.notDeepEqual(readToken(other), link);
});

test('a link that is not there is compared, and never matches', () => {
  assert.equal(secretMatches(newSecret(), null), false);
  assert.equal(secretMatches(newSecret(), Buffer.alloc(4)), false);
});

test('a reply token fits before the @, survives a change of case, and cannot be made without the key', () => {
  const id = newId();
  const token = replyTokenOf('key', id);
  assert.ok(`reply+${token}`.length <= 64);
  assert.equal(readReplyToken('key', token.toUpperCase()), id);
  assert.equal(readReplyToken('other key', token), null);
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz234567018+')), (place, letter) => {
      fc.pre(token[place] !== letter);
      assert.equal(readReplyToken('key', token.slice(0, place) + letter + token.slice(place + 1)), null);
    }),
  );
});
