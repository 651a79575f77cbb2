import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawOrder } from './draw-order.ts';

const grant = { accountId: 'a', kind: 'money', currency: 'EUR', left: '100', expired: false } as const;

test('each account and currency has an order of its own; units, and what is used up or expired, have no place', () => {
  const places = drawOrder([
    { ...grant, id: '1' },
    { ...grant, id: '2', left: '0' },
    { ...grant, id: '3', accountId: 'b' },
    { ...grant, id: '4', expired: true },
    { ...grant, id: '5' },
    { ...grant, id: '6', kind: 'units', currency: null },
    { ...grant, id: '7', currency: 'USD' },
  ]);
  assert.deepEqual(
    [...places],
    [
      ['1', 1],
      ['3', 1],
      ['5', 2],
      ['7', 1],
    ],
  );
});
