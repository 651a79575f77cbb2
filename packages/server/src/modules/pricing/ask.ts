import type { Parsed, Result } from '@entente/contracts';
import { Problem, decimal, explained } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import { plain, rate, safeMinor } from '../../platform/rating/index.ts';
import { checkSelection } from './domain/compatibility.ts';
import { marginOf, type Margin } from './domain/margin.ts';
import { resolvePrice } from './domain/resolve.ts';
import type { PricingDocuments } from './documents.ts';
import type { PricingDeps } from './ports.ts';
import { allBooks, pricesOf, requireProducts, tierOf } from './store.ts';

const today = (context: Context): string => context.now.toISOString().slice(0, 10);

/** A model on its own: nothing is read, nothing is saved. */
export async function tryModel(context: Context, { model, currency, quantities }: Parsed<'pricing.rate'>['body']): Promise<Result<'pricing.rate'>> {
  requireScope(context, 'pricing:read');
  const results = quantities.map((text) => {
    const quantity = decimal(text);
    const measures = model.kind === 'capacity' ? Object.fromEntries(model.measures.map(({ name }) => [name, quantity])) : {};
    const { amountMinor, exact, steps, sentence } = rate(model, { quantity, base: quantity, measures }, { currency });
    return { quantity: text, amountMinor: safeMinor(amountMinor), exact: plain(exact), explanation: explanationOf(sentence, text, steps) };
  });
  return { results };
}
const explanationOf = (sentence: string, quantity: string, steps: ReturnType<typeof rate>['steps']): Result<'pricing.rate'>['results'][number]['explanation'] =>
  writable(explained(sentence, { inputs: [{ label: 'Quantity', value: quantity }], steps }));

export function askPrice({ database }: PricingDeps, context: Context, query: Parsed<'pricing.resolve'>['query']): Promise<Result<'pricing.resolve'>> {
  requireScope(context, 'pricing:read');
  return database.reading(context.tenantId, async (tx) => {
    const { tenantId } = context;
    const product = (await requireProducts(tx, tenantId, [query.productId])).get(query.productId);
    const day = query.on ?? today(context);
    const resolution = resolvePrice(
      {
        productId: query.productId,
        productName: product?.name ?? '',
        quantity: decimal(query.quantity),
        currency: query.currency,
        region: query.region ?? null,
        tier: await tierOf(tx, tenantId, query.partnerId ?? null),
        termMonths: query.termMonths ?? null,
        day,
        catalogue:
          product && product.listPriceMinor !== null && product.currency !== null
            ? { listPriceMinor: product.listPriceMinor, currency: product.currency }
            : null,
      },
      await allBooks(tx, tenantId),
      await pricesOf(tx, tenantId, [query.productId], day),
    );
    if (!resolution.ok) throw new Problem('not_found', resolution.sentence, { reason: 'no_price' });
    const { amountMinor, book, price, explanation, others, per, model, source } = resolution.value;
    return {
      productId: query.productId,
      productName: product?.name ?? '',
      currency: query.currency,
      quantity: query.quantity,
      termMonths: query.termMonths ?? null,
      amountMinor: safeMinor(amountMinor),
      source,
      bookId: book?.id ?? null,
      bookName: book?.name ?? null,
      entryId: price?.entryId ?? null,
      entryVersion: price?.version ?? null,
      per,
      model,
      explanation: writable(explanation),
      others: [...others],
    };
  });
}

export function checkProducts(
  { database }: PricingDeps,
  documents: PricingDocuments,
  context: Context,
  body: Parsed<'pricing.check'>['body'],
): Promise<Result<'pricing.check'>> {
  requireScope(context, 'pricing:read');
  return database.reading(context.tenantId, async (tx) => {
    await requireProducts(tx, context.tenantId, body.productIds);
    return checkSelection(body.productIds, await documents.compatibility.holding(tx, context.tenantId, body.on ?? today(context)));
  });
}

export function askMargin(
  deps: PricingDeps,
  documents: PricingDocuments,
  context: Context,
  query: Parsed<'pricing.margin'>['query'],
): Promise<Result<'pricing.margin'>> {
  requireScope(context, 'pricing:read');
  return deps.database.reading(context.tenantId, async (tx) => {
    const day = query.on ?? today(context);
    const facts = {
      ...(await deps.ports.marginFacts(tx, context.tenantId, { partnerId: query.partnerId, dealId: query.dealId ?? null, day })),
      competitive: false,
    };
    const product = query.productId ? (await requireProducts(tx, context.tenantId, [query.productId])).get(query.productId) : undefined;
    const rules = await documents.margins.holding(tx, context.tenantId, day);
    return marginShape(marginOf(facts, product ? { productId: product.id, family: product.family, vendorId: product.vendorId } : null, day, rules));
  });
}

const marginShape = ({ percent, of, rule, parts, capped, sentence }: Margin): Result<'pricing.margin'> => ({
  percent: plain(percent),
  of,
  ruleId: rule?.id ?? null,
  ruleName: rule?.name ?? null,
  ruleVersion: rule?.version ?? null,
  capped,
  parts: [...parts],
  sentence,
});

/** The same, as an answer that may be written to: contracts know no readonly lists. */
export const writable = ({ inputs, steps, evidence, ...rest }: ReturnType<typeof explained>): Result<'pricing.resolve'>['explanation'] => ({
  ...rest,
  inputs: [...inputs],
  steps: [...steps],
  evidence: [...evidence],
});
