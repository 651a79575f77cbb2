import { Problem } from '@entente/kernel';
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { createFileStore } from './store.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
});
after(() => rm(folder, { recursive: true }));

test('a stream and a buffer come back as they were, with their hash', async () => {
  const files = createFileStore(folder);
  const bytes = randomBytes(300_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  for (const source of [bytes, Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)])]) {
    const stored = await files.put(source);
    assert.deepEqual({ sha256: stored.sha256, size: stored.size }, { sha256, size: bytes.length });
    const opened = await files.open(stored.id);
    assert.equal(opened.size, bytes.length);
    assert.ok((await buffer(opened.stream)).equals(bytes));
    await files.remove(stored.id);
    await files.remove(stored.id);
    await assert.rejects(files.open(stored.id), (error) => error instanceof Problem && error.code === 'not_found');
  }
});

test('too much is refused and a broken stream leaves nothing behind', async () => {
  const files = createFileStore(folder);
  await assert.rejects(
    files.put(Readable.from([randomBytes(600), randomBytes(600)]), { maxBytes: 1000 }),
    (error) => error instanceof Problem && error.code === 'too_large',
  );
  const broken = new Readable({
    read() {
      this.push(randomBytes(10));
      this.destroy(new Error('cut off'));
    },
  });
  await assert.rejects(files.put(broken), /cut off/);
  assert.deepEqual(await readdir(join(folder, 'incoming')), []);
});

test('a name is never a path', async () => {
  const files = createFileStore(folder);
  for (const id of ['../secret', '/etc/passwd', 'a/b', '']) {
    await assert.rejects(files.open(id), TypeError);
    await assert.rejects(files.put(Buffer.from('x'), { id }), TypeError);
  }
});
