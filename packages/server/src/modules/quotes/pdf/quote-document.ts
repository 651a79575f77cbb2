import type { PricedQuote } from '@entente/contracts';
import { minorDigits, majorOf } from '@entente/kernel';
import { Document, Page, StyleSheet, View, type DocumentProps } from '@react-pdf/renderer';
import type { ReactElement } from 'react';
import { element as h, FONTS, pageNumbers, renderPdf, text } from '../../../platform/documents/index.ts';
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
const GREY = '#5b6470';
const LINE = '#d5d9de';

const styles = StyleSheet.create({
  page: { fontFamily: FONTS, fontSize: 9, paddingVertical: 44, paddingHorizontal: 44, color: '#14181d', lineHeight: 1.4 },
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
  const cells = (values: readonly string[]) => values.map((value, index) => text({ width: widths[index], ...(index === 0 ? start : end) }, value, index));
  const fact = (label: string, value: string) =>
    h(
      View,
      { key: label, style: { ...across, marginBottom: 2 } },
      text({ width: '18%', color: GREY, ...start }, label),
      text({ width: '82%', ...start }, value),
    );

  const lines = priced.lines.flatMap((line, index) => {
    const opens = line.bundleName !== null && priced.lines[index - 1]?.selection !== line.selection;
    const term = line.termMonths === null ? '–' : `${line.termMonths} ${say.months}`;
    return [
      ...(opens
        ? [
            h(
              View,
              { key: `bundle-${index}`, style: { ...styles.row, ...across }, wrap: false },
              text({ width: '100%', fontWeight: 700, ...start }, line.bundleName ?? ''),
            ),
          ]
        : []),
      h(
        View,
        { key: line.position, style: styles.row, wrap: false },
        h(
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
        ...(line.vendorName ? [text({ ...styles.small, ...start }, `${say.vendor} ${line.vendorName}`, 'vendor')] : []),
        ...(line.estimated ? [text({ ...styles.small, ...start }, say.estimated, 'estimated')] : []),
      ),
    ];
  });
  const sum = (label: string, minor: number, bold: boolean) =>
    h(
      View,
      { key: label, style: { ...across, ...(bold ? styles.total : { paddingVertical: 3 }) } },
      text({ width: '70%', ...end }, label),
      text({ width: '30%', ...end }, `${amount(minor, priced.currency)} ${priced.currency}`),
    );
  return h(
    Document,
    { title: `${say.quote} ${paper.number}`, author: paper.seller, language },
    h(
      Page,
      { size: 'A4', style: styles.page },
      text({ ...styles.title, ...start }, `${say.quote} ${paper.number}`),
      text({ ...styles.subtitle, ...start }, paper.name),
      h(
        View,
        { style: { marginBottom: 18 } },
        fact(say.from, paper.seller),
        ...(paper.buyer ? [fact(say.for, paper.buyer)] : []),
        fact(say.deal, paper.dealName),
        fact(say.version, String(paper.version)),
        fact(say.date, paper.day),
        fact(say.validUntil, paper.expiresOn),
      ),
      h(
        View,
        { style: { ...styles.head, ...across }, fixed: true },
        ...cells([say.item, say.quantity, say.term, `${say.discount} (${priced.currency})`, `${say.net} (${priced.currency})`]),
      ),
      ...lines,
      h(
        View,
        { style: { marginTop: 10 }, wrap: false },
        sum(say.list, priced.listMinor, false),
        ...(priced.discountMinor === 0 ? [] : [sum(say.discount, -priced.discountMinor, false)]),
        sum(say.total, priced.netMinor, true),
      ),
      text({ ...styles.small, ...start, marginTop: 8 }, say.taxNote),
      ...(paper.terms ? [text({ ...start, marginTop: 12 }, `${say.terms}: ${paper.terms}`, 'terms')] : []),
      pageNumbers([styles.footer, start], say.page),
    ),
  );
}

export function renderQuote(paper: QuotePaper): Promise<Buffer> {
  return renderPdf(quoteDocument(paper));
}
