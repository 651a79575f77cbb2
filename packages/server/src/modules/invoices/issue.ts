import { addDays, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { waits } from './domain/recognise.ts';
import { openOf } from './domain/line.ts';
import { openAmount, stateOf } from './domain/state.ts';
import { dayOf, recompute } from './drafts.ts';
import type { InvoicesPorts } from './ports.ts';
import { exact, keepMovements, linesOf, lockWithAccount, nextNumber, profileOf, settingsOf, type Invoice } from './store.ts';

/** Gives a draft its number and day, keeps the parties as they are now, and books it. The number comes last, so that its row is held shortly. */
export async function issue(
  tx: Tx,
  context: Context,
  ports: InvoicesPorts,
  id: string,
  ifVersion: number | null,
  issuedOn = dayOf(context.now),
): Promise<string> {
  const { tenantId, now } = context;
  const draft = await lockWithAccount(tx, tenantId, id, ifVersion);
  if (draft.state !== 'draft')
    throw new Problem('conflict', draft.state === 'void' ? 'This draft was given up.' : 'This invoice is issued already.', { reason: 'not_draft' });
  if (issuedOn > dayOf(new Date(now.getTime() + 14 * 3_600_000))) throw new Problem('invalid_input', 'An invoice is not issued on a day to come.');
  const obstacle = await recompute(tx, context, draft, issuedOn);
  if (obstacle !== null) throw new Problem('conflict', obstacle, { reason: 'not_ready' });
  const settings = await settingsOf(tx, tenantId);
  const profile = await profileOf(tx, tenantId, draft.accountId);
  if (!settings || !profile) throw new Error('a draft without parties is not ready');
  const lines = await linesOf(tx, tenantId, id);
  const deferred = new Set(lines.filter((line) => line.periodTo !== null && waits({ to: line.periodTo }, issuedOn)).map((line) => line.id));
  await sql`update invoice_line set deferred_minor = net_minor, deferred_from = period_from where tenant_id = ${tenantId}::uuid and id = any(${[...deferred]}::uuid[])`.execute(
    tx,
  );
  const number = await nextNumber(tx, tenantId, settings.numberPrefix, issuedOn);
  const total = exact(lines.reduce((sum, line) => sum + line.netMinor + line.taxMinor, 0n));
  const dueOn = addDays(issuedOn, settings.paymentDays);
  const state = stateOf({ totalMinor: total, paidMinor: 0, creditedMinor: 0, writtenOffMinor: 0 });
  await sql`
    update invoice set state = ${state}, number = ${number}, issued_on = ${issuedOn}::date, due_on = ${dueOn}::date, seller = ${JSON.stringify(settings.seller)}::jsonb, buyer = ${JSON.stringify(profile.party)}::jsonb,
      note = coalesce(note, ${settings.note}), issued_by = ${context.actor.name}, updated_at = ${now.toISOString()}::timestamptz, version = version + 1
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
  const about = { currency: draft.currency, onDay: issuedOn, invoiceId: id, label: number };
  await keepMovements(tx, context, [
    { ...about, balance: 'customer_receivable', party: draft.accountId, amountMinor: total, kind: 'issued' },
    ...lines
      .filter((line) => deferred.has(line.id))
      .map((line) => ({ ...about, balance: 'deferred_revenue' as const, party: null, amountMinor: exact(line.netMinor), kind: 'deferred', lineId: line.id })),
  ]);
  const deals = new Set(lines.map(({ dealId }) => dealId));
  const [dealId = null] = deals.size === 1 ? deals : [null];
  await ports.post(tx, context, [
    {
      template: 'invoice_issued',
      cause: `invoice:${id}`,
      bookedOn: issuedOn,
      dealId,
      memo: `Invoice ${number}`,
      facts: {
        accountId: draft.accountId,
        currency: draft.currency,
        lines: lines.map((line) => ({ lineId: line.id, netMinor: exact(line.netMinor), taxMinor: exact(line.taxMinor), deferred: deferred.has(line.id) })),
      },
    },
  ]);
  const payload = { number, accountId: draft.accountId, totalMinor: total, currency: draft.currency, dueOn };
  await recordChange(tx, context, {
    operation: 'invoices.issue',
    recordType: 'invoice',
    recordId: id,
    before: { state: 'draft' },
    after: payload,
    events: (deals.size === 0 ? [null] : [...deals]).map((deal) => ({ type: 'invoice.issued', dealId: deal, payload })),
  });
  return number;
}

/** What is still open is not expected any more. */
export async function writeOff(tx: Tx, context: Context, ports: InvoicesPorts, invoice: Invoice, reason: string, day: string): Promise<void> {
  const { tenantId, now } = context;
  const amountMinor = openAmount(invoice);
  if (invoice.number === null || amountMinor <= 0) throw new Problem('conflict', 'Nothing is open on this invoice.', { reason: 'nothing_open' });
  if (invoice.issuedOn !== null && day < invoice.issuedOn) throw new Problem('invalid_input', 'An invoice is not written off before it is issued.');
  const rows = (await linesOf(tx, tenantId, invoice.id)).map((line) => ({ id: line.id, n: exact(openOf(line).netMinor), t: exact(openOf(line).taxMinor) }));
  await sql`
    update invoice_line l set written_off_net_minor = l.written_off_net_minor + p.n, written_off_tax_minor = l.written_off_tax_minor + p.t
    from json_to_recordset(${JSON.stringify(rows)}::json) as p(id uuid, n bigint, t bigint) where l.tenant_id = ${tenantId}::uuid and l.id = p.id`.execute(tx);
  await sql`
    update invoice set written_off_minor = written_off_minor + ${amountMinor}, state = 'written_off', end_reason = ${reason}, ended_by = ${context.actor.name}, updated_at = ${now.toISOString()}::timestamptz, version = version + 1
    where tenant_id = ${tenantId}::uuid and id = ${invoice.id}::uuid`.execute(tx);
  await keepMovements(tx, context, [
    {
      balance: 'customer_receivable',
      party: invoice.accountId,
      currency: invoice.currency,
      amountMinor: -amountMinor,
      onDay: day,
      kind: 'written_off',
      invoiceId: invoice.id,
      label: reason,
    },
  ]);
  await ports.post(tx, context, [
    {
      template: 'invoice_written_off',
      // A refund may open it again, and it may be written off again.
      cause: `write-off:${invoice.id}:${invoice.writtenOffMinor}`,
      bookedOn: day,
      dealId: null,
      memo: `Invoice ${invoice.number} written off: ${reason}`.slice(0, 500),
      facts: { accountId: invoice.accountId, currency: invoice.currency, amountMinor },
    },
  ]);
  await recordChange(tx, context, {
    operation: 'invoices.writeOff',
    recordType: 'invoice',
    recordId: invoice.id,
    reason,
    before: { state: invoice.state, openMinor: amountMinor },
    after: { state: 'written_off', writtenOffMinor: invoice.writtenOffMinor + amountMinor },
    events: [{ type: 'invoice.written_off', payload: { number: invoice.number, amountMinor, currency: invoice.currency } }],
  });
}
