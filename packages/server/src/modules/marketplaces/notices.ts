import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, newId, notFound, placeIn } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { systemContext } from '../../platform/system-actor.ts';
import type { MarketplacesDeps } from './context.ts';
import { releaseOffer } from './finish-operation.ts';
import { hasten, runOperation } from './operations.ts';
import type { AgreementView, EntitlementView, MarketplaceNotice, MarketplacePort } from './ports.ts';
import { adoptOffer, recordAgreement } from './record-agreement.ts';
import { recordEntitlement } from './record-entitlement.ts';
import { marketplaceRow, offerRow, type AgreementRow, type MarketplaceRow } from './store.ts';

type Settled = { readonly state: 'done' | 'parked' | 'ignored'; readonly sentence: string | null };
const done: Settled = { state: 'done', sentence: null };
const parked = (sentence: string): Settled => ({ state: 'parked', sentence });
const AT_ONCE = 100;

/** Keeps news once, and understands it if it can. Whoever calls this has proved where it comes from. */
export async function receiveNotice(deps: MarketplacesDeps, tenantId: string, marketplaceId: string, notice: MarketplaceNotice): Promise<'new' | 'known'> {
  const now = deps.now();
  const id = await deps.database.inTenant(tenantId, async (tx) => {
    const row = await tx
      .insertInto('marketplace_notice')
      .values({
        tenant_id: tenantId,
        id: newId(),
        marketplace_id: marketplaceId,
        dedupe_key: notice.dedupeKey,
        kind: notice.kind,
        external_offer_id: notice.offerId,
        external_agreement_id: notice.agreementId,
        external_entitlement_id: notice.entitlementId,
        at: notice.at,
        received_at: now.toISOString(),
        notice: JSON.stringify(notice, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
        state: 'parked',
        sentence: 'It has not been looked at yet.',
        settled_at: null,
      })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'marketplace_id', 'dedupe_key']).doNothing())
      .returning('id')
      .executeTakeFirst();
    return row?.id ?? null;
  });
  if (id === null) return 'known';
  await settle(deps, tenantId, id);
  return 'new';
}

/** News that waited, oldest first. What became known meanwhile may be what it waited for. */
export async function replayFor(deps: MarketplacesDeps, tenantId: string, marketplaceId: string): Promise<number> {
  const waiting = await deps.database.reading(tenantId, (tx) =>
    tx
      .selectFrom('marketplace_notice')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('marketplace_id', '=', marketplaceId)
      .where('state', '=', 'parked')
      .orderBy('at')
      .orderBy('id')
      .limit(AT_ONCE)
      .execute(),
  );
  let settled = 0;
  for (const { id } of waiting) if ((await settle(deps, tenantId, id)).state !== 'parked') settled += 1;
  return settled;
}

async function settle(deps: MarketplacesDeps, tenantId: string, id: string): Promise<Settled> {
  const { row, marketplace } = await deps.database.reading(tenantId, async (tx) => {
    const found = await tx.selectFrom('marketplace_notice').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
    if (!found) throw notFound('notice');
    return { row: found, marketplace: await marketplaceRow(tx, tenantId, found.marketplace_id) };
  });
  let settled: Settled;
  try {
    settled = await understand(deps, tenantId, marketplace, noticeIn(row.notice));
  } catch (error) {
    if (!(error instanceof OutsideError)) deps.onError(error, 'a notice of a marketplace');
    settled = parked(error instanceof OutsideError ? error.message : 'Something went wrong here while it was read. It is tried again.');
  }
  await deps.database.inTenant(tenantId, (tx) =>
    tx
      .updateTable('marketplace_notice')
      .set({ state: settled.state, sentence: settled.sentence, settled_at: settled.state === 'parked' ? null : deps.now().toISOString() })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute(),
  );
  return settled;
}

const noticeIn = (stored: unknown): MarketplaceNotice => {
  const notice = stored as Omit<MarketplaceNotice, 'hint'> & { hint: (Omit<AgreementView, 'amountMinor'> & { amountMinor: number | null }) | null };
  return {
    ...notice,
    hint: notice.hint === null ? null : { ...notice.hint, amountMinor: notice.hint.amountMinor === null ? null : BigInt(notice.hint.amountMinor) },
  };
};

async function understand(deps: MarketplacesDeps, tenantId: string, marketplace: MarketplaceRow, notice: MarketplaceNotice): Promise<Settled> {
  const adapter = deps.ports.adapter(marketplace.kind);
  if (!adapter || marketplace.connection_id === null) return parked(`${marketplace.name} has no connection to read by.`);
  if (notice.kind === 'other') return { state: 'ignored', sentence: 'Nothing here depends on it.' };
  if (notice.kind === 'operation_ended' || notice.kind === 'offer_released') {
    const woken = await deps.database.inTenant(tenantId, (tx) => hasten(tx, tenantId, marketplace.id, notice.operationId, deps.now()));
    for (const operation of woken) await runOperation(deps, tenantId, operation);
    if (notice.kind === 'operation_ended') return woken.length > 0 ? done : { state: 'ignored', sentence: 'It was not begun here, or is known to have ended.' };
    return offerReleased(deps, tenantId, marketplace, notice);
  }
  const access = await deps.ports.access(tenantId, marketplace.connection_id);
  return aboutAgreement(deps, tenantId, marketplace, adapter, access, notice);
}

async function offerReleased(deps: MarketplacesDeps, tenantId: string, marketplace: MarketplaceRow, notice: MarketplaceNotice): Promise<Settled> {
  return deps.database.inTenant(tenantId, async (tx) => {
    const context = systemContext(tenantId, marketplace.name, deps.now());
    const known = await offerOf(tx, tenantId, marketplace.id, notice.offerId);
    if (known) return done;
    if (notice.authorizationId === null) return parked(`No offer here is ${notice.offerId ?? 'named by it'}.`);
    const drafted = await tx
      .selectFrom('offer as o')
      .innerJoin('resale_authorization as a', (join) => join.onRef('a.tenant_id', '=', 'o.tenant_id').onRef('a.id', '=', 'o.authorization_id'))
      .select('o.id')
      .where('o.tenant_id', '=', tenantId)
      .where('a.marketplace_id', '=', marketplace.id)
      .where('a.external_id', '=', notice.authorizationId)
      .where('o.external_id', 'is', null)
      .where('o.phase', 'in', ['draft', 'sending'])
      .execute();
    const [only] = drafted;
    if (only && drafted.length === 1) {
      await releaseOffer(tx, context, deps.ports, marketplace, await offerRow(tx, tenantId, only.id, true), { externalId: notice.offerId, at: notice.at });
      return done;
    }
    const authorization = await tx
      .selectFrom('resale_authorization')
      .select(['id', 'deal_id'])
      .where('tenant_id', '=', tenantId)
      .where('marketplace_id', '=', marketplace.id)
      .where('external_id', '=', notice.authorizationId)
      .executeTakeFirst();
    if (!authorization?.deal_id || drafted.length > 1) return parked('It was made under an authorisation, and it cannot be told for which deal.');
    const offerId = await adoptOffer(
      tx,
      context,
      marketplace,
      { offerId: notice.offerId, buyerAccount: notice.buyerAccount, amountMinor: null },
      { authorizationId: authorization.id, dealId: authorization.deal_id },
    );
    await releaseOffer(tx, context, deps.ports, marketplace, await offerRow(tx, tenantId, offerId, true), { externalId: notice.offerId, at: notice.at });
    return done;
  });
}

const offerOf = async (tx: Tx, tenantId: string, marketplaceId: string, externalId: string | null) =>
  externalId === null
    ? undefined
    : tx
        .selectFrom('offer')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where('marketplace_id', '=', marketplaceId)
        .where('external_id', '=', externalId)
        .executeTakeFirst();

/** It is read again before anything is changed by it; where it may not be read, what the notice says itself is what we have. */
async function aboutAgreement(
  deps: MarketplacesDeps,
  tenantId: string,
  marketplace: MarketplaceRow,
  adapter: MarketplacePort,
  access: Access,
  notice: MarketplaceNotice,
): Promise<Settled> {
  const externalId = notice.agreementId;
  if (externalId === null) return parked('It names no agreement.');
  const readAt = deps.now().toISOString();
  const read = await readable(() => adapter.agreement(access, externalId));
  const known = await deps.database.reading(tenantId, (tx) => knownAgreement(tx, tenantId, marketplace.id, externalId));
  const view =
    read === null ? notice.hint : { ...read, offerId: read.offerId ?? notice.offerId, authorizationId: read.authorizationId ?? notice.authorizationId };
  if (!view && !known) return parked(`The agreement ${externalId} is not known yet and cannot be read.`);
  const agreementId = view ? await writeDown(deps, tenantId, marketplace, view, read === null ? notice.at : readAt) : known?.id;
  if (agreementId === undefined) return parked('The agreement could not be kept.');
  const after = await deps.database.reading(tenantId, (tx) => knownAgreement(tx, tenantId, marketplace.id, externalId));
  const found = await readEntitlements(deps, tenantId, marketplace, adapter, access, agreementId, notice.entitlementId);
  if (notice.kind === 'entitlement_ended' && notice.entitlementId !== null && !found.some((one) => one.id === notice.entitlementId))
    await deps.database.inTenant(tenantId, (tx) =>
      recordEntitlement(tx, systemContext(tenantId, marketplace.name, deps.now()), deps.ports, marketplace, agreementId, endedEntitlement(notice), notice.at),
    );
  return after?.deal_id
    ? done
    : parked(after?.external_offer_id ? `No offer here is ${after.external_offer_id} yet.` : 'It cannot be told which deal it belongs to.');
}

const endedEntitlement = (notice: MarketplaceNotice): EntitlementView => ({
  id: notice.entitlementId ?? '',
  agreementId: notice.agreementId,
  productCode: null,
  buyerAccount: null,
  state: 'ended',
  dimensions: [],
  startsAt: null,
  endsAt: notice.at,
});

async function writeDown(deps: MarketplacesDeps, tenantId: string, marketplace: MarketplaceRow, view: AgreementView, newsAt: string): Promise<string> {
  const { id } = await deps.database.inTenant(tenantId, (tx) =>
    recordAgreement(tx, systemContext(tenantId, marketplace.name, deps.now()), deps.ports, marketplace, view, newsAt),
  );
  return id;
}

const knownAgreement = (tx: Tx, tenantId: string, marketplaceId: string, externalId: string): Promise<AgreementRow | undefined> =>
  tx
    .selectFrom('agreement')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('marketplace_id', '=', marketplaceId)
    .where('external_id', '=', externalId)
    .executeTakeFirst();

/** Null where it does not exist for us: there is nothing wrong in that. */
export async function readable<Value>(read: () => Promise<Value | null>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof OutsideError && (error.failure === 'gone' || error.failure === 'permission')) return null;
    throw error;
  }
}

export async function readEntitlements(
  deps: MarketplacesDeps,
  tenantId: string,
  marketplace: MarketplaceRow,
  adapter: MarketplacePort,
  access: Access,
  agreementId: string,
  entitlementId: string | null,
): Promise<EntitlementView[]> {
  const { agreement, code } = await deps.database.reading(tenantId, async (tx) => {
    const row = await tx.selectFrom('agreement').selectAll().where('tenant_id', '=', tenantId).where('id', '=', agreementId).executeTakeFirstOrThrow();
    const listing =
      row.listing_id === null
        ? null
        : await tx.selectFrom('listing').select('external_product_code').where('tenant_id', '=', tenantId).where('id', '=', row.listing_id).executeTakeFirst();
    return { agreement: row, code: listing?.external_product_code ?? null };
  });
  const readAt = deps.now().toISOString();
  const views =
    (await readable(() =>
      adapter.entitlements(access, { id: agreement.external_id, productCode: code, buyerAccount: agreement.buyer_account, entitlementId }),
    )) ?? [];
  for (const view of views)
    await deps.database.inTenant(tenantId, (tx) =>
      recordEntitlement(
        tx,
        systemContext(tenantId, marketplace.name, deps.now()),
        deps.ports,
        marketplace,
        agreementId,
        { ...view, productCode: view.productCode ?? code },
        readAt,
      ),
    );
  return views;
}

type Shape = Result<'marketplaceNotices.retry'>;
const noticeQuery = (tx: Tx, tenantId: string) =>
  tx
    .selectFrom('marketplace_notice as n')
    .innerJoin('marketplace as m', (join) => join.onRef('m.tenant_id', '=', 'n.tenant_id').onRef('m.id', '=', 'n.marketplace_id'))
    .selectAll('n')
    .select('m.name as marketplace_name')
    .where('n.tenant_id', '=', tenantId);
const shapeOf = (row: Awaited<ReturnType<ReturnType<typeof noticeQuery>['executeTakeFirstOrThrow']>>): Shape => ({
  id: row.id,
  marketplaceId: row.marketplace_id,
  marketplaceName: row.marketplace_name,
  kind: row.kind,
  offerId: row.external_offer_id,
  agreementId: row.external_agreement_id,
  entitlementId: row.external_entitlement_id,
  at: row.at,
  receivedAt: row.received_at,
  state: row.state as Shape['state'],
  sentence: row.sentence,
});

export async function listNotices(
  deps: MarketplacesDeps,
  context: Context,
  query: Parsed<'marketplaceNotices.list'>['query'],
): Promise<Result<'marketplaceNotices.list'>> {
  requireScope(context, 'marketplaces:read');
  const place = placeIn(query.cursor, 'id');
  return deps.database.reading(context.tenantId, async (tx) => {
    let rows = noticeQuery(tx, context.tenantId);
    if (query.marketplaceId !== undefined) rows = rows.where('n.marketplace_id', '=', query.marketplaceId);
    if (query.state !== undefined) rows = rows.where('n.state', '=', query.state);
    if (place) rows = rows.where('n.id', '<', place.id);
    const found = await rows
      .orderBy('n.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit);
    const last = found.length > query.limit ? items.at(-1) : undefined;
    return { items: items.map(shapeOf), nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}

export async function retryNotice(deps: MarketplacesDeps, context: Context, id: string, ignore: boolean): Promise<Shape> {
  requireScope(context, 'marketplaces:write');
  const { tenantId } = context;
  const state = await deps.database.inTenant(tenantId, async (tx) => {
    const row = await tx.selectFrom('marketplace_notice').select('state').where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
    if (!row) throw notFound('notice');
    if (ignore && row.state === 'parked') {
      const sentence = `Laid aside by ${context.actor.name}.`;
      await tx
        .updateTable('marketplace_notice')
        .set({ state: 'ignored', sentence, settled_at: context.now.toISOString() })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .execute();
      await recordChange(tx, context, {
        operation: 'marketplaceNotices.retry',
        recordType: 'marketplace_notice',
        recordId: id,
        before: { state: 'parked' },
        after: { state: 'ignored' },
      });
      return 'ignored';
    }
    return row.state;
  });
  if (state === 'parked') await settle(deps, tenantId, id);
  return deps.database.reading(tenantId, async (tx) => shapeOf(await noticeQuery(tx, tenantId).where('n.id', '=', id).executeTakeFirstOrThrow()));
}
