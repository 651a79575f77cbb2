import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { Ids } from '../../core/ids.ts';
import type { Json } from './json.ts';
import { isRecord, parsed } from './json.ts';

/** An RSA key as PEM, so that it can be kept with the state. */
export type SigningKey = { readonly privateKey: string; readonly publicKey: string; readonly keyId: string };

export function newSigningKey(): SigningKey {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { ...pair, keyId: createHash('sha256').update(pair.publicKey).digest('hex').slice(0, 40) };
}

export const signRsa = (key: SigningKey, content: Buffer | string): Buffer => sign('sha256', Buffer.from(content), createPrivateKey(key.privateKey));

const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
export function signJwt(key: SigningKey, claims: Json): string {
  const content = `${segment({ alg: 'RS256', typ: 'JWT', kid: key.keyId })}.${segment(claims)}`;
  return `${content}.${signRsa(key, content).toString('base64url')}`;
}

/** What a token says, unproved; undefined when it is no JWT. */
export function readJwt(token: string): { readonly header: Json; readonly claims: Json } | undefined {
  const [head, body] = token.split('.');
  const header = parsed(Buffer.from(head ?? '', 'base64url'));
  const claims = parsed(Buffer.from(body ?? '', 'base64url'));
  return isRecord(header) && isRecord(claims) ? { header, claims } : undefined;
}
export function jwtHolds(token: string, publicKey: string): boolean {
  const [head, body, signature] = token.split('.');
  if (head === undefined || body === undefined || signature === undefined) return false;
  return verify('sha256', Buffer.from(`${head}.${body}`), createPublicKey(publicKey), Buffer.from(signature, 'base64url'));
}

export const publicJwk = (key: SigningKey): Json => ({ ...createPublicKey(key.publicKey).export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: key.keyId });

/** A GUID that is the same for the same history. */
export function guid(ids: Ids, series: string): string {
  const hex = createHash('sha256')
    .update(`${series}/${ids.next(series)}`)
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
