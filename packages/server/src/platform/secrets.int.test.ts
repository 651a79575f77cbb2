import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadOrCreateSecret } from './secrets.ts';

const folder = await mkdtemp(join(tmpdir(), 'secret-'));
after(() => rm(folder, { recursive: true }));

test('the secret is made once, for this user only, also when two processes start together', async () => {
  const home = join(folder, 'home');
  const [first, second] = await Promise.all([loadOrCreateSecret(home), loadOrCreateSecret(home)]);
  assert.equal(first, second);
  assert.ok(first.length >= 43);
  const path = join(home, 'secret');
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  await chmod(path, 0o644);
  assert.equal(await loadOrCreateSecret(home), first);
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  await writeFile(path, 'short');
  await assert.rejects(loadOrCreateSecret(home), /damaged/);
});
