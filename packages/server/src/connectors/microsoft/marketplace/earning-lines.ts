import { minorDigits } from '@entente/kernel';
import type { BillingKind, FeedLine } from '../../../modules/disbursements/index.ts';

/** A row of the earnings report: transaction − fee − tax = earning, and a payment once it was sent. */
export type Earning = {
  readonly earningId: string;
  readonly role?: string | null | undefined;
  readonly subscriptionId?: string | null | undefined;
  readonly offerId?: string | null | undefined;
  readonly privateOfferId?: string | null | undefined;
  readonly customerName?: string | null | undefined;
  readonly currency: string;
  readonly transactionAmount: string;
  readonly feeAmount: string;
  readonly taxAmount: string;
  readonly earningAmount: string;
  readonly transactionDate: string;
  readonly status: string;
  readonly paymentId?: string | null | undefined;
  readonly paymentDate?: string | null | undefined;
};
const SENT = 'Sent';

/** What a row says in our words; what does not add up is refused, and never guessed. */
export function linesOf(row: Earning, raw: unknown): FeedLine[] | { readonly refused: string } {
  const [transaction, fee, tax, net] = [row.transactionAmount, row.feeAmount, row.taxAmount, row.earningAmount].map((text) => exactMinor(text, row.currency));
  if (
    transaction === null ||
    transaction === undefined ||
    fee === null ||
    fee === undefined ||
    tax === null ||
    tax === undefined ||
    net === null ||
    net === undefined
  )
    return { refused: `An amount of ${row.earningId} is no amount of ${row.currency}.` };
  if (transaction - fee - tax !== net) return { refused: `The amounts of ${row.earningId} do not add up to what was earned.` };
  const at = Date.parse(row.transactionDate);
  if (Number.isNaN(at)) return { refused: `The date of ${row.earningId} cannot be read.` };
  const line = (part: string, kind: BillingKind, amountMinor: number, more: Partial<FeedLine> = {}): FeedLine[] =>
    amountMinor === 0
      ? []
      : [
          {
            key: part === '' ? row.earningId : `${row.earningId}/${part}`,
            action: 'invoiced',
            kind,
            transactionType: kind,
            amountMinor,
            currency: row.currency,
            counts: true,
            occurredAt: new Date(at).toISOString(),
            invoiceKey: row.earningId,
            agreementKey: row.subscriptionId ?? null,
            offerKey: row.privateOfferId ?? null,
            disbursementKey: null,
            buyerAccount: null,
            buyerName: row.customerName ?? null,
            productKey: null,
            raw: part === '' ? immutable(raw) : null,
            ...more,
          },
        ];
  const refund = transaction < 0;
  // What the selling partner of a multiparty offer earns is its markup; the rest went to the originator.
  const revenue: BillingKind = refund ? 'refund' : row.role === 'channelPartner' ? 'markup' : 'revenue';
  const paidAt = Date.parse(row.paymentDate ?? '');
  return [
    ...line('', revenue, transaction),
    ...line('fee', refund ? 'fee_refund' : 'fee', -fee),
    ...line('tax', refund ? 'tax_refund' : 'tax', -tax),
    ...(row.status === SENT && row.paymentId
      ? line('paid', revenue, -net, {
          action: 'disbursed',
          transactionType: SENT,
          disbursementKey: row.paymentId,
          occurredAt: new Date(Number.isNaN(paidAt) ? at : paidAt).toISOString(),
        })
      : []),
  ];
}

/** A line is written once and never changes; of a row only what never changes is kept with it. */
function immutable(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null) return raw;
  const changing = new Set(['status', 'paymentId', 'paymentDate', 'updatedDateTime']);
  return Object.fromEntries(Object.entries(raw).filter(([key]) => !changing.has(key)));
}

/** A payment as a whole. The report tells payments by their rows only. */
export function payoutsOf(rows: readonly Earning[]): FeedLine[] {
  const sent = rows.filter(({ status, paymentId }) => status === SENT && paymentId);
  return [...Map.groupBy(sent, ({ paymentId, currency }) => `${paymentId ?? ''} ${currency}`).values()].flatMap((own) => {
    const [first] = own;
    const amounts = own.map(({ earningAmount, currency }) => exactMinor(earningAmount, currency));
    const at = Date.parse(first?.paymentDate ?? first?.transactionDate ?? '');
    if (first === undefined || Number.isNaN(at) || amounts.some((each) => each === null)) return [];
    return [
      {
        key: `${first.paymentId ?? ''}/${first.currency}`,
        action: 'disbursed' as const,
        kind: 'payout' as const,
        transactionType: 'Payment',
        amountMinor: amounts.reduce<number>((sum, each) => sum + (each ?? 0), 0),
        currency: first.currency,
        counts: false,
        occurredAt: new Date(at).toISOString(),
        invoiceKey: null,
        agreementKey: null,
        offerKey: null,
        disbursementKey: first.paymentId ?? null,
        buyerAccount: null,
        buyerName: null,
        productKey: null,
        raw: { paymentId: first.paymentId, paymentDate: first.paymentDate },
      },
    ];
  });
}

/** Exact: digits only, and none lost. */
export function exactMinor(text: string, currency: string): number | null {
  const match = /^(-?)(\d{1,13})(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (match === null) return null;
  const digits = minorDigits(currency);
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return null;
  const value = Number(`${match[2] ?? ''}${fraction.padEnd(digits, '0')}`);
  return match[1] === '-' && value !== 0 ? -value : value;
}
