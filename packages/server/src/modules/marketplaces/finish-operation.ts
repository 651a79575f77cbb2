import { recordChange } from '../../platform/change.ts';
import { setClocks } from '../../platform/clocks.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { OutsideIssue } from '../../platform/outside/index.ts';
import { routeStateOf } from './domain/phases.ts';
import type { MarketplacesPorts } from './ports.ts';
import { offerClocks, stopOfferClocks } from './offer-times.ts';
import { authorizationRow, offerRow, type MarketplaceRow, type OfferRow, type OperationRow } from './store.ts';

export type Outcome =
  | { readonly kind: 'done'; readonly externalId: string | null; readonly at: string | null }
  | { readonly kind: 'failed'; readonly issues: readonly OutsideIssue[]; readonly sentence: string };

/** The answer of the marketplace becomes the state of what was asked about, in one transaction with the end of the operation. */
export async function finishOperation(
  tx: Tx,
  context: Context,
  ports: MarketplacesPorts,
  marketplace: MarketplaceRow,
  operation: OperationRow,
  outcome: Outcome,
): Promise<void> {
  const open = await tx
    .updateTable('offer_operation')
    .set({
      state: outcome.kind,
      finished_at: context.now.toISOString(),
      poll_at: null,
      sentence: outcome.kind === 'failed' ? outcome.sentence : null,
      issues: JSON.stringify(outcome.kind === 'failed' ? outcome.issues : []),
    })
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', operation.id)
    .where('finished_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!open) return;
  if (operation.subject_type === 'authorization') await finishAuthorization(tx, context, ports, marketplace, operation, outcome);
  else await finishOffer(tx, context, ports, marketplace, operation, outcome);
}

/** Why a person asked for it; of most operations nobody says. */
function reasonIn(operation: OperationRow): string | null {
  const { reason } = operation.input as { reason?: unknown };
  return typeof reason === 'string' ? reason : null;
}

async function finishAuthorization(
  tx: Tx,
  context: Context,
  ports: MarketplacesPorts,
  marketplace: MarketplaceRow,
  operation: OperationRow,
  outcome: Outcome,
): Promise<void> {
  const row = await authorizationRow(tx, context.tenantId, operation.subject_id, true);
  const gives = operation.action === 'authorize';
  const extends_ = operation.action === 'extend';
  const ended = extends_ ? row.state : 'restricted';
  const state = outcome.kind === 'done' ? (gives ? 'active' : ended) : gives ? 'draft' : row.state;
  const untilOn = outcome.kind === 'done' && extends_ ? (operation.input as { untilOn: string }).untilOn : row.until_on;
  const externalId = outcome.kind === 'done' && gives ? outcome.externalId : row.external_id;
  await tx
    .updateTable('resale_authorization')
    .set((eb) => ({ state, external_id: externalId, until_on: untilOn, updated_at: context.now.toISOString(), version: eb('version', '+', 1) }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', row.id)
    .execute();
  if (outcome.kind === 'done') await ports.closeActs(tx, context, row.id, state);
  const partnerName = await ports.partnerName(tx, context.tenantId, row.reseller_partner_id);
  const payload = {
    authorizationId: row.id,
    partnerId: row.reseller_partner_id,
    partnerName,
    marketplaceName: marketplace.name,
    reason: outcome.kind === 'failed' ? outcome.sentence : reasonIn(operation),
    ...(extends_ ? { untilOn } : {}),
  };
  const done = gives ? 'authorization.given' : extends_ ? 'authorization.changed' : 'authorization.restricted';
  const type = outcome.kind === 'failed' ? 'authorization.failed' : done;
  await recordChange(tx, context, {
    operation: `authorizations.${operation.action}`,
    recordType: 'resale_authorization',
    recordId: row.id,
    before: { state: row.state, external_id: row.external_id, until_on: row.until_on },
    after: { state, external_id: externalId, until_on: untilOn },
    reason: payload.reason,
    events: [{ type, dealId: row.deal_id, payload }],
  });
  if (outcome.kind === 'failed' && row.deal_id !== null)
    await openProblemAct(tx, context, ports, {
      kind: 'authorization_refused',
      dealId: row.deal_id,
      recordId: row.id,
      title: `The authorisation for ${partnerName ?? 'the reseller'} was refused`,
      detail: outcome.sentence,
    });
}

async function finishOffer(
  tx: Tx,
  context: Context,
  ports: MarketplacesPorts,
  marketplace: MarketplaceRow,
  operation: OperationRow,
  outcome: Outcome,
): Promise<void> {
  const row = await offerRow(tx, context.tenantId, operation.subject_id, true);
  if (outcome.kind === 'failed') {
    await offerRefused(tx, context, ports, marketplace, row, operation, outcome.sentence);
    return;
  }
  if (operation.action === 'extend') {
    const { expiresOn } = operation.input as { expiresOn: string };
    await offerChanged(
      tx,
      context,
      ports,
      marketplace,
      row,
      { phase: row.phase === 'expired' ? 'released' : (row.phase as 'released'), expires_on: expiresOn },
      'offer.extended',
      { expiresOn },
    );
    return;
  }
  if (operation.action === 'withdraw') {
    // Accepted in the same minute: then there is nothing left to take back.
    if (row.phase !== 'released') return;
    const reason = reasonIn(operation);
    const closed = { phase: 'withdrawn', closed_at: context.now.toISOString() } as const;
    await offerChanged(tx, context, ports, marketplace, row, closed, 'offer.withdrawn', { reason }, reason);
    return;
  }
  await releaseOffer(tx, context, ports, marketplace, row, { externalId: outcome.externalId, at: outcome.at });
}

/** It is out: the buyer can accept. */
export async function releaseOffer(
  tx: Tx,
  context: Context,
  ports: MarketplacesPorts,
  marketplace: MarketplaceRow,
  row: OfferRow,
  release: { externalId: string | null; at: string | null },
): Promise<void> {
  const at = release.at ?? context.now.toISOString();
  const accepted = row.phase === 'accepted';
  await offerChanged(
    tx,
    context,
    ports,
    marketplace,
    row,
    {
      phase: accepted ? 'accepted' : 'released',
      external_id: release.externalId ?? row.external_id,
      sent_at: row.sent_at ?? at,
      released_at: at,
      problem: null,
    },
    'offer.sent',
    { expiresOn: row.expires_on },
  );
}

type OfferChange = {
  readonly phase: 'draft' | 'sending' | 'released' | 'accepted' | 'expired' | 'withdrawn';
  readonly state?: string;
  readonly external_id?: string | null;
  readonly expires_on?: string | null;
  readonly sent_at?: string | null;
  readonly released_at?: string | null;
  readonly accepted_at?: string | null;
  readonly closed_at?: string | null;
  readonly problem?: string | null;
};
/** One way for every change of an offer: its row, its route, its clocks, its acts and what the deal's timeline tells. */
export async function offerChanged(
  tx: Tx,
  context: Context,
  ports: MarketplacesPorts,
  marketplace: MarketplaceRow,
  row: OfferRow,
  change: OfferChange,
  event: string,
  payload: Readonly<Record<string, unknown>>,
  reason: string | null = null,
): Promise<void> {
  const state = change.state ?? (marketplace.definition === null ? change.phase : row.state);
  await tx
    .updateTable('offer')
    .set((eb) => ({ ...change, state, updated_at: context.now.toISOString(), version: eb('version', '+', 1) }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', row.id)
    .execute();
  const expiresOn = change.expires_on === undefined ? row.expires_on : change.expires_on;
  if (change.phase === 'released') await setClocks(tx, context.tenantId, offerClocks(row.id, expiresOn, context.now));
  else await stopOfferClocks(tx, context.tenantId, row.id);
  if (change.phase !== row.phase || event === 'offer.extended') await ports.closeActs(tx, context, row.id, change.phase);
  const routeState = routeStateOf(change.phase);
  if (routeState !== null) await ports.moveRoute(tx, context, row.deal_id, row.route_id, routeState);
  await recordChange(tx, context, {
    operation: `offers.${event.split('.')[1] ?? 'change'}`,
    recordType: 'offer',
    recordId: row.id,
    before: { phase: row.phase, state: row.state, external_id: row.external_id, expires_on: row.expires_on },
    after: { ...change, state },
    reason,
    events: [
      {
        type: event,
        dealId: row.deal_id,
        payload: {
          offerId: row.id,
          name: row.name,
          marketplaceName: marketplace.name,
          amountMinor: row.amount_minor,
          currency: row.currency,
          state,
          ...payload,
        },
      },
    ],
  });
}

async function offerRefused(
  tx: Tx,
  context: Context,
  ports: MarketplacesPorts,
  marketplace: MarketplaceRow,
  row: OfferRow,
  operation: OperationRow,
  sentence: string,
): Promise<void> {
  const sends = operation.action === 'publish' || operation.action === 'resell';
  const phase = sends && row.phase === 'sending' ? 'draft' : (row.phase as OfferChange['phase']);
  await tx
    .updateTable('offer')
    .set((eb) => ({
      phase,
      ...(marketplace.definition === null ? { state: phase } : {}),
      problem: sentence,
      updated_at: context.now.toISOString(),
      version: eb('version', '+', 1),
    }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', row.id)
    .execute();
  await recordChange(tx, context, {
    operation: `offers.${operation.action}`,
    recordType: 'offer',
    recordId: row.id,
    before: { phase: row.phase },
    after: { phase, problem: sentence },
    reason: sentence,
    events: [{ type: 'offer.refused', dealId: row.deal_id, payload: { offerId: row.id, name: row.name, marketplaceName: marketplace.name, reason: sentence } }],
  });
  await openProblemAct(tx, context, ports, {
    kind: 'offer_refused',
    dealId: row.deal_id,
    recordId: row.id,
    title: `${marketplace.name} refused the offer “${row.name}”`,
    detail: sentence,
  });
}

async function openProblemAct(
  tx: Tx,
  context: Context,
  ports: MarketplacesPorts,
  act: { kind: 'offer_refused' | 'authorization_refused'; dealId: string; recordId: string; title: string; detail: string },
): Promise<void> {
  const deal = await ports.deal(tx, context.tenantId, act.dealId);
  await ports.closeActs(tx, context, act.recordId, 'Refused again');
  await ports.openAct(tx, context, {
    kind: act.kind,
    title: act.title,
    detail: act.detail,
    dealId: act.dealId,
    partnerId: null,
    assigneeId: deal?.ownerId ?? null,
    assigneeRole: deal?.ownerId ? null : 'alliance_manager',
    dueAt: new Date(context.now.getTime() + 24 * 3_600_000).toISOString(),
    recordId: act.recordId,
  });
}
