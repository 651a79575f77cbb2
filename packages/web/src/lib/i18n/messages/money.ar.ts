import type { Translation } from '../catalogue.ts';
import { explanationAr } from './explanation.ar.ts';
import type { moneyEn } from './money.en.ts';

export const moneyAr: Translation<typeof moneyEn> = {
  ...explanationAr,
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
};
