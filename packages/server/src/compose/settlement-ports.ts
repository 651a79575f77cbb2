import { Problem, explained } from '@entente/kernel';
import { sql } from 'kysely';
import { awsMarketplace } from '../connectors/aws-marketplace/marketplace.ts';
import { googleMarketplace } from '../connectors/google/index.ts';
import { microsoftMarketplace } from '../connectors/microsoft/index.ts';
import { nextStates, type DealsModule } from '../modules/deals/index.ts';
import { drawdownOf, feeBasisPoints, type MarketplacePort } from '../modules/marketplaces/index.ts';
import { createPricingModule, type PricingModule } from '../modules/pricing/index.ts';
import { currentQuote, type QuoteOfDeal } from '../modules/quotes/index.ts';
import type { Candidate, KnownDeal, Places, SettlementPorts, StandingQuote, Times } from '../modules/settlement/index.ts';
import { allocate, createSplitsModule, problemsOf, requireNamed, US, MARKETPLACE, type SplitsPorts } from '../modules/splits/index.ts';
import type { Context } from '../platform/context.ts';
import type { Database, Tx } from '../platform/db/database.ts';
import { onceInTransaction } from './once-in-transaction.ts';
import { pricingPorts } from './pricing-ports.ts';

const ADAPTERS: Readonly<Record<string, MarketplacePort>> = { aws: awsMarketplace, microsoft: microsoftMarketplace, google: googleMarketplace };
const ROUTES = ['direct', 'resale', 'marketplace'] as const;
const TIMES_KEPT_MS = 60_000;

export type SettlementOptions = {
  readonly database: Database;
  readonly pricing: Pick<PricingModule, 'marginOf' | 'priceSelection'>;
  readonly deals: Pick<DealsModule, 'addRoute' | 'updateRoute'>;
  readonly splits: SplitsPorts;
  readonly incentives: SettlementPorts['incentives'];
  readonly now: () => Date;
};

/** Gives settlement what it needs to know, from those who own it. */
export function settlementPorts(options: SettlementOptions): SettlementPorts {
  const { database, pricing, splits, deals } = options;
  // A way is divided as if it settled the deal already: rules may ask by which route the money comes.
  const dealOnce = onceInTransaction(splits.deal);
  const previews = new Map(
    ROUTES.map((route) => {
      const deal: SplitsPorts['deal'] = async (tx, tenantId, dealId, on) => {
        const facts = await dealOnce(tx, tenantId, dealId, on);
        return facts && { ...facts, routes: [route] };
      };
      return [route, createSplitsModule({ database, ports: { ...splits, deal }, now: options.now }).preview] as const;
    }),
  );
  return {
    deal: knownDeal,
    quote: (tx, tenantId, dealId) => standingQuote(tx, tenantId, dealId, pricing),
    partners,
    places,
    margins: (tx, tenantId, { tier, ...asked }) => {
      const of =
        tier === null
          ? pricing
          : createPricingModule({ database, ports: { marginFacts: async (...facts) => ({ ...(await pricingPorts.marginFacts(...facts)), tier }) } });
      return of.marginOf(tx, tenantId, asked);
    },
    feeBasisPoints,
    drawdown: drawdownOf,
    divide: async (tx, tenantId, { on, route, receipt, document }) => {
      if (document !== null) return divideBy(tx, tenantId, splits, { on, receipt, document });
      const preview = previews.get(route);
      if (!preview) throw new TypeError(`there is no way to divide by ${route}`);
      const { held, ruleId, ruleName, ruleNumber, shares } = await preview(tx, tenantId, on, receipt);
      return {
        held,
        rule: ruleId === null || ruleNumber === null ? null : { id: ruleId, name: ruleName ?? '', version: ruleNumber },
        // There is no receipt yet that could be evidence of anything.
        shares: shares.flatMap(({ partnerId, partnerName, amountMinor, explanation }) =>
          partnerId === null
            ? []
            : [
                {
                  partnerId,
                  name: partnerName ?? 'A partner',
                  amountMinor: BigInt(amountMinor),
                  explanation: { ...(explanation ?? explained('By the rule of the split.')), evidence: [] },
                },
              ],
        ),
      };
    },
    incentives: options.incentives,
    times: keptTimes(),
    obstacles,
    openTo,
    settleBy: (tx, context, dealId, candidate) => settleBy(tx, context, deals, dealId, candidate),
  };
}

async function knownDeal(tx: Tx, tenantId: string, dealId: string, on: string, lock: boolean): Promise<KnownDeal | null> {
  if (lock) await sql`select id from deal where tenant_id = ${tenantId}::uuid and id = ${dealId}::uuid for update`.execute(tx);
  type Raw = Omit<KnownDeal, 'routes'> & { routes: (Omit<KnownDeal['routes'][number], 'firstPriceMinor'> & { firstPriceMinor: number | null })[] };
  const { rows } = await sql<Raw>`
    select d.id, d.number, d.name, d.status, d.currency, d.account_id as "accountId", d.close_on as "closeOn",
      exists (select from agreement a where a.tenant_id = d.tenant_id and a.renewal_deal_id = d.id) as renewal,
      coalesce((select json_agg(json_build_object('lineId', l.id, 'productId', l.product_id, 'family', p.family, 'vendorId', c.vendor_id, 'description', l.description, 'quantity', l.quantity, 'amountMinor', l.amount_minor) order by l.position, l.id)
        from deal_line l left join product p on p.tenant_id = l.tenant_id and p.id = l.product_id left join product_commerce c on c.tenant_id = l.tenant_id and c.product_id = l.product_id
        where l.tenant_id = d.tenant_id and l.deal_id = d.id), '[]') as lines,
      coalesce((select json_agg(json_build_object('partnerId', x.partner_id, 'role', x.role, 'shareBp', x.share_bp) order by x.partner_id, x.role, x.id)
        from deal_participant x where x.tenant_id = d.tenant_id and x.deal_id = d.id and x.since <= ${on}::date and (x.until is null or x.until > ${on}::date)), '[]') as participants,
      coalesce((select json_agg(json_build_object('id', r.id, 'kind', r.kind, 'settles', r.settles, 'chain', r.chain, 'firstPriceMinor', h.amount_minor, 'firstPriceCurrency', h.currency) order by r.id)
        from deal_route r left join hop_price h on h.tenant_id = r.tenant_id and h.route_id = r.id and h.hop = 0 and h.ended_at is null and h.seller_id is null and h.buyer_id = r.chain[1]
        where r.tenant_id = d.tenant_id and r.deal_id = d.id and r.ended_at is null), '[]') as routes
    from deal d where d.tenant_id = ${tenantId}::uuid and d.id = ${dealId}::uuid`.execute(tx);
  const [deal] = rows;
  return deal
    ? { ...deal, routes: deal.routes.map((route) => ({ ...route, firstPriceMinor: route.firstPriceMinor === null ? null : BigInt(route.firstPriceMinor) })) }
    : null;
}

async function standingQuote(tx: Tx, tenantId: string, dealId: string, pricing: SettlementOptions['pricing']): Promise<StandingQuote | null> {
  const quote = await currentQuote(tx, tenantId, dealId);
  if (!quote) return null;
  const productIds = quote.priced.lines.map(({ productId }) => productId);
  const bundles = quote.priced.lines.flatMap(({ bundleId, bundleVersion }) => (bundleId === null ? [] : [`${bundleId}|${bundleVersion ?? 0}`]));
  const { rows } = await sql<{ families: Record<string, string> | null; skus: string[] | null; approvedBy: string | null; byTier: boolean }>`
    select (select json_object_agg(p.id, p.family) from product p where p.tenant_id = ${tenantId}::uuid and p.id = any(${productIds}::uuid[]) and p.family is not null) as families,
      (select array_agg(distinct v.definition ->> 'productId') from pricing_document_version v where v.tenant_id = ${tenantId}::uuid and v.document_id::text || '|' || v.version = any(${bundles}::text[])
        and v.definition ->> 'productId' is not null) as skus,
      (select string_agg(distinct a.decided_by_name, ', ') from quote_approval a where a.tenant_id = ${tenantId}::uuid and a.quote_id = ${quote.id}::uuid and a.quote_version = ${quote.version} and a.state = 'approved') as "approvedBy",
      exists (select from price_book b where b.tenant_id = ${tenantId}::uuid and not b.everyone) as "byTier"`.execute(tx);
  const [more] = rows;
  return {
    id: quote.id,
    number: quote.number,
    version: quote.version,
    state: quote.state,
    partnerId: quote.partnerId,
    competitive: quote.request.competitive,
    priced: quote.priced,
    families: new Map(Object.entries(more?.families ?? {})),
    skuProductIds: more?.skus ?? [],
    standardMinor: more?.byTier === true && quote.partnerId !== null ? await standardPrices(tx, tenantId, quote, pricing) : null,
    approvedBy: more?.approvedBy ?? null,
  };
}

/** The same selection for a buyer without a partner: what the tier of the partner makes of the list is the difference. */
async function standardPrices(tx: Tx, tenantId: string, quote: QuoteOfDeal, pricing: SettlementOptions['pricing']): Promise<bigint[] | null> {
  try {
    const { request, priced } = quote;
    const { lines } = await pricing.priceSelection(tx, tenantId, {
      day: priced.pricedOn,
      currency: request.currency,
      region: request.region,
      partnerId: null,
      dealId: null,
      competitive: false,
      selections: request.selections,
    });
    return lines.length === priced.lines.length && lines.every(({ product }, index) => product.id === priced.lines[index]?.productId)
      ? lines.map(({ listMinor }) => listMinor)
      : null;
  } catch (error) {
    // There is no price for everybody: then the tier makes no difference that could be told.
    if (error instanceof Problem) return null;
    throw error;
  }
}

const partners: SettlementPorts['partners'] = async (tx, tenantId, ids, on) => {
  if (ids.length === 0) return { partners: [], ties: [] };
  const { rows } = await sql<{ id: string; name: string; active: boolean; types: string[]; tier: string | null; ties: string[] | null }>`
    select p.id, p.name, p.status = 'active' as active, p.types, p.tier,
      (select array_agg(t.distributor_id || '|' || t.reseller_id) from partner_tie t where t.tenant_id = p.tenant_id and t.distributor_id = p.id and t.since <= ${on}::date and (t.until is null or t.until > ${on}::date)
        and t.reseller_id = any(${[...ids]}::uuid[])) as ties
    from partner p where p.tenant_id = ${tenantId}::uuid and p.id = any(${[...ids]}::uuid[])`.execute(tx);
  return { partners: rows.map(({ ties: _ties, ...partner }) => partner), ties: rows.flatMap(({ ties }) => ties ?? []) };
};

const places: SettlementPorts['places'] = async (tx, tenantId, { dealId, productIds, accountId, on }) => {
  type Big<Row, Key extends keyof Row> = Omit<Row, Key> & Record<Key, number>;
  type Raw = {
    marketplaces: Omit<Places['marketplaces'][number], 'currencies'>[];
    listings: Places['listings'][number][];
    authorizations: Big<Places['authorizations'][number], 'wholesaleMinor'>[];
    commitments: (Big<Places['commitments'][number], 'amountMinor' | 'capUsedMinor'> & { remainingMinor: number | null })[];
  };
  const { rows } = await sql<Raw>`
    with sold as (select l.* from listing l where l.tenant_id = ${tenantId}::uuid and l.product_id = any(${[...productIds]}::uuid[]))
    select
      coalesce((select json_agg(json_build_object('id', m.id, 'name', m.name, 'kind', m.kind, 'feeTable', m.fee_table, 'version', m.version) order by m.name, m.id)
        from marketplace m where m.tenant_id = ${tenantId}::uuid and m.retired_at is null), '[]') as marketplaces,
      coalesce((select json_agg(json_build_object('id', l.id, 'marketplaceId', l.marketplace_id, 'productId', l.product_id, 'name', l.name, 'status', l.status, 'eligibility',
          coalesce((select json_agg(json_build_object('programme', e.programme, 'percentBp', e.percent_bp, 'decidedOn', e.decided_on, 'excludedKinds', e.excluded_kinds, 'fromOn', e.from_on, 'untilOn', e.until_on, 'source', e.source) order by e.id)
            from listing_eligibility e where e.tenant_id = l.tenant_id and e.listing_id = l.id), '[]')) order by l.id) from sold l), '[]') as listings,
      coalesce((select json_agg(json_build_object('id', a.id, 'marketplaceId', a.marketplace_id, 'resellerId', a.reseller_partner_id, 'state', a.state, 'currency', a.currency, 'wholesaleMinor', a.wholesale_minor, 'ofDeal', a.deal_id is not null, 'untilOn', a.until_on) order by a.id desc)
        from resale_authorization a where a.tenant_id = ${tenantId}::uuid and a.parent_id is null and a.state in ('sending', 'active', 'used')
          and (a.deal_id = ${dealId}::uuid or (a.deal_id is null and a.listing_id in (select id from sold)))), '[]') as authorizations,
      coalesce((select json_agg(json_build_object('programme', c.programme, 'currency', c.currency, 'amountMinor', c.amount_minor, 'remainingMinor', c.remaining_minor, 'capBp', c.cap_bp, 'capUsedMinor', c.cap_used_minor, 'fromOn', c.from_on, 'untilOn', c.until_on) order by c.until_on, c.id)
        from cloud_commitment c where c.tenant_id = ${tenantId}::uuid and c.account_id = ${accountId}::uuid and c.until_on >= ${on}::date), '[]') as commitments`.execute(
    tx,
  );
  const [found] = rows;
  if (!found) return { marketplaces: [], listings: [], authorizations: [], commitments: [] };
  return {
    marketplaces: found.marketplaces.map((one) => {
      const currencies = ADAPTERS[one.kind]?.capabilities().currencies ?? [];
      return { ...one, currencies: currencies.length > 0 ? currencies : null };
    }),
    listings: found.listings,
    authorizations: found.authorizations.map((one) => ({ ...one, wholesaleMinor: BigInt(one.wholesaleMinor) })),
    commitments: found.commitments.map((one) => ({
      ...one,
      amountMinor: BigInt(one.amountMinor),
      capUsedMinor: BigInt(one.capUsedMinor),
      remainingMinor: one.remainingMinor === null ? null : BigInt(one.remainingMinor),
    })),
  };
};

/** By a document that is only tried. What it limits over the whole deal begins at nothing, and usage is not weighed. */
async function divideBy(
  tx: Tx,
  tenantId: string,
  splits: SplitsPorts,
  {
    on,
    receipt,
    document,
  }: Pick<Parameters<SettlementPorts['divide']>[2], 'on' | 'receipt'> & { document: NonNullable<Parameters<SettlementPorts['divide']>[2]['document']> },
): ReturnType<SettlementPorts['divide']> {
  const [problem] = problemsOf(document);
  if (problem) throw new Problem('invalid_input', problem.sentence, { fields: [{ path: `split.${problem.path}`, code: 'rule', sentence: problem.sentence }] });
  await requireNamed(tx, tenantId, document, 'split');
  const deal = receipt.dealId === null ? null : await splits.deal(tx, tenantId, receipt.dealId, on);
  const result = allocate(document, {
    currency: receipt.currency,
    lines: receipt.lines.map(({ lineId, vendorId, netMinor, feeMinor }) => ({ lineId, vendorId, netMinor: BigInt(netMinor), feeMinor: BigInt(feeMinor) })),
    participants: deal?.participants ?? [],
    credit: deal?.credit ?? null,
    usage: null,
    givenBefore: new Map(),
  });
  if (!result.ok) return { held: result.sentence, rule: null, shares: [] };
  const sums = new Map<string, bigint>();
  for (const { party, amountMinor } of result.parts) if (party !== US && party !== MARKETPLACE) sums.set(party, (sums.get(party) ?? 0n) + amountMinor);
  const names =
    sums.size === 0
      ? []
      : await tx
          .selectFrom('partner')
          .select(['id', 'name'])
          .where('tenant_id', '=', tenantId)
          .where('id', 'in', [...sums.keys()])
          .execute();
  return {
    held: null,
    rule: null,
    shares: [...sums].map(([partnerId, amountMinor]) => ({
      partnerId,
      name: names.find(({ id }) => id === partnerId)?.name ?? 'A partner',
      amountMinor,
      explanation: explained('By the rule that is tried.', { steps: result.steps.get(partnerId) ?? [] }),
    })),
  };
}

/** Medians move slowly and are read with every comparison: what was counted a minute ago will do. */
function keptTimes(): SettlementPorts['times'] {
  const kept = new Map<string, { readonly at: number; readonly times: readonly Times[] }>();
  return async (tx, tenantId, since) => {
    const at = performance.now();
    const known = kept.get(tenantId);
    if (known && at - known.at < TIMES_KEPT_MS) return known.times;
    const { rows } = await sql<Times>`
      with settled as (
        select d.id, d.closed_on, d.closed_on - coalesce(d.opened_on, d.created_at::date) as signature,
          case r.kind when 'direct' then 'direct' when 'resale' then case when cardinality(r.chain) > 1 then 'distribution' else 'resale' end
            when 'marketplace' then case when exists (select from offer o where o.tenant_id = r.tenant_id and o.route_id = r.id and o.kind = 'channel' and o.phase = 'accepted') then 'channel_private_offer' else 'marketplace' end end as kind
        from deal d join deal_route r on r.tenant_id = d.tenant_id and r.deal_id = d.id and r.settles and r.ended_at is null
        where d.tenant_id = ${tenantId}::uuid and d.status = 'won' and d.closed_on >= ${since}::date
      ), paid as (
        select deal_id, min(received_on) as on from receipt where tenant_id = ${tenantId}::uuid and received_on >= ${since}::date and deal_id is not null and reverses is null group by deal_id
        union all
        select b.deal_id, min(l.occurred_at)::date from billing_match b join billing_line l on l.tenant_id = b.tenant_id and l.id = b.line_id
        where b.tenant_id = ${tenantId}::uuid and b.deal_id is not null and l.action = 'disbursed' and l.occurred_at >= ${since}::date group by b.deal_id
      ), cash as (select deal_id, min(paid.on) as on from paid group by deal_id)
      select s.kind, (percentile_disc(0.5) within group (order by s.signature) filter (where s.signature >= 0))::int as "signatureDays", (count(*) filter (where s.signature >= 0))::int as "signatureDeals",
        (percentile_disc(0.5) within group (order by c.on - s.closed_on) filter (where c.on >= s.closed_on))::int as "cashDays", (count(*) filter (where c.on >= s.closed_on))::int as "cashDeals"
      from settled s left join cash c on c.deal_id = s.id where s.kind is not null group by s.kind`.execute(tx);
    kept.set(tenantId, { at, times: rows });
    return rows;
  };
}

/** Offers and agreements of another way, and invoices that went out: each would be left standing against the plan. */
const obstacles: SettlementPorts['obstacles'] = async (tx, tenantId, dealId, { from, to }) => {
  const marketplaceId = 'marketplaceId' in to ? to.marketplaceId : null;
  const sellerId = to.kind === 'channel_private_offer' ? to.resellerId : null;
  const sentences: string[] = [];
  const { rows: offers } = await sql<{ name: string; marketplace: string }>`
    select o.name, m.name as marketplace from offer o join marketplace m on m.tenant_id = o.tenant_id and m.id = o.marketplace_id
    where o.tenant_id = ${tenantId}::uuid and o.deal_id = ${dealId}::uuid and o.phase = 'accepted'
      and not (o.marketplace_id is not distinct from ${marketplaceId}::uuid and o.seller_partner_id is not distinct from ${sellerId}::uuid) order by o.id limit 3`.execute(
    tx,
  );
  for (const { name, marketplace } of offers) sentences.push(`The offer “${name}” was accepted on ${marketplace}.`);
  const { rows: agreements } = await sql<{ key: string; marketplace: string }>`
    select a.external_id as key, m.name as marketplace from agreement a join marketplace m on m.tenant_id = a.tenant_id and m.id = a.marketplace_id
      left join offer o on o.tenant_id = a.tenant_id and o.id = a.offer_id
    where a.tenant_id = ${tenantId}::uuid and a.deal_id = ${dealId}::uuid and a.status = 'active'
      and not (a.marketplace_id is not distinct from ${marketplaceId}::uuid and (o.id is null or o.seller_partner_id is not distinct from ${sellerId}::uuid)) order by a.id limit 3`.execute(
    tx,
  );
  for (const { key, marketplace } of agreements) sentences.push(`Agreement ${key} of ${marketplace} stands on this deal.`);
  // Where nothing was chosen before, an invoice of ours speaks against a marketplace that would invoice as well, and against nothing else.
  if (from !== null || marketplaceId !== null) {
    const { rows: invoices } = await sql<{ number: string }>`
      select distinct i.number from invoice_line l join invoice i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
      where l.tenant_id = ${tenantId}::uuid and l.deal_id = ${dealId}::uuid and i.state in ('issued', 'part_paid', 'paid') order by i.number limit 3`.execute(
      tx,
    );
    for (const { number } of invoices) sentences.push(`Invoice ${number} was issued for this deal; credit it first.`);
  }
  return sentences;
};

const openTo: SettlementPorts['openTo'] = async (tx, tenantId, dealId, partnerId) => {
  const { rows } = await sql`
    select 1 from deal_participant where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid and partner_id = ${partnerId}::uuid
    union all
    select 1 from deal_share where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid and to_partner_id = ${partnerId}::uuid and state = 'active' limit 1`.execute(
    tx,
  );
  return rows.length > 0;
};

/** One route settles: it is found among those that are under way, or added; what settled before goes on without settling. */
async function settleBy(tx: Tx, context: Context, deals: SettlementOptions['deals'], dealId: string, candidate: Candidate): Promise<string> {
  const kind = candidate.kind === 'direct' ? 'direct' : candidate.kind === 'resale' || candidate.kind === 'distribution' ? 'resale' : 'marketplace';
  const chain = [...('distributorId' in candidate ? [candidate.distributorId] : []), ...('resellerId' in candidate ? [candidate.resellerId] : [])];
  const { rows: routes } = await sql<{ id: string; kind: typeof kind; state: string; settles: boolean; chain: string[]; places: string[] | null }>`
    select r.id, r.kind, r.state, r.settles, r.chain, (select array_agg(distinct o.marketplace_id) from offer o where o.tenant_id = r.tenant_id and o.route_id = r.id and o.phase not in ('expired', 'withdrawn')) as places
    from deal_route r where r.tenant_id = ${context.tenantId}::uuid and r.deal_id = ${dealId}::uuid and r.ended_at is null order by r.settles desc, r.id`.execute(
    tx,
  );
  const found = routes.find(
    (route) =>
      route.kind === kind &&
      route.chain.join() === chain.join() &&
      (route.settles || nextStates(route.kind, route.state).length > 0) &&
      (!('marketplaceId' in candidate) || route.places === null || route.places.every((place) => place === candidate.marketplaceId)),
  );
  const before = routes.find(({ settles }) => settles);
  if (found && before?.id === found.id) return found.id;
  if (before) await deals.updateRoute(tx, context, dealId, before.id, { settles: false });
  if (found) {
    await deals.updateRoute(tx, context, dealId, found.id, { settles: true });
    return found.id;
  }
  return (await deals.addRoute(tx, context, dealId, { kind, settles: true, chain })).routeId;
}
