import type { PricedQuote, QuoteRequest } from '@entente/contracts';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { QuoteState } from './domain/quote-machine.ts';
import { findQuotes, readVersion, type QuoteRow } from './store.ts';

/** A quote as money follows from it: lines with list, discounts, net, margin, vendor and product, and the rules they were made by. */
export type QuoteOfDeal = {
  readonly id: string;
  readonly number: number;
  readonly version: number;
  readonly state: QuoteState;
  readonly dealId: string;
  readonly accountId: string | null;
  readonly partnerId: string | null;
  readonly region: string | null;
  readonly acceptedAt: string | null;
  readonly fx: QuoteRequest['fx'];
  readonly request: QuoteRequest;
  readonly priced: PricedQuote;
};

async function shaped(tx: Tx, tenantId: string, quote: QuoteRow | undefined): Promise<QuoteOfDeal | null> {
  if (!quote) return null;
  const { request, priced, acceptedAt } = await readVersion(tx, tenantId, quote.id, quote.quoteVersion);
  const { id, number, quoteVersion, state, dealId, accountId, partnerId } = quote;
  return { id, number, version: quoteVersion, state, dealId, accountId, partnerId, region: request.region, acceptedAt, fx: request.fx, request, priced };
}

/** The one quote the buyer accepted; null while there is none. */
export async function acceptedQuote(tx: Tx, tenantId: string, dealId: string): Promise<QuoteOfDeal | null> {
  const [quote] = await findQuotes(tx, tenantId, sql`q.deal_id = ${dealId}::uuid and q.state = 'accepted'`, 1);
  return shaped(tx, tenantId, quote);
}

/** What the deal stands at: accepted, else sent, else approved, else the newest that is still written. */
export async function currentQuote(tx: Tx, tenantId: string, dealId: string): Promise<QuoteOfDeal | null> {
  const quotes = await findQuotes(
    tx,
    tenantId,
    sql`q.deal_id = ${dealId}::uuid and q.state in ('accepted', 'sent', 'approved', 'waiting_approval', 'draft')`,
    200,
  );
  const order: readonly QuoteState[] = ['accepted', 'sent', 'approved', 'waiting_approval', 'draft'];
  const [best] = [...quotes].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return shaped(tx, tenantId, best);
}
