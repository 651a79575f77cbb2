import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { test } from 'node:test';
import { createProfiler } from '../domain/index.ts';
import { openTable } from './index.ts';

const GIGABYTE = 1024 ** 3;
const ROWS_A_BLOCK = 10_000;
const NOTE = 'They asked for a second offer with the service of a partner in the region. '.repeat(5);
const MOST_GROWTH = 160 * 1024 * 1024;

/** Deals without end, every tenth row damaged in another way, until there is a gigabyte of them. */
function* blocks(): Generator<string> {
  yield 'Opportunity ID,Deal name,Account,Stage,Amount,Close date,Notes\n';
  let length = 0;
  for (let from = 0; length < GIGABYTE; from += ROWS_A_BLOCK) {
    let block = '';
    for (let row = from; row < from + ROWS_A_BLOCK; row += 1)
      block +=
        row % 10 === 0
          ? `D${row},"a "broken" row,Acme,${NOTE}\n`
          : `D${row},"Deal, number ${row}",Account ${row % 5_000},Won,${row}.50,2025-03-${10 + (row % 18)},${NOTE}\n`;
    length += block.length;
    yield block;
  }
}

test(
  'a gigabyte is read and profiled in flat memory, and every row is told',
  { skip: process.env['ENTENTE_LARGE_FILES'] === undefined ? 'set ENTENTE_LARGE_FILES to make and read a file of 1 GB' : false },
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'entente-large-'));
    try {
      const path = join(folder, 'deals.csv');
      await pipeline(Readable.from(blocks()), createWriteStream(path));
      const { size } = await stat(path);
      assert.ok(size >= GIGABYTE);
      const table = await openTable({ path, fileName: 'deals.csv' });
      const profiler = createProfiler(table.headers);
      let rows = 0;
      let broken = 0;
      let most = 0;
      let start = 0;
      for await (const row of table.rows()) {
        rows += 1;
        if (row.problem) broken += 1;
        profiler.add(row.cells);
        // The first rows fill the caches whose size is bounded.
        if (rows === 200_000) start = process.memoryUsage().rss;
        if (rows % 100_000 === 0) most = Math.max(most, process.memoryUsage().rss);
      }
      t.diagnostic(
        `${rows} rows, ${Math.round(size / 1024 ** 2)} MB, most memory ${Math.round(most / 1024 ** 2)} MB, growth ${Math.round((most - start) / 1024 ** 2)} MB`,
      );
      assert.equal(profiler.finish().rows, rows);
      assert.equal(broken, Math.ceil(rows / 10));
      assert.ok(most - start < MOST_GROWTH, 'memory does not grow with the file');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
