import { Document, Page, StyleSheet, Text, View, type DocumentProps } from '@react-pdf/renderer';
import type { ReactElement } from 'react';
import { element as h, FONTS, type PdfLanguage } from './kit.ts';

/** A document with two parties, facts, a table of lines and totals: statements, invoices and their credit notes look alike. */
export type LedgerPage = {
  readonly language: PdfLanguage;
  readonly title: string;
  readonly number: string;
  /** Written across the top while it is not final. */
  readonly draft: string | null;
  readonly parties: readonly { readonly label: string; readonly lines: readonly string[] }[];
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly columns: readonly { readonly label: string; readonly share: number; readonly number?: boolean }[];
  readonly rows: readonly (readonly string[])[];
  readonly totals: readonly (readonly [label: string, value: string])[];
  readonly notes: readonly string[];
};

const styles = StyleSheet.create({
  page: { padding: 40, paddingBottom: 56, fontSize: 9, fontFamily: FONTS, lineHeight: 1.4, color: '#1b1d22' },
  title: { fontSize: 18, fontWeight: 700, marginBottom: 2 },
  muted: { color: '#5c616b' },
  draft: { fontSize: 11, fontWeight: 700, color: '#a33a00', marginBottom: 6 },
  band: { marginTop: 18, gap: 24 },
  strong: { fontWeight: 700 },
  head: { borderBottomWidth: 1, borderBottomColor: '#1b1d22', paddingBottom: 3, marginTop: 20 },
  row: { borderBottomWidth: 0.5, borderBottomColor: '#d5d8de', paddingVertical: 3 },
  foot: { position: 'absolute', bottom: 28, left: 40, right: 40, color: '#5c616b', fontSize: 8 },
});

export function ledgerPage(page: LedgerPage): ReactElement<DocumentProps> {
  const rtl = page.language === 'ar';
  const across = { flexDirection: rtl ? 'row-reverse' : 'row' } as const;
  const start = { textAlign: rtl ? 'right' : 'left' } as const;
  const end = { textAlign: rtl ? 'left' : 'right' } as const;
  const cell = (text: string, column: LedgerPage['columns'][number], key: number, heading = false) =>
    h(Text, { key, style: [{ width: `${column.share}%`, paddingHorizontal: 2 }, column.number ? end : start, heading ? styles.strong : {}] }, text);
  const line = (cells: readonly string[], key: string | number, style: (typeof styles)['row' | 'head'], heading = false) =>
    h(View, { key, style: [across, style], wrap: false }, ...page.columns.map((column, index) => cell(cells[index] ?? '', column, index, heading)));
  const pair = ([label, value]: readonly [string, string], key: number) =>
    h(
      View,
      { key, style: [across, { justifyContent: 'space-between' }] },
      h(Text, { key: 'l', style: styles.muted }, label),
      h(Text, { key: 'v', style: styles.strong }, value),
    );
  return h(
    Document,
    { title: `${page.title} ${page.number}`, language: page.language },
    h(
      Page,
      { size: 'A4', style: styles.page },
      page.draft === null ? null : h(Text, { style: [styles.draft, start] }, page.draft),
      h(Text, { style: [styles.title, start] }, page.title),
      h(Text, { style: [styles.muted, start] }, page.number),
      h(
        View,
        { style: [across, styles.band] },
        ...page.parties.map(({ label, lines }, index) =>
          h(
            View,
            { key: index, style: { flexGrow: 1, flexBasis: 0 } },
            h(Text, { style: [styles.muted, start] }, label),
            ...lines.map((text, at) => h(Text, { key: at, style: [start, at === 0 ? styles.strong : {}] }, text)),
          ),
        ),
        h(View, { style: { flexGrow: 1, flexBasis: 0 } }, ...page.facts.map(pair)),
      ),
      line(
        page.columns.map(({ label }) => label),
        'head',
        styles.head,
        true,
      ),
      ...page.rows.map((cells, index) => line(cells, index, styles.row)),
      h(View, { style: { marginTop: 12, width: '50%', alignSelf: rtl ? 'flex-start' : 'flex-end' }, wrap: false }, ...page.totals.map(pair)),
      ...page.notes.map((text, index) => h(Text, { key: `note${index}`, style: [styles.muted, start, { marginTop: index === 0 ? 16 : 3 }] }, text)),
      h(Text, { style: [styles.foot, end], fixed: true, render: ({ pageNumber, totalPages }) => `${page.number}   ${pageNumber} / ${totalPages}` }),
    ),
  );
}
