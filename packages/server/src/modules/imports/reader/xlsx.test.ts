import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { test } from 'node:test';
import { openTable, TableError } from './index.ts';
import type { TableOptions } from './index.ts';

/** A ZIP of stored (uncompressed) entries: enough to be a workbook. */
function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text);
    const path = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(path.length, 22);
    bodies.push(Buffer.from('PK\u0003\u0004'), common, path, data);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), common, tail, path);
    offset += 30 + path.length + data.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, listing, end]);
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function workbook(rows: readonly string[]): Buffer {
  const sheet = `${HEAD}<worksheet ${MAIN}><dimension ref="A1:C9"/><sheetData>${rows.map((cells, index) => `<row r="${index + 1}">${cells}</row>`).join('')}</sheetData></worksheet>`;
  return zipOf({
    '[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    'xl/workbook.xml': `${HEAD}<workbook ${MAIN} xmlns:r="${REL}"><sheets><sheet name="Deals" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/styles.xml': `${HEAD}<styleSheet ${MAIN}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': sheet,
  });
}
const text = (ref: string, value: string): string => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;

const open = (file: Buffer, options?: TableOptions) => openTable({ stream: Readable.from([file]), fileName: 'deals.xlsx' }, options);

test('a workbook is read by value: formulas, dates and numbers as their cells show them', async () => {
  const table = await open(
    workbook([
      text('A1', 'Name') + text('B1', 'Amount') + text('C1', 'Close date'),
      `${text('A2', '=not a formula')}<c r="B2"><f>SUM(1,2)</f><v>0.30000000000000004</v></c><c r="C2" s="1"><v>42736</v></c>`,
      text('A3', 'Short row'),
    ]),
  );
  assert.deepEqual([table.format, table.sheetNames, table.headers, table.headerRow], ['xlsx', ['Deals'], ['Name', 'Amount', 'Close date'], 1]);
  const rows = [];
  for await (const row of table.rows()) rows.push(row);
  assert.deepEqual(rows, [
    { rowNumber: 2, cells: ['=not a formula', '0.3', '2017-01-01'] },
    { rowNumber: 3, cells: ['Short row', '', ''] },
  ]);
});

test('a workbook over its bound is refused before it is unpacked', async () => {
  const file = workbook([text('A1', 'Name'), text('A2', 'x')]);
  for (const options of [{ maxXlsxBytes: 100 }, { maxXlsxUnpackedBytes: 100 }]) {
    await assert.rejects(
      open(file, options),
      (error) => error instanceof TableError && error.code === 'xlsx-too-large' && error.message.includes('Save the sheet as CSV'),
    );
  }
  await assert.rejects(open(file, { sheet: 'Nope' }), (error) => error instanceof TableError && error.code === 'no-such-sheet');
});
