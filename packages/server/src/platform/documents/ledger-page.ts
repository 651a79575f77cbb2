import { Document, Page, StyleSheet, View, type DocumentProps } from '@react-pdf/renderer';
import type { ReactElement } from 'react';
import { element as h, FONTS, pageNumbers, text, type PdfLanguage } from './kit.ts';

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
  // A line's height is inherited in points: larger letters need their own.
  title: { fontSize: 18, lineHeight: 1.3, fontWeight: 700, marginBottom: 2 },
  muted: { color: '#5c616b' },
  draft: { fontSize: 11, lineHeight: 1.4, fontWeight: 700, color: '#a33a00', marginBottom: 6 },
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
  const cell = (words: string, column: LedgerPage['columns'][number], key: number, heading = false) =>
    text([{ width: `${column.share}%`, paddingHorizontal: 2 }, column.number ? end : start, heading ? styles.strong : {}], words, key);
  const line = (cells: readonly string[], key: string | number, style: (typeof styles)['row' | 'head'], heading = false) =>
    h(View, { key, style: [across, style], wrap: false }, ...page.columns.map((column, index) => cell(cells[index] ?? '', column, index, heading)));
  const half = { width: '50%' } as const;
  const pair = ([label, value]: readonly [string, string], key: number) =>
    h(View, { key, style: across }, text([styles.muted, start, half], label, 'l'), text([styles.strong, end, half], value, 'v'));
  return h(
    Document,
    { title: `${page.title} ${page.number}`, language: page.language },
    h(
      Page,
      { size: 'A4', style: styles.page },
      page.draft === null ? null : text([styles.draft, start], page.draft),
      text([styles.title, start], page.title),
      text([styles.muted, start], page.number),
      h(
        View,
        { style: [across, styles.band] },
        ...page.parties.map(({ label, lines }, index) =>
          h(
            View,
            { key: index, style: { flexGrow: 1, flexBasis: 0 } },
            text([styles.muted, start], label),
            ...lines.map((words, at) => text([start, at === 0 ? styles.strong : {}], words, at)),
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
      ...page.notes.map((words, index) => text([styles.muted, start, { marginTop: index === 0 ? 16 : 3 }], words, `note${index}`)),
      pageNumbers([styles.foot, end], page.number),
    ),
  );
}
