import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEventBus } from './event-bus.ts';
import type { FaultSettings } from './faults.ts';
import { Faults } from './faults.ts';
import { seededRandom } from './ids.ts';
import type { OutgoingEvent } from './events.ts';

const event = (number: number): OutgoingEvent => ({
  id: `event-${number}`,
  simulator: 'aws',
  type: 'Test',
  sign: ({ secret }) => ({ headers: { 'x-secret': secret }, body: String(number) }),
});

function bus(settings: Partial<FaultSettings>, answer: (body: string, attempt: number) => number = () => 200) {
  const faults = new Faults(seededRandom(7));
  faults.set('aws', settings);
  const arrived: number[] = [];
  const attempts = new Map<string, number>();
  const send: typeof fetch = (_url, init) => {
    const body = typeof init?.body === 'string' ? init.body : '';
    const attempt = (attempts.get(body) ?? 0) + 1;
    attempts.set(body, attempt);
    const status = answer(body, attempt);
    if (status === 0) return Promise.reject(new TypeError('no connection'));
    if (status < 300) arrived.push(Number(body));
    return Promise.resolve(new Response(null, { status }));
  };
  let ids = 0;
  const created = createEventBus({ faults, now: () => new Date(0), send, newId: () => `subscription-${(ids += 1)}` });
  created.subscribe({ simulator: 'aws', url: 'http://receiver.test/', secret: 's' });
  return { bus: created, arrived, attempts };
}
const emitMany = (target: { emit(event: OutgoingEvent): void }, count: number): void => {
  for (let number = 1; number <= count; number += 1) target.emit(event(number));
};
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

test('in a perfect world every event arrives once, in order', async () => {
  const { bus: perfect, arrived } = bus({});
  emitMany(perfect, 50);
  await perfect.settle();
  assert.deepEqual(arrived, upTo(50));
  assert.equal(perfect.recent()[0]?.outcome, 'sent');
});

test('lost events never arrive, doubled ones arrive twice', async () => {
  const lossy = bus({ loseEvents: 0.3 });
  emitMany(lossy.bus, 200);
  await lossy.bus.settle();
  assert.ok(lossy.arrived.length > 100 && lossy.arrived.length < 180, `${lossy.arrived.length} of 200 arrived`);
  assert.equal(new Set(lossy.arrived).size, lossy.arrived.length);

  const double = bus({ doubleEvents: 1 });
  emitMany(double.bus, 10);
  await double.bus.settle();
  assert.deepEqual(
    double.arrived,
    upTo(10).flatMap((number) => [number, number]),
  );
});

test('reordered and delayed events all arrive, out of order', async () => {
  for (const settings of [{ reorderEvents: 0.4 }, { delayEventsMs: 30 }]) {
    const { bus: shuffled, arrived } = bus(settings);
    emitMany(shuffled, 60);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await shuffled.settle();
    assert.deepEqual(
      arrived.toSorted((one, other) => one - other),
      upTo(60),
    );
    assert.notDeepEqual(arrived, upTo(60));
  }
});

test('a failed sending is tried three times, and holds nobody up', async () => {
  const { bus: failing, arrived, attempts } = bus({}, (body, attempt) => (body === '1' ? 500 : body === '2' && attempt < 3 ? 0 : 200));
  emitMany(failing, 4);
  await failing.settle();
  assert.deepEqual(arrived, [3, 4, 2]);
  assert.deepEqual([attempts.get('1'), attempts.get('2'), attempts.get('3')], [3, 3, 1]);
  const outcomes = new Map(failing.recent().map((one) => [one.id, one.outcome]));
  assert.equal(outcomes.get('event-1'), 'failed after 3 attempts: answered 500');
  assert.equal(outcomes.get('event-2'), 'sent at attempt 3');
});

test('nothing goes to an ended subscription or after closing, and other simulators do not hear it', async () => {
  const { bus: ending, arrived } = bus({ delayEventsMs: 1000 });
  ending.emit(event(1));
  ending.emit({ ...event(2), simulator: 'google' });
  assert.equal(ending.recent()[0]?.outcome, 'nobody subscribed');
  ending.unsubscribe('subscription-1');
  await ending.settle();
  ending.subscribe({ simulator: 'aws', url: 'http://receiver.test/', secret: 's' });
  ending.emit(event(3));
  ending.close();
  await ending.settle();
  assert.deepEqual(arrived, []);
});

test('the same address subscribed again is one subscription with the new secret', () => {
  const { bus: subscribed } = bus({});
  subscribed.subscribe({ simulator: 'aws', url: 'http://receiver.test/', secret: 'new' });
  assert.deepEqual(
    subscribed.subscriptions().map(({ secret }) => secret),
    ['new'],
  );
});
