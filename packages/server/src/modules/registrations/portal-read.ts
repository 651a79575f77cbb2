import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { stepsFrom } from './domain/machine.ts';
import { dayInWords } from './domain/words.ts';
import { requireOwn } from './partner-acts.ts';
import type { Definition, RegistrationsPorts } from './ports.ts';
import { definitionsOf, named, type Named } from './rows.ts';
import { stepFacts } from './step-facts.ts';
import { decisionHours } from './read.ts';

export type PortalRow = Result<'portalRegistrations.list'>['items'][number];
type PortalDetail = Result<'portalRegistrations.get'>;
const DAY_MS = 86_400_000;

/** Whose turn it is, since when, until when, and why: in words, because this is what a partner looks for first. */
export function holderOfRow(row: Named, definition: Definition | undefined, now: Date): PortalRow['holder'] {
  const until = row.held_by === 'vendor' ? row.decide_by : row.state === 'approved' || row.state === 'extended' ? row.protected_until : null;
  const late = row.held_by === 'vendor' && row.decide_by !== null && Date.parse(row.decide_by) <= now.getTime();
  const name = row.held_by === 'vendor' ? row.holder_name : null;
  return { side: row.held_by as PortalRow['holder']['side'], name, since: row.held_since, until, late, sentence: sentenceOf(row, definition, late) };
}

function sentenceOf(row: Named, definition: Definition | undefined, late: boolean): string {
  const who = row.holder_name ?? 'The partner team';
  switch (row.state) {
    case 'draft':
      return 'A draft of yours; nobody else sees it.';
    case 'submitted':
      return late
        ? `${who} should have decided by ${dayInWords(row.decide_by)}; it went to somebody higher.`
        : `${who} decides by ${dayInWords(row.decide_by)}.`;
    case 'info_requested':
      return `You are asked: ${row.partner_sentence ?? ''}`.trim();
    case 'approved':
    case 'extended':
      return `Protected until ${dayInWords(row.protected_until)}.`;
    case 'rejected':
      return row.partner_sentence ?? 'Declined.';
    case 'expired':
      return `Protection ended on ${dayInWords(row.protected_until)}${definition ? ` after ${definition.protection.days} days` : ''}.`;
    default:
      return row.partner_sentence ?? row.state.replaceAll('_', ' ');
  }
}

export function portalRow(row: Named, context: Context, definition: Definition | undefined): PortalRow {
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    state: row.state,
    companyName: row.company_name,
    customerDomain: row.customer_domain,
    amountMinor: row.amount_minor,
    currency: row.currency,
    closeOn: row.close_on,
    forPartnerName: row.partner_id === context.actor.partnerId ? null : row.partner_name,
    holder: holderOfRow(row, definition, context.now),
    protectedUntil: row.protected_until,
    dealId: row.deal_id,
    submittedAt: row.submitted_at,
    version: row.version,
  };
}

/** The company's own, and what it registered for its resellers. */
const own = (context: Context): RawBuilder<unknown> =>
  sql`and (r.partner_id = ${context.actor.partnerId}::uuid or r.acting_partner_id = ${context.actor.partnerId}::uuid)`;

export async function listOwn(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  query: Parsed<'portalRegistrations.list'>['query'],
): Promise<Result<'portalRegistrations.list'>> {
  requireScope(context, 'portal:read');
  const place = placeIn(query.cursor, 'id');
  const rows = await named(
    tx,
    context.tenantId,
    sql`${own(context)}
      ${query.state ? sql`and r.state = ${query.state}` : sql``}
      ${query.open === undefined ? sql`` : query.open ? sql`and r.state in ('draft', 'submitted', 'info_requested', 'approved', 'extended')` : sql`and r.state not in ('draft', 'submitted', 'info_requested', 'approved', 'extended')`}
      ${query.q ? sql`and (position(${query.q.toLowerCase()} in lower(r.company_name)) > 0 or position(${query.q.toLowerCase()} in r.customer_domain) > 0)` : sql``}
      ${place ? sql`and r.id < ${place.id}::uuid` : sql``}
      order by r.id desc limit ${query.limit + 1}`,
  );
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  const definitions = await definitionsOf(tx, ports, context.tenantId, items);
  return {
    items: items.map((row) => portalRow(row, context, definitions.get(row.program_id))),
    nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null,
  };
}

export async function ownOfDeal(tx: Tx, ports: RegistrationsPorts, context: Context, dealId: string): Promise<PortalRow[]> {
  const rows = await named(tx, context.tenantId, sql`${own(context)} and r.deal_id = ${dealId}::uuid order by r.id desc`);
  const definitions = await definitionsOf(tx, ports, context.tenantId, rows);
  return rows.map((row) => portalRow(row, context, definitions.get(row.program_id)));
}

export async function ownDetail(tx: Tx, ports: RegistrationsPorts, context: Context, id: string): Promise<PortalDetail> {
  requireScope(context, context.actor.kind === 'person' ? 'portal:read' : 'portal:register');
  const row = (await named(tx, context.tenantId, sql`and r.id = ${id}::uuid`))[0];
  if (!row) throw notFound('registration');
  await requireOwn(tx, ports, context, row);
  const program = await ports.programOf(tx, context.tenantId, row.program_id);
  const events = await tx
    .selectFrom('registration_event')
    .select(['id', 'at', 'kind', 'by_name', 'by_side', 'partner_sentence'])
    .where('tenant_id', '=', context.tenantId)
    .where('registration_id', '=', id)
    .where('partner_sentence', 'is not', null)
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
  const open = await sql<{ id: string; state: string; appeal_until: string | null; appealed_at: string | null }>`
    select c.id, c.state, c.appeal_until, c.appealed_at from conflict_party p join conflict_case c on c.tenant_id = p.tenant_id and c.id = p.case_id
    where p.tenant_id = ${context.tenantId}::uuid and p.registration_id = ${id}::uuid and p.partner_id = ${row.partner_id}::uuid order by c.number desc limit 1`.execute(
    tx,
  );
  const conflict = open.rows[0] ?? null;
  const ruling = row.ruling as { programName: string; programVersion: number; ruleId: string | null; partnerSentence: string } | null;
  const protecting = row.state === 'approved' || row.state === 'extended';
  const { updateWarnDays, extensionDays, maxExtensions } = program.definition.protection;
  const heard = row.partner_updated_at ?? row.decided_at;
  return {
    ...portalRow(row, context, program.definition),
    contactEmail: row.contact_email,
    contactName: row.contact_name,
    country: row.country,
    valueBand: row.value_band,
    products: await ports.productNames(tx, context.tenantId, row.product_ids),
    story: row.story,
    sentence: row.partner_sentence,
    ruling:
      ruling === null || row.state === 'draft'
        ? null
        : { programName: ruling.programName, programVersion: ruling.programVersion, ruleId: ruling.ruleId, sentence: ruling.partnerSentence },
    question: row.state === 'info_requested' ? row.partner_sentence : null,
    extensionAsked: row.extension_asked_days === null ? null : { days: row.extension_asked_days, reason: row.extension_reason ?? '' },
    mayExtendDays: protecting && row.extensions < maxExtensions && row.extension_asked_days === null ? extensionDays : 0,
    updateDueAt: protecting && updateWarnDays > 0 && heard !== null ? new Date(Date.parse(heard) + updateWarnDays * DAY_MS).toISOString() : null,
    events: events.map((one) => ({
      id: one.id,
      at: one.at,
      kind: one.kind,
      by: one.by_side === 'partner' ? one.by_name : one.by_side === 'system' ? 'Rules' : one.by_name,
      sentence: one.partner_sentence ?? '',
    })),
    caseId: conflict?.id ?? null,
    steps: ownSteps(row, stepsFrom(row.state, { ...stepFacts(row, program, context), ownSubmission: false, ownFirstApproval: false }), conflict, context.now),
  };
}

function ownSteps(
  row: Named,
  possible: readonly string[],
  conflict: { state: string; appeal_until: string | null; appealed_at: string | null } | null,
  now: Date,
): PortalDetail['steps'] {
  const steps: PortalDetail['steps'] = [];
  if (row.state === 'draft' || row.state === 'submitted' || row.state === 'info_requested' || row.state === 'rejected') steps.push('edit');
  if (possible.includes('submit') || possible.includes('resubmit')) steps.push('submit');
  if (possible.includes('answer')) steps.push('answer');
  if (possible.includes('withdraw')) steps.push('withdraw');
  if (row.state === 'approved' || row.state === 'extended') steps.push('update');
  if (possible.includes('extend') && row.extension_asked_days === null) steps.push('ask_extension');
  if (
    conflict?.state === 'ruled' &&
    conflict.appealed_at === null &&
    conflict.appeal_until !== null &&
    Date.parse(conflict.appeal_until) > now.getTime() &&
    row.state !== 'approved' &&
    row.state !== 'extended'
  )
    steps.push('appeal');
  return steps;
}

export async function registerForm(tx: Tx, ports: RegistrationsPorts, context: Context): Promise<Result<'portal.registerForm'>> {
  requireScope(context, 'portal:register');
  const partner = context.actor.partnerId === null ? null : await ports.partner(tx, context.tenantId, context.actor.partnerId);
  if (!partner) throw notFound('partner');
  const { definition } = await ports.programFor(tx, context.tenantId, partner.types);
  const products = await tx
    .selectFrom('product')
    .select(['id', 'name'])
    .where('tenant_id', '=', context.tenantId)
    .where('active', '=', true)
    .orderBy('name')
    .limit(500)
    .execute();
  return {
    valueBands: definition.valueBands.map((band) => ({ ...band, currency: definition.currency })),
    currency: definition.currency,
    products,
    protectionDays: definition.protection.days,
    usualDecisionHours: (await decisionHours(tx, ports, context)).median,
    kinds: ['sourcing', 'service_attach', 'renewal'],
    resellers: (await ports.resellersOf(tx, context.tenantId, partner.id)).filter((one) => one.mayAct).map(({ partnerId, name }) => ({ partnerId, name })),
  };
}

/** What of its registrations waits for the partner, for its first page. */
export async function needsOf(tx: Tx, ports: RegistrationsPorts, context: Context): Promise<Result<'portal.home'>['needsYou']> {
  const at = context.now.getTime();
  const rows = await named(
    tx,
    context.tenantId,
    sql`${own(context)} and (r.state in ('draft', 'info_requested') or (r.state in ('approved', 'extended') and (r.protected_until < ${new Date(at + 14 * DAY_MS).toISOString()}::timestamptz or coalesce(r.partner_updated_at, r.decided_at) < ${new Date(at - 21 * DAY_MS).toISOString()}::timestamptz)))
      order by r.protected_until nulls first, r.id desc limit 30`,
  );
  const definitions = await definitionsOf(tx, ports, context.tenantId, rows);
  return rows.flatMap((row): Result<'portal.home'>['needsYou'] => {
    const title = `R-${row.number} ${row.company_name}`;
    const path = `/portal/registrations/${row.id}`;
    const definition = definitions.get(row.program_id);
    if (row.state === 'draft') return [{ kind: 'draft' as const, recordId: row.id, title, sentence: 'Submit this draft to be protected.', dueAt: null, path }];
    if (row.state === 'info_requested')
      return [{ kind: 'answer' as const, recordId: row.id, title, sentence: row.partner_sentence ?? 'You are asked for more.', dueAt: null, path }];
    if (row.protected_until !== null && Date.parse(row.protected_until) < at + 14 * DAY_MS)
      return [
        {
          kind: 'expiring' as const,
          recordId: row.id,
          title,
          sentence: `Protection ends on ${dayInWords(row.protected_until)}.`,
          dueAt: row.protected_until,
          path,
        },
      ];
    const warnDays = definition?.protection.updateWarnDays ?? 0;
    const heard = Date.parse(row.partner_updated_at ?? row.decided_at ?? context.now.toISOString());
    return warnDays > 0 && heard < at - warnDays * DAY_MS * 0.75
      ? [
          {
            kind: 'update' as const,
            recordId: row.id,
            title,
            sentence: 'Say how this deal stands to keep its protection.',
            dueAt: new Date(heard + warnDays * DAY_MS).toISOString(),
            path,
          },
        ]
      : [];
  });
}

/** What waits at the vendor, with who has it; and the sums of the first page. */
export async function withVendor(tx: Tx, ports: RegistrationsPorts, context: Context): Promise<Result<'portal.home'>['withVendor']> {
  const rows = await named(tx, context.tenantId, sql`${own(context)} and r.held_by = 'vendor' and r.state = 'submitted' order by r.decide_by limit 20`);
  const definitions = await definitionsOf(tx, ports, context.tenantId, rows);
  return rows.map((row) => ({
    recordId: row.id,
    title: `R-${row.number} ${row.company_name}`,
    holder: holderOfRow(row, definitions.get(row.program_id), context.now),
    path: `/portal/registrations/${row.id}`,
  }));
}

export async function figuresOf(
  tx: Tx,
  tenantId: string,
  partnerId: string,
): Promise<{ waiting: { currency: string; amountMinor: number }[]; expiring: Result<'portal.home'>['expiring']; open: number }> {
  const waiting = await sql<{ currency: string; amountMinor: number }>`
    select currency, sum(amount_minor)::bigint as "amountMinor" from registration where tenant_id = ${tenantId}::uuid and partner_id = ${partnerId}::uuid and state in ('submitted', 'info_requested') group by currency order by 2 desc`.execute(
    tx,
  );
  const expiring = await sql<Result<'portal.home'>['expiring'][number]>`
    select id as "registrationId", number, company_name as "companyName", protected_until as "protectedUntil" from registration
    where tenant_id = ${tenantId}::uuid and partner_id = ${partnerId}::uuid and state in ('approved', 'extended') and protected_until is not null order by protected_until limit 5`.execute(
    tx,
  );
  const open = await sql<{ count: number }>`
    select count(*)::int as count from registration where tenant_id = ${tenantId}::uuid and partner_id = ${partnerId}::uuid and state in ('submitted', 'info_requested', 'approved', 'extended')`.execute(
    tx,
  );
  return { waiting: waiting.rows, expiring: expiring.rows, open: open.rows[0]?.count ?? 0 };
}

/** Until when a partner is protected on some deals. */
export async function protectedUntilOf(tx: Tx, tenantId: string, partnerId: string, dealIds: readonly string[]): Promise<Map<string, string>> {
  if (dealIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('registration')
    .select(['deal_id', 'protected_until'])
    .where('tenant_id', '=', tenantId)
    .where('partner_id', '=', partnerId)
    .where('deal_id', '=', sql<string>`any(${[...dealIds]}::uuid[])`)
    .where('state', 'in', ['approved', 'extended'])
    .execute();
  return new Map(rows.flatMap((row) => (row.deal_id !== null && row.protected_until !== null ? [[row.deal_id, row.protected_until] as const] : [])));
}
