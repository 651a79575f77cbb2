import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, keptHeaders, keptText } from './answer.ts';

test('only 2xx is delivered; 410 ends, 429, 502 and 504 slow down, and the rest is tried again', () => {
  const cases: [number, string][] = [
    [200, 'delivered'],
    [204, 'delivered'],
    [299, 'delivered'],
    [100, 'failed'],
    [300, 'failed'],
    [301, 'failed'],
    [304, 'failed'],
    [308, 'failed'],
    [400, 'failed'],
    [404, 'failed'],
    [410, 'gone'],
    [429, 'throttled'],
    [500, 'failed'],
    [502, 'throttled'],
    [503, 'failed'],
    [504, 'throttled'],
    [0, 'failed'],
  ];
  for (const [status, kind] of cases) {
    const verdict = judge(status);
    assert.equal(verdict.kind, kind, String(status));
    assert.equal(verdict.error === null, kind === 'delivered', String(status));
    if (verdict.error !== null) assert.match(verdict.error, new RegExp(String(status)));
  }
});

test('of an answer the first 4 kB are kept, as text that can be stored', () => {
  assert.equal(keptText(Buffer.alloc(0)), null);
  assert.equal(keptText(Buffer.from('thanks\u0000')), 'thanks\ufffd');
  assert.equal(keptText(Buffer.alloc(10_000, 'a'))?.length, 4096);
  assert.equal(keptText(Buffer.from([0xff, 0xfe])), '\ufffd\ufffd');
});

test('of its headers no cookie is kept, and no endless list', () => {
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`x-${n}`, 'y'.repeat(5000)]));
  const kept = keptHeaders({ 'set-cookie': 'a=b', server: 'x', ...many });
  assert.equal(kept['set-cookie'], undefined);
  assert.equal(kept['server'], 'x');
  assert.equal(Object.keys(kept).length, 40);
  assert.equal(kept['x-1']?.length, 500);
});
