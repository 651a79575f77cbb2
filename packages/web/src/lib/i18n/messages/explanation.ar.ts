import type { Translation } from '../catalogue.ts';
import type { explanationEn } from './explanation.en.ts';

export const explanationAr: Translation<typeof explanationEn> = {
  'money.why': 'سبب هذا المبلغ',
  'money.why.rule': 'القاعدة',
  'money.why.version': 'الإصدار {n}',
  'money.why.inputs': 'من',
  'money.why.steps': 'الحساب',
  'money.why.step': 'الخطوة',
  'money.why.formula': 'الصيغة',
  'money.why.result': 'النتيجة',
  'money.why.rounding': 'قُرّب بمقدار {by} من الوحدة الصغرى',
  'money.why.evidence': 'الأدلة',
  'money.why.approved': 'وافق عليه {name}',
};
