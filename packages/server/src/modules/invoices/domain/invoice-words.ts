type Words = {
  readonly invoice: string;
  readonly creditNote: string;
  readonly draft: string;
  readonly seller: string;
  readonly buyer: string;
  readonly taxId: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly order: string;
  readonly refersTo: string;
  readonly account: string;
  readonly columns: readonly [what: string, quantity: string, price: string, tax: string, amount: string];
  readonly net: string;
  readonly tax: (rate: string, code: string) => string;
  readonly total: string;
  readonly policy: Readonly<Record<'line' | 'sum', string>>;
};
export const invoiceWords: Readonly<Record<'en' | 'ar', Words>> = {
  en: {
    invoice: 'Invoice',
    creditNote: 'Credit note',
    draft: 'Draft: not issued',
    seller: 'From',
    buyer: 'To',
    taxId: 'Tax id',
    issuedOn: 'Issued on',
    dueOn: 'Due on',
    order: 'Your order',
    refersTo: 'Refers to invoice',
    account: 'Pay to',
    columns: ['What for', 'Quantity', 'Price', 'Tax', 'Amount'],
    net: 'Before tax',
    tax: (rate, code) => (code === 'S' ? `Tax ${rate} %` : `Tax ${rate} % (${code})`),
    total: 'Total',
    policy: { line: 'Tax is worked out and rounded for each line.', sum: 'Tax is worked out and rounded on the sum of each rate.' },
  },
  ar: {
    invoice: 'فاتورة',
    creditNote: 'إشعار دائن',
    draft: 'مسودة: لم تصدر',
    seller: 'من',
    buyer: 'إلى',
    taxId: 'الرقم الضريبي',
    issuedOn: 'تاريخ الإصدار',
    dueOn: 'تاريخ الاستحقاق',
    order: 'أمر الشراء',
    refersTo: 'يشير إلى الفاتورة',
    account: 'الحساب المصرفي',
    columns: ['البيان', 'الكمية', 'السعر', 'الضريبة', 'المبلغ'],
    net: 'قبل الضريبة',
    tax: (rate, code) => (code === 'S' ? `الضريبة ${rate} %` : `الضريبة ${rate} % (${code})`),
    total: 'الإجمالي',
    policy: { line: 'تُحسب الضريبة وتُقرّب لكل بند.', sum: 'تُحسب الضريبة وتُقرّب على مجموع كل نسبة.' },
  },
};
