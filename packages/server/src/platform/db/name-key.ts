/** What has no weight in a name: accents, vowel points, joiners, apostrophes. The same ranges as in fold_name (migration 0003). */
const marks =
  // oxlint-disable-next-line no-misleading-character-class -- marks one by one: normalised text has them apart from their letters
  /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]|[\ufe00-\ufe0f]|['\u00ad\u02bc\u0640\u200b-\u200f\u2019\u202a-\u202e\u2060-\u2064\ufeff]/gu;
const separators =
  /[\p{Cc}\u0020-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u05be\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u1680\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d\u30a0\u30fb\ufffc\ufffd\u{1f000}-\u{1faff}]+/gu;
const letters: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i', ς: 'σ' };

/** What somebody typed, in the form in which the database keeps names (`name_key`). */
export const nameKey = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(marks, '')
    .replaceAll(/[ßæœøłđıς]/gu, (letter) => letters[letter] ?? letter)
    .replaceAll(separators, ' ')
    .trim();

/** The words of what somebody typed, each once, the longest first: it is in the fewest names. */
export const wordsOf = (text: string): string[] => [...new Set(nameKey(text).split(' '))].filter((word) => word !== '').sort((a, b) => b.length - a.length);

/** No text that begins so is greater, in the order of "C". */
export const endOf = (beginning: string): string => `${beginning}\u{10ffff}`;
