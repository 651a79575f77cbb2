import { createHmac, createPrivateKey, createPublicKey, sign, timingSafeEqual, verify, type KeyObject } from 'node:crypto';

/** Standard Webhooks 1.0: `v1` is HMAC-SHA256 with a shared secret, `v1a` is ed25519, where the receiver only knows the public key. */
export type Signing = 'hmac' | 'ed25519';
export type Signed = { readonly id: string; readonly timestamp: number; readonly body: string };
/** `secret` as it is stored; `publicKey` with ed25519 only. */
export type Keys = { readonly secret: string; readonly publicKey: string | null };

/** 24 bytes are what the specification asks for at least; an ed25519 key is always made of 32. */
export const bytesOfSecret: Readonly<Record<Signing, number>> = { hmac: 32, ed25519: 32 };
export const TOLERANCE_SECONDS = 300;

const PRIVATE_DER = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_DER = Buffer.from('302a300506032b6570032100', 'hex');

const privateKeyOf = (seed: Uint8Array): KeyObject => createPrivateKey({ key: Buffer.concat([PRIVATE_DER, seed]), format: 'der', type: 'pkcs8' });
const publicKeyOf = (raw: Uint8Array): KeyObject => createPublicKey({ key: Buffer.concat([PUBLIC_DER, raw]), format: 'der', type: 'spki' });

/** The bytes come from outside: here nothing is left to chance. */
export function keysFrom(signing: Signing, bytes: Uint8Array): Keys {
  if (bytes.length !== bytesOfSecret[signing]) throw new RangeError(`a secret for ${signing} is made of ${bytesOfSecret[signing]} bytes`);
  const text = Buffer.from(bytes).toString('base64');
  if (signing === 'hmac') return { secret: `whsec_${text}`, publicKey: null };
  const spki = createPublicKey(privateKeyOf(bytes)).export({ format: 'der', type: 'spki' });
  return { secret: `whsk_${text}`, publicKey: `whpk_${spki.subarray(PUBLIC_DER.length).toString('base64')}` };
}

/** One signature, by the kind of its secret. */
export function signatureBy(secret: string, signed: Signed): string {
  const content = contentOf(signed);
  if (secret.startsWith('whsk_')) return `v1a,${sign(null, content, privateKeyOf(Buffer.from(secret.slice(5), 'base64'))).toString('base64')}`;
  return `v1,${hmac(secret, content).toString('base64')}`;
}

/** While secrets overlap there is a signature by each; a receiver is content with one that it can verify. */
export const signaturesBy = (secrets: readonly string[], signed: Signed): string => secrets.map((secret) => signatureBy(secret, signed)).join(' ');

export type Received = { readonly id: string; readonly timestamp: string; readonly signatures: string; readonly body: string };

/** Whether a message is from who knows the key (`whsec_` or `whpk_`), and not older or newer than five minutes. */
export function isGenuine(key: string, received: Received, now: Date): boolean {
  const timestamp = Number(received.timestamp);
  if (!/^\d{1,12}$/.test(received.timestamp) || Math.abs(now.getTime() / 1000 - timestamp) > TOLERANCE_SECONDS) return false;
  const content = contentOf({ id: received.id, timestamp, body: received.body });
  return received.signatures.split(' ').some((each) => {
    const comma = each.indexOf(',');
    const [version, given] = [each.slice(0, comma), Buffer.from(each.slice(comma + 1), 'base64')];
    if (key.startsWith('whpk_'))
      return version === 'v1a' && given.length === 64 && verify(null, content, publicKeyOf(Buffer.from(key.slice(5), 'base64')), given);
    const expected = hmac(key, content);
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

const contentOf = ({ id, timestamp, body }: Signed): Buffer => Buffer.from(`${id}.${timestamp}.${body}`, 'utf8');
const hmac = (secret: string, content: Buffer): Buffer =>
  createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(content)
    .digest();
