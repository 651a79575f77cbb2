import type { Parsed } from '@entente/contracts';
import { decimal, newId, notFound, plus, Problem, ZERO, type Fraction, type PostingFacts } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { creditOf, openAndPaid } from './domain/credit.ts';
import { within, type NetAndTax } from './domain/line.ts';
import { creditDeferral } from './domain/recognise.ts';
import { openAmount, stateOf } from './domain/state.ts';
import { dayOf } from './drafts.ts';
import { applicationsOf, heldLines, leftOfPayment, lockPayment, type HeldLine } from './payment-store.ts';
import { applyCredit } from './payments.ts';
import type { InvoicesPorts } from './ports.ts';
import { moveCredit, returnParts } from './settle.ts';
import { exact, keepMovements, linesOf, lockInvoice, lockWithAccount, nextNumber, settingsOf, sumBy, type Invoice, type Line, type Movement } from './store.ts';

type Body = Parsed<'creditNotes.issue'>['body'];
type Credited = { readonly line: Line; readonly quantity: string | null; readonly credit: NetAndTax; readonly paid: NetAndTax };

export async function issueCreditNote(
  tx: Tx,
  context: Context,
  ports: InvoicesPorts,
  invoiceId: string,
  ifVersion: number | null,
  body: Body,
): Promise<string> {
  const { tenantId, now } = context;
  const invoice = await lockWithAccount(tx, tenantId, invoiceId, ifVersion);
  if (invoice.number === null || invoice.issuedOn === null) throw new Problem('conflict', 'A draft is changed, not credited.', { reason: 'not_issued' });
  const day = body.on ?? dayOf(now);
  if (day < invoice.issuedOn) throw new Problem('invalid_input', 'A credit note is not issued before its invoice.');
  const credited = await creditedLines(tx, tenantId, invoiceId, body);
  const net = sumBy(credited, ({ credit }) => credit.netMinor);
  const tax = sumBy(credited, ({ credit }) => credit.taxMinor);
  if (net + tax <= 0n) throw new Problem('invalid_input', 'These lines together give back nothing.');
  const totalMinor = exact(net + tax);
  const paid = exact(sumBy(credited, (one) => one.paid.netMinor + one.paid.taxMinor));
  const settings = await settingsOf(tx, tenantId);
  const number = await nextNumber(tx, tenantId, `${settings?.numberPrefix ?? 'INV'}C`, day);
  const id = newId();
  const paidBy = await returnPaid(tx, context, ports, invoice, credited, { id, number, day });
  await creditLines(tx, context, invoiceId, credited, totalMinor);
  await sql`
    insert into credit_note (tenant_id, id, invoice_id, account_id, currency, number, issued_on, reason, net_minor, tax_minor, total_minor, open_minor, issued_by, created_at)
    values (${tenantId}::uuid, ${id}::uuid, ${invoiceId}::uuid, ${invoice.accountId}::uuid, ${invoice.currency}, ${number}, ${day}::date, ${body.reason}, ${exact(net)}, ${exact(tax)}, ${totalMinor}, ${totalMinor - paid},
      ${context.actor.name}, ${now.toISOString()}::timestamptz)`.execute(tx);
  const rows = credited.map(({ line, quantity, credit }, index) => ({
    position: index + 1,
    line: line.id,
    quantity,
    n: exact(credit.netMinor),
    t: exact(credit.taxMinor),
  }));
  await sql`
    insert into credit_note_line (tenant_id, credit_note_id, position, line_id, quantity, net_minor, tax_minor)
    select ${tenantId}::uuid, ${id}::uuid, l.position, l.line, l.quantity, l.n, l.t from json_to_recordset(${JSON.stringify(rows)}::json) as l(position int, line uuid, quantity text, n bigint, t bigint)`.execute(
    tx,
  );
  const facts = await creditRevenue(tx, context, credited, { invoice, day, number });
  await keepMovements(tx, context, [
    {
      balance: 'customer_receivable',
      party: invoice.accountId,
      currency: invoice.currency,
      amountMinor: -totalMinor,
      onDay: day,
      kind: 'credited',
      invoiceId,
      label: number,
    },
  ]);
  await ports.post(tx, context, [
    {
      template: 'invoice_credited',
      cause: `credit_note:${id}`,
      bookedOn: day,
      dealId: oneDeal(credited),
      memo: `Credit note ${number} to invoice ${invoice.number}`,
      facts: { accountId: invoice.accountId, currency: invoice.currency, lines: facts },
    },
  ]);
  await recordChange(tx, context, {
    operation: 'creditNotes.issue',
    recordType: 'credit_note',
    recordId: id,
    reason: body.reason,
    after: { number, invoice: invoice.number, netMinor: exact(net), taxMinor: exact(tax), totalMinor, paid },
    events: [
      {
        type: 'credit_note.issued',
        dealId: oneDeal(credited),
        payload: { number, invoiceNumber: invoice.number, accountId: invoice.accountId, totalMinor, currency: invoice.currency },
      },
    ],
  });
  await payWhatIsOpen(tx, context, ports, invoice, paidBy, day);
  return id;
}

const oneDeal = (credited: readonly Credited[]): string | null => {
  const deals = new Set(credited.map(({ line }) => line.dealId));
  return deals.size === 1 ? (credited[0]?.line.dealId ?? null) : null;
};

async function creditedLines(tx: Tx, tenantId: string, invoiceId: string, body: Body): Promise<Credited[]> {
  const lines = new Map((await linesOf(tx, tenantId, invoiceId)).map((line) => [line.id, line]));
  if (new Set(body.lines.map(({ lineId }) => lineId)).size !== body.lines.length) throw new Problem('invalid_input', 'Each line is named once.');
  const { rows } = await sql<{ lineId: string; quantity: string }>`
    select l.line_id as "lineId", l.quantity from credit_note_line l join credit_note n on n.tenant_id = l.tenant_id and n.id = l.credit_note_id
    where l.tenant_id = ${tenantId}::uuid and n.invoice_id = ${invoiceId}::uuid and l.quantity is not null`.execute(tx);
  const quantities = new Map<string, Fraction>();
  for (const row of rows) quantities.set(row.lineId, plus(quantities.get(row.lineId) ?? ZERO, decimal(row.quantity)));
  return body.lines.map((asked) => {
    const line = lines.get(asked.lineId);
    if (!line) throw notFound('line of this invoice');
    const credit = creditOf({ ...line, creditedQuantity: quantities.get(line.id) ?? ZERO }, asked);
    return { line, quantity: asked.quantity ?? null, credit, paid: openAndPaid(line, credit).paid };
  });
}

/** Counts lines as credited, after what had been paid of that was taken back: a line never comes to more than it was. */
async function creditLines(tx: Tx, context: Context, invoiceId: string, credited: readonly Credited[], totalMinor: number): Promise<void> {
  const { tenantId, now } = context;
  const rows = credited.map(({ line, credit }) => ({ id: line.id, n: exact(credit.netMinor), t: exact(credit.taxMinor) }));
  await sql`
    update invoice_line l set credited_net_minor = l.credited_net_minor + p.n, credited_tax_minor = l.credited_tax_minor + p.t
    from json_to_recordset(${JSON.stringify(rows)}::json) as p(id uuid, n bigint, t bigint) where l.tenant_id = ${tenantId}::uuid and l.id = p.id`.execute(tx);
  const invoice = await lockInvoice(tx, tenantId, invoiceId);
  const state = stateOf({ ...invoice, creditedMinor: invoice.creditedMinor + totalMinor });
  await sql`
    update invoice set credited_minor = credited_minor + ${totalMinor}, state = ${state}, updated_at = ${now.toISOString()}::timestamptz, version = version + 1
    where tenant_id = ${tenantId}::uuid and id = ${invoiceId}::uuid`.execute(tx);
}

/** Revenue goes back from where it stands: what still waits for its days first, then what was earned. */
async function creditRevenue(
  tx: Tx,
  context: Context,
  credited: readonly Credited[],
  of: { readonly invoice: Invoice; readonly day: string; readonly number: string },
): Promise<PostingFacts['invoice_credited']['lines']> {
  const facts: { lineId: string; netMinor: number; taxMinor: number; deferred: boolean }[] = [];
  const movements: Movement[] = [];
  for (const { line, credit } of credited) {
    let fromDeferred = 0n;
    if (line.deferredFrom !== null && line.periodTo !== null) {
      const taken = creditDeferral(
        { deferredMinor: line.deferredMinor, recognisedMinor: line.recognisedMinor, from: line.deferredFrom, to: line.periodTo, until: line.recognisedUntil },
        credit.netMinor,
      );
      fromDeferred = taken.fromDeferred;
      if (fromDeferred !== 0n)
        await sql`
          update invoice_line set deferred_minor = ${exact(taken.deferral.deferredMinor)}, deferred_from = ${taken.deferral.from}::date, recognised_minor = 0
          where tenant_id = ${context.tenantId}::uuid and id = ${line.id}::uuid`.execute(tx);
      movements.push({
        balance: 'deferred_revenue',
        party: null,
        currency: of.invoice.currency,
        amountMinor: -exact(fromDeferred),
        onDay: of.day,
        kind: 'credited',
        invoiceId: of.invoice.id,
        lineId: line.id,
        label: of.number,
      });
    }
    const earned = exact(credit.netMinor - fromDeferred);
    if (fromDeferred !== 0n)
      facts.push({ lineId: line.id, netMinor: exact(fromDeferred), taxMinor: earned === 0 ? exact(credit.taxMinor) : 0, deferred: true });
    if (earned !== 0 || fromDeferred === 0n) facts.push({ lineId: line.id, netMinor: earned, taxMinor: exact(credit.taxMinor), deferred: false });
  }
  await keepMovements(tx, context, movements);
  return facts;
}

/** What was paid of the credited lines becomes credit of the payments it came from, the newest first. Says which these are. */
async function returnPaid(
  tx: Tx,
  context: Context,
  ports: InvoicesPorts,
  invoice: Invoice,
  credited: readonly Credited[],
  note: { readonly id: string; readonly number: string; readonly day: string },
): Promise<string[]> {
  const { tenantId } = context;
  const drawn = new Map<string, Map<string, NetAndTax>>();
  const held = await heldLines(tx, tenantId, invoice.id);
  for (const { line, paid } of credited) takeNewest(held, line.id, paid, drawn);
  const applications = await applicationsOf(tx, tenantId, { invoiceId: invoice.id });
  const payments = new Set<string>();
  for (const [applicationId, parts] of drawn) {
    const application = applications.find(({ id }) => id === applicationId);
    if (!application) throw new Error('a receipt without its application');
    const payment = { id: application.paymentId, accountId: invoice.accountId, currency: invoice.currency };
    const own = held.filter((one) => one.applicationId === applicationId);
    const amountMinor = await returnParts(tx, context, payment, application, own, parts, note.day, `credit_note:${note.id}`);
    await moveCredit(tx, context, { payment, invoiceId: invoice.id, amountMinor: -amountMinor, day: note.day, kind: 'credited_paid', label: note.number });
    await ports.post(tx, context, [
      {
        template: 'credit_applied',
        cause: `credit_note:${note.id}:${applicationId}`,
        bookedOn: note.day,
        dealId: null,
        memo: `Credit note ${note.number}: what had been paid`,
        facts: { accountId: invoice.accountId, currency: invoice.currency, amountMinor: -amountMinor },
      },
    ]);
    payments.add(application.paymentId);
  }
  return [...payments];
}

/** What came back pays what is open of the same invoice still; only the rest stays as credit. */
async function payWhatIsOpen(tx: Tx, context: Context, ports: InvoicesPorts, invoice: Invoice, paymentIds: readonly string[], day: string): Promise<void> {
  for (const id of paymentIds) {
    const open = openAmount(await lockInvoice(tx, context.tenantId, invoice.id));
    const payment = await lockPayment(tx, context.tenantId, id);
    const amountMinor = Math.min(open, leftOfPayment(payment));
    if (amountMinor > 0) await applyCredit(tx, context, ports, { ...payment, accountId: invoice.accountId }, [{ invoiceId: invoice.id, amountMinor }], day);
  }
}

function takeNewest(held: readonly HeldLine[], lineId: string, paid: NetAndTax, drawn: Map<string, Map<string, NetAndTax>>): void {
  let { netMinor, taxMinor } = paid;
  for (const one of held) {
    if (one.invoiceLineId !== lineId || (netMinor === 0n && taxMinor === 0n)) continue;
    const part = { netMinor: within(netMinor, one.netMinor), taxMinor: within(taxMinor, one.taxMinor) };
    if (part.netMinor === 0n && part.taxMinor === 0n) continue;
    netMinor -= part.netMinor;
    taxMinor -= part.taxMinor;
    const parts = drawn.get(one.applicationId) ?? new Map<string, NetAndTax>();
    parts.set(one.lineId, part);
    drawn.set(one.applicationId, parts);
  }
  if (netMinor !== 0n || taxMinor !== 0n) throw new Error('a line and its receipts differ');
}
