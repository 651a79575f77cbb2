import { Problem } from '@entente/kernel';

export const LOGO_MAX_BYTES = 200 * 1024;
export const imageTypes = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type ImageType = (typeof imageTypes)[number];

/** What the bytes are, whatever somebody calls them. Drawings that can carry scripts are none of these. */
export function imageTypeOf(bytes: Uint8Array): ImageType | null {
  const ascii = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  const starts = (...magic: number[]): boolean => bytes.length > magic.length && magic.every((byte, index) => bytes[index] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (bytes.length > 16 && ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp';
  return null;
}

export function logoFrom(base64: string): { bytes: Buffer; mediaType: ImageType } {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(base64)) throw refused('The logo is not base64.');
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > LOGO_MAX_BYTES) throw new Problem('too_large', 'A logo has at most 200 KB.');
  const mediaType = imageTypeOf(bytes);
  if (mediaType === null) throw refused('A logo is a PNG, JPEG or WebP image.');
  return { bytes, mediaType };
}

const refused = (sentence: string): Problem => new Problem('invalid_input', sentence, { fields: [{ path: 'body.logo', code: 'not_an_image', sentence }] });
