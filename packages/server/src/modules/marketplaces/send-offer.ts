import type { Parsed } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { adapterOf, capabilitiesOf, dayOf, refused, type MarketplacesDeps } from './context.ts';
import { offerChanged, releaseOffer } from './finish-operation.ts';
import { replayFor } from './notices.ts';
import { loadOffer, prepared, readOffer, type OfferShape } from './offer-views.ts';
import { reserve, runOperation } from './operations.ts';
import type { OfferIssue } from './ports.ts';
import { requireVersion, type MarketplaceRow } from './store.ts';

export function insistOnNothingAgainst(issues: readonly OfferIssue[]): void {
  const blocking = issues.filter((issue) => issue.severity === 'blocks');
  if (blocking[0])
    throw new Problem('invalid_input', blocking[0].sentence, { fields: blocking.map(({ field, code, sentence }) => ({ path: field ?? '', code, sentence })) });
}

/** The connection it is sent by: the one named, which may be a reseller's, else the marketplace's own. */
export async function connectionFor(
  tx: Tx,
  deps: MarketplacesDeps,
  tenantId: string,
  marketplace: MarketplaceRow,
  given: string | null | undefined,
): Promise<string> {
  const connectionId = given ?? marketplace.connection_id;
  if (connectionId === null)
    throw new Problem('conflict', `${marketplace.name} has no connection. Connect it, or note here what was sent on its own pages.`, {
      reason: 'no_connection',
    });
  if (given) {
    const connection = await deps.ports.connection(tx, tenantId, given);
    if (!connection || connection.system !== marketplace.kind) throw refused('connectionId', 'That connection does not lead to this marketplace.');
  }
  return connectionId;
}

async function finishReading(deps: MarketplacesDeps, context: Context, offerId: string, operationId: string | null): Promise<OfferShape> {
  if (operationId !== null) await runOperation(deps, context.tenantId, operationId);
  return deps.database.reading(context.tenantId, (tx) => readOffer(tx, context, deps.ports, offerId));
}

export async function sendOffer(
  deps: MarketplacesDeps,
  context: Context,
  id: string,
  body: Parsed<'offers.send'>['body'],
  ifVersion: number | null,
): Promise<OfferShape> {
  requireScope(context, 'offers:send');
  const { tenantId } = context;
  const operationId = await deps.database.inTenant(tenantId, async (tx) => {
    const loaded = await loadOffer(tx, tenantId, id, true);
    const { offer, marketplace, authorization } = loaded;
    requireVersion(offer.version, ifVersion);
    adapterOf(deps.ports, marketplace);
    if (offer.phase !== 'draft') throw new Problem('conflict', `The offer is ${offer.phase} already.`, { reason: 'sent' });
    if (authorization && capabilitiesOf(deps.ports, marketplace.kind).resale.mode !== 'api')
      throw new Problem('conflict', `Offers of resellers are made on ${marketplace.name}’s own pages. Make it there, then note its identity here.`, {
        reason: 'by_hand',
      });
    insistOnNothingAgainst(prepared(deps.ports, loaded, dayOf(context.now)).issues);
    const connectionId = await connectionFor(tx, deps, tenantId, marketplace, body.connectionId);
    const operation = await reserve(tx, context, {
      marketplaceId: marketplace.id,
      connectionId,
      subject: 'offer',
      subjectId: id,
      action: authorization ? 'resell' : 'publish',
    });
    await tx
      .updateTable('offer')
      .set((eb) => ({
        phase: 'sending',
        state: 'sending',
        problem: null,
        sent_by_connection: connectionId,
        updated_at: context.now.toISOString(),
        version: eb('version', '+', 1),
      }))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    await deps.ports.closeActs(tx, context, id, 'sent again');
    await recordChange(tx, context, {
      operation: 'offers.send',
      recordType: 'offer',
      recordId: id,
      before: { phase: 'draft' },
      after: { phase: 'sending', operationId: operation },
    });
    return operation;
  });
  return finishReading(deps, context, id, operationId);
}

/** Made on the marketplace's own pages, by us or by the reseller; a notice that came before is understood now. */
export async function recordSent(deps: MarketplacesDeps, context: Context, id: string, body: Parsed<'offers.recordSent'>['body']): Promise<OfferShape> {
  requireScope(context, 'offers:send');
  const { tenantId } = context;
  const marketplaceId = await deps.database.inTenant(tenantId, async (tx) => {
    const { offer, marketplace } = await loadOffer(tx, tenantId, id, true);
    if (offer.external_id !== null && offer.external_id !== body.externalId)
      throw new Problem('conflict', `It is known as ${offer.external_id} there.`, { reason: 'known_already' });
    const taken = await tx
      .selectFrom('offer')
      .select('name')
      .where('tenant_id', '=', tenantId)
      .where('marketplace_id', '=', marketplace.id)
      .where('external_id', '=', body.externalId)
      .where('id', '<>', id)
      .executeTakeFirst();
    if (taken) throw new Problem('conflict', `${body.externalId} is the offer “${taken.name}”.`, { reason: 'taken' });
    if (offer.phase !== 'draft' && offer.phase !== 'sending') throw new Problem('conflict', `The offer is ${offer.phase} already.`, { reason: 'sent' });
    await releaseOffer(tx, context, deps.ports, marketplace, offer, {
      externalId: body.externalId,
      at: body.releasedOn ? `${body.releasedOn}T00:00:00Z` : null,
    });
    return marketplace.id;
  });
  await replayFor(deps, tenantId, marketplaceId);
  return finishReading(deps, context, id, null);
}

export async function extendOffer(deps: MarketplacesDeps, context: Context, id: string, expiresOn: string): Promise<OfferShape> {
  requireScope(context, 'offers:send');
  const { tenantId } = context;
  const operationId = await deps.database.inTenant(tenantId, async (tx) => {
    const { offer, marketplace } = await loadOffer(tx, tenantId, id, true);
    if (offer.phase !== 'released' && offer.phase !== 'expired')
      throw new Problem('conflict', `The offer is ${offer.phase}; there is nothing to extend.`, { reason: 'not_open' });
    if (expiresOn <= dayOf(context.now)) throw refused('expiresOn', 'Give it a day that is still to come.');
    const can = capabilitiesOf(deps.ports, marketplace.kind);
    if (!can.extend) throw new Problem('conflict', `${marketplace.name} does not extend offers. Withdraw it and send another.`, { reason: 'unsupported' });
    if (!deps.ports.adapter(marketplace.kind) || marketplace.connection_id === null) {
      await offerChanged(tx, context, deps.ports, marketplace, offer, { phase: 'released', expires_on: expiresOn }, 'offer.extended', { expiresOn });
      return null;
    }
    const connectionId = offer.sent_by_connection ?? marketplace.connection_id;
    return reserve(tx, context, { marketplaceId: marketplace.id, connectionId, subject: 'offer', subjectId: id, action: 'extend', input: { expiresOn } });
  });
  return finishReading(deps, context, id, operationId);
}

export async function withdrawOffer(deps: MarketplacesDeps, context: Context, id: string, reason: string): Promise<OfferShape> {
  requireScope(context, 'offers:send');
  const { tenantId } = context;
  const operationId = await deps.database.inTenant(tenantId, async (tx) => {
    const { offer, marketplace } = await loadOffer(tx, tenantId, id, true);
    const closed = { phase: 'withdrawn', closed_at: context.now.toISOString() } as const;
    if (offer.phase === 'draft') {
      await offerChanged(tx, context, deps.ports, marketplace, offer, closed, 'offer.withdrawn', { reason }, reason);
      return null;
    }
    if (offer.phase !== 'released') throw new Problem('conflict', `The offer is ${offer.phase}; it cannot be withdrawn.`, { reason: 'not_open' });
    if (!deps.ports.adapter(marketplace.kind) || marketplace.connection_id === null || offer.external_id === null) {
      await offerChanged(tx, context, deps.ports, marketplace, offer, closed, 'offer.withdrawn', { reason }, reason);
      return null;
    }
    await recordChange(tx, context, { operation: 'offers.withdraw', recordType: 'offer', recordId: id, reason });
    return reserve(tx, context, {
      marketplaceId: marketplace.id,
      connectionId: offer.sent_by_connection ?? marketplace.connection_id,
      subject: 'offer',
      subjectId: id,
      action: 'withdraw',
      input: { reason },
    });
  });
  return finishReading(deps, context, id, operationId);
}
