import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainDatabaseFailure } from './errors.ts';
import { chooseAccount, parsePasswd } from './identity.ts';
import { parsePostmasterFile } from './postmaster.ts';

const cases: [said: string, expected: RegExp][] = [
  ['FATAL:  could not write lock file "postmaster.pid": No space left on device', /^The disk is full/],
  ['initdb: error: could not change permissions of directory "/x": Operation not permitted', /^No permission/],
  ['FATAL:  database files are incompatible with server', /another version of PostgreSQL/],
  ['FATAL:  lock file "postmaster.pid" already exists', /in use by another process/],
  ['/x/postgres: error while loading shared libraries: libz.so.1: cannot open', /set DATABASE_URL/],
  ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', /not enough memory/],
  ['2026-01-01 00:00:00 UTC [1] FATAL:  something new', /did not start: something new\.$/],
  ['', /it gave no reason/],
];

for (const [said, expected] of cases) {
  test(`one sentence for: ${said || 'silence'}`, () => {
    const { message } = explainDatabaseFailure(said, '/data');
    assert.match(message, expected);
    assert.doesNotMatch(message, /\n/);
  });
}

test('PostgreSQL runs as the owner of its data, else nobody, never root', () => {
  const accounts = parsePasswd('root:x:0:0::/root:/bin/sh\ndaemon:x:1:1::/:/x\nnobody:x:65534:65534::/:/x\nann:x:1000:1000::/:/x\n');
  assert.equal(chooseAccount(accounts, undefined)?.name, 'nobody');
  assert.equal(chooseAccount(accounts, 1000)?.name, 'ann');
  assert.equal(chooseAccount(accounts, 0)?.name, 'nobody');
  assert.equal(chooseAccount(parsePasswd('root:x:0:0::/root:/bin/sh\n'), undefined), undefined);
});

test('the pid file is read as PostgreSQL writes it, also half-written', () => {
  const full = parsePostmasterFile('4711\n/data\n1700000000\n5432\n/data/run\n\n  1234 5\nready   \n');
  assert.deepEqual(full, { pid: 4711, port: 5432, socket: '/data/run', ready: true });
  assert.equal(parsePostmasterFile('4711\n/data\n')?.ready, false);
  assert.equal(parsePostmasterFile(''), undefined);
});
