import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Candidate } from './domain/candidate.ts';
import { stepsFrom, step, type RegistrationStep } from './domain/machine.ts';
import { sellerCredit } from './domain/seller-credit.ts';
import type { RegistrationsPorts } from './ports.ts';
import { definitionsOf, named, rowOf } from './rows.ts';
import { stepFacts } from './step-facts.ts';
import { businessMinutesBetween } from '@entente/kernel';
import { calendarOf } from './moments.ts';

type Detail = Result<'registrations.get'>;
const FAR = '9999-12-31T00:00:00.000Z';

export async function listRegistrations(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  query: Parsed<'registrations.list'>['query'],
): Promise<Result<'registrations.list'>> {
  requireScope(context, 'registrations:read');
  // The queue goes by what is due, what ends by when it ends, everything else by age.
  const order = query.queue
    ? { key: sql`coalesce(r.decide_by, ${FAR}::timestamptz)`, up: true }
    : query.expiringDays || query.protected
      ? { key: sql`r.protected_until`, up: true }
      : { key: null, up: false };
  const place = placeIn(query.cursor, order.key ? 'instant' : 'id');
  const conditions: RawBuilder<unknown>[] = [
    ...(query.queue ? [sql`and r.state = 'submitted' and r.held_by = 'vendor'`] : []),
    ...(query.mine && context.actor.memberId ? [sql`and r.holder_id = ${context.actor.memberId}::uuid`] : []),
    ...(query.state ? [sql`and r.state = ${query.state}`] : []),
    ...(query.kind ? [sql`and r.kind = ${query.kind}`] : []),
    ...(query.partnerId ? [sql`and r.partner_id = ${query.partnerId}::uuid`] : []),
    ...(query.dealId ? [sql`and r.deal_id = ${query.dealId}::uuid`] : []),
    ...(query.region ? [sql`and r.region = ${query.region}`] : []),
    ...(query.protected ? [sql`and r.state in ('approved', 'extended')`] : []),
    ...(query.expiringDays
      ? [
          sql`and r.state in ('approved', 'extended') and r.protected_until between ${context.now.toISOString()}::timestamptz and ${new Date(context.now.getTime() + query.expiringDays * 86_400_000).toISOString()}::timestamptz`,
        ]
      : []),
    ...(query.q ? [searchOf(query.q)] : []),
    ...(query.queue || query.expiringDays || query.state === 'draft' ? [] : [sql`and r.state <> 'draft'`]),
    ...(place === null
      ? []
      : order.key
        ? [sql`and (${order.key}, r.id) > (${String(place.sort)}::timestamptz, ${place.id}::uuid)`]
        : [sql`and r.id < ${place.id}::uuid`]),
  ];
  const sorted = order.key ? sql`order by ${order.key}, r.id` : sql`order by r.id desc`;
  const rows = await named(tx, context.tenantId, sql`${sql.join(conditions, sql` `)} ${sorted} limit ${query.limit + 1}`);
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  const definitions = await definitionsOf(tx, ports, context.tenantId, items);
  const sort = last ? (query.queue ? (last.decide_by ?? FAR) : query.expiringDays || query.protected ? last.protected_until : null) : null;
  return { items: items.map((row) => rowOf(row, context, definitions.get(row.program_id))), nextCursor: last ? encodeCursor({ sort, id: last.id }) : null };
}

/** R-1204, a number, or the beginning of the customer's domain or of a word of its name. */
function searchOf(q: string): RawBuilder<unknown> {
  const number = /^r-?(\d{1,15})$/i.exec(q)?.[1] ?? /^(\d{1,15})$/.exec(q)?.[1];
  if (number) return sql`and r.number = ${Number(number)}`;
  return sql`and (position(${q.toLowerCase()} in lower(r.company_name)) > 0 or position(${q.toLowerCase()} in r.customer_domain) > 0 or position(${q.toLowerCase()} in lower(p.name)) > 0)`;
}

export async function summary(tx: Tx, ports: RegistrationsPorts, context: Context): Promise<Result<'registrations.summary'>> {
  requireScope(context, 'registrations:read');
  const at = context.now.toISOString();
  const soon = new Date(context.now.getTime() + 14 * 86_400_000).toISOString();
  const { rows } = await sql<{ waiting: number; mine: number; late: number; with_partner: number; protected: number; expiring: number; cases: number }>`
    select
      (count(*) filter (where state = 'submitted' and held_by = 'vendor'))::int as waiting,
      (count(*) filter (where state = 'submitted' and held_by = 'vendor' and holder_id = ${context.actor.memberId}::uuid))::int as mine,
      (count(*) filter (where state = 'submitted' and held_by = 'vendor' and decide_by < ${at}::timestamptz))::int as late,
      (count(*) filter (where state = 'info_requested'))::int as with_partner,
      (count(*) filter (where state in ('approved', 'extended')))::int as protected,
      (count(*) filter (where state in ('approved', 'extended') and protected_until < ${soon}::timestamptz))::int as expiring,
      (select count(*)::int from conflict_case c where c.tenant_id = ${context.tenantId}::uuid and c.state <> 'closed' and (c.state <> 'ruled' or c.appeal_until > ${at}::timestamptz)) as cases
    from registration where tenant_id = ${context.tenantId}::uuid and state in ('submitted', 'info_requested', 'approved', 'extended')`.execute(tx);
  const figures = rows[0];
  const { median, count } = await decisionHours(tx, ports, context);
  return {
    waiting: figures?.waiting ?? 0,
    mine: figures?.mine ?? 0,
    late: figures?.late ?? 0,
    withPartner: figures?.with_partner ?? 0,
    protected: figures?.protected ?? 0,
    expiring14Days: figures?.expiring ?? 0,
    openCases: figures?.cases ?? 0,
    medianDecisionHours: median,
    decisions90Days: count,
    asOf: at,
  };
}

/** Business hours from submission to decision, over the last ninety days; at most the latest two thousand decisions. */
export async function decisionHours(tx: Tx, ports: RegistrationsPorts, context: Context): Promise<{ median: number | null; count: number }> {
  const since = new Date(context.now.getTime() - 90 * 86_400_000).toISOString();
  const decided = await tx
    .selectFrom('registration')
    .select(['program_id', 'region', 'submitted_at', 'decided_at'])
    .where('tenant_id', '=', context.tenantId)
    .where('decided_at', '>', since)
    .where('submitted_at', 'is not', null)
    // What a rule decides takes no time; a partner asks how long people take.
    .where('decided_by_member', 'is not', null)
    .orderBy('decided_at', 'desc')
    .limit(2000)
    .execute();
  if (decided.length === 0) return { median: null, count: 0 };
  const programs = new Map<string, Awaited<ReturnType<RegistrationsPorts['programOf']>>>();
  for (const id of new Set(decided.map((row) => row.program_id))) programs.set(id, await ports.programOf(tx, context.tenantId, id));
  const hours = decided
    .map((row) => {
      const program = programs.get(row.program_id);
      return program
        ? businessMinutesBetween(new Date(row.submitted_at ?? 0), new Date(row.decided_at ?? 0), calendarOf(program.definition, row.region)) / 60
        : 0;
    })
    .sort((a, b) => a - b);
  return { median: Math.round((hours[Math.floor(hours.length / 2)] ?? 0) * 10) / 10, count: decided.length };
}

export async function detail(tx: Tx, ports: RegistrationsPorts, context: Context, id: string): Promise<Detail> {
  const row = (await named(tx, context.tenantId, sql`and r.id = ${id}::uuid`))[0];
  if (!row) throw notFound('registration');
  const program = await ports.programOf(tx, context.tenantId, row.program_id);
  const events = await tx
    .selectFrom('registration_event')
    .selectAll()
    .where('tenant_id', '=', context.tenantId)
    .where('registration_id', '=', id)
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  const protections = await tx
    .selectFrom('protection')
    .selectAll()
    .where('tenant_id', '=', context.tenantId)
    .where('registration_id', '=', id)
    .orderBy('starts_at')
    .execute();
  const cases = await sql<{ id: string; number: number; state: string }>`
    select c.id, c.number, c.state from conflict_party p join conflict_case c on c.tenant_id = p.tenant_id and c.id = p.case_id
    where p.tenant_id = ${context.tenantId}::uuid and p.registration_id = ${id}::uuid order by c.number`.execute(tx);
  const kept = row.ruling as (NonNullable<Detail['ruling']> & { candidates?: Candidate[] }) | null;
  const firstBy = row.first_approval_by === null ? null : await ports.memberName(tx, context.tenantId, row.first_approval_by);
  return {
    ...rowOf(row, context, program.definition),
    programId: row.program_id,
    programName: program.name,
    actingPartnerName: row.acting_partner_name,
    contactEmail: row.contact_email,
    contactName: row.contact_name,
    country: row.country,
    valueBand: row.value_band,
    products: await ports.productNames(tx, context.tenantId, row.product_ids),
    story: row.story,
    accountId: row.account_id,
    accountName: row.account_name,
    cameBy: row.came_by as Detail['cameBy'],
    submittedBy: row.submitted_by,
    resubmissions: row.resubmissions,
    needsSecond: row.needs_second,
    firstApprovalBy: firstBy,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    extensions: row.extensions,
    extensionAsked: row.extension_asked_days === null ? null : { days: row.extension_asked_days, reason: row.extension_reason ?? '' },
    partnerUpdatedAt: row.partner_updated_at,
    partnerSentence: row.partner_sentence,
    ruling: kept,
    candidates: kept?.candidates ?? [],
    events: events.map((one) => ({
      id: one.id,
      at: one.at,
      kind: one.kind,
      by: one.by_name,
      side: one.by_side as Detail['events'][number]['side'],
      partnerSentence: one.partner_sentence,
      privateNote: one.private_note,
    })),
    protections: protections.map((one) => ({ id: one.id, startsAt: one.starts_at, endsAt: one.ends_at, endedWhy: one.ended_why, grantedBy: one.granted_by })),
    cases: cases.rows,
    steps: stepsShown(row, stepFacts(row, program, context), context.actor.scopes.has('registrations:decide')),
  };
}

const VENDOR_STEPS: readonly RegistrationStep[] = ['approve', 'decline', 'ask', 'extend', 'revoke', 'take_back'];

function stepsShown(row: Parameters<typeof stepFacts>[0], facts: ReturnType<typeof stepFacts>, mayDecide: boolean): Detail['steps'] {
  const possible = stepsFrom(row.state, facts);
  return VENDOR_STEPS.flatMap((key) => {
    if (possible.includes(key)) return [{ key, allowed: mayDecide, why: mayDecide ? null : 'A partner manager, alliance manager or admin decides.' }];
    const refused = step(row.state, key, facts);
    const guarded = step(row.state, key, { ...facts, ownSubmission: false, ownFirstApproval: false, extensions: 0 });
    return !refused.ok && guarded.ok ? [{ key, allowed: false, why: refused.sentence }] : [];
  });
}

export async function ofDeal(tx: Tx, ports: RegistrationsPorts, context: Context, dealId: string): Promise<Result<'registrations.ofDeal'>> {
  requireScope(context, 'registrations:read');
  const deal = await ports.deal(tx, context.tenantId, dealId);
  if (!deal) throw notFound('deal');
  const rows = await named(tx, context.tenantId, sql`and r.deal_id = ${dealId}::uuid order by r.id desc limit 50`);
  const definitions = await definitionsOf(tx, ports, context.tenantId, rows);
  const { rows: protections } = await sql<Result<'registrations.ofDeal'>['protections'][number]>`
    select t.partner_id as "partnerId", p.name as "partnerName", t.kind, t.starts_at as "startsAt", t.ends_at as "endsAt", t.ended_why as "endedWhy"
    from protection t join partner p on p.tenant_id = t.tenant_id and p.id = t.partner_id
    where t.tenant_id = ${context.tenantId}::uuid and t.deal_id = ${dealId}::uuid order by t.starts_at, t.id`.execute(tx);
  const terms = (await ports.programFor(tx, context.tenantId, [])).definition.sellerCredit;
  return { registrations: rows.map((row) => rowOf(row, context, definitions.get(row.program_id))), protections, sellerCredit: sellerCredit(terms, deal) };
}
