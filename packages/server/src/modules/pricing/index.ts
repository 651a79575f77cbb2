import type { Tx } from '../../platform/db/database.ts';
import { marginOf } from './domain/margin.ts';
import { pricingDocuments } from './documents.ts';
import type { PricingDeps } from './ports.ts';
import { pricingRoutes } from './routes.ts';
import { priceSelection, type SelectionAsked } from './select.ts';

/** What things cost: price books, bundles, what goes together, margins of partners. */
export function createPricingModule(deps: PricingDeps) {
  const documents = pricingDocuments(deps.database);
  return {
    routes: pricingRoutes(deps, documents),
    /** List prices and margins of a selection, part by part, inside the caller's transaction. */
    priceSelection: (tx: Tx, tenantId: string, asked: SelectionAsked) => priceSelection(deps, documents, tx, tenantId, asked),
    /** The margin of a partner on a day; on products where they are named. */
    async marginOf(tx: Tx, tenantId: string, of: MarginAsked) {
      const facts = { ...(await deps.ports.marginFacts(tx, tenantId, of)), competitive: of.competitive ?? false };
      const rules = await documents.margins.holding(tx, tenantId, of.day);
      return of.products.map((product) => marginOf(facts, product, of.day, rules));
    },
  };
}
type MarginAsked = {
  readonly partnerId: string;
  readonly dealId: string | null;
  readonly day: string;
  readonly competitive?: boolean;
  /** Null: whatever product. */
  readonly products: readonly ({ readonly productId: string; readonly family: string | null; readonly vendorId: string | null } | null)[];
};
export type PricingModule = ReturnType<typeof createPricingModule>;
export type { Margin, MarginFacts, MarginPart } from './domain/margin.ts';
export type { PricingPorts } from './ports.ts';
export type { PricedSelection, SelectedLine, Selection, SelectionAsked } from './select.ts';
