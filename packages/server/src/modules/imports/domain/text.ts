const LEGAL_WORDS = new Set(
  (
    'inc incorporated corp corporation co company llc llp lp ltd limited plc gmbh ag kg kgaa ohg ug se sa sas sarl srl spa sl slu bv nv oy oyj ab as asa aps ' +
    'kft zrt sro doo pty pte bhd kk pvt ltda eirl cv ev holding holdings group'
  ).split(' '),
);
const NEVER_ALONE = new Set(['the']);

/** Case, accents and repeated blanks do not make two names different. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}

export function compactText(text: string): string {
  return foldText(text).replace(/[^\p{L}\p{N}]/gu, '');
}

export function wordsOf(text: string): string[] {
  return text
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** "The Acme Corp., Inc." and "ACME" are one company; a name made only of legal words stays as it is. */
export function companyKey(name: string): string {
  const words = foldText(name)
    .replace(/\./g, '')
    .replaceAll('&', ' and ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const kept = [...words];
  while (kept.length > 1 && (LEGAL_WORDS.has(kept[kept.length - 1] ?? '') || kept[kept.length - 1] === 'and')) kept.pop();
  if (kept.length > 1 && NEVER_ALONE.has(kept[0] ?? '')) kept.shift();
  return kept.join(' ');
}

/** Edits (insert, delete, replace, swap of neighbours) between two short texts. */
export function editDistance(left: string, right: string): number {
  const width = right.length + 1;
  let beforeLast = new Array<number>(width).fill(0);
  let last = Array.from({ length: width }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = new Array<number>(width).fill(0);
    current[0] = row;
    for (let column = 1; column < width; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      }
      current[column] = cost;
    }
    beforeLast = last;
    last = current;
  }
  return last[width - 1] ?? 0;
}

const LONGEST_COMPARED = 200;

/** 1 for the same text apart from case, blanks and punctuation; 0 for nothing in common. */
export function similarity(left: string, right: string): number {
  const a = compactText(left).slice(0, LONGEST_COMPARED);
  const b = compactText(right).slice(0, LONGEST_COMPARED);
  if (a === '' || b === '') return 0;
  return 1 - editDistance(a, b) / Math.max(a.length, b.length);
}
