import { addDays, addMonths, dayIn, monthOf } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { earnedUntil } from './domain/recognise.ts';
import { dayOf } from './drafts.ts';
import type { InvoicesPorts } from './ports.ts';
import { exact, keepMovements, linesOf, lockWithAccount, settingsOf } from './store.ts';

/** Months that have ended are recognised, invoice by invoice, each in a transaction of its own: what was interrupted goes on with the next. */
export async function recogniseDue(database: Database, ports: InvoicesPorts, tenantId: string, now: Date): Promise<number> {
  const month = monthOf(dayOf(now));
  const waiting = await database.reading(tenantId, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select distinct invoice_id as id from invoice_line where tenant_id = ${tenantId}::uuid and deferred_minor <> recognised_minor and coalesce(recognised_until, '0001-01-01') < ${`${month}-01`}::date
      order by 1 limit 5000`.execute(tx);
    return rows;
  });
  let posted = 0;
  for (const { id } of waiting) posted += await database.inTenant(tenantId, (tx) => recogniseInvoice(tx, systemContext(tenantId, 'Revenue', now), ports, id));
  return posted;
}

async function recogniseInvoice(tx: Tx, context: Context, ports: InvoicesPorts, id: string): Promise<number> {
  const { tenantId, now } = context;
  const invoice = await lockWithAccount(tx, tenantId, id, null);
  if (invoice.issuedOn === null) return 0;
  const lines = (await linesOf(tx, tenantId, id)).filter((line) => line.deferredMinor !== line.recognisedMinor);
  const settings = await settingsOf(tx, tenantId);
  const today = settings === null ? dayOf(now) : dayIn(now, settings.timeZone);
  const begun = lines.reduce(
    (first, { recognisedUntil }) => (recognisedUntil === null ? first : recognisedUntil > first ? recognisedUntil : first),
    `${monthOf(invoice.issuedOn)}-01`,
  );
  let posted = 0;
  for (let next = addMonths(begun, 1); next <= today; next = addMonths(next, 1)) {
    const steps = lines.flatMap((line) => {
      if (line.deferredFrom === null || line.periodTo === null || (line.recognisedUntil !== null && line.recognisedUntil >= next)) return [];
      const state = {
        deferredMinor: line.deferredMinor,
        recognisedMinor: line.recognisedMinor,
        from: line.deferredFrom,
        to: line.periodTo,
        until: line.recognisedUntil,
      };
      return [{ line, amount: earnedUntil(state, next) - line.recognisedMinor }];
    });
    for (const { line, amount } of steps) {
      Object.assign(line, { recognisedMinor: line.recognisedMinor + amount, recognisedUntil: next });
      await sql`update invoice_line set recognised_minor = ${exact(line.recognisedMinor)}, recognised_until = ${next}::date where tenant_id = ${tenantId}::uuid and id = ${line.id}::uuid`.execute(
        tx,
      );
    }
    const moved = steps.filter(({ amount }) => amount !== 0n);
    if (moved.length === 0) continue;
    const day = addDays(next, -1);
    const label = `Invoice ${invoice.number ?? ''}, ${monthOf(day)}`;
    await keepMovements(
      tx,
      context,
      moved.map(({ line, amount }) => ({
        balance: 'deferred_revenue',
        party: null,
        currency: invoice.currency,
        amountMinor: -exact(amount),
        onDay: day,
        kind: 'recognised',
        invoiceId: id,
        lineId: line.id,
        label,
      })),
    );
    await ports.post(tx, context, [
      {
        template: 'revenue_recognised',
        cause: `invoice:${id}:${monthOf(day)}`,
        bookedOn: day,
        dealId: null,
        memo: label,
        facts: { currency: invoice.currency, lines: moved.map(({ line, amount }) => ({ lineId: line.id, amountMinor: exact(amount) })) },
      },
    ]);
    posted += 1;
  }
  return posted;
}
