import { ActRefused } from '../../core/simulator.ts';
import type { Marketplace } from './context.ts';
import { newId, nowOf, nowText } from './context.ts';
import type { Columns } from './ledger.ts';
import { rootInvoice, writeRows } from './ledger.ts';
import type { Agreement, Charge, Invoice } from './model.ts';
import { amountText, decimal, integer, times, toMinor } from './money.ts';

/** Usage that was metered and not yet invoiced becomes one charge for each dimension and month. */
function chargeUsage(marketplace: Marketplace, agreement: Agreement): void {
  for (const { dimension, month, quantity } of marketplace.usage.takeUnbilled(agreement.licenseArn)) {
    const gross = agreement.sellers.map((_, level) =>
      amountText(times(decimal(agreement.rates[dimension]?.[level] ?? '0'), integer(quantity)), agreement.currency),
    );
    const id = newId(marketplace, 'ch-', 20);
    marketplace.store.charges.set(id, {
      id,
      agreementId: agreement.id,
      time: nowText(marketplace),
      currency: agreement.currency,
      gross,
      usage: `${month} ${dimension}`,
    });
  }
}

/** Everything due is invoiced: one invoice for each agreement. */
export function runInvoices(marketplace: Marketplace, only?: string): Invoice[] {
  const { store } = marketplace;
  const now = nowText(marketplace);
  const due = new Map<string, Charge[]>();
  for (const agreement of store.agreements.values()) if (only === undefined || agreement.id === only) chargeUsage(marketplace, agreement);
  for (const charge of store.charges.values()) {
    if (charge.invoiceId !== undefined || charge.time > now || (only !== undefined && charge.agreementId !== only)) continue;
    due.set(charge.agreementId, [...(due.get(charge.agreementId) ?? []), charge]);
  }
  return [...due].flatMap(([agreementId, charges]) => {
    const agreement = store.agreements.get(agreementId);
    return agreement === undefined ? [] : [invoice(marketplace, agreement, charges)];
  });
}

const newInvoiceId = (marketplace: Marketplace): string => String(781_000_000 + marketplace.world.ids.next('aws-invoice'));

function invoice(marketplace: Marketplace, agreement: Agreement, charges: readonly Charge[]): Invoice {
  const { store } = marketplace;
  const now = nowOf(marketplace);
  const { currency } = agreement;
  const gross = agreement.sellers.map((_, level) => charges.reduce((sum, charge) => sum + decimal(charge.gross[level] ?? '0'), 0n));
  const made: Invoice = {
    id: newInvoiceId(marketplace),
    agreementId: agreement.id,
    type: 'INVOICE',
    issued: now.toISOString(),
    dueDate: new Date(now.getTime() + store.settings.paymentDays * 86_400_000).toISOString(),
    currency,
    gross: gross.map((amount) => amountText(amount, currency)),
  };
  store.invoices.set(made.id, made);
  for (const charge of charges) charge.invoiceId = made.id;
  writeRows(marketplace, agreement, made, gross, usagePeriod(charges));
  return made;
}
function usagePeriod(charges: readonly Charge[]): Partial<Columns> {
  const months = charges.flatMap(({ usage }) => usage?.slice(0, 7) ?? []).toSorted();
  const [first] = months;
  const last = months.at(-1);
  if (first === undefined || last === undefined) return {};
  const end = new Date(Date.UTC(Number(last.slice(0, 4)), Number(last.slice(5, 7)), 0));
  return { usage_period_start_date: `${first}-01T00:00:00Z`, usage_period_end_date: `${end.toISOString().slice(0, 10)}T23:59:59Z` };
}

export function refundInvoice(marketplace: Marketplace, invoiceId: string, amount?: string): Invoice {
  const { store } = marketplace;
  const original = store.invoices.get(invoiceId);
  const agreement = original === undefined ? undefined : store.agreements.get(original.agreementId);
  if (original === undefined || agreement === undefined || original.type !== 'INVOICE') throw new ActRefused(`There is no invoice ${invoiceId}.`);
  const total = decimal(original.gross[0] ?? '0');
  const before = [...store.invoices.values()]
    .filter(({ originalInvoiceId }) => originalInvoiceId === invoiceId)
    .map(({ gross }) => gross.map((text) => -decimal(text)));
  const refundedSoFar = original.gross.map((_, level) => before.reduce((sum, gross) => sum + (gross[level] ?? 0n), 0n));
  const left = total - (refundedSoFar[0] ?? 0n);
  const wanted = amount === undefined ? left : toMinor(decimal(amount), original.currency);
  if (wanted <= 0n || wanted > left) throw new ActRefused(`At most ${amountText(left, original.currency)} ${original.currency} can be refunded.`);
  // Of a full refund nothing is left anywhere in the chain, whatever was rounded before.
  const gross = original.gross.map((text, level) => {
    const all = decimal(text);
    return -(wanted === left ? all - (refundedSoFar[level] ?? 0n) : level === 0 ? wanted : toMinor((all * wanted) / total, original.currency));
  });
  const credit: Invoice = {
    id: newInvoiceId(marketplace),
    agreementId: agreement.id,
    type: 'CREDIT_MEMO',
    issued: nowText(marketplace),
    dueDate: nowText(marketplace),
    currency: original.currency,
    gross: gross.map((value) => amountText(value, original.currency)),
    originalInvoiceId: original.id,
    ...(original.paidAt === undefined ? {} : { paidAt: nowText(marketplace) }),
  };
  store.invoices.set(credit.id, credit);
  const originals = store.feed.filter((row) => row.action === 'INVOICED' && rootInvoice(row.invoice_id) === original.id);
  writeRows(marketplace, agreement, credit, gross, {}, originals);
  return credit;
}

export function payInvoices(marketplace: Marketplace, choice: { invoiceId?: string | undefined; buyer?: string | undefined }): string[] {
  const { store } = marketplace;
  if (choice.invoiceId !== undefined && !store.invoices.has(choice.invoiceId)) throw new ActRefused(`There is no invoice ${choice.invoiceId}.`);
  const paid: string[] = [];
  for (const one of store.invoices.values()) {
    const chosen =
      (choice.invoiceId === undefined || one.id === choice.invoiceId || one.originalInvoiceId === choice.invoiceId) &&
      (choice.buyer === undefined || store.agreements.get(one.agreementId)?.acceptor === choice.buyer);
    if (!chosen || one.paidAt !== undefined) continue;
    one.paidAt = nowText(marketplace);
    paid.push(one.id);
  }
  return paid;
}
