import { createRequire } from 'node:module';
import { Font, renderToBuffer, Text as PlainText, type DocumentProps, type PageProps } from '@react-pdf/renderer';
import { createElement, type ReactElement } from 'react';
import { hasArabic, shapeArabic } from './arabic.ts';

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

export type Style = Exclude<NonNullable<PageProps['style']>, readonly unknown[]>;

/** Each text runs by what is written in it: amounts and Latin names from the left, also on an Arabic page. */
export function text(style: Style | readonly Style[], words: string, key?: string | number): ReactElement {
  const arabic = hasArabic(words);
  const own = { direction: arabic ? ('rtl' as const) : ('ltr' as const) };
  return createElement(PlainText, { ...(key === undefined ? {} : { key }), style: [...[style].flat(), own] }, arabic ? shapeArabic(words) : words);
}

/** On every page: which of how many it is, after some words. */
export const pageNumbers = (style: Style | readonly Style[], before: string): ReactElement =>
  createElement(PlainText, {
    style: [style].flat(),
    fixed: true,
    render: ({ pageNumber, totalPages }) => `${shapeArabic(before)} ${pageNumber} / ${totalPages}`,
  });

export function renderPdf(document: ReactElement<DocumentProps>): Promise<Buffer> {
  registerFonts();
  return renderToBuffer(document);
}
