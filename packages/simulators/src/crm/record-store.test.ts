import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Journal } from './journal.ts';
import { RecordStore } from './record-store.ts';
import { Tokens } from './tokens.ts';
import { RollingWindow } from './window.ts';
import { createIds } from '../core/ids.ts';

type Row = { readonly id: string; readonly stamp: number; readonly value: number };

test('whatever is written, in whatever order, both orders are right and hold each record once', () => {
  const write = fc.record({
    id: fc.integer({ min: 0, max: 30 }).map((number) => String(number).padStart(2, '0')),
    stamp: fc.integer({ min: 0, max: 5 }),
    undo: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(write, { maxLength: 200 }), (writes) => {
      const store = new RecordStore<Row>();
      const model = new Map<string, Row>();
      for (const [value, { id, stamp, undo }] of writes.entries()) {
        const before = model.get(id);
        const row = { id, stamp, value };
        store.put(row);
        if (undo) store.undo(id, before);
        else model.set(id, row);
      }
      const byId = [...model.values()].toSorted((left, right) => (left.id < right.id ? -1 : 1));
      const byStamp = byId.toSorted((left, right) => left.stamp - right.stamp);
      assert.deepEqual([...store.all()], byId);
      assert.deepEqual(
        [...store.afterId('10')],
        byId.filter((row) => row.id > '10'),
      );
      assert.deepEqual([...store.fromStamp()], byStamp);
      assert.deepEqual(
        [...store.fromStamp(3)],
        byStamp.filter((row) => row.stamp >= 3),
      );
      assert.equal(store.size, model.size);
    }),
  );
});

test('while a read lags it shows the earlier version in its place, or nothing of a new record', () => {
  const time = { now: 0, delay: 0 };
  const store = new RecordStore<Row>({ now: () => time.now, delay: () => time.delay });
  store.put({ id: 'a', stamp: 1, value: 1 });
  store.put({ id: 'b', stamp: 2, value: 1 });
  time.delay = 10;
  store.put({ id: 'a', stamp: 3, value: 2 });
  store.put({ id: 'c', stamp: 3, value: 1 });
  const shown = (): string[] => [...store.fromStamp()].map((row) => `${row.id}${row.value}`);
  assert.deepEqual(shown(), ['a1', 'b1']);
  assert.equal(store.get('a')?.value, 2);
  time.now = 10;
  assert.deepEqual(shown(), ['b1', 'a2', 'c1']);
});

test('a journal forgets by time, and knows who missed something', async () => {
  const journal = new Journal<string>(100);
  for (const [index, entry] of ['one', 'two', 'three'].entries()) journal.append(entry, index * 60);
  journal.expire(130);
  assert.deepEqual(
    journal.after(0, 10).map((one) => one.entry),
    ['two', 'three'],
  );
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((number) => journal.continues(number)),
    [false, true, true, true, false],
  );
  const changed = journal.changed(5000);
  journal.append('four', 130);
  await changed;
  assert.deepEqual(
    journal.after(3, 10).map((one) => one.entry),
    ['four'],
  );
});

test('a token is valid until its time or its revocation, and a code works once', () => {
  const tokens = new Tokens(createIds(), { access: 'a-', refresh: 'r-' });
  const grant = { user: 'u', app: 'x', scopes: [] };
  const [access, refresh] = [tokens.access(grant, 100), tokens.refresh(grant)];
  assert.deepEqual([tokens.check(access, 99).kind, tokens.check(access, 100).kind, tokens.check('other', 0).kind], ['valid', 'expired', 'unknown']);
  tokens.revokeAll(false);
  assert.deepEqual([tokens.check(access, 0).kind, tokens.refreshGrant(refresh)?.user], ['revoked', 'u']);
  tokens.revokeAll(true);
  assert.equal(tokens.refreshGrant(refresh), undefined);
  const code = tokens.code({ grant, redirectUri: 'http://localhost', challenge: undefined });
  assert.ok(tokens.redeem(code));
  assert.equal(tokens.redeem(code), undefined);
});

test('a window gives back what is older than its length', () => {
  const window = new RollingWindow(2, 10);
  assert.deepEqual([window.take(0), window.take(5), window.take(9), window.take(10), window.take(11)], [1, 0, -1, 0, -1]);
});
