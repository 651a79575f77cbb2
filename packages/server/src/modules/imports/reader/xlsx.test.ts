import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { openTable, TableError } from './index.ts';
import type { TableOptions } from './index.ts';
import { text, workbook } from './workbook.fixture.ts';

const open = (file: Buffer, options?: TableOptions) => openTable({ stream: Readable.from([file]), fileName: 'deals.xlsx' }, options);

test('a workbook is read by value: formulas, dates and numbers as their cells show them', async () => {
  const table = await open(
    workbook({
      Deals: [
        text('A1', 'Name') + text('B1', 'Amount') + text('C1', 'Close date'),
        `${text('A2', '=not a formula')}<c r="B2"><f>SUM(1,2)</f><v>0.30000000000000004</v></c><c r="C2" s="1"><v>42736</v></c>`,
        text('A3', 'Short row'),
      ],
    }),
  );
  assert.deepEqual([table.format, table.sheetNames, table.headers, table.headerRow], ['xlsx', ['Deals'], ['Name', 'Amount', 'Close date'], 1]);
  const rows = [];
  for await (const row of table.rows()) rows.push(row);
  assert.deepEqual(rows, [
    { rowNumber: 2, cells: ['=not a formula', '0.3', '2017-01-01'] },
    { rowNumber: 3, cells: ['Short row', '', ''] },
  ]);
});

test('of several sheets the first that has rows is read, or the one that is asked for', async () => {
  const file = workbook({
    Cover: [],
    Accounts: [text('A1', 'Name'), text('A2', 'North Light')],
    Deals: [text('A1', 'Deal'), text('A2', 'Renewal')],
  });
  const first = await open(file);
  assert.deepEqual([first.headers, first.sheetNames], [['Name'], ['Cover', 'Accounts', 'Deals']]);
  assert.match(first.warnings[0]?.sentence ?? '', /3 sheets; "Accounts" is read/);
  assert.deepEqual((await open(file, { sheet: 'Deals' })).headers, ['Deal']);
  await assert.rejects(open(file, { sheet: 'Cover' }), (error) => error instanceof TableError && error.code === 'empty-file');
  await assert.rejects(open(file, { sheet: 'Nope' }), (error) => error instanceof TableError && error.code === 'no-such-sheet');
});

const tooLarge = (error: unknown): boolean => error instanceof TableError && error.code === 'xlsx-too-large' && error.message.includes('Save the sheet as CSV');

test('a workbook over its bound is refused before it is unpacked', async () => {
  const file = workbook({ Deals: [text('A1', 'Name'), text('A2', 'x')] });
  for (const options of [{ maxXlsxBytes: 100 }, { maxXlsxUnpackedBytes: 100 }]) await assert.rejects(open(file, options), tooLarge);
});

test('a ZIP bomb is refused, also when its directory says that it is small', async () => {
  const rows = Array.from({ length: 40_000 }, (_, index) => text(`A${index + 1}`, 'x'.repeat(200)));
  for (const claims of [undefined, 10, 0xffffffff]) {
    const bomb = workbook({ Deals: rows }, claims);
    assert.ok(bomb.length < 500_000, 'it is small on the way in');
    await assert.rejects(open(bomb, { maxXlsxUnpackedBytes: 5_000_000 }), tooLarge);
  }
});

test('a workbook that is cut short or scrambled is refused with a sentence', async () => {
  const file = workbook({ Deals: [text('A1', 'Name'), text('A2', 'x')] });
  const scrambled = Buffer.from(file);
  scrambled.fill(0xff, 60, 160);
  for (const broken of [file.subarray(0, file.length - 40), scrambled])
    await assert.rejects(open(broken), (error) => error instanceof TableError && error.code === 'broken-xlsx');
});
