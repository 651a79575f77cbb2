import { sql, type RawBuilder, type Selectable } from 'kysely';
import { dealColumnsOf, type StoredRow } from '../../platform/db/deal-row.ts';
import type { Tx } from '../../platform/db/database.ts';
import type {
  DealCommitteeTable,
  DealHandoffTable,
  DealLineTable,
  DealParticipantTable,
  DealRouteTable,
  DealStageChangeTable,
  DealTable,
} from '../../platform/db/schema.ts';

type Part<Table, Left = never> = Omit<Selectable<Table>, 'tenant_id' | 'deal_id' | (Left & string)>;

/** The rows a deal room is made of. */
export type StoredDetail = StoredRow &
  Pick<Selectable<DealTable>, 'opened_on' | 'closed_on' | 'closed_reason' | 'source' | 'external_id'> & {
    lines: Part<DealLineTable>[];
    participants: (Part<DealParticipantTable> & { partner_name: string })[];
    routes: Part<DealRouteTable, 'created_at'>[];
    stages: Part<DealStageChangeTable>[];
    committee: (Part<DealCommitteeTable> & {
      contact_name: string;
      contact_title: string | null;
      member_name: string | null;
      partner_name: string | null;
    })[];
    handoffs: Part<DealHandoffTable, 'added_at'>[];
    files: { id: string; name: string; media_type: string; size_bytes: number; added_by: string; added_at: string }[];
  };

/** An instant inside JSON has the database's spelling, and this is that of the API. */
const instant = (given: string): string => new Date(given).toISOString();
const instantOrNull = (given: string | null): string | null => (given === null ? null : instant(given));

const listOf = (rows: RawBuilder<unknown>): RawBuilder<unknown> => sql`(select coalesce(json_agg(x), '[]'::json) from (${rows}) x)`;

/** All in one statement: every write to a deal is answered with it, and a way to the database and back costs more than each part. */
export async function readStoredDetail(tx: Tx, tenantId: string, dealId: string): Promise<StoredDetail | null> {
  const of = (table: string): RawBuilder<unknown> =>
    sql`${sql.ref(`${table}.tenant_id`)} = ${tenantId}::uuid and ${sql.ref(`${table}.deal_id`)} = ${dealId}::uuid`;
  const { rows } = await sql<StoredDetail>`
    select ${dealColumnsOf('d')}, d.opened_on, d.closed_on, d.closed_reason, d.source, d.external_id,
      ${listOf(sql`select l.id, l.position, l.product_id, l.description, l.quantity, l.unit_price_minor, l.amount_minor, l.term_months from deal_line l where ${of('l')} order by l.position`)} as lines,
      ${listOf(sql`select p.id, p.partner_id, p.role, p.since, p.until, p.state, p.step, p.due_at, p.share_bp, p.evidence_kind, p.evidence_note, p.evidence_at, p.added_by, n.name as partner_name
        from deal_participant p join partner n on n.tenant_id = p.tenant_id and n.id = p.partner_id where ${of('p')} order by p.since, p.id`)} as participants,
      ${listOf(sql`select r.id, r.kind, r.state, r.settles, r.owner_id, r.owner_name, r.external_system, r.external_id, r.chain, r.next_step, r.due_at, r.ended_at, r.version from deal_route r where ${of('r')} order by r.id`)} as routes,
      ${listOf(sql`select s.id, s.from_stage, s.to_stage, s.at, s.by_name from deal_stage_change s where ${of('s')} order by s.at, s.id`)} as stages,
      ${listOf(sql`select c.id, c.contact_id, c.role, c.influence, c.owner_member_id, c.owner_partner_id, n.name as contact_name, n.title as contact_title, u.name as member_name, p.name as partner_name
        from deal_committee c join contact n on n.tenant_id = c.tenant_id and n.id = c.contact_id
        left join membership m on m.tenant_id = c.tenant_id and m.id = c.owner_member_id left join "user" u on u.id = m.user_id
        left join partner p on p.tenant_id = c.tenant_id and p.id = c.owner_partner_id where ${of('c')} order by c.influence desc, c.id`)} as committee,
      ${listOf(sql`select h.id, h.position, h.from_partner_id, h.to_partner_id, h.title, h.due_at, h.done_at, h.done_by from deal_handoff h where ${of('h')} order by h.position`)} as handoffs,
      ${listOf(sql`select f.id, s.name, s.media_type, s.size_bytes, f.added_by, f.added_at
        from deal_file f join stored_file s on s.tenant_id = f.tenant_id and s.id = f.file_id where ${of('f')} and f.removed_at is null order by f.id`)} as files
    from deal d where d.tenant_id = ${tenantId}::uuid and d.id = ${dealId}::uuid`.execute(tx);
  const row = rows[0];
  if (!row) return null;
  return {
    ...row,
    participants: row.participants.map((one) => ({ ...one, due_at: instantOrNull(one.due_at), evidence_at: instantOrNull(one.evidence_at) })),
    routes: row.routes.map((one) => ({ ...one, due_at: instantOrNull(one.due_at), ended_at: instantOrNull(one.ended_at) })),
    stages: row.stages.map((one) => ({ ...one, at: instant(one.at) })),
    handoffs: row.handoffs.map((one) => ({ ...one, due_at: instantOrNull(one.due_at), done_at: instantOrNull(one.done_at) })),
    files: row.files.map((one) => ({ ...one, added_at: instant(one.added_at) })),
  };
}
