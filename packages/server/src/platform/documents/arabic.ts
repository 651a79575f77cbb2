/**
 * Arabic letters in the form they take beside their neighbours (Unicode presentation forms). The renderer lays marks of decomposed
 * letters beside them instead of above and below; letters of one piece it sets rightly, and they read back as the same text (NFKC).
 */
type Forms = { readonly first: number; readonly count: 1 | 2 | 4 };
const TWO = new Set([0x0622, 0x0623, 0x0624, 0x0625, 0x0627, 0x0629, 0x062f, 0x0630, 0x0631, 0x0632, 0x0648, 0x0649]);
const forms = new Map<number, Forms>();
let next = 0xfe80;
for (const [from, to] of [
  [0x0621, 0x063a],
  [0x0641, 0x064a],
] as const)
  for (let letter = from; letter <= to; letter += 1) {
    const count = letter === 0x0621 ? 1 : TWO.has(letter) ? 2 : 4;
    forms.set(letter, { first: next, count });
    next += count;
  }
/** Lam and alef are one letter. */
const LAM = 0x0644;
const LAM_ALEF: Readonly<Record<number, number>> = { 0x0622: 0xfef5, 0x0623: 0xfef7, 0x0625: 0xfef9, 0x0627: 0xfefb };
const isMark = (code: number): boolean => code >= 0x064b && code <= 0x0652;

export const hasArabic = (text: string): boolean => /[\u0600-\u06FF\uFE70-\uFEFF]/.test(text);

export function shapeArabic(text: string): string {
  const codes = Array.from(text, (char) => char.codePointAt(0) ?? 0);
  const beside = (at: number, step: 1 | -1): number => {
    let index = at + step;
    while (isMark(codes[index] ?? 0)) index += step;
    return codes[index] ?? 0;
  };
  let shaped = '';
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    const own = forms.get(code);
    if (!own) {
      shaped += String.fromCodePoint(code);
      continue;
    }
    // A letter with four forms joins what follows it; every letter but the hamza joins what is before it.
    const joinsBefore = own.count > 1 && forms.get(beside(index, -1))?.count === 4;
    const together = code === LAM ? LAM_ALEF[codes[index + 1] ?? 0] : undefined;
    if (together !== undefined) {
      shaped += String.fromCodePoint(together + (joinsBefore ? 1 : 0));
      index += 1;
      continue;
    }
    const joinsAfter = own.count === 4 && (forms.get(beside(index, 1))?.count ?? 1) > 1;
    shaped += String.fromCodePoint(own.first + (joinsAfter ? (joinsBefore ? 3 : 2) : joinsBefore ? 1 : 0));
  }
  return shaped;
}
