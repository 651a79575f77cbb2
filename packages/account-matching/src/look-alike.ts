import { domainToUnicode } from 'node:url';
import { rectifyConfusion } from 'unicode-confusables';
import { familyOf } from './web-domain.ts';

/** Letters that are read as each other in ordinary type, beyond what Unicode's table of confusables (UTS 39) says. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/[il1|!]/g, 'l'],
  [/[o0]/g, 'o'],
  [/5/g, 's'],
  [/3/g, 'e'],
  [/-/g, ''],
];

/** Letters of other scripts as the Latin ones they are mistaken for. Plain ones stay: the table takes m for rn and 1 for l as well. */
const inLatin = (text: string): string =>
  Array.from(text)
    .map((letter) => (letter <= '\u007f' ? letter : rectifyConfusion(letter)))
    .join('')
    .toLowerCase();

/** Two labels with the same skeleton look the same to a person in a hurry. For comparing only, never for showing. */
export function skeletonOf(domain: string): string {
  const label = familyOf(domainToUnicode(domain)).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return SAME.reduce((text, [pattern, to]) => text.replace(pattern, to), inLatin(label));
}

/** It reads like the other and is another domain family. */
export const looksLike = (domain: string, other: string): boolean => familyOf(domain) !== familyOf(other) && skeletonOf(domain) === skeletonOf(other);

const LIMIT = 64;

/**
 * Plain labels a deceiving one may imitate, to be looked up: what is read as i, l, 1, o, 0, m, rn is written each way. Empty when the
 * label is as plain as can be and has nothing that could be read otherwise.
 */
export function imitatedLabels(domain: string): string[] {
  const label = familyOf(domain);
  const shown = familyOf(domainToUnicode(domain)).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const plain = inLatin(shown);
  const ways: readonly (readonly [string, readonly string[]])[] = [
    ['rn', ['rn', 'm']],
    ['vv', ['vv', 'w']],
    ['m', ['m', 'rn']],
    ['w', ['w', 'vv']],
    ['i', ['i', 'l', '1']],
    ['l', ['l', 'i', '1']],
    ['1', ['1', 'l', 'i']],
    ['o', ['o', '0']],
    ['0', ['0', 'o']],
    ['5', ['5', 's']],
    ['3', ['3', 'e']],
    ['-', ['-', '']],
  ];
  let made: string[] = [''];
  for (let at = 0; at < plain.length;) {
    const way = ways.find(([from]) => plain.startsWith(from, at));
    const next = way ? way[1] : [plain[at] ?? ''];
    const grown = made.flatMap((start) => next.map((end) => start + end));
    // What has too many readings is read as it is written from here on: better a look-alike missed by this than a search without end.
    made = grown.length > LIMIT ? made.map((start) => start + (next[0] ?? '')) : grown;
    at += way ? way[0].length : 1;
  }
  return [...new Set(made)].filter((candidate) => candidate !== label && candidate !== '');
}
