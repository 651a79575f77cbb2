import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CsvColumn, csvOf, everyPage } from './csv.ts';

test('texts are kept as texts, numbers as numbers', () => {
  const rows = [{ name: '=cmd|"x"', amount: '-12.50' }];
  const columns: readonly CsvColumn<(typeof rows)[number]>[] = [
    ['name', (row) => row.name],
    ['amount', (row) => row.amount, 'plain'],
  ];
  const csv = csvOf(columns, rows);
  assert.equal(csv, '\uFEFFname,amount\r\n"\'=cmd|""x""",-12.50\r\n');
});

test('all pages are read', async () => {
  const pages: Record<string, { items: number[]; nextCursor: string | null }> = {
    first: { items: [1, 2], nextCursor: 'b' },
    b: { items: [3], nextCursor: null },
  };
  assert.deepEqual(await everyPage(async (cursor) => pages[cursor ?? 'first'] ?? { items: [], nextCursor: null }), [1, 2, 3]);
});
