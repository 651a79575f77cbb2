import type { Parsed } from '@entente/contracts';
import { applyRate, majorOf, newId, Problem, times, divide, fraction, minorDigits, type Posting } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { dayOf } from './drafts.ts';
import { applicationsOf, leftOfPayment, lockMatched, lockPayment, type Matched } from './payment-store.ts';
import type { InvoicesPorts } from './ports.ts';
import { applyTo, moveCredit, planOf, stillApplied, takeBack, type Wanted } from './settle.ts';
import { accountName, exact, keepMovements, lockAccount } from './store.ts';

type Record_ = Parsed<'payments.record'>['body'];
type HowApplied = { readonly applyTo: readonly Wanted[]; readonly oldestFirst: boolean };

export type NewPayment = {
  readonly accountId: string | null;
  readonly currency: string;
  readonly amountMinor: number;
  readonly received: {
    readonly currency: string;
    readonly amountMinor: number;
    readonly bookedMinor: number;
    readonly rateId: string;
    readonly rate: string;
  } | null;
  readonly receivedOn: string;
  readonly reference: string | null;
  readonly payer: string | null;
  readonly origin: 'hand' | 'import';
  readonly bankKey: string | null;
  readonly note: string | null;
};

/** Null where the line of the bank is known already. */
export async function insertPayment(tx: Tx, context: Context, payment: NewPayment): Promise<string | null> {
  const id = newId();
  const at = context.now.toISOString();
  const { received } = payment;
  const { rows } = await sql`
    insert into payment (tenant_id, id, account_id, state, currency, amount_minor, received_currency, received_minor, booked_minor, rate_id, rate_text, received_on, reference, payer, origin, bank_key, note, created_by, created_at, updated_at)
    values (${context.tenantId}::uuid, ${id}::uuid, ${payment.accountId}::uuid, ${payment.accountId === null ? 'unmatched' : 'matched'}, ${payment.currency}, ${payment.amountMinor}, ${received?.currency ?? null},
      ${received?.amountMinor ?? null}, ${received?.bookedMinor ?? null}, ${received?.rateId ?? null}::uuid, ${received?.rate ?? null}, ${payment.receivedOn}::date, ${payment.reference}, ${payment.payer}, ${payment.origin},
      ${payment.bankKey}, ${payment.note}, ${context.actor.name}, ${at}::timestamptz, ${at}::timestamptz)
    on conflict (tenant_id, bank_key) where bank_key is not null do nothing returning id`.execute(tx);
  return rows[0] ? id : null;
}

export async function recordPayment(tx: Tx, context: Context, ports: InvoicesPorts, body: Record_): Promise<string> {
  const { tenantId } = context;
  await accountName(tx, tenantId, body.accountId);
  notInFuture(context, body.receivedOn);
  await lockAccount(tx, tenantId, body.accountId);
  const counted = await countedAs(tx, context, ports, body);
  const id = await insertPayment(tx, context, {
    ...counted,
    accountId: body.accountId,
    receivedOn: body.receivedOn,
    reference: body.reference,
    payer: null,
    origin: 'hand',
    bankKey: null,
    note: body.note,
  });
  if (id === null) throw new Error('the payment was not written');
  await bookPayment(tx, context, ports, id, body);
  return id;
}

function notInFuture(context: Context, day: string): void {
  // A day ahead of UTC is today somewhere.
  if (day > dayOf(new Date(context.now.getTime() + 14 * 3_600_000))) throw new Problem('invalid_input', 'A payment does not come in the future.');
}

async function countedAs(tx: Tx, context: Context, ports: InvoicesPorts, body: Record_): Promise<Pick<NewPayment, 'currency' | 'amountMinor' | 'received'>> {
  const { counts } = body;
  if (counts === undefined || counts.currency === body.currency) {
    if (counts?.amountMinor !== undefined && counts.amountMinor !== body.amountMinor)
      throw new Problem('invalid_input', 'In one currency a payment counts for what came.');
    return { currency: body.currency, amountMinor: body.amountMinor, received: null };
  }
  const rate = await ports.rateOn(tx, context.tenantId, body.currency, counts.currency, body.receivedOn);
  if (!rate)
    throw new Problem('conflict', `No rate from ${body.currency} to ${counts.currency} is known for ${body.receivedOn}. Add it to the ledger's rates.`, {
      reason: 'no_rate',
    });
  const scale = divide(fraction(10n ** BigInt(minorDigits(counts.currency))), fraction(10n ** BigInt(minorDigits(body.currency))));
  const bookedMinor = exact(applyRate(BigInt(body.amountMinor), times(rate.rate, scale)));
  if (bookedMinor <= 0) throw new Problem('invalid_input', `At this rate it comes to nothing in ${counts.currency}.`);
  return {
    currency: counts.currency,
    amountMinor: counts.amountMinor ?? bookedMinor,
    received: { currency: body.currency, amountMinor: body.amountMinor, bookedMinor, rateId: rate.id, rate: rate.text },
  };
}

/** Applies what is to be applied and books the payment: what it settles on its day, the rest as credit. */
export async function bookPayment(tx: Tx, context: Context, ports: InvoicesPorts, id: string, how: HowApplied): Promise<void> {
  const { tenantId } = context;
  const payment = await lockMatched(tx, tenantId, id, null);
  const plan = await planOf(tx, tenantId, { accountId: payment.accountId, currency: payment.currency, leftMinor: payment.amountMinor, ...how });
  const days = await issueDays(tx, tenantId, plan);
  // What is invoiced after it came was credit until then.
  const atOnce = plan.filter(({ invoiceId }) => (days.get(invoiceId) ?? '') <= payment.receivedOn);
  const settled = atOnce.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const label = payment.reference ?? `Payment of ${majorOf(payment.amountMinor, payment.currency)} ${payment.currency}`;
  for (const wanted of atOnce) {
    await applyTo(tx, context, payment, wanted, payment.receivedOn);
    await keepMovements(tx, context, [
      {
        balance: 'customer_receivable',
        party: payment.accountId,
        currency: payment.currency,
        amountMinor: -wanted.amountMinor,
        onDay: payment.receivedOn,
        kind: 'paid',
        invoiceId: wanted.invoiceId,
        paymentId: id,
        label,
      },
    ]);
  }
  const creditMinor = payment.amountMinor - settled;
  await keepMovements(tx, context, [
    {
      balance: 'customer_credit',
      party: payment.accountId,
      currency: payment.currency,
      amountMinor: creditMinor,
      onDay: payment.receivedOn,
      kind: 'received',
      paymentId: id,
      label,
    },
  ]);
  const { receivedCurrency, receivedMinor, bookedMinor, rateId } = payment;
  const received =
    receivedCurrency === null || receivedMinor === null || bookedMinor === null || rateId === null
      ? {}
      : { received: { currency: receivedCurrency, amountMinor: receivedMinor, rateId, bookedMinor } };
  await ports.post(tx, context, [
    {
      template: 'payment_received',
      cause: `payment:${id}`,
      bookedOn: payment.receivedOn,
      dealId: null,
      memo: label,
      facts: { accountId: payment.accountId, currency: payment.currency, amountMinor: settled, creditMinor, ...received },
    },
  ]);
  await recordChange(tx, context, {
    operation: 'payments.record',
    recordType: 'payment',
    recordId: id,
    after: { accountId: payment.accountId, currency: payment.currency, amountMinor: payment.amountMinor, settled, creditMinor },
    events: [
      { type: 'payment.received', payload: { accountId: payment.accountId, amountMinor: payment.amountMinor, currency: payment.currency, creditMinor } },
    ],
  });
  await applyCredit(
    tx,
    context,
    ports,
    payment,
    plan.filter((wanted) => !atOnce.includes(wanted)),
    payment.receivedOn,
  );
}

async function issueDays(tx: Tx, tenantId: string, plan: readonly Wanted[]): Promise<Map<string, string | null>> {
  const { rows } = await sql<{
    id: string;
    issuedOn: string | null;
  }>`select id, issued_on as "issuedOn" from invoice where tenant_id = ${tenantId}::uuid and id = any(${plan.map(({ invoiceId }) => invoiceId)}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row.issuedOn]));
}

/** Applies credit, each to an invoice on the day it is owed or later, and books it. */
export async function applyCredit(tx: Tx, context: Context, ports: InvoicesPorts, payment: Matched, plan: readonly Wanted[], from: string): Promise<void> {
  const days = await issueDays(tx, context.tenantId, plan);
  const postings: Posting[] = [];
  for (const wanted of plan) {
    const issuedOn = days.get(wanted.invoiceId) ?? from;
    const day = issuedOn > from ? issuedOn : from;
    const application = await applyTo(tx, context, payment, wanted, day);
    await moveCredit(tx, context, {
      payment,
      invoiceId: wanted.invoiceId,
      amountMinor: wanted.amountMinor,
      day,
      kind: 'credit_applied',
      label: payment.reference ?? 'Credit',
    });
    postings.push({
      template: 'credit_applied',
      cause: `application:${application.id}`,
      bookedOn: day,
      dealId: null,
      memo: 'Credit of the customer applied',
      facts: { accountId: payment.accountId, currency: payment.currency, amountMinor: wanted.amountMinor },
    });
  }
  if (postings.length > 0) await ports.post(tx, context, postings);
}

export async function matchPayment(
  tx: Tx,
  context: Context,
  ports: InvoicesPorts,
  id: string,
  ifVersion: number | null,
  body: { readonly accountId: string } & HowApplied,
): Promise<void> {
  const { tenantId } = context;
  await accountName(tx, tenantId, body.accountId);
  await lockAccount(tx, tenantId, body.accountId);
  const payment = await lockPayment(tx, tenantId, id, ifVersion);
  if (payment.state !== 'unmatched')
    throw new Problem('conflict', payment.state === 'matched' ? 'This payment is matched already.' : 'This line was dismissed.', { reason: 'not_unmatched' });
  await sql`update payment set state = 'matched', account_id = ${body.accountId}::uuid, updated_at = ${context.now.toISOString()}::timestamptz, version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(
    tx,
  );
  await bookPayment(tx, context, ports, id, body);
}

export async function dismissPayment(tx: Tx, context: Context, id: string, ifVersion: number | null, reason: string): Promise<void> {
  const payment = await lockPayment(tx, context.tenantId, id, ifVersion);
  if (payment.state !== 'unmatched')
    throw new Problem('conflict', 'Only what is unmatched is dismissed; a payment that is booked is given back or applied.', { reason: 'not_unmatched' });
  await sql`update payment set state = 'dismissed', note = ${reason}, updated_at = ${context.now.toISOString()}::timestamptz, version = version + 1 where tenant_id = ${context.tenantId}::uuid and id = ${id}::uuid`.execute(
    tx,
  );
  await recordChange(tx, context, {
    operation: 'payments.dismiss',
    recordType: 'payment',
    recordId: id,
    reason,
    before: { state: 'unmatched' },
    after: { state: 'dismissed' },
  });
}

export async function applyPayment(
  tx: Tx,
  context: Context,
  ports: InvoicesPorts,
  id: string,
  ifVersion: number | null,
  body: Parsed<'payments.apply'>['body'],
): Promise<void> {
  const payment = await lockMatched(tx, context.tenantId, id, ifVersion);
  const plan = await planOf(tx, context.tenantId, {
    accountId: payment.accountId,
    currency: payment.currency,
    leftMinor: leftOfPayment(payment),
    applyTo: body.applyTo,
    oldestFirst: body.oldestFirst,
  });
  if (plan.length === 0) throw new Problem('conflict', 'There is nothing to apply, or nothing open to apply it to.', { reason: 'nothing_to_apply' });
  const day = body.on ?? dayOf(context.now);
  await applyCredit(tx, context, ports, payment, plan, day < payment.receivedOn ? payment.receivedOn : day);
}

export async function unapply(
  tx: Tx,
  context: Context,
  ports: InvoicesPorts,
  id: string,
  ifVersion: number | null,
  body: Parsed<'payments.unapply'>['body'],
): Promise<void> {
  const { tenantId } = context;
  const payment = await lockMatched(tx, tenantId, id, ifVersion);
  const application = (await applicationsOf(tx, tenantId, { paymentId: id })).find((one) => one.id === body.applicationId);
  if (!application) throw new Problem('not_found', 'There is no such application of this payment.');
  const amountMinor = application.amountMinor - application.backMinor;
  if (amountMinor === 0) throw new Problem('conflict', 'This was taken back already.', { reason: 'nothing_to_apply' });
  const day = later(body.on ?? dayOf(context.now), application.appliedOn);
  await takeBack(tx, context, payment, application, amountMinor, day, `unapply:${application.id}:${application.backMinor}`);
  await moveCredit(tx, context, {
    payment,
    invoiceId: application.invoiceId,
    amountMinor: -amountMinor,
    day,
    kind: 'unapplied',
    label: payment.reference ?? 'Payment',
  });
  await ports.post(tx, context, [
    {
      template: 'credit_applied',
      cause: `unapply:${application.id}:${application.backMinor}`,
      bookedOn: day,
      dealId: null,
      memo: 'An application was taken back',
      facts: { accountId: payment.accountId, currency: payment.currency, amountMinor: -amountMinor },
    },
  ]);
}
const later = (day: string, other: string): string => (day > other ? day : other);

/** Credit goes back first; what is more opens again what was applied last. */
export async function refundPayment(
  tx: Tx,
  context: Context,
  ports: InvoicesPorts,
  id: string,
  ifVersion: number | null,
  body: Parsed<'payments.refund'>['body'],
): Promise<void> {
  const { tenantId, now } = context;
  const payment = await lockMatched(tx, tenantId, id, ifVersion);
  if (body.amountMinor > payment.amountMinor - payment.refundedMinor)
    throw new Problem(
      'conflict',
      `Of this payment ${majorOf(payment.amountMinor - payment.refundedMinor, payment.currency)} ${payment.currency} can be given back; that is less than was asked for.`,
      { reason: 'more_than_paid' },
    );
  const refundId = newId();
  const day = later(body.on ?? dayOf(now), payment.receivedOn);
  let reopen = body.amountMinor - Math.min(body.amountMinor, leftOfPayment(payment));
  const reopenedMinor = reopen;
  for (const application of await stillApplied(tx, tenantId, id)) {
    const amount = Math.min(reopen, application.amountMinor - application.backMinor);
    if (amount === 0) continue;
    await takeBack(tx, context, payment, application, amount, later(day, application.appliedOn), `refund:${refundId}`);
    await keepMovements(tx, context, [
      {
        balance: 'customer_receivable',
        party: payment.accountId,
        currency: payment.currency,
        amountMinor: amount,
        onDay: day,
        kind: 'refunded',
        invoiceId: application.invoiceId,
        paymentId: id,
        label: body.reason,
      },
    ]);
    reopen -= amount;
  }
  if (reopen !== 0) throw new Error('a payment and its applications differ');
  await keepMovements(tx, context, [
    {
      balance: 'customer_credit',
      party: payment.accountId,
      currency: payment.currency,
      amountMinor: reopenedMinor - body.amountMinor,
      onDay: day,
      kind: 'refunded',
      paymentId: id,
      label: body.reason,
    },
  ]);
  await sql`
    insert into payment_refund (tenant_id, id, payment_id, amount_minor, reopened_minor, refunded_on, reason, refunded_by, at)
    values (${tenantId}::uuid, ${refundId}::uuid, ${id}::uuid, ${body.amountMinor}, ${reopenedMinor}, ${day}::date, ${body.reason}, ${context.actor.name}, ${now.toISOString()}::timestamptz)`.execute(
    tx,
  );
  await sql`update payment set refunded_minor = refunded_minor + ${body.amountMinor}, updated_at = ${now.toISOString()}::timestamptz, version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(
    tx,
  );
  await ports.post(tx, context, [
    {
      template: 'payment_refunded',
      cause: `refund:${refundId}`,
      bookedOn: day,
      dealId: null,
      memo: body.reason,
      facts: { accountId: payment.accountId, currency: payment.currency, amountMinor: body.amountMinor, receivableMinor: reopenedMinor },
    },
  ]);
  await recordChange(tx, context, {
    operation: 'payments.refund',
    recordType: 'payment',
    recordId: id,
    reason: body.reason,
    after: { refundId, amountMinor: body.amountMinor, reopenedMinor },
    events: [{ type: 'payment.refunded', payload: { accountId: payment.accountId, amountMinor: body.amountMinor, currency: payment.currency } }],
  });
}
