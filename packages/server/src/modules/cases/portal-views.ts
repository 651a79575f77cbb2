import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { gaveEvidenceAt } from './case-file.ts';
import { holderFor } from './domain/holder.ts';
import { takesEvidence } from './domain/machine.ts';
import { withoutNames } from './domain/names.ts';
import { entriesForSide, otherNames, type Entry } from './domain/visibility.ts';
import { memberNames } from './names-store.ts';
import { ownParty, speaksFor, wonAlone } from './portal-acts.ts';
import type { CasesPorts } from './ports.ts';
import { entriesOf, mediatorOf, outcomeOf, partiesOf, type Case, type Party } from './store.ts';

export type PortalCase = Result<'portalCases.get'>;
type Own = {
  readonly row: Case;
  readonly party: Party;
  readonly parties: readonly Party[];
  readonly entries: readonly Entry[];
  readonly companyName: string | null;
  readonly mediatorName: string | null;
};

/** A case as one side is shown it. Its title is of that side's own registration: the other's may be called otherwise. */
function portalCase({ row, party, parties, entries, companyName, mediatorName }: Own, now: Date): PortalCase {
  const outcome = outcomeOf(row);
  const open = row.appeal_until !== null && now.getTime() < Date.parse(row.appeal_until);
  const mayAppeal = row.state === 'ruled' && open && !wonAlone(row, party);
  return {
    id: row.id,
    number: row.number,
    title: `C-${row.number} ${companyName ?? 'A claim of yours'}`,
    state: row.state,
    evidenceUntil: row.evidence_until,
    ruleBy: row.rule_by,
    appealUntil: row.appeal_until,
    mayAppeal,
    mayAddEvidence: takesEvidence(row.state, row.evidence_until, now),
    mySide: party.letter,
    registrationId: party.registrationId,
    mediatorName,
    holder: holderFor(
      {
        state: row.state,
        openedAt: row.opened_at,
        evidenceUntil: row.evidence_until,
        ruleBy: row.rule_by,
        ruledAt: row.ruled_at,
        appealUntil: row.appeal_until,
        appealedAt: row.appealed_at,
        closedAt: row.closed_at,
        mediatorName,
        gaveEvidenceAt: gaveEvidenceAt(row, party, entries),
        mayAppeal,
      },
      now,
    ),
    outcome:
      outcome === null
        ? null
        : { sentence: withoutNames(outcome.partnerText, otherNames(party, parties)), inMyFavour: outcome.inFavourOf.includes(party.letter), at: outcome.at },
    entries: entriesForSide(entries, party, parties),
    version: row.version,
  };
}

/** Reading needs what the actor has: a link holds only the scope of its purpose. */
const requireReading = (context: Context): void => requireScope(context, context.actor.kind === 'link' ? 'portal:register' : 'portal:read');

async function ownCases(tx: Tx, context: Context, own: readonly string[], rows: readonly Case[]): Promise<Own[]> {
  const ids = rows.map((row) => row.id);
  const parties = await partiesOf(tx, context.tenantId, ids);
  const entries = await entriesOf(tx, context.tenantId, ids);
  const mediators = await memberNames(tx, context.tenantId, rows.map(mediatorOf));
  const mine = rows.flatMap((row) => {
    const sides = parties.filter((party) => party.caseId === row.id);
    const party = ownParty(sides, own);
    return party ? [{ row, party, sides }] : [];
  });
  const companies = await companyNames(
    tx,
    context.tenantId,
    mine.flatMap(({ party }) => party.registrationId ?? []),
  );
  return mine.map(({ row, party, sides }) => ({
    row,
    party,
    parties: sides,
    entries: entries.filter((entry) => entry.caseId === row.id),
    companyName: party.registrationId === null ? null : (companies.get(party.registrationId) ?? null),
    mediatorName: mediators.get(mediatorOf(row) ?? '') ?? null,
  }));
}

async function companyNames(tx: Tx, tenantId: string, registrationIds: readonly string[]): Promise<Map<string, string>> {
  if (registrationIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('registration')
    .select(['id', 'company_name'])
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', [...registrationIds])
    .execute();
  return new Map(rows.map((row) => [row.id, row.company_name]));
}

export async function ownCase(tx: Tx, ports: CasesPorts, context: Context, id: string): Promise<PortalCase> {
  requireReading(context);
  const row = (await tx.selectFrom('conflict_case').selectAll().where('tenant_id', '=', context.tenantId).where('id', '=', id).executeTakeFirst()) as
    | Case
    | undefined;
  const [found] = row ? await ownCases(tx, context, await speaksFor(tx, ports, context), [row]) : [];
  if (!found) throw notFound('case');
  return portalCase(found, context.now);
}

export async function listOwnCases(
  tx: Tx,
  ports: CasesPorts,
  context: Context,
  query: Parsed<'portalCases.list'>['query'],
): Promise<Result<'portalCases.list'>> {
  requireReading(context);
  const place = placeIn(query.cursor, 'id');
  const own = await speaksFor(tx, ports, context);
  const { rows } = await sql<Case>`
    select c.* from conflict_case c
    where c.tenant_id = ${context.tenantId}::uuid
      and c.id in (select s.case_id from conflict_party s where s.tenant_id = ${context.tenantId}::uuid and s.partner_id = any(${own}::uuid[]))
      ${place ? sql`and c.id < ${place.id}::uuid` : sql``}
    order by c.id desc limit ${query.limit + 1}`.execute(tx);
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return {
    items: (await ownCases(tx, context, own, items)).map((one) => portalCase(one, context.now)),
    nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null,
  };
}

/** What of its cases waits for the partner, for its first page. */
export async function needsOf(tx: Tx, ports: CasesPorts, context: Context): Promise<Result<'portal.home'>['needsYou']> {
  const own = await speaksFor(tx, ports, context);
  const at = context.now.toISOString();
  const { rows } = await sql<Case>`
    select c.* from conflict_case c
    where c.tenant_id = ${context.tenantId}::uuid
      and c.id in (select s.case_id from conflict_party s where s.tenant_id = ${context.tenantId}::uuid and s.partner_id = any(${own}::uuid[]))
      and ((c.state in ('evidence', 'appealed') and c.evidence_until > ${at}::timestamptz) or (c.state = 'ruled' and c.appeal_until > ${at}::timestamptz))
    order by c.id desc limit 20`.execute(tx);
  return (await ownCases(tx, context, own, rows)).flatMap((one): Result<'portal.home'>['needsYou'] => {
    const shown = portalCase(one, context.now);
    if (shown.holder.side !== 'partner') return [];
    return [
      {
        kind: shown.mayAppeal ? 'appeal' : 'evidence',
        recordId: shown.id,
        title: shown.title,
        sentence: shown.holder.sentence,
        dueAt: shown.holder.until,
        path: `/portal/cases/${shown.id}`,
      },
    ];
  });
}
