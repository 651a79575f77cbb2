/** What Windows-1252 shows for the bytes in which it differs from Latin-1. */
const WINDOWS_1252 = new Map<number, number>(
  [
    '\u20ac',
    '',
    '\u201a',
    '\u0192',
    '\u201e',
    '\u2026',
    '\u2020',
    '\u2021',
    '\u02c6',
    '\u2030',
    '\u0160',
    '\u2039',
    '\u0152',
    '',
    '\u017d',
    '',
    '',
    '\u2018',
    '\u2019',
    '\u201c',
    '\u201d',
    '\u2022',
    '\u2013',
    '\u2014',
    '\u02dc',
    '\u2122',
    '\u0161',
    '\u203a',
    '\u0153',
    '',
    '\u017e',
    '\u0178',
  ].flatMap((sign, index) => (sign === '' ? [] : [[sign.charCodeAt(0), 0x80 + index] as const])),
);
/** A byte that begins a UTF-8 character, shown as a letter, with at least one more byte behind it. */
const SUSPECT = /[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122]/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What was meant by text that was UTF-8, read as Windows-1252 and saved again ("MÃ¼ller" → "Müller"); null when it reads well. */
export function meantText(text: string): string | null {
  if (!SUSPECT.test(text)) return null;
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const byte = code < 0x100 ? code : WINDOWS_1252.get(code);
    if (byte === undefined) return null;
    bytes.push(byte);
  }
  try {
    return utf8.decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}
