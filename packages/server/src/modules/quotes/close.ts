import type { PricedQuote, Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { sql } from 'kysely';
import type { ClockHandlers } from '../../platform/clocks.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { moved, quoteMachine } from './domain/quote-machine.ts';
import { EXPIRES, setExpiry, stopExpiry, today, told } from './make-quote.ts';
import type { DealLine, QuotesDeps } from './ports.ts';
import { shapeQuote } from './read.ts';
import { findQuotes, lockQuote, readQuote, readVersion, updateQuote, voidApprovals, type QuoteRow } from './store.ts';

type Quote = Result<'quotes.get'>;
const factsOf = (quote: QuoteRow, context: Pick<Context, 'now'>) => ({ expiresOn: quote.expiresOn, today: today(context) });

export function sendQuote(deps: QuotesDeps, context: Context, id: string, note: string | undefined, ifVersion: number | null): Promise<Quote> {
  requireScope(context, 'quotes:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const quote = await lockQuote(tx, context.tenantId, id, ifVersion);
    const state = moved(quote.state, 'send', factsOf(quote, context));
    const at = context.now.toISOString();
    await stamp(tx, context, quote, { sent_at: at });
    await updateQuote(tx, context, id, { state, sent_at: at });
    await told(tx, context, 'quotes.send', 'quote.sent', await readQuote(tx, context.tenantId, id), {}, note ?? null);
    return shapeQuote(tx, context, id);
  });
}

/** Freezes the version, gives the deal its lines, and ends every other quote of the deal. */
export function acceptQuote(
  deps: QuotesDeps,
  context: Context,
  id: string,
  input: { evidence: string; acceptedBy: string },
  ifVersion: number | null,
): Promise<Quote> {
  requireScope(context, 'quotes:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const { tenantId } = context;
    const quote = await lockQuote(tx, tenantId, id, ifVersion);
    const state = moved(quote.state, 'accept', factsOf(quote, context));
    if (quote.dealStatus === 'lost') throw new Problem('conflict', 'The deal is lost. Open it again first.', { reason: 'deal_lost' });
    const { priced } = await readVersion(tx, tenantId, id, quote.quoteVersion);
    const others = await findQuotes(
      tx,
      tenantId,
      sql`q.deal_id = ${quote.dealId}::uuid and q.id <> ${id}::uuid and q.state in ('draft', 'waiting_approval', 'approved', 'sent', 'accepted')`,
      1000,
    );
    if (quote.dealStatus === 'won' && others.some((other) => other.state === 'accepted'))
      throw new Problem('conflict', 'The deal is won on another quote. Change what was ordered instead.', { reason: 'deal_won' });
    for (const other of others) await supersede(tx, context, other, quote);
    await stamp(tx, context, quote, { accepted_at: context.now.toISOString() });
    await updateQuote(tx, context, id, { state, closed_at: context.now.toISOString(), closed_by: input.acceptedBy, closing_note: input.evidence });
    await stopExpiry(tx, tenantId, id);
    await deps.ports.setDealLines(tx, context, quote.dealId, priced.currency, dealLines(priced));
    await told(
      tx,
      context,
      'quotes.accept',
      'quote.accepted',
      await readQuote(tx, tenantId, id),
      { acceptedBy: input.acceptedBy, partnerId: quote.partnerId },
      input.evidence,
    );
    return shapeQuote(tx, context, id);
  });
}

export function endQuote(deps: QuotesDeps, context: Context, id: string, step: 'decline' | 'withdraw', note: string, ifVersion: number | null): Promise<Quote> {
  requireScope(context, 'quotes:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const quote = await lockQuote(tx, context.tenantId, id, ifVersion);
    const state = moved(quote.state, step, factsOf(quote, context));
    await updateQuote(tx, context, id, { state, closed_at: context.now.toISOString(), closed_by: context.actor.name, closing_note: note });
    await ended(tx, context.tenantId, quote);
    await deps.ports.closeActs(tx, context, id, step === 'decline' ? 'Declined' : 'Withdrawn');
    await told(tx, context, `quotes.${step}`, step === 'decline' ? 'quote.declined' : 'quote.withdrawn', await readQuote(tx, context.tenantId, id), {}, note);
    return shapeQuote(tx, context, id);
  });
}

/** When the last day is over. A quote that was decided or given more time in the meantime is left alone. */
export const expiryClock: ClockHandlers = {
  async [EXPIRES](tx, { tenantId, recordId, now }) {
    const context = systemContext(tenantId, 'Expiry', now);
    const quote = await lockQuote(tx, tenantId, recordId, null);
    if (!quoteMachine.steps.expire.from.includes(quote.state)) return;
    if (today(context) <= quote.expiresOn) return setExpiry(tx, tenantId, recordId, quote.expiresOn);
    await updateQuote(tx, context, recordId, { state: 'expired', closed_at: now.toISOString(), closed_by: context.actor.name, closing_note: null });
    await ended(tx, tenantId, quote);
    await told(tx, context, 'quotes.expire', 'quote.expired', await readQuote(tx, tenantId, recordId));
  },
};

async function supersede(tx: Tx, context: Context, other: QuoteRow, by: QuoteRow): Promise<void> {
  const state = moved(other.state, 'supersede', factsOf(other, context));
  const note = `Superseded by quote ${by.number}.`;
  await updateQuote(tx, context, other.id, { state, closed_at: context.now.toISOString(), closed_by: context.actor.name, closing_note: note });
  await ended(tx, context.tenantId, other);
  await told(tx, context, 'quotes.supersede', 'quote.superseded', await readQuote(tx, context.tenantId, other.id), { supersededBy: by.number }, note);
}

async function ended(tx: Tx, tenantId: string, quote: QuoteRow): Promise<void> {
  await stopExpiry(tx, tenantId, quote.id);
  if (quote.state === 'waiting_approval') await voidApprovals(tx, tenantId, quote.id);
}

async function stamp(tx: Tx, context: Context, quote: QuoteRow, at: { sent_at: string } | { accepted_at: string }): Promise<void> {
  await tx
    .updateTable('quote_version')
    .set(at)
    .where('tenant_id', '=', context.tenantId)
    .where('quote_id', '=', quote.id)
    .where('number', '=', quote.quoteVersion)
    .execute();
}

/** A line of a deal has a whole quantity and a whole unit price; what does not divide evenly is one line of its sum. */
function dealLines(priced: PricedQuote): DealLine[] {
  return priced.lines.map(({ productId, productName, bundleName, quantity, netMinor, termMonths }) => {
    const whole = /^\d{1,9}$/.test(quantity) ? Number(quantity) : 1;
    const even = whole > 0 && netMinor % whole === 0 && quantity !== '1';
    const name = bundleName === null ? productName : `${productName} (${bundleName})`;
    return {
      productId,
      description: even || quantity === '1' ? name : `${name} × ${quantity}`,
      quantity: even ? whole : 1,
      unitPriceMinor: even ? netMinor / whole : netMinor,
      termMonths,
    };
  });
}
