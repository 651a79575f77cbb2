import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasArabic, shapeArabic } from './arabic.ts';

test('letters take the form their neighbours ask for, and read back as the same text', () => {
  assert.equal(shapeArabic('شهر'), '\uFEB7\uFEEC\uFEAE');
  assert.equal(shapeArabic('عرض'), '\uFECB\uFEAE\uFEBD');
  assert.equal(shapeArabic('الإجمالي'), '\uFE8D\uFEF9\uFE9F\uFEE4\uFE8E\uFEDF\uFEF2');
  for (const text of ['عرض سعر 1001', 'الإجمالي قبل الضريبة', 'السعر (EUR)', 'Quote 7', 'شيء', 'بلا'])
    assert.equal(shapeArabic(text).normalize('NFKC'), text.normalize('NFKC'));
  assert.deepEqual([hasArabic('EUR 5'), hasArabic('من'), hasArabic(shapeArabic('من'))], [false, true, true]);
});
