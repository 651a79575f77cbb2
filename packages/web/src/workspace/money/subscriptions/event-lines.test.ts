import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventLines, EventsFault, partsOf } from './event-lines.ts';

const read = (text: string) => eventLines(text).lines.map((line): unknown => JSON.parse(line));

test('a row is an event, and other columns are its dimensions', () => {
  assert.deepEqual(read('id,meter,subject,at,quantity,region\ne1,api,acme,2026-11-01T10:00:00Z,12.5,north\ne2,api,acme,2026-11-01T11:00:00Z,3,\n'), [
    { id: 'e1', meter: 'api', subject: 'acme', at: '2026-11-01T10:00:00Z', quantity: '12.5', dimensions: { region: 'north' } },
    { id: 'e2', meter: 'api', subject: 'acme', at: '2026-11-01T11:00:00Z', quantity: '3' },
  ]);
});

test('quotes, semicolons, the mark at the start and Windows ends of lines are read', () => {
  const text = '\uFEFFid;meter;subject;at;value\r\n"e;1";logins;"ac ""me""";2026-11-01T10:00:00Z;anna\r\n';
  assert.deepEqual(read(text), [{ id: 'e;1', meter: 'logins', subject: 'ac "me"', at: '2026-11-01T10:00:00Z', value: 'anna' }]);
});

test('places are lines of the file, whatever is empty between them', () => {
  assert.deepEqual(eventLines('{"id":"a"}\n\n{"id":"b"}\n').places, [1, 3]);
  assert.deepEqual(eventLines('id,meter,subject,at\n\ne1,m,"two\nlines",t\ne2,m,s,t').places, [3, 5]);
});

test('a file without the columns that are needed is refused as a whole', () => {
  assert.throws(() => eventLines('id,meter\ne1,api\n'), new EventsFault('columns'));
  assert.throws(() => eventLines(' \n'), new EventsFault('empty'));
  assert.throws(() => eventLines('id,meter,subject,at\n'), new EventsFault('empty'));
});

test('much goes in parts, and nothing is lost between them', () => {
  const all = eventLines(Array.from({ length: 5_001 }, (_, index) => `{"id":"${index}"}`).join('\n'));
  const parts = partsOf(all);
  assert.deepEqual(
    parts.map(({ lines }) => lines.length),
    [5_000, 1],
  );
  assert.deepEqual(
    parts.flatMap(({ lines }) => lines),
    all.lines,
  );
  assert.deepEqual(parts[1]?.places, [5_001]);
});
