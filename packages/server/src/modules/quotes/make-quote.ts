import type { Parsed, PricedQuote, QuoteRequest, Result } from '@entente/contracts';
import { Problem, addDays, newId, notFound } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import { clearClocks, setClocks } from '../../platform/clocks.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { approvalsFor } from './domain/approvals.ts';
import { priceQuote } from './domain/price-quote.ts';
import { moved } from './domain/quote-machine.ts';
import type { QuotesDeps } from './ports.ts';
import { shapeQuote } from './read.ts';
import type { ApprovalRules } from './rules.ts';
import { lockQuote, readQuote, readVersion, updateQuote, voidApprovals, writeVersion, type QuoteRow } from './store.ts';

export const EXPIRES = 'quote.expires';
export const today = (context: Pick<Context, 'now'>): string => context.now.toISOString().slice(0, 10);
type Quote = Result<'quotes.get'>;

type Deal = { readonly id: string; readonly accountId: string | null; readonly status: string; readonly currency: string };
export async function openDeal(tx: Tx, tenantId: string, dealId: string): Promise<Deal> {
  const row = await tx
    .selectFrom('deal')
    .select(['id', 'account_id', 'status', 'currency'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', dealId)
    .executeTakeFirst();
  if (!row) throw notFound('deal');
  if (row.status === 'lost') throw new Problem('conflict', 'The deal is lost: nothing is quoted on it.', { reason: 'deal_lost' });
  return { id: row.id, accountId: row.account_id, status: row.status, currency: row.currency };
}

/** Prices a request as of a day; saves nothing. */
export async function price(deps: QuotesDeps, tx: Tx, tenantId: string, deal: Deal, request: QuoteRequest, day: string): Promise<PricedQuote> {
  if (request.fx && (request.fx.from !== deal.currency || request.currency === deal.currency || !/[1-9]/.test(request.fx.rate)))
    throw new Problem('invalid_input', `An exchange rate goes from ${deal.currency}, the deal’s currency, to another one, and is above 0.`, {
      reason: 'fx_mismatch',
    });
  const { currency, region, partnerId, competitive, selections } = request;
  const offered = await deps.ports.priceSelection(tx, tenantId, { day, currency, region, partnerId, dealId: deal.id, competitive, selections });
  return priceQuote(request, offered, day);
}

export function previewQuote(
  deps: QuotesDeps,
  rules: ApprovalRules,
  context: Context,
  body: Parsed<'quotes.preview'>['body'],
): Promise<Result<'quotes.preview'>> {
  requireScope(context, 'quotes:read');
  return deps.database.reading(context.tenantId, async (tx) => {
    const deal = await openDeal(tx, context.tenantId, body.dealId);
    const priced = await price(deps, tx, context.tenantId, deal, body.request, today(context));
    const approvals = approvalsFor(priced, await rules.holding(tx, context.tenantId, today(context)));
    return { priced, approvals: approvals.map(({ ruleId, ruleName, approverRole, reason }) => ({ ruleId, ruleName, approverRole, reason })) };
  });
}

function requireFuture(expiresOn: string, context: Context): void {
  if (expiresOn < today(context)) throw new Problem('invalid_input', 'A quote expires today or later.', { reason: 'expired' });
}
export const setExpiry = (tx: Tx, tenantId: string, id: string, expiresOn: string): Promise<void> =>
  setClocks(tx, tenantId, [{ kind: EXPIRES, recordId: id, dueAt: new Date(`${addDays(expiresOn, 1)}T00:00:00Z`) }]);
export const stopExpiry = (tx: Tx, tenantId: string, id: string): Promise<void> => clearClocks(tx, tenantId, id, [EXPIRES]);

const ofVersion = (request: QuoteRequest, priced: PricedQuote) => ({
  currency: priced.currency,
  list_minor: priced.listMinor,
  net_minor: priced.netMinor,
  ours_minor: priced.oursMinor,
  partner_id: request.partnerId,
});

type NewQuote = { readonly dealId: string; readonly name: string; readonly expiresOn: string; readonly request: QuoteRequest; readonly copiedFrom?: string };
export async function createQuote(deps: QuotesDeps, context: Context, input: NewQuote): Promise<Quote> {
  requireScope(context, 'quotes:write');
  requireFuture(input.expiresOn, context);
  const number = await deps.takeNumbers(context.tenantId, 1);
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const { tenantId } = context;
    const deal = await openDeal(tx, tenantId, input.dealId);
    const priced = await price(deps, tx, tenantId, deal, input.request, today(context));
    const id = newId();
    const at = context.now.toISOString();
    await tx
      .insertInto('quote')
      .values({
        tenant_id: tenantId,
        id,
        number,
        deal_id: deal.id,
        account_id: deal.accountId,
        name: input.name,
        state: 'draft',
        quote_version: 1,
        ...ofVersion(input.request, priced),
        expires_on: input.expiresOn,
        author_id: context.actor.id,
        author_name: context.actor.name,
        copied_from: input.copiedFrom ?? null,
        version: 1,
        created_at: at,
        updated_at: at,
      })
      .execute();
    await writeVersion(tx, context, id, 1, input.request, priced);
    await setExpiry(tx, tenantId, id, input.expiresOn);
    await told(tx, context, 'quotes.create', 'quote.created', await readQuote(tx, tenantId, id), { copiedFrom: input.copiedFrom ?? null });
    return shapeQuote(tx, context, id);
  });
}

export function changeQuote(deps: QuotesDeps, context: Context, id: string, input: Parsed<'quotes.change'>['body'], ifVersion: number | null): Promise<Quote> {
  requireScope(context, 'quotes:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const { tenantId } = context;
    const quote = await lockQuote(tx, tenantId, id, ifVersion);
    const expiresOn = input.expiresOn ?? quote.expiresOn;
    const state = moved(quote.state, 'change', { expiresOn, today: today(context) });
    requireFuture(expiresOn, context);
    const deal = await openDeal(tx, tenantId, quote.dealId);
    const current = await readVersion(tx, tenantId, id, quote.quoteVersion);
    const request = input.request ?? current.request;
    const priced = await price(deps, tx, tenantId, deal, request, today(context));
    // What was sent stays word for word; approvals given to it stay with it.
    const number = current.sentAt === null ? quote.quoteVersion : quote.quoteVersion + 1;
    if (number === quote.quoteVersion) await voidApprovals(tx, tenantId, id);
    await writeVersion(tx, context, id, number, request, priced);
    await updateQuote(tx, context, id, {
      state,
      name: input.name ?? quote.name,
      expires_on: expiresOn,
      quote_version: number,
      ...ofVersion(request, priced),
      closed_at: null,
      closed_by: null,
      closing_note: null,
    });
    await setExpiry(tx, tenantId, id, expiresOn);
    await deps.ports.closeActs(tx, context, id, 'Changed');
    await told(tx, context, 'quotes.change', 'quote.changed', await readQuote(tx, tenantId, id));
    return shapeQuote(tx, context, id);
  });
}

export async function copyQuote(deps: QuotesDeps, context: Context, id: string, input: Parsed<'quotes.copy'>['body']): Promise<Quote> {
  requireScope(context, 'quotes:write');
  const { quote, request } = await deps.database.reading(context.tenantId, async (tx) => {
    const found = await readQuote(tx, context.tenantId, id);
    return { quote: found, request: (await readVersion(tx, context.tenantId, id, found.quoteVersion)).request };
  });
  return createQuote(deps, context, {
    dealId: input.dealId ?? quote.dealId,
    name: input.name ?? quote.name,
    expiresOn: input.expiresOn,
    request,
    copiedFrom: id,
  });
}

/** One audit entry and one event for whatever happens to a quote. */
export function told(
  tx: Tx,
  context: Context,
  operation: string,
  type: string,
  quote: QuoteRow,
  more: Readonly<Record<string, unknown>> = {},
  reason: string | null = null,
): Promise<void> {
  const { number, name, quoteVersion, currency, netMinor, state } = quote;
  const facts = { number, name, quoteVersion, currency, netMinor };
  return recordChange(tx, context, {
    operation,
    recordType: 'quote',
    recordId: quote.id,
    after: { ...facts, state, ...more },
    reason,
    events: [{ type, dealId: quote.dealId, payload: { quoteId: quote.id, ...facts, ...more } }],
  });
}
