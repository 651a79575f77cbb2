import { newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChanges, type Change } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { NetAndTax } from './domain/line.ts';
import { byLine, settle } from './domain/settle.ts';
import { openAmount, stateOf } from './domain/state.ts';
import { keepReceipts, type NewReceiptLine } from './keep-receipts.ts';
import { applicationsOf, heldLines, type Application, type HeldLine, type Matched } from './payment-store.ts';
import { exact, keepMovements, linesOf, lockInvoice, sumBy, type Invoice } from './store.ts';

export type Wanted = { readonly invoiceId: string; readonly amountMinor: number };

/** Which open invoices an amount pays: those that are named, then, where that is wanted, the ones due first. */
export async function planOf(
  tx: Tx,
  tenantId: string,
  of: { accountId: string; currency: string; leftMinor: number; applyTo: readonly Wanted[]; oldestFirst: boolean },
): Promise<Wanted[]> {
  const named = new Map<string, number>();
  for (const { invoiceId, amountMinor } of of.applyTo) named.set(invoiceId, (named.get(invoiceId) ?? 0) + amountMinor);
  let left = of.leftMinor - [...named.values()].reduce((sum, amount) => sum + amount, 0);
  if (left < 0) throw new Problem('conflict', 'More would be applied than is left of the payment.', { reason: 'more_than_left' });
  if (of.oldestFirst && left > 0) {
    const { rows } = await sql<{ id: string; open: number }>`
      select id, total_minor - paid_minor - credited_minor - written_off_minor as open from invoice where tenant_id = ${tenantId}::uuid and account_id = ${of.accountId}::uuid and currency = ${of.currency}
        and state in ('issued', 'part_paid') order by due_on, id limit 1000`.execute(tx);
    for (const { id, open } of rows) {
      const amount = Math.min(left, open - (named.get(id) ?? 0));
      if (amount <= 0) continue;
      named.set(id, (named.get(id) ?? 0) + amount);
      left -= amount;
    }
  }
  return [...named].map(([invoiceId, amountMinor]) => ({ invoiceId, amountMinor }));
}

/** Applies money of a payment to one invoice: lines, application and receipts. The caller holds the account and books it. */
export async function applyTo(tx: Tx, context: Context, payment: Matched, { invoiceId, amountMinor }: Wanted, day: string): Promise<Application> {
  const { tenantId } = context;
  const invoice = await lockInvoice(tx, tenantId, invoiceId);
  if (invoice.accountId !== payment.accountId) throw notFound('invoice of this account');
  if (invoice.currency !== payment.currency)
    throw new Problem(
      'invalid_input',
      `The payment counts in ${payment.currency}, and invoice ${invoice.number ?? ''} is in ${invoice.currency}. They are never added.`,
    );
  if (invoice.number === null) throw new Problem('conflict', 'A draft is not paid. Issue it first.', { reason: 'not_issued' });
  if (invoice.issuedOn !== null && day < payment.receivedOn) throw new Problem('invalid_input', 'A payment is not applied before the day it came.');
  if (amountMinor > openAmount(invoice))
    throw new Problem('conflict', `More would be applied to ${invoice.number} than is open. What is more than owed stays as credit.`, {
      reason: 'more_than_open',
    });
  const lines = await linesOf(tx, tenantId, invoiceId);
  const parts = settle(lines, BigInt(amountMinor));
  const application: Application = { id: newId(), paymentId: payment.id, invoiceId, amountMinor, backMinor: 0, appliedOn: day };
  await sql`
    insert into payment_application (tenant_id, id, payment_id, invoice_id, amount_minor, applied_on, applied_by, at)
    values (${tenantId}::uuid, ${application.id}::uuid, ${payment.id}::uuid, ${invoiceId}::uuid, ${amountMinor}, ${day}::date, ${context.actor.name}, ${context.now.toISOString()}::timestamptz)`.execute(
    tx,
  );
  await movePaid(tx, context, invoice, payment.id, parts, amountMinor);
  const byDeal = new Map<string | null, NewReceiptLine[]>();
  for (const line of lines) {
    const part = parts.get(line.id);
    if (!part) continue;
    const own = byDeal.get(line.dealId) ?? [];
    own.push({
      invoiceLineId: line.id,
      reversesLineId: null,
      productId: line.productId,
      vendorId: line.vendorId,
      description: line.description,
      quantity: line.quantity,
      netMinor: exact(part.netMinor),
      taxMinor: exact(part.taxMinor),
      feeMinor: 0,
    });
    byDeal.set(line.dealId, own);
  }
  const changes = await keepReceipts(
    tx,
    context,
    [...byDeal].map(([dealId, own]) => ({
      ...common(payment, invoice, application.id),
      key: `application:${application.id}:${dealId ?? 'none'}`,
      dealId,
      receivedOn: day,
      reverses: null,
      lines: own,
    })),
  );
  await recordChanges(tx, context, [...changes, told(invoice, amountMinor)]);
  return application;
}

const common = (payment: Pick<Matched, 'id' | 'accountId' | 'currency'>, invoice: Pick<Invoice, 'id'>, applicationId: string) => ({
  source: 'payment' as const,
  accountId: payment.accountId,
  paymentId: payment.id,
  applicationId,
  invoiceId: invoice.id,
  marketplaceId: null,
  agreementId: null,
  currency: payment.currency,
});

const told = (invoice: Invoice, amountMinor: number): Change => {
  const after = { ...invoice, paidMinor: invoice.paidMinor + amountMinor };
  const state = stateOf(after);
  return {
    operation: 'payments.apply',
    recordType: 'invoice',
    recordId: invoice.id,
    before: { state: invoice.state, paidMinor: invoice.paidMinor },
    after: { state, paidMinor: after.paidMinor },
    events: [
      {
        type: state === 'paid' ? 'invoice.paid' : 'invoice.payment_changed',
        payload: { number: invoice.number, amountMinor, openMinor: openAmount(after), currency: invoice.currency },
      },
    ],
  };
};

/** Moves what is paid of lines, invoice and payment, up or down, by parts that sum to the amount. */
async function movePaid(
  tx: Tx,
  context: Context,
  invoice: Invoice,
  paymentId: string,
  parts: ReadonlyMap<string, NetAndTax>,
  amountMinor: number,
): Promise<void> {
  const { tenantId, now } = context;
  const rows = [...parts].map(([id, part]) => ({ id, n: exact(part.netMinor), t: exact(part.taxMinor) }));
  await sql`
    update invoice_line l set paid_net_minor = l.paid_net_minor + p.n, paid_tax_minor = l.paid_tax_minor + p.t
    from json_to_recordset(${JSON.stringify(rows)}::json) as p(id uuid, n bigint, t bigint) where l.tenant_id = ${tenantId}::uuid and l.id = p.id`.execute(tx);
  const state = stateOf({ ...invoice, paidMinor: invoice.paidMinor + amountMinor });
  await sql`update invoice set paid_minor = paid_minor + ${amountMinor}, state = ${state}, updated_at = ${now.toISOString()}::timestamptz, version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${invoice.id}::uuid`.execute(
    tx,
  );
  await sql`update payment set applied_minor = applied_minor + ${amountMinor}, updated_at = ${now.toISOString()}::timestamptz, version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${paymentId}::uuid`.execute(
    tx,
  );
}

/** Takes an application back in part or in whole, out of its receipts in proportion to what they hold. The caller books it. */
export async function takeBack(
  tx: Tx,
  context: Context,
  payment: Matched,
  application: Application,
  amountMinor: number,
  day: string,
  key: string,
): Promise<void> {
  if (amountMinor > application.amountMinor - application.backMinor)
    throw new Problem('conflict', 'More would be taken back than is applied.', { reason: 'more_than_applied' });
  const held = (await heldLines(tx, context.tenantId, application.invoiceId)).filter(({ applicationId }) => applicationId === application.id);
  const drawn = byLine(
    held.map(({ lineId, netMinor, taxMinor }) => ({ id: lineId, netMinor, taxMinor })),
    BigInt(amountMinor),
  );
  await returnParts(tx, context, payment, application, held, drawn, day, key);
}

/** Writes what is taken from lines of the receipts of one application: reversal receipts, lines, invoice, payment. */
export async function returnParts(
  tx: Tx,
  context: Context,
  payment: Pick<Matched, 'id' | 'accountId' | 'currency'>,
  application: Application,
  held: readonly HeldLine[],
  drawn: ReadonlyMap<string, NetAndTax>,
  day: string,
  key: string,
): Promise<number> {
  const { tenantId } = context;
  const amountMinor = exact(sumBy([...drawn.values()], ({ netMinor, taxMinor }) => netMinor + taxMinor));
  if (amountMinor < 0 || application.backMinor + amountMinor > application.amountMinor)
    throw new Problem('conflict', 'These lines give back more than they take. Credit them together with the lines they belong to.', { reason: 'gives_back' });
  const invoice = await lockInvoice(tx, tenantId, application.invoiceId);
  const source = new Map((await linesOf(tx, tenantId, invoice.id)).map((line) => [line.id, line]));
  const back = new Map<string, NetAndTax>();
  const byReceipt = new Map<string, { dealId: string | null; lines: NewReceiptLine[] }>();
  for (const one of held) {
    const part = drawn.get(one.lineId);
    const line = source.get(one.invoiceLineId);
    if (!part || !line || (part.netMinor === 0n && part.taxMinor === 0n)) continue;
    const before = back.get(line.id) ?? { netMinor: 0n, taxMinor: 0n };
    back.set(line.id, { netMinor: before.netMinor - part.netMinor, taxMinor: before.taxMinor - part.taxMinor });
    const own = byReceipt.get(one.receiptId) ?? { dealId: one.dealId, lines: [] };
    own.lines.push({
      invoiceLineId: line.id,
      reversesLineId: one.lineId,
      productId: line.productId,
      vendorId: line.vendorId,
      description: line.description,
      quantity: null,
      netMinor: exact(-part.netMinor),
      taxMinor: exact(-part.taxMinor),
      feeMinor: 0,
    });
    byReceipt.set(one.receiptId, own);
  }
  await movePaid(tx, context, invoice, payment.id, back, -amountMinor);
  await sql`update payment_application set back_minor = back_minor + ${amountMinor} where tenant_id = ${tenantId}::uuid and id = ${application.id}::uuid`.execute(
    tx,
  );
  const changes = await keepReceipts(
    tx,
    context,
    [...byReceipt].map(([receiptId, { dealId, lines }]) => ({
      ...common(payment, invoice, application.id),
      key: `${key}:${receiptId}`,
      dealId,
      receivedOn: day,
      reverses: receiptId,
      lines,
    })),
  );
  await recordChanges(tx, context, [...changes, told(invoice, -amountMinor)]);
  return amountMinor;
}

/** What the application of credit does to the books of the customer; negative where it is taken back. */
export async function moveCredit(
  tx: Tx,
  context: Context,
  of: {
    readonly payment: Pick<Matched, 'id' | 'accountId' | 'currency'>;
    readonly invoiceId: string | null;
    readonly amountMinor: number;
    readonly day: string;
    readonly kind: string;
    readonly label: string;
  },
): Promise<void> {
  const { payment, invoiceId, amountMinor, day: onDay, kind, label } = of;
  const both = { party: payment.accountId, currency: payment.currency, amountMinor: -amountMinor, onDay, kind, invoiceId, paymentId: payment.id, label };
  await keepMovements(tx, context, [
    { ...both, balance: 'customer_receivable' },
    { ...both, balance: 'customer_credit' },
  ]);
}

export const stillApplied = async (tx: Tx, tenantId: string, paymentId: string): Promise<Application[]> =>
  (await applicationsOf(tx, tenantId, { paymentId })).filter(({ amountMinor, backMinor }) => backMinor < amountMinor);
