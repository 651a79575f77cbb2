import { createRequire } from 'node:module';
import { Font } from '@react-pdf/renderer';

const find = createRequire(import.meta.url);
/** Tried in this order for each letter. */
export const documentFonts = ['Noto Sans', 'Noto Sans Arabic'];
let registered = false;

/** The fonts documents are set in. They come with the program: nothing is fetched while a document is made. */
export function registerFonts(): void {
  if (registered) return;
  registered = true;
  const weights = [400, 700] as const;
  const file = (family: string, subset: string, weight: number): string =>
    find.resolve(`@fontsource/${family}/files/${family}-${subset}-${weight}-normal.woff`);
  Font.register({ family: 'Noto Sans', fonts: weights.map((fontWeight) => ({ src: file('noto-sans', 'latin', fontWeight), fontWeight })) });
  Font.register({ family: 'Noto Sans Arabic', fonts: weights.map((fontWeight) => ({ src: file('noto-sans-arabic', 'arabic', fontWeight), fontWeight })) });
  // Numbers and names are not hyphenated.
  Font.registerHyphenationCallback((word) => [word]);
}
