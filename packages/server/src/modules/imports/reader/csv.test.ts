import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { createCsvTokenizer } from './csv-tokenizer.ts';
import { guardFormula, openTable, TableError, writeCsvRow } from './index.ts';
import type { TableOptions, TableRow } from './index.ts';

async function read(input: string | Buffer, options?: TableOptions) {
  const table =
    typeof input === 'string'
      ? await openTable({ text: input, fileName: 'paste' }, options)
      : await openTable({ stream: Readable.from([input]), fileName: 'file.csv' }, options);
  const rows: TableRow[] = [];
  for await (const row of table.rows()) rows.push(row);
  return { table, rows };
}

test('encodings and byte order marks are detected', async () => {
  const text = 'name;city\r\nMüller;Zürich\r\nCafé;Orléans\r\n';
  const cases: [string, Buffer, string][] = [
    ['utf-8', Buffer.from(text), 'utf-8'],
    ['utf-8 with mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]), 'utf-8'],
    ['utf-16le with mark', iconv.encode(text, 'utf-16le', { addBOM: true }), 'utf-16le'],
    ['utf-16be with mark', iconv.encode(text, 'utf-16be', { addBOM: true }), 'utf-16be'],
    ['utf-16le', iconv.encode(text, 'utf-16le'), 'utf-16le'],
    ['windows-1252', iconv.encode(text, 'windows-1252'), 'windows-1252'],
  ];
  for (const [name, bytes, encoding] of cases) {
    const { table, rows } = await read(bytes);
    assert.equal(table.encoding, encoding, name);
    assert.deepEqual(table.headers, ['name', 'city'], name);
    assert.deepEqual(
      rows.map((row) => row.cells),
      [
        ['Müller', 'Zürich'],
        ['Café', 'Orléans'],
      ],
      name,
    );
    assert.equal(
      table.warnings.some(({ code }) => code === 'encoding-guessed'),
      encoding === 'windows-1252',
      name,
    );
  }
});

test('a wrong encoding chosen by hand marks the rows it spoils', async () => {
  const { rows } = await read(iconv.encode('name\r\nMüller\r\nSmith\r\n', 'windows-1252'), { encoding: 'utf-8' });
  assert.deepEqual(
    rows.map((row) => row.problem?.code),
    ['unreadable-characters', undefined],
  );
});

test('delimiters, quotes, title lines and header rows are detected', async () => {
  for (const delimiter of [',', ';', '\t', '|']) {
    const { table, rows } = await read(`a${delimiter}b${delimiter}c\n"x${delimiter}""y"""${delimiter}"two\nlines"${delimiter}3\n`);
    assert.equal(table.delimiter, delimiter);
    assert.deepEqual(rows[0]?.cells, [`x${delimiter}"y"`, 'two\nlines', '3']);
  }
  const titled = await read('Report of today\n\nid,name,amount\n1,Acme,5\n');
  assert.equal(titled.table.headerRow, 3);
  assert.deepEqual(titled.rows, [{ rowNumber: 4, cells: ['1', 'Acme', '5'] }]);
  const bare = await read('1,jane@acme.com,2024-01-02\n2,joe@acme.com,2024-01-03\n');
  assert.equal(bare.table.headerRow, 0);
  assert.equal(bare.rows.length, 2);
  assert.deepEqual(
    (await read('sep=;\r\na;b\r\n1,5;2\r\n')).rows.map((row) => row.cells),
    [['1,5', '2']],
  );
});

test('duplicate and empty headers get a name and a warning', async () => {
  const { table } = await read('Name,name,,Name\na,b,c,d\n');
  assert.deepEqual(table.headers, ['Name', 'name (2)', 'Column 3', 'Name (3)']);
  assert.deepEqual(
    table.warnings.map(({ code }) => code),
    ['duplicate-header', 'empty-header', 'duplicate-header'],
  );
});

test('damaged rows are kept with their reason and reading goes on', async () => {
  const cases: [string, string, (string | undefined)[]][] = [
    ['too few cells', 'a,b,c\n1,2\n1,2,3\n', ['too-few-cells', undefined]],
    ['too many cells', 'a,b\n1,2,3\n1,2\n', ['too-many-cells', undefined]],
    ['empty cells too many', 'a,b\n1,2,,\n', [undefined]],
    ['a quote never closed', 'a,b\n"1,2\n3,4\n', ['unclosed-quote', undefined]],
    ['text after a closing quote', 'a,b\n"x"y,2\n3,4\n', ['bad-quote', undefined]],
    ['a NUL character', 'a,b\n1\0,2\n3,4\n', ['nul-character', undefined]],
    ['nothing but delimiters', 'a,b\n,\n3,4\n', ['empty-row', undefined]],
    ['blank lines', 'a,b\n\n3,4\n\n', [undefined]],
    ['a quote inside a cell', 'a,b\n5" disk,4\n', [undefined]],
  ];
  for (const [name, text, problems] of cases) {
    assert.deepEqual(
      (await read(text)).rows.map((row) => row.problem?.code),
      problems,
      name,
    );
  }
});

test('a huge cell is reported and cut instead of filling the memory', async () => {
  const huge = 'x'.repeat(50_000);
  for (const cell of [huge, `"${huge}`, `"${huge}"`]) {
    const { rows } = await read(`a,b\n${cell},1\n2,3\n`, { maxRecordChars: 10_000 });
    assert.equal(rows.length, 2);
    assert.equal(rows[0]?.problem?.code, 'row-too-long');
    assert.deepEqual(rows[1]?.cells, ['2', '3']);
  }
});

test('input that is no table is refused with a sentence', async () => {
  const refusals: [string | Buffer, string][] = [
    ['', 'empty-file'],
    [Buffer.alloc(0), 'empty-file'],
    [' \n\n', 'empty-file'],
    [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]), 'old-excel'],
    [Buffer.from('%PDF-1.7'), 'not-a-table'],
    [Buffer.from('PK\u0003\u0004 cut'), 'broken-xlsx'],
  ];
  for (const [input, code] of refusals) {
    await assert.rejects(read(input), (error) => error instanceof TableError && error.code === code && error.message.endsWith('.'));
  }
});

test('cells that would run as formulas are guarded on the way out and kept as text on the way in', async () => {
  assert.deepEqual(['=1+1', '+cmd', '-x', '@a', '\tx', '-12.50', '+49', 'safe', ''].map(guardFormula), [
    "'=1+1",
    "'+cmd",
    "'-x",
    "'@a",
    "'\tx",
    '-12.50',
    '+49',
    'safe',
    '',
  ]);
  assert.deepEqual((await read('a,b\n=SUM(A1),@x\n')).rows[0]?.cells, ['=SUM(A1)', '@x']);
});

test('property: whatever is written comes back, however the text is cut into chunks', async () => {
  const cell = fc.stringMatching(/^[a-z "',;\t\n\r=0-9é]{0,8}$/);
  const tableOf = fc
    .integer({ min: 1, max: 5 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));
  fc.assert(
    fc.property(tableOf, fc.constantFrom(',', ';', '\t'), fc.integer({ min: 1, max: 7 }), (rows, delimiter, step) => {
      const text = rows.map((row) => writeCsvRow(row, { delimiter, guard: false })).join('');
      const tokenizer = createCsvTokenizer({ delimiter });
      const records = [];
      for (let at = 0; at < text.length; at += step) records.push(...tokenizer.feed(text.slice(at, at + step)));
      records.push(...tokenizer.end());
      assert.deepEqual(
        records.map((record) => record.cells),
        rows,
      );
    }),
    { numRuns: 300 },
  );
});

test('property: no character of a damaged file disappears without a row that says so', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ab",\n]{0,60}$/), fc.integer({ min: 1, max: 5 }), (text, step) => {
      const tokenizer = createCsvTokenizer({ delimiter: ',' });
      const records = [];
      for (let at = 0; at < text.length; at += step) records.push(...tokenizer.feed(text.slice(at, at + step)));
      records.push(...tokenizer.end());
      const letters = (value: string): string => value.replace(/[^ab]/g, '');
      assert.equal(letters(records.map((record) => record.cells.join('')).join('')), letters(text));
    }),
    { numRuns: 500 },
  );
});

test('a slow reader holds the stream back, and stopping early closes it', async () => {
  let made = 0;
  const stream = new Readable({
    highWaterMark: 64 * 1024,
    read() {
      made += 1;
      this.push(Buffer.from('1,abc,2\n'.repeat(2_000)));
    },
  });
  const table = await openTable({ stream, fileName: 'endless.csv' });
  let taken = 0;
  for await (const row of table.rows()) {
    taken += 1;
    assert.equal(row.problem, undefined);
    if (taken === 100_000) break;
  }
  assert.ok(made < 100, `${made} chunks were made for 50 that were needed`);
  assert.equal(stream.destroyed, true);
  await assert.rejects(
    async () => {
      for await (const row of table.rows()) assert.ok(row);
    },
    (error) => error instanceof TableError && error.code === 'stream-read-twice',
  );
});
