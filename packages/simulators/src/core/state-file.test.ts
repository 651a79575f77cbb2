import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createStateFile, readState } from './state-file.ts';

test('only parts that changed are written anew, in one piece, and read back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'state-file-'));
  const path = join(folder, 'state.json');
  try {
    assert.equal(await readState(path), undefined);
    const written = { one: 0, two: 0 };
    const file = createStateFile(path, { one: () => ({ count: (written.one += 1) }), two: () => ({ count: (written.two += 1) }) }, { pauseMs: 5 });
    await file.flush();
    file.changed('two');
    file.changed('two');
    // It is saved by itself, as soon as the disk allows.
    const saved = async () => JSON.stringify(await readState(path)) === JSON.stringify({ one: { count: 1 }, two: { count: 2 } });
    for (let left = 500; left > 0 && !(await saved()); left -= 1) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(await saved());
    await file.flush();
    assert.deepEqual(written, { one: 1, two: 2 });
    file.changed('one');
    await file.close();
    assert.deepEqual(await readState(path), { one: { count: 2 }, two: { count: 2 } });
    assert.deepEqual(await readdir(folder), ['state.json']);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a file that holds something else is not overwritten in silence', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'state-file-'));
  const path = join(folder, 'state.json');
  try {
    await writeFile(path, '[1, 2]');
    await assert.rejects(readState(path), /does not hold the state/);
    await writeFile(path, '{"cut off');
    await assert.rejects(readState(path), SyntaxError);
    assert.equal(await readFile(path, 'utf8'), '{"cut off');
  } finally {
    await rm(folder, { recursive: true });
  }
});
