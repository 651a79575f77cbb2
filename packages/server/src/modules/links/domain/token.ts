import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const SECRET_BYTES = 32;
const ID_BYTES = 16;

export type LinkToken = { readonly tenantId: string; readonly linkId: string; readonly secret: Buffer };

const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');
function idOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const hashOf = (secret: Buffer): Buffer => createHash('sha256').update(secret).digest();

export const tokenOf = ({ tenantId, linkId, secret }: LinkToken): string => Buffer.concat([bytesOf(tenantId), bytesOf(linkId), secret]).toString('base64url');

const NOWHERE = '00000000-0000-0000-0000-000000000000';

/**
 * What a token names. One that is no token at all names a link that cannot be, so that it takes the same way, and the same time, as
 * one that was altered.
 */
export function readToken(text: string): LinkToken {
  const bytes = Buffer.from(text, 'base64url');
  // Decoding forgives spare bits and strange letters; what was given out is what must come back.
  if (bytes.length !== 2 * ID_BYTES + SECRET_BYTES || bytes.toString('base64url') !== text)
    return { tenantId: NOWHERE, linkId: NOWHERE, secret: Buffer.alloc(SECRET_BYTES) };
  return { tenantId: idOf(bytes.subarray(0, ID_BYTES)), linkId: idOf(bytes.subarray(ID_BYTES, 2 * ID_BYTES)), secret: bytes.subarray(2 * ID_BYTES) };
}

const NO_HASH = Buffer.alloc(32);
/** A link that is not there is compared all the same. */
export function secretMatches(secret: Buffer, hash: Buffer | null): boolean {
  const same = timingSafeEqual(hashOf(secret), hash !== null && hash.length === NO_HASH.length ? hash : NO_HASH);
  return same && hash !== null;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const MARK_BYTES = 20;
const ID_LETTERS = 26;
const MARK_LETTERS = 32;

/** Small letters and digits: mail servers may change the case of an address, and before the @ there is room for 64. */
function base32(bytes: Buffer): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  const length = Math.ceil((bytes.length * 8) / 5);
  bits <<= BigInt(length * 5 - bytes.length * 8);
  let text = '';
  for (let place = length - 1; place >= 0; place -= 1) text += LETTERS[Number((bits >> BigInt(place * 5)) & 31n)] ?? '';
  return text;
}

function fromBase32(text: string, length: number): Buffer | null {
  let bits = 0n;
  for (const letter of text) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) return null;
    bits = (bits << 5n) | BigInt(value);
  }
  bits >>= BigInt(text.length * 5 - length * 8);
  const bytes = Buffer.from(bits.toString(16).padStart(length * 2, '0'), 'hex');
  return bytes.length === length && base32(bytes) === text ? bytes : null;
}

const markOf = (key: string, linkId: string): Buffer => createHmac('sha256', key).update(`reply ${linkId}`).digest().subarray(0, MARK_BYTES);

/** Names a link in an address that can be answered: its id, and a mark only this installation can make. */
export const replyTokenOf = (key: string, linkId: string): string => base32(bytesOf(linkId)) + base32(markOf(key, linkId));

export function readReplyToken(key: string, text: string): string | null {
  const token = text.toLowerCase();
  if (token.length !== ID_LETTERS + MARK_LETTERS) return null;
  const id = fromBase32(token.slice(0, ID_LETTERS), ID_BYTES);
  const mark = fromBase32(token.slice(ID_LETTERS), MARK_BYTES);
  if (!id || !mark) return null;
  const linkId = idOf(id);
  return timingSafeEqual(mark, markOf(key, linkId)) ? linkId : null;
}
