import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { clearClocks, setClocks } from '../../platform/clocks.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { endingOf } from './domain/phases.ts';
import { matchAgreement, type Match } from './domain/match.ts';
import { rescaledInstalments, sharedOut } from './domain/terms.ts';
import { offerChanged } from './finish-operation.ts';
import type { AgreementView, MarketplacesPorts } from './ports.ts';
import { RENEWAL_CLOCK, renewalClock } from './renewals.ts';
import { authorizationRow, instalmentsIn, linesIn, lockKey, offerRow, plainInstalments, plainLines, type AgreementRow, type MarketplaceRow } from './store.ts';

export type Recorded = { readonly id: string; readonly dealId: string | null; readonly changed: boolean; readonly why: string | null };

/** Two that learn of the same agreement wait for each other; the second finds it known. */
export const holdKey = (tx: Tx, key: string): Promise<unknown> => sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);

/**
 * Writes down an agreement as it was read at `newsAt`. News may come late, twice, out of order, and before the offer it names: what is
 * older than what is known changes nothing, and what cannot be matched is kept without a deal until it can.
 */
export async function recordAgreement(
  tx: Tx,
  context: Context,
  ports: MarketplacesPorts,
  marketplace: MarketplaceRow,
  view: AgreementView,
  newsAt: string,
): Promise<Recorded> {
  const { tenantId } = context;
  await holdKey(tx, lockKey(tenantId, marketplace.id, view.id));
  const known = await tx
    .selectFrom('agreement')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('marketplace_id', '=', marketplace.id)
    .where('external_id', '=', view.id)
    .forUpdate()
    .executeTakeFirst();
  const stale = known !== undefined && Date.parse(newsAt) < Date.parse(known.news_at);
  const id = known?.id ?? newId();
  const facts = stale && known ? factsOf(known) : merged(known, view);
  const match: Match | null = known?.deal_id ? null : await matchOf(tx, tenantId, marketplace.id, view);
  const offerId =
    known?.offer_id ??
    (match?.kind === 'offer' ? match.offerId : match?.kind === 'authorization' ? await adoptOffer(tx, context, marketplace, view, match) : null);
  const dealId = known?.deal_id ?? (match && match.kind !== 'none' ? match.dealId : null);
  const listingId = known?.listing_id ?? (await listingOf(tx, tenantId, marketplace.id, view.productId, offerId));
  const row = {
    ...facts,
    offer_id: offerId,
    deal_id: dealId,
    listing_id: listingId,
    news_at: stale && known ? known.news_at : newsAt,
    seen_at: context.now.toISOString(),
    matched_by: known?.matched_by ?? (match && match.kind !== 'none' ? match.how : null),
  };
  if (known)
    await tx
      .updateTable('agreement')
      .set((eb) => ({ ...row, version: eb('version', '+', 1) }))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
  else
    await tx
      .insertInto('agreement')
      .values({ tenant_id: tenantId, id, marketplace_id: marketplace.id, external_id: view.id, renewal_deal_id: null, ...row })
      .execute();
  const matchedNow = dealId !== null && !known?.deal_id;
  const amended =
    known?.status !== row.status || known.ends_at !== row.ends_at || known.amount_minor !== row.amount_minor || known.end_behaviour !== row.end_behaviour;
  const changed = known === undefined || matchedNow || amended;
  if (changed && dealId !== null) await apply(tx, context, ports, marketplace, { ...row, id, external_id: view.id }, known?.deal_id ? known : null);
  else if (known === undefined)
    await recordChange(tx, context, {
      operation: 'agreements.record',
      recordType: 'agreement',
      recordId: id,
      after: { external_id: view.id, status: row.status },
    });
  return { id, dealId, changed, why: match?.kind === 'none' ? match.why : null };
}

type Facts = Pick<
  AgreementRow,
  | 'external_offer_id'
  | 'external_authorization_id'
  | 'external_product_id'
  | 'status'
  | 'buyer_account'
  | 'seller_account'
  | 'currency'
  | 'amount_minor'
  | 'accepted_at'
  | 'starts_at'
  | 'ends_at'
  | 'end_behaviour'
  | 'replaces_external_id'
  | 'initial_external_id'
>;
const factsOf = ({
  external_offer_id,
  external_authorization_id,
  external_product_id,
  status,
  buyer_account,
  seller_account,
  currency,
  amount_minor,
  accepted_at,
  starts_at,
  ends_at,
  end_behaviour,
  replaces_external_id,
  initial_external_id,
}: AgreementRow): Facts => ({
  external_offer_id,
  external_authorization_id,
  external_product_id,
  status,
  buyer_account,
  seller_account,
  currency,
  amount_minor,
  accepted_at,
  starts_at,
  ends_at,
  end_behaviour,
  replaces_external_id,
  initial_external_id,
});

/** A list says less than the record itself: what it leaves out stays as it was known. An end that is gone is news, and is taken over. */
function merged(known: AgreementRow | undefined, view: AgreementView): Facts {
  return {
    external_offer_id: view.offerId ?? known?.external_offer_id ?? null,
    external_authorization_id: view.authorizationId ?? known?.external_authorization_id ?? null,
    external_product_id: view.productId ?? known?.external_product_id ?? null,
    status: view.status,
    buyer_account: view.buyerAccount ?? known?.buyer_account ?? null,
    seller_account: view.sellerAccount ?? known?.seller_account ?? null,
    currency: view.currency ?? known?.currency ?? null,
    amount_minor: view.amountMinor === null ? (known?.amount_minor ?? null) : Number(view.amountMinor),
    accepted_at: view.acceptedAt ?? known?.accepted_at ?? null,
    starts_at: view.startsAt ?? known?.starts_at ?? null,
    ends_at: view.startsAt === null && view.endsAt === null ? (known?.ends_at ?? null) : view.endsAt,
    end_behaviour: view.endBehaviour ?? known?.end_behaviour ?? null,
    replaces_external_id: view.replaces ?? known?.replaces_external_id ?? null,
    initial_external_id: view.initial ?? known?.initial_external_id ?? null,
  };
}

async function matchOf(tx: Tx, tenantId: string, marketplaceId: string, view: AgreementView): Promise<Match> {
  const before = [view.replaces, view.initial === view.id ? null : view.initial].filter((one) => one !== null);
  const offers = await tx
    .selectFrom('offer as o')
    .innerJoin('listing as l', (join) => join.onRef('l.tenant_id', '=', 'o.tenant_id').onRef('l.id', '=', 'o.listing_id'))
    .leftJoin('resale_authorization as a', (join) => join.onRef('a.tenant_id', '=', 'o.tenant_id').onRef('a.id', '=', 'o.authorization_id'))
    .select([
      'o.id',
      'o.deal_id as dealId',
      'o.external_id as externalId',
      'a.external_id as authorizationExternalId',
      'o.phase',
      'o.buyer_account as buyerAccount',
      'l.external_product_id as productId',
      'o.replaces_agreement as replacesAgreement',
    ])
    .where('o.tenant_id', '=', tenantId)
    .where('o.marketplace_id', '=', marketplaceId)
    .where((eb) =>
      eb.or([
        eb('o.external_id', '=', view.offerId ?? ''),
        eb('a.external_id', '=', view.authorizationId ?? ''),
        ...(before.length === 0 ? [] : [eb('o.replaces_agreement', 'in', before)]),
      ]),
    )
    .limit(50)
    .execute();
  const authorizations =
    view.authorizationId === null
      ? []
      : await tx
          .selectFrom('resale_authorization')
          .select(['id', 'deal_id as dealId', 'external_id as externalId', 'buyer_account as buyerAccount'])
          .where('tenant_id', '=', tenantId)
          .where('marketplace_id', '=', marketplaceId)
          .where('external_id', '=', view.authorizationId)
          .execute();
  const earlier =
    before.length === 0
      ? []
      : await tx
          .selectFrom('agreement')
          .select(['external_id as externalId', 'deal_id as dealId', 'renewal_deal_id as renewalDealId'])
          .where('tenant_id', '=', tenantId)
          .where('marketplace_id', '=', marketplaceId)
          .where('external_id', 'in', before)
          .where('deal_id', 'is not', null)
          .execute();
  // What follows an agreement belongs to the deal that was opened to renew it, where there is one.
  return matchAgreement(view, {
    offers,
    authorizations,
    earlier: earlier.flatMap((one) => (one.dealId === null ? [] : [{ externalId: one.externalId, dealId: one.renewalDealId ?? one.dealId }])),
  });
}

async function listingOf(tx: Tx, tenantId: string, marketplaceId: string, productId: string | null, offerId: string | null): Promise<string | null> {
  if (offerId !== null) return (await offerRow(tx, tenantId, offerId)).listing_id;
  if (productId === null) return null;
  const found = await tx
    .selectFrom('listing')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('marketplace_id', '=', marketplaceId)
    .where('external_product_id', '=', productId)
    .executeTakeFirst();
  return found?.id ?? null;
}

/** A reseller sold under our authorisation without telling us: its offer is written down from what is known of it. */
export async function adoptOffer(
  tx: Tx,
  context: Context,
  marketplace: MarketplaceRow,
  view: Pick<AgreementView, 'offerId' | 'buyerAccount' | 'amountMinor'>,
  match: { readonly authorizationId: string; readonly dealId: string },
): Promise<string> {
  const { tenantId } = context;
  const authorization = await authorizationRow(tx, tenantId, match.authorizationId, true);
  const route = await tx
    .selectFrom('deal_route')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('deal_id', '=', match.dealId)
    .where('kind', '=', 'marketplace')
    .where('ended_at', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
  if (!route) throw new Error(`deal ${match.dealId} has an authorisation and no marketplace route`);
  const wholesale = BigInt(authorization.wholesale_minor);
  const amount = view.amountMinor ?? wholesale;
  const lines = linesIn(authorization.lines);
  const id = newId();
  const at = context.now.toISOString();
  await tx
    .insertInto('offer')
    .values({
      tenant_id: tenantId,
      id,
      deal_id: match.dealId,
      route_id: route.id,
      marketplace_id: marketplace.id,
      listing_id: authorization.listing_id,
      kind: 'channel',
      seller_partner_id: authorization.reseller_partner_id,
      authorization_id: authorization.id,
      replaces_agreement: null,
      name: authorization.name,
      description: null,
      buyer_account: view.buyerAccount,
      currency: authorization.currency,
      amount_minor: Number(amount),
      markup_bp: wholesale === 0n || amount < wholesale ? 0 : Number(((amount - wholesale) * 10_000n + wholesale / 2n) / wholesale),
      term_months: authorization.term_months,
      starts_on: null,
      lines: JSON.stringify(plainLines(sharedOut(lines, amount).map((line) => ({ ...line, unitPriceMinor: line.amountMinor / BigInt(line.quantity) })))),
      instalments: JSON.stringify(plainInstalments(rescaledInstalments(instalmentsIn(authorization.instalments), wholesale, amount))),
      eula: JSON.stringify(authorization.eula),
      expires_on: null,
      phase: 'released',
      state: 'released',
      external_id: view.offerId,
      sent_by_connection: null,
      sent_at: at,
      released_at: at,
      accepted_at: null,
      closed_at: null,
      problem: null,
      created_by: context.actor.name,
      created_at: at,
      updated_at: at,
    })
    .execute();
  await recordChange(tx, context, {
    operation: 'offers.adopt',
    recordType: 'offer',
    recordId: id,
    after: { external_id: view.offerId, authorizationId: authorization.id, amount_minor: Number(amount) },
  });
  return id;
}

type Now = Facts & { readonly id: string; readonly external_id: string; readonly offer_id: string | null; readonly deal_id: string | null };
/** What follows from an agreement for its offer, its route, the timeline of its deal and its renewal. `before` null: the deal learns of it only now. */
async function apply(tx: Tx, context: Context, ports: MarketplacesPorts, marketplace: MarketplaceRow, now: Now, before: AgreementRow | null): Promise<void> {
  const { tenantId } = context;
  const dealId = now.deal_id;
  if (dealId === null) return;
  const tell = (type: string, further: Readonly<Record<string, unknown>> = {}): Promise<void> =>
    recordChange(tx, context, {
      operation: 'agreements.record',
      recordType: 'agreement',
      recordId: now.id,
      before: before ? { status: before.status, ends_at: before.ends_at, amount_minor: before.amount_minor } : null,
      after: { status: now.status, ends_at: now.ends_at, amount_minor: now.amount_minor, offer_id: now.offer_id, deal_id: dealId },
      events: [
        {
          type,
          dealId,
          payload: {
            agreementId: now.id,
            externalId: now.external_id,
            marketplaceName: marketplace.name,
            amountMinor: now.amount_minor,
            currency: now.currency,
            endsAt: now.ends_at,
            ...further,
          },
        },
      ],
    });
  if (before === null) {
    await acceptOffer(tx, context, ports, marketplace, now);
    await entitleRoute(tx, context, ports, dealId, now);
    await tell('agreement.created');
    if (marketplace.operator_id !== null)
      await ports.addParticipant(tx, context, dealId, {
        partnerId: marketplace.operator_id,
        role: 'marketplace',
        evidence: `Agreement ${now.external_id} on ${marketplace.name}`,
      });
  } else if (before.status === now.status) await tell('agreement.amended');
  const ending = endingOf(now.status);
  if (ending !== null && (before === null || before.status !== now.status)) {
    await tell(`agreement.${ending}`);
    await endRoute(tx, context, ports, dealId, now, ending);
    await clearClocks(tx, tenantId, now.id, [RENEWAL_CLOCK]);
  }
  const clock = now.status === 'active' ? renewalClock(now) : null;
  if (clock) await setClocks(tx, tenantId, [clock]);
}

/** However late it comes and whatever we thought of the offer meanwhile: the buyer has accepted it. */
async function acceptOffer(tx: Tx, context: Context, ports: MarketplacesPorts, marketplace: MarketplaceRow, now: Now): Promise<void> {
  if (now.offer_id === null) return;
  const offer = await offerRow(tx, context.tenantId, now.offer_id, true);
  if (offer.phase === 'accepted') return;
  const at = now.accepted_at ?? context.now.toISOString();
  const state = (marketplace.definition as { states: { key: string; means: string }[] } | null)?.states.find((one) => one.means === 'accepted')?.key;
  await offerChanged(
    tx,
    context,
    ports,
    marketplace,
    offer,
    {
      phase: 'accepted',
      accepted_at: at,
      closed_at: at,
      problem: null,
      ...(state === undefined ? {} : { state }),
      ...(offer.external_id === null && now.external_offer_id !== null ? { external_id: now.external_offer_id } : {}),
      ...(offer.sent_at === null ? { sent_at: at, released_at: at } : {}),
    },
    'offer.accepted',
    { agreementId: now.id, acceptedAt: at, late: offer.phase === 'expired' || offer.phase === 'withdrawn' },
  );
  // One sale uses up what was given for one sale, on every hop it went by.
  for (let id = offer.authorization_id; id !== null; id = (await authorizationRow(tx, context.tenantId, id)).parent_id)
    await tx
      .updateTable('resale_authorization')
      .set((eb) => ({ state: 'used', updated_at: context.now.toISOString(), version: eb('version', '+', 1) }))
      .where('tenant_id', '=', context.tenantId)
      .where('id', '=', id)
      .where('usage', '=', 'one_time')
      .where('state', '=', 'active')
      .execute();
}

/** What the buyer may use can be known before the deal is; its route catches up once it is. */
async function entitleRoute(tx: Tx, context: Context, ports: MarketplacesPorts, dealId: string, now: Now): Promise<void> {
  if (now.offer_id === null) return;
  const active = await tx
    .selectFrom('entitlement')
    .select('id')
    .where('tenant_id', '=', context.tenantId)
    .where('agreement_id', '=', now.id)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (active) await ports.moveRoute(tx, context, dealId, (await offerRow(tx, context.tenantId, now.offer_id)).route_id, 'entitled');
}

/** An order that is called off takes its route with it; one that ran out or was replaced did what it was for. */
async function endRoute(tx: Tx, context: Context, ports: MarketplacesPorts, dealId: string, now: Now, ending: string): Promise<void> {
  if (ending !== 'cancelled' || now.offer_id === null) return;
  const offer = await offerRow(tx, context.tenantId, now.offer_id);
  await ports.moveRoute(tx, context, dealId, offer.route_id, 'cancelled');
}

/** A person says which deal it is. Its offer goes with it where the deal has one that can be meant. */
export async function assignDeal(
  tx: Tx,
  context: Context,
  ports: MarketplacesPorts,
  marketplace: MarketplaceRow,
  agreement: AgreementRow,
  dealId: string,
  note: string,
): Promise<void> {
  const { tenantId } = context;
  const open = await tx
    .selectFrom('offer')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('deal_id', '=', dealId)
    .where('marketplace_id', '=', marketplace.id)
    .where('phase', 'in', ['draft', 'sending', 'released', 'expired', 'withdrawn'])
    .where((eb) => eb.or([eb('external_id', 'is', null), eb('external_id', '=', agreement.external_offer_id ?? '')]))
    .execute();
  const offerId = agreement.offer_id ?? (open.length === 1 ? (open[0]?.id ?? null) : null);
  await tx
    .updateTable('agreement')
    .set((eb) => ({ deal_id: dealId, offer_id: offerId, matched_by: context.actor.name, version: eb('version', '+', 1) }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', agreement.id)
    .execute();
  await recordChange(tx, context, {
    operation: 'agreements.match',
    recordType: 'agreement',
    recordId: agreement.id,
    before: { deal_id: agreement.deal_id },
    after: { deal_id: dealId, offer_id: offerId },
    reason: note,
  });
  await apply(tx, context, ports, marketplace, { ...agreement, deal_id: dealId, offer_id: offerId }, null);
}
