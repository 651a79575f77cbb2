import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readable, spanOfDays } from './words.ts';

test('two days are a span to the end of the last', () => {
  const span = spanOfDays('2026-11-20', '2026-11-21');
  assert.equal(span && (Date.parse(span.to) - Date.parse(span.from)) / 3_600_000, 48);
  const one = spanOfDays('2026-11-21', '2026-11-21');
  assert.ok(one && one.from < one.to);
  for (const [from, to] of [
    ['2026-11-22', '2026-11-21'],
    ['', '2026-11-21'],
    ['2026-11-21', ''],
  ] as const)
    assert.equal(spanOfDays(from, to), null);
});

test('JSON is broken into lines, anything else stays as it is', () => {
  assert.equal(readable('{"a":1}'), '{\n  "a": 1\n}');
  assert.equal(readable('<h1>no</h1>'), '<h1>no</h1>');
});
