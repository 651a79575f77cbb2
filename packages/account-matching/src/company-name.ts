const LEGAL_WORDS = new Set(
  (
    'inc incorporated corp corporation co company llc llp lp ltd limited plc gmbh ag kg kgaa ohg ug se sa sas sarl srl spa sl slu bv nv oy oyj ab as asa aps ' +
    'kft zrt sro doo pty pte bhd kk pvt ltda eirl cv ev holding holdings group'
  ).split(' '),
);

/** Case, accents and repeated blanks do not make two names different. */
export const foldText = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

/** "The Acme Corp., Inc." and "ACME" are one company; a name made only of legal words stays as it is. */
export function companyKey(name: string): string {
  const words = foldText(name)
    .replace(/\./g, '')
    .replaceAll('&', ' and ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const kept = [...words];
  while (kept.length > 1 && (LEGAL_WORDS.has(kept.at(-1) ?? '') || kept.at(-1) === 'and')) kept.pop();
  if (kept.length > 1 && kept[0] === 'the') kept.shift();
  return kept.join(' ');
}

/** 0 to 1: shared pairs of letters (Dice) of the two names without their legal form. */
export function nameLikeness(left: string, right: string): number {
  const a = companyKey(left).replaceAll(' ', '');
  const b = companyKey(right).replaceAll(' ', '');
  if (a === '' || b === '') return 0;
  if (a === b) return 1;
  const pairs = (text: string): string[] => Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
  const left2 = pairs(a);
  const rest = pairs(b);
  const total = left2.length + rest.length;
  if (total === 0) return 0;
  let shared = 0;
  for (const pair of left2) {
    const at = rest.indexOf(pair);
    if (at < 0) continue;
    rest.splice(at, 1);
    shared += 1;
  }
  return (2 * shared) / total;
}
