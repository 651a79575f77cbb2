import { newId } from '@entente/kernel';
import type { StartedServer } from '@entente/testkit';

export type SoldThere = {
  readonly entitlementId: string;
  readonly agreementId: string;
  readonly agreementKey: string;
  readonly marketplace: string;
  readonly connectionId: string;
  readonly dealId: string;
};

/** Something of a deal that was sold at a marketplace, as the outside world leaves it behind: it comes by notices, never by the API. */
export async function addSale(
  server: StartedServer,
  tenantId: string,
  sale: { name: string; connectionId: string; dealId: string; productId: string; at: Date },
): Promise<SoldThere> {
  const { admin } = server.test;
  const { connectionId } = sale;
  const [marketplaceId, listingId, agreementId, entitlementId] = [newId(), newId(), newId(), newId()];
  const began = new Date(sale.at.getTime() - 48 * 3_600_000).toISOString();
  await admin.query(`insert into marketplace (tenant_id, id, kind, name, connection_id, created_at, updated_at) values ($1, $2, 'aws', $3, $4, now(), now())`, [
    tenantId,
    marketplaceId,
    sale.name,
    connectionId,
  ]);
  await admin.query(
    `insert into listing (tenant_id, id, marketplace_id, product_id, external_product_id, status, name, dimensions, created_at, updated_at)
     values ($1, $2, $3, $4, $5, 'public', $6, '[{"key":"requests","name":"Requests","unit":null,"priceMinor":null}]', now(), now())`,
    [tenantId, listingId, marketplaceId, sale.productId, `prod-${listingId}`, sale.name],
  );
  const agreementKey = `agmt-${agreementId}`;
  await admin.query(
    `insert into agreement (tenant_id, id, marketplace_id, external_id, deal_id, listing_id, status, buyer_account, currency, amount_minor, starts_at, news_at, seen_at)
     values ($1, $2, $3, $4, $5, $6, 'active', '444455556666', 'EUR', 500, $7, now(), now())`,
    [tenantId, agreementId, marketplaceId, agreementKey, sale.dealId, listingId, began],
  );
  await admin.query(
    `insert into entitlement (tenant_id, id, agreement_id, marketplace_id, external_id, buyer_account, state, starts_at, news_at, seen_at) values ($1, $2, $3, $4, $5, '444455556666', 'active', $6, now(), now())`,
    [tenantId, entitlementId, agreementId, marketplaceId, `arn:aws:license-manager::111122223333:license:${entitlementId}`, began],
  );
  return { entitlementId, agreementId, agreementKey, marketplace: sale.name, connectionId, dealId: sale.dealId };
}

/** What sending usage and offers leaves behind, which only the worker does. */
export async function addSent(server: StartedServer, tenantId: string, sold: SoldThere, offer: { id: string; marketplaceId: string }): Promise<void> {
  const { admin } = server.test;
  const given = [tenantId, sold.connectionId, sold.marketplace];
  await admin.query(
    `insert into usage_batch (tenant_id, id, connection_id, marketplace, state, lines, reserved_at, next_attempt_at) values ($1, $4, $2, $3, 'reserved', 1, now(), now())`,
    [...given, newId()],
  );
  await admin.query(`insert into usage_allowance (tenant_id, entitlement_id, dimension, period, used) values ($1, $2, 'requests', '2026-03', 5)`, [
    tenantId,
    sold.entitlementId,
  ]);
  await admin.query(
    `insert into offer_operation (tenant_id, id, marketplace_id, connection_id, subject_type, subject_id, action, token, state, started_by, started_at, finished_at)
     values ($1, $2, $3, $4, 'offer', $5, 'publish', $6, 'done', 'Test', now(), now())`,
    [tenantId, newId(), offer.marketplaceId, sold.connectionId, offer.id, newId()],
  );
}
