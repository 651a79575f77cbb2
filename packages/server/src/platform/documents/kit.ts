import { createRequire } from 'node:module';
import { Font, renderToBuffer, type DocumentProps } from '@react-pdf/renderer';
import { createElement, type ReactElement } from 'react';

export type PdfLanguage = 'en' | 'ar';
export const element = createElement;

/** Latin first: what it has no letter for is taken from the next. */
export const FONTS = ['Noto Sans', 'Noto Sans Extended', 'Noto Sans Arabic'];
const require = createRequire(import.meta.url);
let registered = false;

/** Fonts travel with the product: a document looks the same on every machine, and nothing is fetched. */
function registerFonts(): void {
  if (registered) return;
  registered = true;
  const files = {
    'Noto Sans': 'noto-sans/files/noto-sans-latin',
    'Noto Sans Extended': 'noto-sans/files/noto-sans-latin-ext',
    'Noto Sans Arabic': 'noto-sans-arabic/files/noto-sans-arabic-arabic',
  };
  for (const [family, file] of Object.entries(files))
    Font.register({ family, fonts: [400, 700].map((fontWeight) => ({ src: require.resolve(`@fontsource/${file}-${fontWeight}-normal.woff`), fontWeight })) });
  // Names and numbers are never cut.
  Font.registerHyphenationCallback((word) => [word]);
}

export function renderPdf(document: ReactElement<DocumentProps>): Promise<Buffer> {
  registerFonts();
  return renderToBuffer(document);
}
