import type { BillingFeed, FeedLine } from '../../modules/disbursements/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { z } from 'zod';
import { ask } from './client.ts';
import { reportsHost } from './hosts.ts';
import { instantOf, minorOfDecimal } from './types.ts';
import { listAt, textAt } from './values.ts';

/** Rows are written before they are seen by everybody: the last minutes are read again, and known rows are passed over. */
const READ_AGAIN_MS = 10 * 60_000;

const row = z
  .object({
    lineId: z.string().min(1),
    role: z.string().optional(),
    entitlementId: z.string().optional(),
    orderId: z.string().nullish(),
    product: z.string().nullish(),
    offer: z.string().nullish(),
    currencyCode: z.string().regex(/^[A-Z]{3}$/),
    chargedAmount: z.string(),
    feeAmount: z.string(),
    taxAmount: z.string(),
    payableAmount: z.string(),
    invoiceTime: z.string(),
    status: z.enum(['INVOICED', 'PAID']),
    paymentId: z.string().nullish(),
    paymentTime: z.string().nullish(),
    updateTime: z.string(),
  })
  .loose();
type Row = z.infer<typeof row>;

/**
 * What Google charged, kept and paid out. Google delivers it as report files to the seller; the stand-in of the simulator is read here,
 * and at Google itself the files are uploaded.
 */
export const googleBillingFeed: BillingFeed = {
  async read(access, cursor) {
    if (reportsHost(access) === null)
      throw new OutsideError(
        'invalid',
        'Google delivers its disbursement reports as files and not by an API. Download them in Producer Portal and upload them here.',
      );
    const since = cursor === null ? null : new Date(Math.max(0, Date.parse(cursor) - READ_AGAIN_MS)).toISOString();
    const lines: FeedLine[] = [];
    const refused: { row: number; sentence: string }[] = [];
    let newest = cursor;
    let token: string | null = null;
    let count = 0;
    do {
      const query: Record<string, string> = { ...(since === null ? {} : { since }), pageSize: '500', ...(token === null ? {} : { pageToken: token }) };
      const page = await ask(access, 'procurement', { method: 'GET', path: '/reports/disbursements', query });
      for (const each of listAt(page, 'disbursements')) {
        count += 1;
        const read = row.safeParse(each);
        const found = read.success ? linesOf(read.data) : 'The line does not have the form of a disbursement.';
        if (typeof found === 'string') refused.push({ row: count, sentence: found });
        else lines.push(...found);
        const updated = read.success ? instantOf(read.data.updateTime) : null;
        if (updated !== null && (newest === null || updated > newest)) newest = updated;
      }
      token = textAt(page, 'nextPageToken');
    } while (token !== null);
    return { lines, refused, cursor: newest };
  },
};

/**
 * One line of theirs is several of ours: what the buyer was charged, Google's fee, what was withheld; and once it is paid, all of them
 * again as leaving the balance, beside the payment. Exported for its test.
 */
export function linesOf(one: Row): FeedLine[] | string {
  const minor = (text: string): number | null => {
    const amount = minorOfDecimal(text, one.currencyCode);
    return amount === null || !Number.isSafeInteger(Number(amount)) ? null : Number(amount);
  };
  const [charged, fee, tax, payable] = [minor(one.chargedAmount), minor(one.feeAmount), minor(one.taxAmount), minor(one.payableAmount)];
  const invoicedAt = instantOf(one.invoiceTime);
  if (charged === null || fee === null || tax === null || payable === null) return `An amount of line ${one.lineId} is none of ${one.currencyCode}.`;
  if (charged - fee - tax !== payable) return `The amounts of line ${one.lineId} do not add up.`;
  if (invoicedAt === null) return `Line ${one.lineId} has no date.`;
  const line = (part: string, kind: FeedLine['kind'], transactionType: string, amountMinor: number): FeedLine => ({
    key: `${one.lineId} ${part}`,
    action: 'invoiced',
    kind,
    transactionType,
    amountMinor,
    currency: one.currencyCode,
    counts: true,
    occurredAt: invoicedAt,
    invoiceKey: one.orderId ?? null,
    agreementKey: one.entitlementId ?? null,
    offerKey: one.offer ?? null,
    disbursementKey: null,
    buyerAccount: null,
    buyerName: null,
    productKey: one.product ?? null,
    raw: one,
  });
  const invoiced = [
    line('charge', 'revenue', 'CHARGE', charged),
    ...(fee === 0 ? [] : [line('fee', 'fee', 'FEE', -fee)]),
    // Withheld from the seller, not charged to the buyer: no tax of the sale.
    ...(tax === 0 ? [] : [line('tax', 'adjustment', 'TAX_WITHHELD', -tax)]),
  ];
  const paidAt = one.status === 'PAID' ? instantOf(one.paymentTime ?? null) : null;
  if (one.status !== 'PAID' || paidAt === null || !one.paymentId) return one.status === 'PAID' ? `Line ${one.lineId} is paid without a payment.` : invoiced;
  const disbursementKey = one.paymentId;
  const paid = invoiced.map((each): FeedLine => ({
    ...each,
    key: `${each.key} paid`,
    action: 'disbursed',
    amountMinor: -each.amountMinor || 0,
    occurredAt: paidAt,
    disbursementKey,
  }));
  const payout: FeedLine = { ...line('payout', 'payout', 'PAYOUT', payable), action: 'disbursed', occurredAt: paidAt, disbursementKey };
  return [...invoiced, ...paid, payout];
}
