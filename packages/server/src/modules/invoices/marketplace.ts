import { drawFrom, newId, splitByWeights, type Posting } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChanges } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { keepReceipts, type NewReceipt, type NewReceiptLine } from './keep-receipts.ts';
import type { InvoicesPorts } from './ports.ts';
import { exact, keepMovements } from './store.ts';

/** What a marketplace paid out for one agreement: lines it named, as they reached us. Fees are positive. */
export type MarketplacePaid = {
  readonly marketplaceId: string;
  readonly marketplace: string;
  readonly agreementId: string;
  readonly dealId: string | null;
  readonly accountId: string | null;
  readonly currency: string;
  readonly paidOn: string;
  readonly entries: readonly { readonly billingLineId: string; readonly part: 'net' | 'tax' | 'fee'; readonly back: boolean; readonly amountMinor: number }[];
  /** What was sold, by weight; at least one. */
  readonly products: readonly { readonly productId: string | null; readonly vendorId: string | null; readonly description: string; readonly weight: number }[];
};
type Amounts = { readonly net: bigint; readonly tax: bigint; readonly fee: bigint };
type Held = Amounts & {
  readonly receiptId: string;
  readonly lineId: string;
  readonly productId: string | null;
  readonly vendorId: string | null;
  readonly description: string;
};

/** Receipts of what a marketplace paid, each billing line once, with its fee; refunds reverse the newest receipts of the agreement. */
export async function recordMarketplaceReceipt(tx: Tx, context: Context, ports: Pick<InvoicesPorts, 'post'>, paid: MarketplacePaid): Promise<boolean> {
  const { tenantId, now } = context;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`receipts:${tenantId}:${paid.agreementId}`}, 0))`.execute(tx);
  const ids = paid.entries.map(({ billingLineId }) => billingLineId).sort();
  const { rows } = await sql<{ id: string }>`
    insert into receipt_billing_line (tenant_id, billing_line_id, taken_at) select ${tenantId}::uuid, b, ${now.toISOString()}::timestamptz from unnest(${ids}::uuid[]) as b
    on conflict do nothing returning billing_line_id as id`.execute(tx);
  const fresh = new Set(rows.map(({ id }) => id));
  const entries = paid.entries.filter(({ billingLineId }) => fresh.has(billingLineId));
  if (entries.length === 0) return false;
  const sum = (back: boolean): Amounts => {
    const of = (part: 'net' | 'tax' | 'fee'): bigint =>
      entries.filter((entry) => entry.back === back && entry.part === part).reduce((total, { amountMinor }) => total + BigInt(amountMinor), 0n);
    return { net: of('net'), tax: of('tax'), fee: of('fee') };
  };
  const group = newId();
  const receipts: NewReceipt[] = [];
  const sold = sum(false);
  if (!isNothing(sold)) receipts.push({ ...common(paid), key: `marketplace:${group}`, reverses: null, lines: spread(paid, sold) });
  const back = negated(sum(true));
  if (!isNothing(back)) receipts.push(...(await reversals(tx, tenantId, paid, back, group)));
  const postings: Posting[] = [];
  const { marketplaceId, currency, paidOn: bookedOn, dealId, marketplace } = paid;
  const booked = { bookedOn, dealId };
  if (!isNothing(sold))
    postings.push({
      ...booked,
      template: 'marketplace_sold',
      cause: `marketplace:${group}`,
      memo: `Sold by ${marketplace}`,
      facts: { marketplaceId, currency, grossMinor: exact(sold.net + sold.tax), feeMinor: exact(sold.fee), taxMinor: exact(sold.tax) },
    });
  if (!isNothing(back))
    postings.push({
      ...booked,
      template: 'marketplace_refunded',
      cause: `marketplace:${group}`,
      memo: `Refunded by ${marketplace}`,
      facts: { marketplaceId, currency, grossMinor: exact(back.net + back.tax), feeMinor: exact(back.fee), taxMinor: exact(back.tax) },
    });
  const owed = exact(sold.net + sold.tax - sold.fee - back.net - back.tax + back.fee);
  if (owed !== 0)
    postings.push({
      ...booked,
      template: 'marketplace_paid',
      cause: `marketplace:${group}`,
      memo: `Paid out by ${marketplace}`,
      facts: { marketplaceId, currency, amountMinor: owed },
    });
  const movement = { balance: 'marketplace_receivable' as const, party: marketplaceId, currency, onDay: bookedOn, label: marketplace };
  await keepMovements(tx, context, [
    { ...movement, kind: 'sold', amountMinor: owed },
    { ...movement, kind: 'paid', amountMinor: -owed },
  ]);
  await recordChanges(tx, context, await keepReceipts(tx, context, receipts));
  await ports.post(tx, context, postings);
  return true;
}

const isNothing = ({ net, tax, fee }: Amounts): boolean => net === 0n && tax === 0n && fee === 0n;
const negated = ({ net, tax, fee }: Amounts): Amounts => ({ net: -net, tax: -tax, fee: -fee });
const common = (paid: MarketplacePaid) => ({
  source: 'marketplace' as const,
  dealId: paid.dealId,
  accountId: paid.accountId,
  paymentId: null,
  applicationId: null,
  invoiceId: null,
  marketplaceId: paid.marketplaceId,
  agreementId: paid.agreementId,
  currency: paid.currency,
  receivedOn: paid.paidOn,
});

/** A marketplace pays for a deal as a whole: its products share by what they were sold for. */
function spread(paid: MarketplacePaid, amounts: Amounts): NewReceiptLine[] {
  const some = paid.products.some(({ weight }) => weight > 0);
  const weights = paid.products.map(({ weight }, index) => ({ key: String(index).padStart(6, '0'), weight: some ? BigInt(Math.max(weight, 0)) : 1n }));
  const [net, tax, fee] = [amounts.net, amounts.tax, amounts.fee].map((amount) => splitByWeights(amount, weights));
  return paid.products.flatMap((product, index) => {
    const of = (parts: Map<string, bigint> | undefined): number => exact(parts?.get(String(index).padStart(6, '0')) ?? 0n);
    const line = {
      invoiceLineId: null,
      reversesLineId: null,
      productId: product.productId,
      vendorId: product.vendorId,
      description: product.description,
      quantity: null,
      netMinor: of(net),
      taxMinor: of(tax),
      feeMinor: of(fee),
    };
    return line.netMinor === 0 && line.taxMinor === 0 && line.feeMinor === 0 ? [] : [line];
  });
}

/** Out of the receipts of the agreement, the newest first; what exceeds them all stands alone and waits for a person where it is divided. */
async function reversals(tx: Tx, tenantId: string, paid: MarketplacePaid, back: Amounts, group: string): Promise<NewReceipt[]> {
  const receipts: NewReceipt[] = [];
  let left = back;
  for (const held of (await heldReceipts(tx, tenantId, paid)).values()) {
    const take = (part: 'net' | 'tax' | 'fee'): Map<string, bigint> => {
      const room = held.reduce((sum, line) => sum + line[part], 0n);
      const amount = left[part] < 0n || room < 0n ? 0n : left[part] < room ? left[part] : room;
      left = { ...left, [part]: left[part] - amount };
      return drawFrom(
        held.map((line) => ({ key: line.lineId, amount: line[part] })),
        amount,
      );
    };
    const [net, tax, fee] = [take('net'), take('tax'), take('fee')];
    const lines = held.flatMap((line) => {
      const own = [net, tax, fee].map((parts) => -exact(parts.get(line.lineId) ?? 0n));
      const [netMinor = 0, taxMinor = 0, feeMinor = 0] = own.map((amount) => (amount === 0 ? 0 : amount));
      return netMinor === 0 && taxMinor === 0 && feeMinor === 0
        ? []
        : [
            {
              invoiceLineId: null,
              reversesLineId: line.lineId,
              productId: line.productId,
              vendorId: line.vendorId,
              description: line.description,
              quantity: null,
              netMinor,
              taxMinor,
              feeMinor,
            },
          ];
    });
    const [first] = held;
    if (lines.length > 0 && first) receipts.push({ ...common(paid), key: `marketplace:${group}:${first.receiptId}`, reverses: first.receiptId, lines });
    if (isNothing(left)) return receipts;
  }
  receipts.push({ ...common(paid), key: `marketplace:${group}:more`, reverses: null, lines: spread(paid, negated(left)) });
  return receipts;
}

async function heldReceipts(tx: Tx, tenantId: string, { agreementId, currency }: MarketplacePaid): Promise<Map<string, Held[]>> {
  type Row = Omit<Held, keyof Amounts> & Record<keyof Amounts, number>;
  const { rows } = await sql<Row>`
    select r.id as "receiptId", l.id as "lineId", l.product_id as "productId", l.vendor_id as "vendorId", l.description, (l.net_minor + coalesce(b.net, 0))::bigint as net, (l.tax_minor + coalesce(b.tax, 0))::bigint as tax,
      (l.fee_minor + coalesce(b.fee, 0))::bigint as fee
    from receipt r join receipt_line l on l.tenant_id = r.tenant_id and l.receipt_id = r.id
      left join lateral (select sum(x.net_minor) as net, sum(x.tax_minor) as tax, sum(x.fee_minor) as fee from receipt_line x where x.tenant_id = l.tenant_id and x.reverses_line_id = l.id) b on true
    where r.tenant_id = ${tenantId}::uuid and r.agreement_id = ${agreementId}::uuid and r.currency = ${currency} and r.reverses is null and r.net_minor > 0 order by r.received_on desc, r.id desc, l.position`.execute(
    tx,
  );
  const receipts = new Map<string, Held[]>();
  for (const row of rows) {
    const own = receipts.get(row.receiptId) ?? [];
    own.push({ ...row, net: BigInt(row.net), tax: BigInt(row.tax), fee: BigInt(row.fee) });
    receipts.set(row.receiptId, own);
  }
  return receipts;
}
