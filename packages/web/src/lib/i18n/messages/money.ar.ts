import type { Translation } from '../catalogue.ts';
import type { moneyEn } from './money.en.ts';

export const moneyAr: Translation<typeof moneyEn> = {
  'money.title': 'المال',
  'money.quotes': 'عروض الأسعار',
  'money.pricing': 'التسعير',
  'money.subscriptions': 'الاشتراكات',
  'money.invoices': 'الفواتير',
  'money.splits': 'التقسيم',
  'money.incentives': 'الحوافز',
  'money.funds': 'الصناديق',
  'money.payouts': 'الدفعات',
  'money.ledger': 'دفتر الأستاذ',
  'money.none': 'لا شيء هنا متاح لدورك',
  'money.none.detail': 'اسأل مالك مساحة العمل أو مديرها.',
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
