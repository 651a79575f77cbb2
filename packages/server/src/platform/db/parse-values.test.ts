import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { instantOf, plainList } from './parse-values.ts';

test('an instant is what a date makes of it, whatever its fraction and zone', () => {
  const at = fc.date({ min: new Date('0100-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true });
  fc.assert(
    fc.property(at, fc.constantFrom('', '.5', '.12', '.123', '.1234', '.999999'), fc.constantFrom('+00', '+02', '-03:30', '+00:00'), (date, fraction, zone) => {
      const text = `${date.toISOString().slice(0, 19).replace('T', ' ')}${fraction}${zone}`;
      assert.equal(instantOf(text), new Date(text).toISOString());
    }),
  );
  assert.throws(() => instantOf('infinity'));
});

test('a plain list is what the array parser makes of it, and any other is left to that', () => {
  const oid: number = 1009;
  const parse = pg.types.getTypeParser(oid) as (text: string) => unknown;
  for (const text of ['{}', '{a}', '{a,b,c}', '{01a1fedc-bbab-73b5-825d-ccf117b5a144,x}']) assert.deepEqual(plainList(text), parse(text));
  for (const text of ['{"a b",c}', '{NULL,a}', '{{a},{b}}', '[0:1]={a,b}', '{"a\\"b"}']) assert.equal(plainList(text), null);
});
