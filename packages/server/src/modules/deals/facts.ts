import { notFound, type CommitteeRole, type DealStage, type DealStatus, type ParticipantRole, type RouteKind } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

export type DealForCosell = {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly version: number;
  readonly accountId: string | null;
  readonly accountName: string | null;
  readonly industry: string | null;
  readonly country: string | null;
  /** The deal's own region, else the account's. */ readonly region: string | null;
  readonly accountRegion: string | null;
  readonly stage: DealStage;
  readonly status: DealStatus;
  readonly amountMinor: number | null;
  readonly currency: string;
  readonly closeOn: string | null;
  readonly openedOn: string | null;
  readonly openedAt: string;
  readonly closedOn: string | null;
  readonly closedReason: string | null;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly source: string | null;
  readonly nextStep: string | null;
  readonly lastActivityAt: string;
  readonly lines: readonly {
    productId: string | null;
    productName: string | null;
    family: string | null;
    description: string;
    quantity: number;
    amountMinor: number;
    termMonths: number | null;
  }[];
  /** Active ones first, then those who left. */
  readonly participants: readonly {
    id: string;
    partnerId: string;
    partnerName: string;
    role: ParticipantRole;
    state: string;
    since: string;
    until: string | null;
    step: string | null;
    dueAt: string | null;
  }[];
  readonly routes: readonly { id: string; kind: RouteKind; state: string; settles: boolean; endedAt: string | null }[];
  readonly committee: readonly {
    contactId: string;
    contactName: string;
    contactTitle: string | null;
    contactEmail: string | null;
    role: CommitteeRole;
    influence: number;
    ownerMemberId: string | null;
    ownerPartnerId: string | null;
  }[];
  readonly stageHistory: readonly { from: DealStage | null; to: DealStage; at: string }[];
  /** Partners with an unended part in an earlier won deal of the account. */
  readonly previousPartnerIds: readonly string[];
};

type Stored = Omit<DealForCosell, 'previousPartnerIds'> & { readonly previousPartnerIds: readonly string[] | null };

/** An instant inside JSON has the database's spelling, and this is that of everything else. */
const instant = (given: string): string => new Date(given).toISOString();
const instantOrNull = (given: string | null): string | null => (given === null ? null : instant(given));

/** Everything co-sell decides on, in one statement: each move of a deal is looked at, and a way to the database costs more than each part. */
export async function factsForCosell(tx: Tx, tenantId: string, dealId: string): Promise<DealForCosell> {
  const of = (name: 'l' | 'x' | 'r' | 's'): RawBuilder<unknown> =>
    sql`${sql.raw(name)}.tenant_id = ${tenantId}::uuid and ${sql.raw(name)}.deal_id = ${dealId}::uuid`;
  const listOf = (rows: RawBuilder<unknown>): RawBuilder<unknown> => sql`(select coalesce(json_agg(j), '[]'::json) from (${rows}) j)`;
  const { rows } = await sql<Stored>`
    select d.id, d.number, d.name, d.version, d.account_id as "accountId", coalesce(a.name, d.account_name) as "accountName", a.industry, a.country, coalesce(d.region, a.region) as region, a.region as "accountRegion", d.stage, d.status, d.amount_minor as "amountMinor", d.currency, d.close_on as "closeOn",
      d.opened_on as "openedOn", d.created_at as "openedAt", d.closed_on as "closedOn", d.closed_reason as "closedReason", d.owner_id as "ownerId", d.owner_name as "ownerName", d.source, d.next_step as "nextStep", d.last_activity_at as "lastActivityAt",
      ${listOf(sql`select l.product_id as "productId", p.name as "productName", p.family, l.description, l.quantity, l.amount_minor as "amountMinor", l.term_months as "termMonths"
        from deal_line l left join product p on p.tenant_id = l.tenant_id and p.id = l.product_id where ${of('l')} order by l.position`)} as lines,
      ${listOf(sql`select x.id, x.partner_id as "partnerId", p.name as "partnerName", x.role, x.state, x.since, x.until, x.step, x.due_at as "dueAt"
        from deal_participant x join partner p on p.tenant_id = x.tenant_id and p.id = x.partner_id where ${of('x')} order by x.until is not null, x.id`)} as participants,
      ${listOf(sql`select r.id, r.kind, r.state, r.settles, r.ended_at as "endedAt" from deal_route r where ${of('r')} order by r.id`)} as routes,
      ${listOf(sql`select x.contact_id as "contactId", c.name as "contactName", c.title as "contactTitle", c.email as "contactEmail", x.role, x.influence, x.owner_member_id as "ownerMemberId", x.owner_partner_id as "ownerPartnerId"
        from deal_committee x join contact c on c.tenant_id = x.tenant_id and c.id = x.contact_id where ${of('x')} order by x.influence desc, x.id`)} as committee,
      ${listOf(sql`select s.from_stage as "from", s.to_stage as "to", s.at from deal_stage_change s where ${of('s')} order by s.at, s.id`)} as "stageHistory",
      (select array_agg(distinct w.partner) from (select unnest(e.partner_ids) as partner from deal e
        where e.tenant_id = ${tenantId}::uuid and e.account_id = d.account_id and e.status = 'won' and e.id <> d.id) w) as "previousPartnerIds"
    from deal d left join account a on a.tenant_id = d.tenant_id and a.id = d.account_id where d.tenant_id = ${tenantId}::uuid and d.id = ${dealId}::uuid`.execute(
    tx,
  );
  const deal = rows[0];
  if (!deal) throw notFound('deal');
  return {
    ...deal,
    participants: deal.participants.map((one) => ({ ...one, dueAt: instantOrNull(one.dueAt) })),
    routes: deal.routes.map((one) => ({ ...one, endedAt: instantOrNull(one.endedAt) })),
    stageHistory: deal.stageHistory.map((one) => ({ ...one, at: instant(one.at) })),
    previousPartnerIds: deal.previousPartnerIds ?? [],
  };
}
