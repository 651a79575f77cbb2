import { notFound, type CommitteeRole, type DealStage, type DealStatus, type ParticipantRole, type RouteKind } from '@entente/kernel';
import { sql } from 'kysely';
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

type DealPart = Omit<DealForCosell, 'lines' | 'participants' | 'routes' | 'committee' | 'stageHistory' | 'previousPartnerIds'>;

/** Everything co-sell decides on, in few reads. */
export async function factsForCosell(tx: Tx, tenantId: string, dealId: string): Promise<DealForCosell> {
  const deal = (
    await sql<DealPart>`
    select d.id, d.number, d.name, d.version, d.account_id as "accountId", coalesce(a.name, d.account_name) as "accountName", a.industry, a.country, coalesce(d.region, a.region) as region, a.region as "accountRegion", d.stage, d.status, d.amount_minor as "amountMinor", d.currency, d.close_on as "closeOn",
      d.opened_on as "openedOn", d.created_at as "openedAt", d.closed_on as "closedOn", d.closed_reason as "closedReason", d.owner_id as "ownerId", d.owner_name as "ownerName", d.source, d.next_step as "nextStep", d.last_activity_at as "lastActivityAt"
    from deal d left join account a on a.tenant_id = d.tenant_id and a.id = d.account_id where d.tenant_id = ${tenantId}::uuid and d.id = ${dealId}::uuid`.execute(
      tx,
    )
  ).rows[0];
  if (!deal) throw notFound('deal');
  const lines = await sql<
    DealForCosell['lines'][number]
  >`select l.product_id as "productId", p.name as "productName", p.family, l.description, l.quantity, l.amount_minor as "amountMinor", l.term_months as "termMonths" from deal_line l left join product p on p.tenant_id = l.tenant_id and p.id = l.product_id where l.tenant_id = ${tenantId}::uuid and l.deal_id = ${dealId}::uuid order by l.position`.execute(
    tx,
  );
  const participants = await sql<
    DealForCosell['participants'][number]
  >`select x.id, x.partner_id as "partnerId", p.name as "partnerName", x.role, x.state, x.since, x.until, x.step, x.due_at as "dueAt" from deal_participant x join partner p on p.tenant_id = x.tenant_id and p.id = x.partner_id where x.tenant_id = ${tenantId}::uuid and x.deal_id = ${dealId}::uuid order by x.until is not null, x.id`.execute(
    tx,
  );
  const routes = await sql<
    DealForCosell['routes'][number]
  >`select id, kind, state, settles, ended_at as "endedAt" from deal_route where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid order by id`.execute(
    tx,
  );
  const committee = await sql<
    DealForCosell['committee'][number]
  >`select x.contact_id as "contactId", c.name as "contactName", c.title as "contactTitle", c.email as "contactEmail", x.role, x.influence, x.owner_member_id as "ownerMemberId", x.owner_partner_id as "ownerPartnerId" from deal_committee x join contact c on c.tenant_id = x.tenant_id and c.id = x.contact_id where x.tenant_id = ${tenantId}::uuid and x.deal_id = ${dealId}::uuid order by x.influence desc, x.id`.execute(
    tx,
  );
  const stages = await sql<
    DealForCosell['stageHistory'][number]
  >`select from_stage as "from", to_stage as "to", at from deal_stage_change where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid order by at, id`.execute(
    tx,
  );
  const previous =
    deal.accountId === null
      ? []
      : (
          await sql<{
            id: string;
          }>`select distinct unnest(partner_ids) as id from deal where tenant_id = ${tenantId}::uuid and account_id = ${deal.accountId}::uuid and status = 'won' and id <> ${dealId}::uuid`.execute(
            tx,
          )
        ).rows;
  return {
    ...deal,
    lines: lines.rows,
    participants: participants.rows,
    routes: routes.rows,
    committee: committee.rows,
    stageHistory: stages.rows,
    previousPartnerIds: previous.map((row) => row.id),
  };
}
