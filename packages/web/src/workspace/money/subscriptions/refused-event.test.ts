import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readableEvent } from './refused-event.ts';

test('what can be read of a refused event is kept, the rest is left out', () => {
  assert.deepEqual(readableEvent({ id: 'e1', meter: '', subject: 7, at: 'noon', quantity: 3, dimensions: { region: 'north' }, extra: 1 }), {
    id: 'e1',
    at: 'noon',
    quantity: '3',
    dimensions: { region: 'north' },
  });
  assert.deepEqual(readableEvent('nothing'), {});
  assert.deepEqual(readableEvent({ dimensions: { region: 1 } }), {});
});
