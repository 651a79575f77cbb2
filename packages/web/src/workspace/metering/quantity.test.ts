import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { formatQuantity, micro, quantityText, sumOf, typedQuantity } from './quantity.ts';

describe('quantities of usage', () => {
  test('text and millionths are the same, whatever the number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (value) => {
        assert.equal(micro(quantityText(value)), value);
      }),
    );
  });

  test('sums are exact where floats are not', () => {
    assert.equal(quantityText(sumOf(['0.1', '0.2'])), '0.3');
    assert.equal(quantityText(sumOf(['9007199254740993', '0.000001', '-1'])), '9007199254740992.000001');
  });

  test('what is typed is exact or refused', () => {
    assert.deepEqual([' 12 ', '0,50', '1.000001', '007'].map(typedQuantity), ['12', '0.5', '1.000001', '7']);
    assert.deepEqual(['', '-1', '1.0000001', '1 000', '1.2.3', 'NaN', '1e3'].map(typedQuantity), [null, null, null, null, null, null, null]);
  });

  test('they are grouped for reading, and no digit is lost', () => {
    assert.equal(formatQuantity('9007199254740993.000001'), '9,007,199,254,740,993.000001');
    assert.equal(formatQuantity('-1234.5'), '−1,234.5');
  });
});
