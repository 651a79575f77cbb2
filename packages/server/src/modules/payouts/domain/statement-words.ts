import type { EarningKind } from '@entente/kernel';
import type { Language } from './payee.ts';

type Words = {
  readonly selfBilling: string;
  readonly creditNote: string;
  readonly draft: string;
  readonly issuer: string;
  readonly recipient: string;
  readonly taxId: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly payOn: string;
  readonly run: string;
  readonly account: string;
  readonly corrects: string;
  readonly columns: readonly [day: string, what: string, kind: string, deal: string, amount: string];
  readonly earned: string;
  readonly takenBack: string;
  readonly total: string;
  readonly note: string;
  readonly more: (count: number) => string;
  readonly kinds: Readonly<Record<EarningKind, string>>;
};
export const statementWords: Readonly<Record<Language, Words>> = {
  en: {
    selfBilling: 'Self-billing invoice',
    creditNote: 'Self-billing credit note',
    draft: 'Draft: not released',
    issuer: 'Supplier',
    recipient: 'Issued by the customer',
    taxId: 'Tax id',
    number: 'Number',
    issuedOn: 'Issued on',
    payOn: 'Payment on',
    run: 'Payout run',
    account: 'Account',
    corrects: 'Corrects',
    columns: ['Earned on', 'What for', 'Kind', 'Deal', 'Amount'],
    earned: 'Earned',
    takenBack: 'Taken back',
    total: 'Paid out',
    note: 'This document was issued by the customer in the name and for the account of the supplier. Anything that is not right can be disputed line by line in the partner portal.',
    more: (count) => `And ${count} further lines, listed in the CSV statement.`,
    kinds: {
      split: 'Share',
      commission: 'Commission',
      spiff: 'SPIFF',
      rebate: 'Rebate',
      influence: 'Influence',
      adoption: 'Adoption',
      renewal: 'Renewal',
      fund_claim: 'Fund claim',
      adjustment: 'Adjustment',
    },
  },
  ar: {
    selfBilling: 'فاتورة ذاتية الإصدار',
    creditNote: 'إشعار دائن ذاتي الإصدار',
    draft: 'مسودة: لم يتم اعتمادها',
    issuer: 'المورّد',
    recipient: 'صادرة عن العميل',
    taxId: 'الرقم الضريبي',
    number: 'الرقم',
    issuedOn: 'تاريخ الإصدار',
    payOn: 'تاريخ الدفع',
    run: 'دفعة الصرف',
    account: 'الحساب',
    corrects: 'تصحيح للمستند',
    columns: ['تاريخ الاستحقاق', 'البيان', 'النوع', 'الصفقة', 'المبلغ'],
    earned: 'المكتسب',
    takenBack: 'المسترد',
    total: 'المبلغ المدفوع',
    note: 'أصدر العميل هذا المستند باسم المورّد ولحسابه. يمكن الاعتراض على أي بند غير صحيح من خلال بوابة الشركاء.',
    more: (count) => `و${count} بندًا آخر مدرجًا في كشف CSV.`,
    kinds: {
      split: 'حصة',
      commission: 'عمولة',
      spiff: 'حافز بيع',
      rebate: 'خصم مرتجع',
      influence: 'تأثير',
      adoption: 'اعتماد المنتج',
      renewal: 'تجديد',
      fund_claim: 'مطالبة صندوق',
      adjustment: 'تسوية',
    },
  },
};
