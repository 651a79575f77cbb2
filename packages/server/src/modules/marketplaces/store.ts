import { notFound, Problem } from '@entente/kernel';
import type { Selectable } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { DB } from '../../platform/db/schema.ts';
import type { Definition } from './domain/definition.ts';
import type { FeeEntry } from './domain/fees.ts';
import { totalOf } from './domain/terms.ts';
import type { CommercialQuote, Eula, Instalment, QuoteLine, ResaleGrant } from './ports.ts';

export type MarketplaceRow = Selectable<DB['marketplace']>;
export type ListingRow = Selectable<DB['listing']>;
export type OfferRow = Selectable<DB['offer']>;
export type AuthorizationRow = Selectable<DB['resale_authorization']>;
export type AgreementRow = Selectable<DB['agreement']>;
export type EntitlementRow = Selectable<DB['entitlement']>;
export type OperationRow = Selectable<DB['offer_operation']>;

type Owned = 'marketplace' | 'listing' | 'offer' | 'resale_authorization' | 'agreement' | 'entitlement';
const words: Readonly<Record<Owned, string>> = {
  marketplace: 'marketplace',
  listing: 'listing',
  offer: 'offer',
  resale_authorization: 'resale authorisation',
  agreement: 'agreement',
  entitlement: 'entitlement',
};

async function row<Name extends Owned>(tx: Tx, table: Name, tenantId: string, id: string, lock: boolean): Promise<Selectable<DB[Name]>> {
  const query = tx
    .selectFrom(table as Owned)
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id);
  const found = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!found) throw notFound(words[table]);
  return found as Selectable<DB[Name]>;
}
export const marketplaceRow = (tx: Tx, tenantId: string, id: string, lock = false): Promise<MarketplaceRow> => row(tx, 'marketplace', tenantId, id, lock);
export const listingRow = (tx: Tx, tenantId: string, id: string, lock = false): Promise<ListingRow> => row(tx, 'listing', tenantId, id, lock);
export const offerRow = (tx: Tx, tenantId: string, id: string, lock = false): Promise<OfferRow> => row(tx, 'offer', tenantId, id, lock);
export const authorizationRow = (tx: Tx, tenantId: string, id: string, lock = false): Promise<AuthorizationRow> =>
  row(tx, 'resale_authorization', tenantId, id, lock);
export const agreementRow = (tx: Tx, tenantId: string, id: string, lock = false): Promise<AgreementRow> => row(tx, 'agreement', tenantId, id, lock);
export const entitlementRow = (tx: Tx, tenantId: string, id: string, lock = false): Promise<EntitlementRow> => row(tx, 'entitlement', tenantId, id, lock);

export function requireVersion(current: number, given: number | null): void {
  if (given !== null && given !== current) throw new Problem('version_stale', 'Somebody has changed this since you read it. Read it again.');
}

/** JSON holds whole numbers; the domain reckons with bigint. */
type StoredLine = { dimension: string; description: string; quantity: number; unitPriceMinor: number; amountMinor: number };
type StoredInstalment = { dueOn: string; amountMinor: number };
export const linesIn = (stored: unknown): QuoteLine[] =>
  (stored as StoredLine[]).map((line) => ({ ...line, unitPriceMinor: BigInt(line.unitPriceMinor), amountMinor: BigInt(line.amountMinor) }));
export const instalmentsIn = (stored: unknown): Instalment[] =>
  (stored as StoredInstalment[]).map(({ dueOn, amountMinor }) => ({ dueOn, amountMinor: BigInt(amountMinor) }));
export const eulaIn = (stored: unknown): Eula => stored as Eula;
export const definitionIn = (stored: unknown): Definition | null => stored as Definition | null;
export const feesIn = (stored: unknown): FeeEntry[] => stored as FeeEntry[];
export type ListingDimension = { key: string; name: string; unit: string | null; priceMinor: number | null };
export const dimensionsIn = (stored: unknown): ListingDimension[] => stored as ListingDimension[];
export const plainLines = (lines: readonly QuoteLine[]): StoredLine[] =>
  lines.map((line) => ({ ...line, unitPriceMinor: Number(line.unitPriceMinor), amountMinor: Number(line.amountMinor) }));
export const plainInstalments = (instalments: readonly Instalment[]): StoredInstalment[] =>
  instalments.map(({ dueOn, amountMinor }) => ({ dueOn, amountMinor: Number(amountMinor) }));

/** An offer as its marketplace is told of it. */
export function quoteOf(offer: OfferRow, listing: ListingRow, today: string): CommercialQuote {
  const lines = linesIn(offer.lines);
  return {
    reference: offer.id,
    name: offer.name,
    description: offer.description,
    productId: listing.external_product_id,
    baseOfferId: listing.external_offer_id,
    buyerAccount: offer.buyer_account ?? '',
    currency: offer.currency,
    lines,
    totalMinor: totalOf(lines),
    termMonths: offer.term_months,
    startsOn: offer.starts_on,
    instalments: instalmentsIn(offer.instalments),
    eula: eulaIn(offer.eula),
    expiresOn: offer.expires_on,
    replaces: offer.replaces_agreement,
    today,
  };
}

export function grantOf(authorization: AuthorizationRow, listing: ListingRow, today: string): ResaleGrant {
  const lines = linesIn(authorization.lines);
  return {
    reference: authorization.id,
    name: authorization.name,
    description: authorization.description,
    productId: listing.external_product_id,
    baseOfferId: listing.external_offer_id,
    currency: authorization.currency,
    lines,
    totalMinor: totalOf(lines),
    termMonths: authorization.term_months,
    instalments: instalmentsIn(authorization.instalments),
    eula: eulaIn(authorization.eula),
    replaces: null,
    today,
    resellerAccount: authorization.reseller_account,
    usage: authorization.usage as ResaleGrant['usage'],
    until: authorization.until_on,
    buyerAccount: authorization.buyer_account,
  };
}

/** Only one process at a time writes down what became of one outside record. */
export const lockKey = (tenantId: string, marketplaceId: string, externalId: string): string => `marketplace:${tenantId}:${marketplaceId}:${externalId}`;
