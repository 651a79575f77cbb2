import type { PricedQuote } from '@entente/contracts';
import { minorDigits, majorOf } from '@entente/kernel';
import { Document, Page, StyleSheet, Text as PlainText, View, renderToBuffer, type DocumentProps, type PageProps } from '@react-pdf/renderer';
import { createElement, type ReactElement } from 'react';
import { hasArabic, shapeArabic } from '../../../platform/pdf/arabic.ts';
import { documentFonts, registerFonts } from '../../../platform/pdf/fonts.ts';
import { words } from './words.ts';

export type QuotePaper = {
  readonly language: 'en' | 'ar';
  readonly seller: string;
  readonly number: number;
  readonly version: number;
  readonly name: string;
  readonly buyer: string | null;
  readonly dealName: string;
  readonly day: string;
  readonly expiresOn: string;
  readonly terms: string | null;
  readonly priced: PricedQuote;
};
type Style = Exclude<NonNullable<PageProps['style']>, readonly unknown[]>;
const GREY = '#5b6470';
const LINE = '#d5d9de';

const styles = StyleSheet.create({
  page: { fontFamily: documentFonts, fontSize: 9, paddingVertical: 44, paddingHorizontal: 44, color: '#14181d', lineHeight: 1.4 },
  title: { fontSize: 18, lineHeight: 1.3, fontWeight: 700, marginBottom: 4 },
  subtitle: { fontSize: 11, lineHeight: 1.4, color: GREY, marginBottom: 18 },
  small: { fontSize: 8, color: GREY },
  row: { paddingVertical: 5, borderBottomWidth: 0.5, borderBottomColor: LINE },
  head: { paddingVertical: 5, borderBottomWidth: 1, borderBottomColor: '#14181d', fontWeight: 700 },
  total: { paddingVertical: 7, fontWeight: 700, fontSize: 11 },
  footer: { position: 'absolute', bottom: 22, left: 44, right: 44, fontSize: 8, color: GREY },
});

/** 1234567.50 → 1,234,567.50; Latin digits in both languages, as amounts in contracts are read. */
function amount(minor: number, currency: string): string {
  const [whole = '0', after] = majorOf(minor, currency).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return minorDigits(currency) === 0 ? grouped : `${grouped}.${after}`;
}

type TextProps = { readonly style: Style; readonly children?: string };
/** Each text runs by what is written in it: amounts and Latin names from the left, also on an Arabic page. */
const Text = ({ style, children = '' }: TextProps): ReactElement =>
  createElement(PlainText, { style: { ...style, direction: hasArabic(children) ? 'rtl' : 'ltr' } }, shapeArabic(children));

/** For the buyer: prices and discounts, and nothing of margins. */
export function quoteDocument(paper: QuotePaper): ReactElement<DocumentProps> {
  const { language, priced } = paper;
  const say = words[language];
  const rtl = language === 'ar';
  // Columns are laid out by hand from the side on which the language begins.
  const across = { flexDirection: rtl ? ('row-reverse' as const) : ('row' as const) };
  const start = { textAlign: rtl ? ('right' as const) : ('left' as const) };
  const end = { textAlign: rtl ? ('left' as const) : ('right' as const) };
  const widths = ['38%', '12%', '14%', '18%', '18%'];
  const cells = (values: readonly string[]) =>
    values.map((value, index) => createElement(Text, { key: index, style: { width: widths[index], ...(index === 0 ? start : end) } }, value));
  const fact = (label: string, value: string) =>
    createElement(
      View,
      { key: label, style: { ...across, marginBottom: 2 } },
      createElement(Text, { style: { width: '18%', color: GREY, ...start } }, label),
      createElement(Text, { style: { width: '82%', ...start } }, value),
    );

  const lines = priced.lines.flatMap((line, index) => {
    const opens = line.bundleName !== null && priced.lines[index - 1]?.selection !== line.selection;
    const term = line.termMonths === null ? '–' : `${line.termMonths} ${say.months}`;
    return [
      ...(opens
        ? [
            createElement(
              View,
              { key: `bundle-${index}`, style: { ...styles.row, ...across }, wrap: false },
              createElement(Text, { style: { width: '100%', fontWeight: 700, ...start } }, line.bundleName),
            ),
          ]
        : []),
      createElement(
        View,
        { key: line.position, style: styles.row, wrap: false },
        createElement(
          View,
          { style: across },
          ...cells([
            line.productName,
            `${line.quantity} ${line.unitLabel}`,
            term,
            line.discountMinor === 0 ? '–' : amount(line.discountMinor, priced.currency),
            amount(line.netMinor, priced.currency),
          ]),
        ),
        ...(line.vendorName ? [createElement(Text, { key: 'vendor', style: { ...styles.small, ...start } }, `${say.vendor} ${line.vendorName}`)] : []),
        ...(line.estimated ? [createElement(Text, { key: 'estimated', style: { ...styles.small, ...start } }, say.estimated)] : []),
      ),
    ];
  });
  const sum = (label: string, minor: number, bold: boolean) =>
    createElement(
      View,
      { key: label, style: { ...across, ...(bold ? styles.total : { paddingVertical: 3 }) } },
      createElement(Text, { style: { width: '70%', ...end } }, label),
      createElement(Text, { style: { width: '30%', ...end } }, `${amount(minor, priced.currency)} ${priced.currency}`),
    );
  return createElement(
    Document,
    { title: `${say.quote} ${paper.number}`, author: paper.seller, language },
    createElement(
      Page,
      { size: 'A4', style: styles.page },
      createElement(Text, { style: { ...styles.title, ...start } }, `${say.quote} ${paper.number}`),
      createElement(Text, { style: { ...styles.subtitle, ...start } }, paper.name),
      createElement(
        View,
        { style: { marginBottom: 18 } },
        fact(say.from, paper.seller),
        ...(paper.buyer ? [fact(say.for, paper.buyer)] : []),
        fact(say.deal, paper.dealName),
        fact(say.version, String(paper.version)),
        fact(say.date, paper.day),
        fact(say.validUntil, paper.expiresOn),
      ),
      createElement(
        View,
        { style: { ...styles.head, ...across }, fixed: true },
        ...cells([say.item, say.quantity, say.term, `${say.discount} (${priced.currency})`, `${say.net} (${priced.currency})`]),
      ),
      ...lines,
      createElement(
        View,
        { style: { marginTop: 10 }, wrap: false },
        sum(say.list, priced.listMinor, false),
        ...(priced.discountMinor === 0 ? [] : [sum(say.discount, -priced.discountMinor, false)]),
        sum(say.total, priced.netMinor, true),
      ),
      createElement(Text, { style: { ...styles.small, ...start, marginTop: 8 } }, say.taxNote),
      ...(paper.terms ? [createElement(Text, { key: 'terms', style: { ...start, marginTop: 12 } }, `${say.terms}: ${paper.terms}`)] : []),
      createElement(PlainText, {
        style: { ...styles.footer, ...start },
        fixed: true,
        render: ({ pageNumber, totalPages }) => `${shapeArabic(say.page)} ${pageNumber} / ${totalPages}`,
      }),
    ),
  );
}

export function renderQuote(paper: QuotePaper): Promise<Buffer> {
  registerFonts();
  return renderToBuffer(quoteDocument(paper));
}
