import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { explainNpmFailure, explainSystemError } from './boot/failure.mjs';
import { installedMatchesLock, onlyForeignBuildsMissing } from './boot/install.mjs';
import { withLock } from './boot/lock.mjs';

const folder = mkdtempSync(join(tmpdir(), 'entente-boot-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const npmSays: [said: string, expected: RegExp][] = [
  ['npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write', /^The disk is full/],
  ["npm error code EACCES\nnpm error EACCES: permission denied, mkdir '/x/node_modules'", /^No permission/],
  ['npm error code ECONNREFUSED\nnpm error request to http://127.0.0.1:9/zod failed', /^The package registry \(http:\/\/127\.0\.0\.1:9\) cannot be reached/],
  ['npm error code ENOTFOUND\nnpm error request to https://registry.example/zod failed', /registry\.example.*cannot be reached/],
  ['npm error code EUSAGE\nnpm error `npm ci` can only install packages when', /does not match package\.json/],
  ['npm error code EINTEGRITY\nnpm error sha512', /checksum/],
  ['npm error something new', /something new$/],
];
for (const [said, expected] of npmSays) {
  test(`one sentence for npm's: ${said.split('\n')[0]}`, () => {
    assert.match(explainNpmFailure(said, '/place'), expected);
    assert.doesNotMatch(explainNpmFailure(said, '/place'), /\n/);
  });
}

test('a system error that is not known stays unexplained', () => assert.equal(explainSystemError(new Error('odd'), '/place'), undefined));

const record = (packages: Record<string, object>) => JSON.stringify({ packages });
const zod = { version: '4.0.0', integrity: 'sha512-a' };

test('an install by hand counts when it is the one of the lockfile', () => {
  const lock = record({ '': {}, 'packages/web': {}, 'node_modules/zod': zod, 'node_modules/other-system': { version: '1.0.0', optional: true, os: ['aix'] } });
  assert.equal(installedMatchesLock(lock, record({ 'node_modules/zod': zod })), true);
  assert.equal(installedMatchesLock(lock, record({ 'node_modules/zod': { ...zod, version: '3.0.0' } })), false);
  assert.equal(installedMatchesLock(lock, record({})), false);
});

test('an optional package for this very system has to be there', () => {
  const lock = record({ 'node_modules/x': { version: '1.0.0', optional: true, os: [process.platform], cpu: [process.arch] } });
  assert.equal(installedMatchesLock(lock, record({})), false);
});

test('a lockfile without builds for other systems is told from one that does not fit', () => {
  const lock = record({ 'node_modules/tool': { version: '1.0.0', optionalDependencies: { '@tool/other-system': '1.0.0' } } });
  assert.equal(onlyForeignBuildsMissing('npm error Missing: @tool/other-system@1.0.0 from lock file', lock), true);
  assert.equal(onlyForeignBuildsMissing('npm error Missing: @tool/other-system@ from lock file\nnpm error Missing: zod@4.0.0 from lock file', lock), false);
  assert.equal(onlyForeignBuildsMissing("npm error Invalid: lock file's @tool/other-system@1.0.0 does not satisfy @tool/other-system@2.0.0", lock), false);
  assert.equal(onlyForeignBuildsMissing('', lock), false);
});

test('work under one lock never overlaps', async () => {
  const path = join(folder, 'lock');
  let inside = 0;
  const work = () =>
    withLock(path, async () => {
      inside += 1;
      assert.equal(inside, 1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
    });
  await Promise.all([work(), work(), work()]);
});
