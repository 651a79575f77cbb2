import type { Handlers } from '../../platform/http/handlers.ts';
import { askMargin, askPrice, checkProducts, tryModel } from './ask.ts';
import { addBook, changeBook, listBooks, orderBooks } from './books.ts';
import type { PricingDocuments } from './documents.ts';
import { addEntry, amendEntry, endEntry, getEntry, listEntries } from './entries.ts';
import type { PricingDeps } from './ports.ts';
import { listProducts, setProduct } from './products.ts';

type Operation = Extract<keyof Handlers, `pricing.${string}`>;

export function pricingRoutes(deps: PricingDeps, documents: PricingDocuments): Pick<Handlers, Operation> {
  const { bundles, compatibility, margins } = documents;
  return {
    'pricing.products': (context, { query }) => listProducts(deps, context, query),
    'pricing.setProduct': (context, { params, body }, { ifVersion }) => setProduct(deps, context, params.id, body, ifVersion),
    'pricing.books': (context, { query }) => listBooks(deps, context, query),
    'pricing.addBook': (context, { body }) => addBook(deps, context, body),
    'pricing.changeBook': (context, { params, body }, { ifVersion }) =>
      changeBook(deps, context, params.id, body as Parameters<typeof changeBook>[3], ifVersion),
    'pricing.orderBooks': (context, { body }) => orderBooks(deps, context, body.ids),
    'pricing.entries': (context, { query }) => listEntries(deps, context, query),
    'pricing.entry': (context, { params }) => getEntry(deps, context, params.id),
    'pricing.addEntry': (context, { params, body }) => addEntry(deps, context, params.id, body),
    'pricing.amendEntry': (context, { params, body }, { ifVersion }) => amendEntry(deps, context, params.id, body, ifVersion),
    'pricing.endEntry': (context, { params, body }, { ifVersion }) => endEntry(deps, context, params.id, body, ifVersion),
    'pricing.rate': (context, { body }) => tryModel(context, body),
    'pricing.resolve': (context, { query }) => askPrice(deps, context, query),
    'pricing.check': (context, { body }) => checkProducts(deps, documents, context, body),
    'pricing.margin': (context, { query }) => askMargin(deps, documents, context, query),
    'pricing.bundles': (context, { query }) => bundles.list(context, query),
    'pricing.bundle': (context, { params }) => bundles.get(context, params.id),
    'pricing.addBundle': (context, { body }) => bundles.add(context, body),
    'pricing.amendBundle': (context, { params, body }, { ifVersion }) => bundles.amend(context, params.id, body, ifVersion),
    'pricing.endBundle': (context, { params, body }, { ifVersion }) => bundles.end(context, params.id, body, ifVersion),
    'pricing.compatibility': (context, { query }) => compatibility.list(context, query),
    'pricing.compatibilityRule': (context, { params }) => compatibility.get(context, params.id),
    'pricing.addCompatibility': (context, { body }) => compatibility.add(context, body),
    'pricing.amendCompatibility': (context, { params, body }, { ifVersion }) => compatibility.amend(context, params.id, body, ifVersion),
    'pricing.endCompatibility': (context, { params, body }, { ifVersion }) => compatibility.end(context, params.id, body, ifVersion),
    'pricing.marginRules': (context, { query }) => margins.list(context, query),
    'pricing.marginRule': (context, { params }) => margins.get(context, params.id),
    'pricing.addMarginRule': (context, { body }) => margins.add(context, body),
    'pricing.amendMarginRule': (context, { params, body }, { ifVersion }) => margins.amend(context, params.id, body, ifVersion),
    'pricing.endMarginRule': (context, { params, body }, { ifVersion }) => margins.end(context, params.id, body, ifVersion),
    'pricing.orderMarginRules': (context, { body }) => margins.order(context, body.ids),
  };
}
