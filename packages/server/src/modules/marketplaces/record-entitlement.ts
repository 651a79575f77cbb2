import { newId } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { EntitlementView, MarketplacesPorts } from './ports.ts';
import { holdKey } from './record-agreement.ts';
import { agreementRow, lockKey, offerRow, type MarketplaceRow } from './store.ts';

/** What a buyer may use, as read at `newsAt`; older news changes nothing. */
export async function recordEntitlement(
  tx: Tx,
  context: Context,
  ports: MarketplacesPorts,
  marketplace: MarketplaceRow,
  agreementId: string,
  view: EntitlementView,
  newsAt: string,
): Promise<{ id: string; changed: boolean }> {
  const { tenantId } = context;
  await holdKey(tx, lockKey(tenantId, marketplace.id, view.id));
  const agreement = await agreementRow(tx, tenantId, agreementId);
  const known = await tx
    .selectFrom('entitlement')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('marketplace_id', '=', marketplace.id)
    .where('external_id', '=', view.id)
    .forUpdate()
    .executeTakeFirst();
  if (known && Date.parse(newsAt) < Date.parse(known.news_at)) return { id: known.id, changed: false };
  const id = known?.id ?? newId();
  const activated = view.state === 'active' ? (known?.activated_at ?? context.now.toISOString()) : (known?.activated_at ?? null);
  const row = {
    external_product_code: view.productCode ?? known?.external_product_code ?? null,
    buyer_account: view.buyerAccount ?? known?.buyer_account ?? agreement.buyer_account,
    dimensions: JSON.stringify(view.dimensions.length > 0 || !known ? view.dimensions : known.dimensions),
    state: view.state,
    starts_at: view.startsAt ?? known?.starts_at ?? agreement.starts_at,
    ends_at: view.endsAt ?? known?.ends_at ?? agreement.ends_at,
    activated_at: activated,
    news_at: newsAt,
    seen_at: context.now.toISOString(),
  };
  if (known)
    await tx
      .updateTable('entitlement')
      .set((eb) => ({ ...row, version: eb('version', '+', 1) }))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
  else
    await tx
      .insertInto('entitlement')
      .values({ tenant_id: tenantId, id, agreement_id: agreementId, marketplace_id: marketplace.id, external_id: view.id, ...row })
      .execute();
  const changed = !known || known.state !== view.state || !sameDimensions(known.dimensions, JSON.parse(row.dimensions));
  if (!changed) return { id, changed };
  const type =
    !known || known.state !== view.state
      ? ({ active: 'entitlement.active', pending: 'entitlement.pending', suspended: 'entitlement.suspended', ended: 'entitlement.ended' } as const)[view.state]
      : 'entitlement.changed';
  await recordChange(tx, context, {
    operation: 'entitlements.record',
    recordType: 'entitlement',
    recordId: id,
    before: known ? { state: known.state, dimensions: known.dimensions } : null,
    after: { state: view.state, dimensions: view.dimensions, external_id: view.id },
    events: [
      {
        type,
        dealId: agreement.deal_id,
        payload: { entitlementId: id, agreementId, externalId: view.id, marketplaceName: marketplace.name, state: view.state },
      },
    ],
  });
  if (view.state === 'active' && agreement.offer_id !== null && agreement.deal_id !== null) {
    const offer = await offerRow(tx, tenantId, agreement.offer_id);
    await ports.moveRoute(tx, context, agreement.deal_id, offer.route_id, 'entitled');
  }
  return { id, changed };
}

/** As a person would compare them: in whatever order they, and what is said of each, were kept. */
function sameDimensions(known: unknown, read: unknown): boolean {
  const told = (dimensions: unknown): string =>
    JSON.stringify(
      (dimensions as EntitlementView['dimensions'])
        .map(({ key, quantity, unit }) => [key, quantity, unit])
        .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
  return told(known) === told(read);
}
