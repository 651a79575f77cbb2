import { Problem } from '@entente/kernel';

const KINDS = [
  { mediaType: 'application/pdf', begins: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { mediaType: 'image/png', begins: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mediaType: 'image/jpeg', begins: [0xff, 0xd8, 0xff] },
] as const;

/** What a tax form is by its own first bytes; what the sender calls it decides nothing. */
export function mediaTypeOf(bytes: Uint8Array): string {
  const kind = KINDS.find(({ begins }) => begins.every((byte, index) => bytes[index] === byte));
  if (kind === undefined) {
    const sentence = 'A tax form is a PDF, PNG or JPEG file.';
    throw new Problem('invalid_input', sentence, { reason: 'kind', fields: [{ path: 'base64', code: 'kind', sentence }] });
  }
  return kind.mediaType;
}

export const fileNameOf = (name: string): string =>
  name
    .replaceAll(/[\\/\p{Cc}]/gu, '_')
    .trim()
    .slice(0, 200) || 'tax-form';
