import type { Parsed, Result } from '@entente/contracts';
import { notFound } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import { refused, type MarketplacesDeps } from './context.ts';
import { creditedWith } from './domain/attribution.ts';
import { figuresOf, type Order } from './domain/figures.ts';
import { addDays, daysBetween } from './domain/terms.ts';

type By = Parsed<'marketplaces.figures'>['query']['by'];
type Row = {
  readonly keys: readonly { readonly key: string; readonly label: string }[] | null;
  readonly currency: string;
  readonly amount: number;
  readonly acceptedAt: string;
  readonly sentAt: string | null;
  readonly endsOn: string | null;
  readonly followed: boolean;
};
const LONGEST_DAYS = 1_100;

/** What each row of the answer is about. An order counts in full for each partner that had a part in its deal. */
const keysBy = {
  marketplace: sql`json_build_array(json_build_object('key', m.id, 'label', m.name))`,
  product: sql`(select json_agg(json_build_object('key', p.id, 'label', p.name)) from listing l join product p on p.tenant_id = l.tenant_id and p.id = l.product_id where l.tenant_id = a.tenant_id and l.id = a.listing_id)`,
  partner: sql`(select json_agg(distinct jsonb_build_object('key', p.id, 'label', p.name)) from deal_participant x join partner p on p.tenant_id = x.tenant_id and p.id = x.partner_id
    where x.tenant_id = a.tenant_id and x.deal_id = a.deal_id and x.role <> 'marketplace' and x.since <= a.accepted_at::date)`,
} satisfies Record<By, unknown>;

export async function marketplaceFigures(
  deps: MarketplacesDeps,
  context: Context,
  query: Parsed<'marketplaces.figures'>['query'],
): Promise<Result<'marketplaces.figures'>> {
  requireScope(context, 'marketplaces:read');
  const { from, to, by } = query;
  const days = daysBetween(from, to) + 1;
  if (days < 1) throw refused('to', 'It would end before it begins.');
  if (days > LONGEST_DAYS) throw refused('to', 'Three years at most.');
  const before = addDays(from, -days);
  const rows = await deps.database.reading(context.tenantId, async (tx) => {
    const found = await sql<Row>`
      select ${keysBy[by]} as keys, coalesce(a.currency, o.currency, 'USD') as currency, coalesce(a.amount_minor, o.amount_minor, 0) as amount, a.accepted_at as "acceptedAt",
        o.sent_at as "sentAt", a.ends_at::date::text as "endsOn",
        (a.status in ('renewed', 'replaced') or exists (select 1 from agreement n where n.tenant_id = a.tenant_id and n.marketplace_id = a.marketplace_id and n.id <> a.id
          and (n.replaces_external_id = a.external_id or (n.initial_external_id = coalesce(a.initial_external_id, a.external_id) and n.accepted_at > a.accepted_at)))
          or exists (select 1 from deal r where r.tenant_id = a.tenant_id and r.id = a.renewal_deal_id and r.status = 'won')) as followed
      from agreement a join marketplace m on m.tenant_id = a.tenant_id and m.id = a.marketplace_id
        left join offer o on o.tenant_id = a.tenant_id and o.id = a.offer_id
      where a.tenant_id = ${context.tenantId}::uuid and a.accepted_at is not null and a.status <> 'rolled_back'
        and ((a.accepted_at >= ${before}::date and a.accepted_at < ${addDays(to, 1)}::date) or (a.ends_at >= ${from}::date and a.ends_at < ${addDays(to, 1)}::date))`.execute(
      tx,
    );
    return found.rows;
  });
  const orders = rows.flatMap((row): Order[] => {
    const on = row.acceptedAt.slice(0, 10);
    const hours = row.sentAt === null ? null : (Date.parse(row.acceptedAt) - Date.parse(row.sentAt)) / 3_600_000;
    return (row.keys ?? []).map((key) => ({
      ...key,
      currency: row.currency,
      amountMinor: BigInt(row.amount),
      inPeriod: on >= from && on <= to,
      inPrevious: on >= before && on < from,
      hoursToAccept: hours === null || hours < 0 ? null : hours,
      endedInPeriod: row.endsOn !== null && row.endsOn >= from && row.endsOn <= to,
      renewed: row.followed,
    }));
  });
  const items = figuresOf(orders).map((one) => ({
    ...one,
    volumeMinor: Number(one.volumeMinor),
    previousVolumeMinor: Number(one.previousVolumeMinor),
    averageMinor: Number(one.averageMinor),
  }));
  return { from, to, items };
}

export async function attributionOf(deps: MarketplacesDeps, context: Context, dealId: string): Promise<Result<'offers.attribution'>> {
  requireScope(context, 'marketplaces:read');
  const { tenantId } = context;
  return deps.database.reading(tenantId, async (tx) => {
    const deal = await deps.ports.deal(tx, tenantId, dealId);
    if (!deal) throw notFound('deal');
    const order = await tx
      .selectFrom('agreement as a')
      .innerJoin('marketplace as m', (join) => join.onRef('m.tenant_id', '=', 'a.tenant_id').onRef('m.id', '=', 'a.marketplace_id'))
      .leftJoin('partner as p', (join) => join.onRef('p.tenant_id', '=', 'm.tenant_id').onRef('p.id', '=', 'm.operator_id'))
      .leftJoin('offer as o', (join) => join.onRef('o.tenant_id', '=', 'a.tenant_id').onRef('o.id', '=', 'a.offer_id'))
      .select([
        'a.id',
        'a.external_id',
        'a.amount_minor',
        'a.currency',
        'a.accepted_at',
        'o.amount_minor as offer_minor',
        'o.currency as offer_currency',
        'm.name',
        'm.operator_id',
        'p.name as operator_name',
      ])
      .where('a.tenant_id', '=', tenantId)
      .where('a.deal_id', '=', dealId)
      .orderBy('a.accepted_at', 'desc')
      .orderBy('a.id', 'desc')
      .executeTakeFirst();
    const credited = creditedWith(deal, order?.operator_id ?? null, order?.accepted_at?.slice(0, 10) ?? null);
    type Role = Result<'offers.attribution'>['credited'][number]['role'];
    return {
      dealStatus: deal.status,
      order: order
        ? {
            agreementId: order.id,
            externalId: order.external_id,
            amountMinor: order.amount_minor ?? order.offer_minor,
            currency: order.currency ?? order.offer_currency,
          }
        : null,
      procurement: order ? { marketplaceName: order.name, operatorId: order.operator_id, operatorName: order.operator_name } : null,
      credited: credited.map((one) => ({ ...one, role: one.role as Role })),
    };
  });
}
