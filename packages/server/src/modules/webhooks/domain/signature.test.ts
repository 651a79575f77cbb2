import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { isGenuine, keysFrom, signatureBy, signaturesBy, type Received, type Signed } from './signature.ts';

/** The vector of the specification. */
const VECTOR = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  signed: { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body: '{"test": 2432232314}' },
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const received = (signed: Signed, signatures: string): Received => ({ ...signed, timestamp: String(signed.timestamp), signatures });
const at = (seconds: number): Date => new Date(seconds * 1000);

test('the vector of Standard Webhooks', () => {
  assert.equal(signatureBy(VECTOR.secret, VECTOR.signed), VECTOR.signature);
  assert.ok(isGenuine(VECTOR.secret, received(VECTOR.signed, VECTOR.signature), at(VECTOR.signed.timestamp)));
});

test('ed25519 as in RFC 8032, test 2: the public key, and a signature that only it verifies', () => {
  const keys = keysFrom('ed25519', Buffer.from('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', 'hex'));
  assert.equal(Buffer.from(keys.publicKey?.slice(5) ?? '', 'base64').toString('hex'), '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
  const signature = signatureBy(keys.secret, VECTOR.signed);
  assert.match(signature, /^v1a,[A-Za-z0-9+/]{86}==$/);
  assert.ok(isGenuine(keys.publicKey ?? '', received(VECTOR.signed, signature), at(VECTOR.signed.timestamp)));
  const other = keysFrom('ed25519', new Uint8Array(32).fill(7));
  assert.ok(!isGenuine(other.publicKey ?? '', received(VECTOR.signed, signature), at(VECTOR.signed.timestamp)));
});

test('whatever the body, the library of Standard Webhooks verifies what we sign, and we what it signs', () => {
  const now = new Date();
  const timestamp = Math.floor(now.getTime() / 1000);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.json(), fc.uuid(), (bytes, body, uuid) => {
      const { secret } = keysFrom('hmac', bytes);
      const signed = { id: `msg_${uuid}`, timestamp, body };
      const library = new Webhook(secret);
      const headers = { 'webhook-id': signed.id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatureBy(secret, signed) };
      assert.doesNotThrow(() => library.verify(body, headers));
      assert.ok(isGenuine(secret, received(signed, library.sign(signed.id, at(timestamp), body)), now));
    }),
    { numRuns: 100 },
  );
});

test('with two signatures a receiver that knows either secret is content, and one that knows neither is not', () => {
  const [first, second, third] = [1, 2, 3].map((byte) => keysFrom('hmac', new Uint8Array(32).fill(byte)).secret);
  const both = received(VECTOR.signed, signaturesBy([second ?? '', first ?? ''], VECTOR.signed));
  const now = at(VECTOR.signed.timestamp);
  assert.deepEqual(
    [first, second, third].map((secret) => isGenuine(secret ?? '', both, now)),
    [true, true, false],
  );
});

test('a changed part, another kind of signature, an old message and nonsense are refused', () => {
  const genuine = received(VECTOR.signed, VECTOR.signature);
  const now = at(VECTOR.signed.timestamp);
  const changed: [Partial<Received>, Date][] = [
    [{ id: 'msg_other' }, now],
    [{ body: '{"test": 1}' }, now],
    [{ timestamp: String(VECTOR.signed.timestamp + 1) }, now],
    [{ timestamp: 'soon' }, now],
    [{ timestamp: '' }, now],
    [{ timestamp: '-1614265330' }, now],
    [{ signatures: VECTOR.signature.replace('v1,', 'v1a,') }, now],
    [{ signatures: VECTOR.signature.replace('v1,', 'v2,') }, now],
    [{ signatures: '' }, now],
    [{ signatures: 'v1,' }, now],
    [{ signatures: ', v1,AAAA v1' }, now],
    [{}, at(VECTOR.signed.timestamp + 301)],
    [{}, at(VECTOR.signed.timestamp - 301)],
  ];
  for (const [part, moment] of changed) assert.equal(isGenuine(VECTOR.secret, { ...genuine, ...part }, moment), false, JSON.stringify(part));
  assert.ok(isGenuine(VECTOR.secret, genuine, at(VECTOR.signed.timestamp + 300)));
});

test('a secret of the wrong length is not made', () => {
  assert.throws(() => keysFrom('hmac', new Uint8Array(16)), RangeError);
  assert.throws(() => keysFrom('ed25519', new Uint8Array(64)), RangeError);
});
