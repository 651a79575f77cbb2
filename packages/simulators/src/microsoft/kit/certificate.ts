import { createPublicKey } from 'node:crypto';
import type { SigningKey } from './keys.ts';
import { signRsa } from './keys.ts';

/**
 * X.509 certificates of our own (RFC 5280), in DER: only what a signing chain of two needs.
 * No library for this is a dependency here, and a verifier must meet a true chain.
 */
export function certificate(of: { subject: string; key: SigningKey; issuer: string; issuerKey: SigningKey; serial: number; authority: boolean }): Buffer {
  const algorithm = sequence(objectId([1, 2, 840, 113549, 1, 1, 11]), Buffer.from([0x05, 0x00]));
  const content = sequence(
    tagged(0xa0, integer(2)),
    integer(of.serial),
    algorithm,
    name(of.issuer),
    sequence(time('200101000000Z'), time('491231235959Z')),
    name(of.subject),
    createPublicKey(of.key.publicKey).export({ type: 'spki', format: 'der' }),
    tagged(
      0xa3,
      sequence(
        extension([2, 5, 29, 19], of.authority ? sequence(Buffer.from([0x01, 0x01, 0xff])) : sequence()),
        extension([2, 5, 29, 15], of.authority ? Buffer.from([0x03, 0x02, 0x01, 0x06]) : Buffer.from([0x03, 0x02, 0x07, 0x80])),
      ),
    ),
  );
  return sequence(content, algorithm, tagged(0x03, Buffer.from([0]), signRsa(of.issuerKey, content)));
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts);
const time = (text: string): Buffer => tagged(0x17, Buffer.from(text));
const extension = (id: readonly number[], value: Buffer): Buffer => sequence(objectId(id), Buffer.from([0x01, 0x01, 0xff]), tagged(0x04, value));

function integer(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return tagged(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

function objectId([first = 0, second = 0, ...rest]: readonly number[]): Buffer {
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

/** `CN=…, O=…` in the order given. */
function name(text: string): Buffer {
  const kinds: Readonly<Record<string, readonly number[]>> = { C: [2, 5, 4, 6], O: [2, 5, 4, 10], CN: [2, 5, 4, 3] };
  const parts = text.split(', ').map((part) => {
    const [kind = '', value = ''] = part.split('=');
    return tagged(0x31, sequence(objectId(kinds[kind] ?? [2, 5, 4, 3]), tagged(0x0c, Buffer.from(value))));
  });
  return sequence(...parts);
}
