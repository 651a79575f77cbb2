import { companyKey, foldText } from '@entente/account-matching';

/** Words between blanks on both sides, so that a name is found as words and not inside one. */
const words = (text: string): string =>
  ` ${foldText(text)
    .replaceAll('.', '')
    .replaceAll('&', ' and ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ')} `;

/** The first of these companies a text names, with or without its legal form, whatever the case and accents. */
export function nameIn(text: string, names: readonly string[]): string | null {
  const said = words(text);
  return names.find((name) => companyKey(name) !== '' && said.includes(` ${companyKey(name)} `)) ?? null;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const WITHHELD = 'This text named the other side and is not shown.';

/** A text without these names; where one cannot be taken out, without the text. */
export function withoutNames(text: string, names: readonly string[]): string {
  let left = text;
  for (const name of names) {
    const bare = name.split(/[\s,]+/).filter((word) => word !== '');
    for (let count = bare.length; count > 0; count -= 1) {
      const part = bare.slice(0, count).join(' ');
      if (companyKey(part) !== companyKey(name)) break;
      left = left.replaceAll(
        new RegExp(
          String.raw`(?<![\p{L}\p{N}])${bare
            .slice(0, count)
            .map(escaped)
            .join(String.raw`[\s,]+`)}(?![\p{L}\p{N}])`,
          'giu',
        ),
        'the other side',
      );
    }
  }
  return nameIn(left, names) === null ? left : WITHHELD;
}
