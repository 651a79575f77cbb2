import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDecimal, modelFault, tiersRise } from './check.ts';
import { freshModel } from './fresh.ts';

test('figures are plain decimals without a sign', () => {
  for (const good of ['0', '0.0049', '12', '999999999999.999999999999']) assert.equal(isDecimal(good), true, good);
  for (const bad of ['', '-1', '1e3', '.5', '1.', '1,5', '1234567890123', '0.1234567890123']) assert.equal(isDecimal(bad), false, bad);
});

test('tiers begin at 0 and rise, compared exactly', () => {
  assert.equal(tiersRise([{ from: '0' }, { from: '10' }, { from: '10.000000000001' }]), true);
  assert.equal(tiersRise([{ from: '0' }, { from: '10' }, { from: '10.0' }]), false);
  assert.equal(tiersRise([{ from: '1' }]), false);
  assert.equal(tiersRise([{ from: '0' }, { from: '' }]), false);
});

test('a model says what is still missing, also in the model inside it', () => {
  assert.equal(modelFault({ ...freshModel('unit'), unitPrice: '1.5' }), null);
  assert.equal(modelFault(freshModel('unit')), 'figure');
  assert.equal(modelFault({ ...freshModel('package'), price: '3', size: '0' }), 'size');
  assert.equal(
    modelFault({ ...freshModel('commitment'), fee: '10', overage: { ...freshModel('volume'), tiers: [{ from: '5', unitPrice: '1', flatFee: '0' }] } }),
    'tiers',
  );
  assert.equal(modelFault(freshModel('pricing_unit')), 'name');
});
