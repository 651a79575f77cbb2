import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { noResponse, responseOf, responsesByPartner } from './response.ts';

const hours = fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 40 });

test('half of the times are not above the median and half not below, whatever their order', () => {
  fc.assert(
    fc.property(hours, (times) => {
      const { medianHours, samples } = responseOf(times);
      assert.ok(medianHours !== null);
      assert.equal(samples, times.length);
      assert.ok(times.filter((time) => time <= medianHours).length * 2 >= times.length);
      assert.ok(times.filter((time) => time >= medianHours).length * 2 >= times.length);
      assert.deepEqual(responseOf(times.toReversed()), { medianHours, samples });
    }),
  );
});
test('nothing known is nothing, and what cannot be a time does not count', () => {
  assert.deepEqual(responseOf([]), noResponse);
  assert.deepEqual(responseOf([Number.NaN, -1, 4]), { medianHours: 4, samples: 1 });
});
test('each partner has its own times', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ partnerId: fc.constantFrom('a', 'b', 'c'), hours: fc.integer({ min: 0, max: 99 }) })), (times) => {
      const found = responsesByPartner(times);
      let samples = 0;
      for (const response of found.values()) samples += response.samples;
      assert.equal(samples, times.length);
    }),
  );
});
