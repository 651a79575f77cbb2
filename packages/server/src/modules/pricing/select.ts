import { Problem, decimal, type Explanation, type Fraction } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';
import { plain } from '../../platform/rating/index.ts';
import { priceBundle } from './domain/bundle.ts';
import { checkSelection, type Refusal } from './domain/compatibility.ts';
import { marginOf, type Margin } from './domain/margin.ts';
import { resolvePrice, type Resolution } from './domain/resolve.ts';
import type { PricingDocuments } from './documents.ts';
import type { PricingDeps } from './ports.ts';
import { allBooks, pricesOf, requireProducts, tierOf, type KnownProduct } from './store.ts';

export type Selection =
  | { readonly kind: 'product'; readonly productId: string; readonly quantity: string; readonly termMonths: number | null }
  | {
      readonly kind: 'bundle';
      readonly bundleId: string;
      readonly quantity: number;
      readonly optionalProductIds: readonly string[];
      readonly termMonths: number | null;
    };
export type SelectionAsked = {
  readonly day: string;
  readonly currency: string;
  readonly region: string | null;
  readonly partnerId: string | null;
  readonly dealId: string | null;
  readonly competitive: boolean;
  readonly selections: readonly Selection[];
};
/** One product of one vendor, at list price, with the margin its partner has on it. */
export type SelectedLine = {
  readonly selection: number;
  readonly bundle: { readonly id: string; readonly name: string; readonly version: number } | null;
  readonly product: KnownProduct;
  readonly quantity: string;
  readonly termMonths: number | null;
  readonly standaloneMinor: bigint;
  readonly listMinor: bigint;
  readonly price: { readonly entryId: string; readonly version: number } | null;
  readonly explanation: Explanation;
  readonly margin: Margin | null;
};
export type PricedSelection = {
  readonly lines: readonly SelectedLine[];
  readonly check: { readonly ok: boolean; readonly refusals: Refusal[] };
  readonly ruleVersions: Record<string, number>;
};

/** What a selection costs on a day at list price, part by part, whether it goes together, and what margin the partner has on each. */
export async function priceSelection(
  deps: PricingDeps,
  documents: PricingDocuments,
  tx: Tx,
  tenantId: string,
  asked: SelectionAsked,
): Promise<PricedSelection> {
  const { day, currency, region } = asked;
  const bundleIds = asked.selections.flatMap((selection) => (selection.kind === 'bundle' ? [selection.bundleId] : []));
  const bundles = new Map((bundleIds.length === 0 ? [] : await documents.bundles.holding(tx, tenantId, day, bundleIds)).map((bundle) => [bundle.id, bundle]));
  const productIds = asked.selections.flatMap((selection) =>
    selection.kind === 'product' ? [selection.productId] : partsOf(bundles.get(selection.bundleId)?.definition.parts ?? []),
  );
  const products = await requireProducts(tx, tenantId, productIds);
  const [books, prices, tier] = [await allBooks(tx, tenantId), await pricesOf(tx, tenantId, productIds, day), await tierOf(tx, tenantId, asked.partnerId)];
  const known = (id: string): KnownProduct => {
    const product = products.get(id);
    if (!product) throw new TypeError('a product that was read is missing');
    if (!product.active) throw new Problem('conflict', `${product.name} is not sold any more.`, { reason: 'product_inactive' });
    return product;
  };
  const priceOf = (id: string, quantity: Fraction, termMonths: number | null): Resolution => {
    const product = known(id);
    const catalogue =
      product.listPriceMinor === null || product.currency === null ? null : { listPriceMinor: product.listPriceMinor, currency: product.currency };
    return resolvePrice({ productId: id, productName: product.name, quantity, currency, region, tier, termMonths, day, catalogue }, books, prices);
  };
  const margin = await marginsFor(deps, documents, tx, tenantId, asked);
  const lines = asked.selections.flatMap((selection, index): SelectedLine[] => {
    if (selection.kind === 'product') {
      const product = known(selection.productId);
      const resolution = priceOf(product.id, decimal(selection.quantity), selection.termMonths);
      if (!resolution.ok) throw new Problem('invalid_input', resolution.sentence, { reason: 'no_price' });
      const { amountMinor, explanation, price } = resolution.value;
      return [
        {
          selection: index,
          bundle: null,
          product,
          quantity: plain(decimal(selection.quantity)),
          termMonths: selection.termMonths,
          standaloneMinor: amountMinor,
          listMinor: amountMinor,
          price,
          explanation,
          margin: margin(product),
        },
      ];
    }
    const bundle = bundles.get(selection.bundleId);
    if (!bundle) throw new Problem('not_found', `There is no such bundle on ${day}, or it is outside your reach.`);
    const parts = priceBundle({ ...bundle, quantity: selection.quantity, optionalProductIds: selection.optionalProductIds, currency }, (id, quantity) =>
      priceOf(id, quantity, selection.termMonths),
    );
    return parts.map((part) => {
      const product = known(part.productId);
      return { ...part, selection: index, bundle, product, quantity: plain(part.quantity), termMonths: selection.termMonths, margin: margin(product) };
    });
  });
  const skus = [...bundles.values()].flatMap(({ definition }) => (definition.productId === null ? [] : [definition.productId]));
  const check = checkSelection([...lines.map(({ product }) => product.id), ...skus], await documents.compatibility.holding(tx, tenantId, day));
  return { lines, check, ruleVersions: versionsUsed(lines) };
}

const partsOf = (parts: readonly { readonly productId: string }[]): string[] => parts.map(({ productId }) => productId);

async function marginsFor(
  deps: PricingDeps,
  documents: PricingDocuments,
  tx: Tx,
  tenantId: string,
  asked: SelectionAsked,
): Promise<(product: KnownProduct) => Margin | null> {
  const { partnerId, dealId, day, competitive } = asked;
  if (partnerId === null) return () => null;
  const facts = { ...(await deps.ports.marginFacts(tx, tenantId, { partnerId, dealId, day })), competitive };
  const rules = await documents.margins.holding(tx, tenantId, day);
  return ({ id, family, vendorId }) => marginOf(facts, { productId: id, family, vendorId }, day, rules);
}

function versionsUsed(lines: readonly SelectedLine[]): Record<string, number> {
  const used = lines.flatMap(({ bundle, price, margin }) => [
    ...(bundle ? [[`bundle:${bundle.id}`, bundle.version] as const] : []),
    ...(price ? [[`price:${price.entryId}`, price.version] as const] : []),
    ...(margin?.rule ? [[`margin:${margin.rule.id}`, margin.rule.version] as const] : []),
  ]);
  return Object.fromEntries(used);
}
