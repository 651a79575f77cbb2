import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountOfLine, emptyLine, handLines, problemOf } from './draft-lines.ts';

const line = { ...emptyLine(1), description: 'Set-up', unitPrice: '1200,50' };

test('a typed line says what it lacks', () => {
  assert.equal(problemOf(line), null);
  assert.equal(problemOf({ ...line, description: ' ' }), 'description');
  assert.equal(problemOf({ ...line, quantity: '0' }), 'quantity');
  assert.equal(problemOf({ ...line, unitPrice: '-1' }), 'unitPrice');
  assert.equal(problemOf({ ...line, from: '2027-01-01' }), 'period');
  assert.equal(problemOf({ ...line, from: '2027-01-02', to: '2027-01-01' }), 'period');
});

test('lines that nobody has begun are left out; an unfinished one holds all back', () => {
  assert.deepEqual(handLines([line, emptyLine(2)]), [
    { description: 'Set-up', quantity: '1', unitPrice: '1200.50', productId: null, dealId: null, period: null },
  ]);
  assert.equal(handLines([line, { ...emptyLine(2), description: 'x' }]), null);
});

test('giving back is a negative quantity', () => {
  assert.equal(amountOfLine({ ...line, quantity: '-2' }, 'EUR'), -240_100);
});
