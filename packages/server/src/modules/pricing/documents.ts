import {
  bundleDefinition,
  compatibilityDefinition,
  marginDefinition,
  type BundleDefinition,
  type CompatibilityDefinition,
  type MarginDefinition,
} from '@entente/contracts';
import { Problem, compare, decimal, fraction, plus, ZERO } from '@entente/kernel';
import { datedDocuments } from '../../platform/dated-documents/index.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { requireProducts } from './store.ts';

const scopes = { readScope: 'pricing:read', writeScope: 'pricing:write' } as const;

/** Bundles, rules of compatibility, margin rules: dated versions of strict documents. */
export const pricingDocuments = (database: Database) => ({
  bundles: datedDocuments<BundleDefinition>(database, {
    ...scopes,
    tables: 'pricing_document',
    kind: 'bundle',
    what: 'bundle',
    recordType: 'bundle',
    parse: (value) => bundleDefinition.parse(value),
    check: checkBundle,
  }),
  compatibility: datedDocuments<CompatibilityDefinition>(database, {
    ...scopes,
    tables: 'pricing_document',
    kind: 'compatibility',
    what: 'rule of compatibility',
    recordType: 'compatibility_rule',
    parse: (value) => compatibilityDefinition.parse(value),
    check: async (tx, tenantId, { productId, otherIds }) => void (await requireProducts(tx, tenantId, [productId, ...otherIds])),
  }),
  margins: datedDocuments<MarginDefinition>(database, {
    ...scopes,
    tables: 'pricing_document',
    kind: 'margin',
    what: 'margin rule',
    recordType: 'margin_rule',
    parse: (value) => marginDefinition.parse(value),
    check: checkMargin,
  }),
});
export type PricingDocuments = ReturnType<typeof pricingDocuments>;

async function checkBundle(tx: Tx, tenantId: string, { productId, parts, price }: BundleDefinition): Promise<void> {
  await requireProducts(tx, tenantId, [...(productId === null ? [] : [productId]), ...parts.map((part) => part.productId)]);
  const stated = parts.flatMap(({ allocationPercent }) => (allocationPercent === null ? [] : [decimal(allocationPercent)]));
  if (stated.length > 0 && compare(stated.reduce(plus, ZERO), fraction(100n)) !== 0)
    throw new Problem('invalid_input', 'The stated shares of the parts sum to 100.', { reason: 'shares_do_not_sum' });
  const currencies = price.kind === 'fixed' ? price.amounts.map(({ currency }) => currency) : [];
  if (new Set(currencies).size !== currencies.length) throw new Problem('invalid_input', 'A currency has one price.', { reason: 'currency_twice' });
}

async function checkMargin(tx: Tx, tenantId: string, { partners, products }: MarginDefinition): Promise<void> {
  if (products !== 'everything' && products.productIds) await requireProducts(tx, tenantId, products.productIds);
  const wanted = [...(partners === 'everyone' ? [] : (partners.partnerIds ?? [])), ...(products === 'everything' ? [] : (products.vendorIds ?? []))];
  if (wanted.length === 0) return;
  const known = await tx.selectFrom('partner').select('id').where('tenant_id', '=', tenantId).where('id', 'in', wanted).execute();
  if (known.length !== new Set(wanted).size) throw new Problem('invalid_input', 'A partner the rule names does not exist.', { reason: 'unknown_partner' });
}
