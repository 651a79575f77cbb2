import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TokenBucket } from './token-bucket.ts';

test('never more than the burst and the rate, whoever asks when', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 10 }),
      fc.array(fc.tuple(fc.nat(400), fc.boolean()), { maxLength: 200 }),
      (perSecond, burst, asks) => {
        const bucket = new TokenBucket({ perSecond, burst, now: 0 });
        let now = 0;
        let taken = 0;
        for (const [pause, live] of asks) {
          now += pause;
          if (bucket.take(now, live ? 'live' : 'backfill') === 0) taken += 1;
          assert.ok(taken <= burst + (now / 1000) * perSecond + 1e-6);
        }
      },
    ),
  );
});

test('back-fill leaves a reserve for live work, and both wait when told to', () => {
  const bucket = new TokenBucket({ perSecond: 1, burst: 4, now: 0 });
  assert.deepEqual([bucket.take(0, 'backfill'), bucket.take(0, 'backfill')], [0, 0]);
  assert.ok(bucket.take(0, 'backfill') > 0);
  assert.deepEqual([bucket.take(0, 'live'), bucket.take(0, 'live')], [0, 0]);
  assert.equal(bucket.take(0, 'live'), 1000);
  bucket.holdUntil(60_000, 1_000);
  assert.equal(bucket.take(2_000, 'live'), 58_000);
  assert.equal(bucket.take(61_000, 'live'), 0);
});

test('a waiting time that is kept is enough', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 10 }),
      fc.constantFrom('live' as const, 'backfill' as const),
      (perSecond, burst, urgency) => {
        const bucket = new TokenBucket({ perSecond, burst, now: 0 });
        let now = 0;
        for (let turn = 0; turn < 50; turn += 1) {
          const wait = bucket.take(now, urgency);
          if (wait > 0) {
            now += wait;
            assert.equal(bucket.take(now, urgency), 0);
          }
        }
      },
    ),
  );
});
