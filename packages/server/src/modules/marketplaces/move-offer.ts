import type { Parsed, Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { dayOf, refused, type MarketplacesDeps } from './context.ts';
import { moveTo, stateOf, type Phase } from './domain/definition.ts';
import { readStateColumns } from './domain/state-columns.ts';
import { offerChanged } from './finish-operation.ts';
import { loadOffer, prepared, readOffer, type LoadedOffer, type OfferShape } from './offer-views.ts';
import type { AgreementView } from './ports.ts';
import { recordAgreement } from './record-agreement.ts';
import { insistOnNothingAgainst } from './send-offer.ts';
import { definitionIn, marketplaceRow } from './store.ts';

type Step = {
  readonly state: string;
  readonly externalId?: string | null | undefined;
  readonly on?: string | null | undefined;
  readonly note?: string | null | undefined;
};
const EVENTS: Readonly<Record<Phase, string>> = {
  draft: 'offer.moved',
  sending: 'offer.moved',
  released: 'offer.sent',
  accepted: 'offer.accepted',
  expired: 'offer.expired',
  withdrawn: 'offer.withdrawn',
};

/** One step of an offer by its marketplace's own states. What a state means to us decides what follows, and never its name. */
async function step(tx: Tx, context: Context, deps: MarketplacesDeps, loaded: LoadedOffer, to: Step): Promise<boolean> {
  const { offer, marketplace } = loaded;
  const definition = definitionIn(marketplace.definition);
  if (!definition) throw new Problem('conflict', `${marketplace.name} moves its offers itself.`, { reason: 'not_by_hand' });
  if (offer.state === to.state && (to.externalId ?? offer.external_id) === offer.external_id) return false;
  const move =
    offer.state === to.state ? { ok: true as const, means: stateOf(definition, to.state)?.means ?? 'draft' } : moveTo(definition, offer.state, to.state);
  if (!move.ok) throw new Problem('conflict', move.sentence, { reason: 'state' });
  if (offer.phase === 'draft' && move.means !== 'draft' && move.means !== 'withdrawn')
    insistOnNothingAgainst(prepared(deps.ports, loaded, dayOf(context.now)).issues);
  const at = to.on ? `${to.on}T00:00:00.000Z` : context.now.toISOString();
  const same = move.means === offer.phase;
  await offerChanged(
    tx,
    context,
    deps.ports,
    marketplace,
    offer,
    {
      phase: move.means,
      state: to.state,
      ...(to.externalId ? { external_id: to.externalId } : {}),
      ...(move.means === 'released' && offer.sent_at === null ? { sent_at: at, released_at: at } : {}),
      ...(move.means === 'accepted' ? { accepted_at: at, closed_at: at } : {}),
      ...(move.means === 'expired' || move.means === 'withdrawn' ? { closed_at: at } : {}),
    },
    same ? 'offer.moved' : EVENTS[move.means],
    { stateLabel: stateOf(definition, to.state)?.label ?? to.state },
    to.note ?? null,
  );
  if (move.means === 'accepted' && !same)
    await recordAgreement(tx, context, deps.ports, marketplace, orderOf(loaded, to.externalId ?? offer.external_id, at), at);
  return true;
}

/** Its acceptance is the agreement: there is nobody else to tell of one. */
function orderOf({ offer, listing }: LoadedOffer, externalId: string | null, at: string): AgreementView {
  const starts = offer.starts_on === null ? new Date(at) : new Date(`${offer.starts_on}T00:00:00Z`);
  const ends = offer.term_months === null ? null : new Date(Date.UTC(starts.getUTCFullYear(), starts.getUTCMonth() + offer.term_months, starts.getUTCDate()));
  return {
    id: externalId ?? offer.id,
    status: 'active',
    offerId: externalId ?? offer.id,
    authorizationId: null,
    productId: listing.external_product_id,
    buyerAccount: offer.buyer_account,
    sellerAccount: null,
    currency: offer.currency,
    amountMinor: BigInt(offer.amount_minor),
    acceptedAt: at,
    startsAt: starts.toISOString(),
    endsAt: ends?.toISOString() ?? null,
    endBehaviour: null,
    replaces: offer.replaces_agreement,
    initial: null,
  };
}

export async function moveOffer(deps: MarketplacesDeps, context: Context, id: string, body: Parsed<'offers.move'>['body']): Promise<OfferShape> {
  requireScope(context, 'offers:send');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    await step(tx, context, deps, await loadNamed(tx, context, id), body);
    return readOffer(tx, context, deps.ports, id);
  });
}

/** What is accepted without an identity of the marketplace's is known by our own. */
async function loadNamed(tx: Tx, context: Context, id: string): Promise<LoadedOffer> {
  const loaded = await loadOffer(tx, context.tenantId, id, true);
  if (loaded.offer.external_id !== null || loaded.marketplace.definition === null) return loaded;
  await tx.updateTable('offer').set({ external_id: id }).where('tenant_id', '=', context.tenantId).where('id', '=', id).execute();
  return { ...loaded, offer: { ...loaded.offer, external_id: id } };
}

const MOST_ROWS = 10_000;
export async function importStates(deps: MarketplacesDeps, context: Context, marketplaceId: string, csv: string): Promise<Result<'offers.importStates'>> {
  requireScope(context, 'offers:send');
  const { tenantId } = context;
  const marketplace = await deps.database.reading(tenantId, (tx) => marketplaceRow(tx, tenantId, marketplaceId));
  const definition = definitionIn(marketplace.definition);
  if (!definition) throw new Problem('conflict', `${marketplace.name} moves its offers itself.`, { reason: 'not_by_hand' });
  const table = await deps.ports.readCsv(csv, MOST_ROWS);
  if (!table.ok) throw refused('csv', table.sentence);
  const columns = readStateColumns(table.headers);
  if (!columns.ok) throw refused('csv', columns.sentence);
  let [moved, unchanged] = [0, 0];
  const refusals: { row: number; sentence: string }[] = [];
  for (const { rowNumber, cells, problem } of table.rows) {
    if (problem !== null) {
      refusals.push({ row: rowNumber, sentence: problem });
      continue;
    }
    const row = columns.read(cells, definition);
    if (!row.ok) {
      refusals.push({ row: rowNumber, sentence: row.sentence });
      continue;
    }
    try {
      // Each row for itself: one that cannot be does not hold up the others.
      const done = await deps.database.inTenant(tenantId, async (tx) => {
        const id = await offerMeant(tx, tenantId, marketplaceId, row.value);
        return step(tx, context, deps, await loadNamed(tx, context, id), { state: row.value.state, on: row.value.on });
      });
      if (done) moved += 1;
      else unchanged += 1;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refusals.push({ row: rowNumber, sentence: error.message });
    }
  }
  return { moved, unchanged, refused: refusals };
}

async function offerMeant(tx: Tx, tenantId: string, marketplaceId: string, named: { offer: string | null; dealNumber: number | null }): Promise<string> {
  let query = tx
    .selectFrom('offer as o')
    .innerJoin('deal as d', (join) => join.onRef('d.tenant_id', '=', 'o.tenant_id').onRef('d.id', '=', 'o.deal_id'))
    .select('o.id')
    .where('o.tenant_id', '=', tenantId)
    .where('o.marketplace_id', '=', marketplaceId);
  const { offer, dealNumber } = named;
  query =
    offer === null
      ? query.where('d.number', '=', dealNumber ?? -1).where('o.phase', 'in', ['draft', 'sending', 'released', 'accepted'])
      : query.where('o.external_id', '=', offer);
  const found = await query.limit(2).execute();
  const what = offer === null ? `an open offer of deal ${dealNumber ?? ''}` : `the offer ${offer}`;
  if (found.length !== 1 || !found[0])
    throw new Problem(
      'conflict',
      found.length === 0 ? `There is no such thing here: ${what}.` : `Deal ${dealNumber ?? ''} has several offers here; name the offer.`,
    );
  return found[0].id;
}
