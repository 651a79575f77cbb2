import { explained, notFound, type Explanation } from '@entente/kernel';
import { inMajor, moneyText, step } from '../../platform/rating/index.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Basis } from './domain/basis.ts';
import { partnersOf, type Candidate, type Facts, type Line } from './domain/facts.ts';
import type { KnownDeal, SettlementPorts, StandingQuote } from './ports.ts';
import { readSettings } from './settings.ts';

export type Gathered = { readonly deal: KnownDeal; readonly quote: StandingQuote | null; readonly facts: Facts };
const YEARS_OF_HISTORY = 2;

/** Everything about one deal that all of its ways are computed from, in a handful of queries. */
export async function gather(
  tx: Tx,
  ports: SettlementPorts,
  tenantId: string,
  of: { dealId: string; now: Date; candidates: readonly Candidate[]; lock?: boolean },
): Promise<Gathered> {
  const on = of.now.toISOString().slice(0, 10);
  const deal = await ports.deal(tx, tenantId, of.dealId, on, of.lock ?? false);
  if (!deal) throw notFound('deal');
  const quote = await ports.quote(tx, tenantId, deal.id);
  const lines = quote ? linesOfQuote(quote) : deal.lines.map((line) => lineOfDeal(line, deal.currency));
  const ids = new Set([
    ...deal.participants.map(({ partnerId }) => partnerId),
    ...deal.routes.flatMap(({ chain }) => [...chain]),
    ...of.candidates.flatMap(partnersOf),
  ]);
  const { partners, ties } = await ports.partners(tx, tenantId, [...ids], on);
  const productIds = [...new Set([...lines.flatMap(({ productId }) => productId ?? []), ...(quote?.skuProductIds ?? [])])];
  const places = await ports.places(tx, tenantId, { dealId: deal.id, productIds, accountId: deal.accountId, on });
  const settings = await readSettings(tx, tenantId);
  const since = `${Number(on.slice(0, 4)) - YEARS_OF_HISTORY}${on.slice(4)}`;
  return {
    deal,
    quote,
    facts: {
      ...places,
      dealId: deal.id,
      currency: quote?.priced.currency ?? deal.currency,
      on,
      closeOn: deal.closeOn ?? on,
      renewal: deal.renewal,
      pricedFrom: quote ? 'quote' : 'deal_lines',
      approvedBy: quote?.approvedBy ?? null,
      lines,
      incompatible: quote?.priced.check.refusals.map(({ reason }) => reason) ?? [],
      participants: deal.participants,
      routes: deal.routes,
      partners: new Map(partners.map((partner) => [partner.id, partner])),
      ties: new Set(ties),
      times: await ports.times(tx, tenantId, since === `${on.slice(0, 4)}-02-29` ? `${since.slice(0, 8)}28` : since),
      settings: settings.document,
      settingsVersion: settings.version,
    },
  };
}

export const quoteId = (quote: StandingQuote | null): Basis['quote'] => (quote ? { id: quote.id, number: quote.number, version: quote.version } : null);

function linesOfQuote(quote: StandingQuote): Line[] {
  return quote.priced.lines.map((line, index) => ({
    // A quote's lines have no id of their own; their place in the version is one.
    lineId: `${quote.id}:${String(line.position).padStart(4, '0')}`,
    productId: line.productId,
    family: quote.families.get(line.productId) ?? null,
    vendorId: line.vendorId,
    description: line.productName,
    quantity: line.quantity,
    standardMinor: quote.standardMinor?.[index] ?? BigInt(line.listMinor),
    listMinor: BigInt(line.listMinor),
    netMinor: BigInt(line.netMinor),
    explanations: { list: line.explanations.list, discount: line.explanations.discount, net: line.explanations.net },
  }));
}

function lineOfDeal(line: KnownDeal['lines'][number], currency: string): Line {
  const amount = BigInt(line.amountMinor);
  const why: Explanation = explained('As it is written on the deal; there is no quote.', {
    inputs: [{ label: 'Line of the deal', value: moneyText(amount, currency), from: { type: 'deal_line', id: line.lineId } }],
    steps: [step('Line of the deal', `${line.quantity} × its unit price`, inMajor(amount, currency), currency)],
  });
  return {
    lineId: line.lineId,
    productId: line.productId,
    family: line.family,
    vendorId: line.vendorId,
    description: line.description,
    quantity: String(line.quantity),
    standardMinor: amount,
    listMinor: amount,
    netMinor: amount,
    explanations: { list: why, discount: null, net: why },
  };
}
