import type { Database } from '../../platform/db/database.ts';
import { createNumbers } from '../../platform/numbers.ts';
import { expiryClock } from './close.ts';
import { acceptedQuote, currentQuote } from './of-deal.ts';
import type { QuotesPorts } from './ports.ts';
import { quotesRoutes } from './routes.ts';
import { approvalRules } from './rules.ts';

/** Quotes of deals: what was offered, version by version, who approved it, and what the buyer accepted. */
export function createQuotesModule({ database, ports }: { readonly database: Database; readonly ports: QuotesPorts }) {
  const deps = { database, ports, takeNumbers: createNumbers(database, { name: 'quote', beforeFirst: 1000, block: 20 }) };
  return { routes: quotesRoutes(deps, approvalRules(database)), clockHandlers: expiryClock, acceptedQuote, currentQuote };
}
export type QuotesModule = ReturnType<typeof createQuotesModule>;
export { acceptedQuote, currentQuote };
export type { QuoteOfDeal } from './of-deal.ts';
export type { QuotesPorts } from './ports.ts';
