import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, placeIn } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { readerOf, whyNotRule } from './access.ts';
import { caseFile } from './case-file.ts';
import { mayRead } from './domain/visibility.ts';
import { memberNames, numbersOfDeals } from './names-store.ts';
import type { CasesPorts } from './ports.ts';
import { entriesOf, mediatorOf, outcomeOf, readCase, type Case } from './store.ts';

type Row = Result<'cases.list'>['items'][number];
export type CaseDetail = Result<'cases.get'>;
const NO_CLOCK = '9999-12-31T00:00:00.000Z';

const isLate = (row: Case, now: Date): boolean => (row.state === 'ruling' || row.state === 'appealed') && Date.parse(row.rule_by) <= now.getTime();

function caseRow(row: Case, names: ReadonlyMap<string, string>, dealNumbers: ReadonlyMap<string, number>, now: Date): Row {
  const mediatorId = mediatorOf(row);
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    state: row.state,
    dealId: row.deal_id,
    dealNumber: row.deal_id === null ? null : (dealNumbers.get(row.deal_id) ?? null),
    mediatorId,
    mediatorName: mediatorId === null ? null : (names.get(mediatorId) ?? null),
    evidenceUntil: row.evidence_until,
    ruleBy: row.rule_by,
    appealUntil: row.appeal_until,
    late: isLate(row, now),
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    version: row.version,
  };
}

export async function listCases(tx: Tx, context: Context, query: Parsed<'cases.list'>['query']): Promise<Result<'cases.list'>> {
  requireScope(context, 'cases:read');
  const place = placeIn(query.cursor, 'instant');
  const { memberId } = context.actor;
  const due = sql<string>`case c.state when 'evidence' then c.evidence_until when 'ruled' then c.appeal_until when 'closed' then ${NO_CLOCK}::timestamptz else c.rule_by end`;
  const { rows } = await sql<Case & { due: string }>`
    select c.*, ${due} as due from conflict_case c
    where c.tenant_id = ${context.tenantId}::uuid
      ${query.state ? sql`and c.state = ${query.state}` : sql``}
      ${query.mine ? sql`and (case when c.appealed_at is null then c.mediator_id else c.appeal_mediator_id end) = ${memberId}::uuid` : sql``}
      ${place ? sql`and (${due}, c.id) > (${String(place.sort)}::timestamptz, ${place.id}::uuid)` : sql``}
    order by ${due}, c.id limit ${query.limit + 1}`.execute(tx);
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  const names = await memberNames(tx, context.tenantId, items.map(mediatorOf));
  const deals = await numbersOfDeals(
    tx,
    context.tenantId,
    items.map((row) => row.deal_id),
  );
  return { items: items.map((row) => caseRow(row, names, deals, context.now)), nextCursor: last ? encodeCursor({ sort: last.due, id: last.id }) : null };
}

export async function caseDetail(tx: Tx, ports: CasesPorts, context: Context, id: string): Promise<CaseDetail> {
  requireScope(context, 'cases:read');
  const row = await readCase(tx, context.tenantId, id);
  const file = await caseFile(tx, ports, row);
  const entries = await entriesOf(tx, context.tenantId, [id]);
  const names = await memberNames(tx, context.tenantId, [row.mediator_id, row.appeal_mediator_id]);
  const reader = readerOf(context, file);
  const outcome = outcomeOf(row);
  const letters = new Map(file.parties.map((party) => [party.id, party.letter]));
  const current = mediatorOf(row);
  const whyNot = whyNotRule(context, file, entries, current === null ? null : (names.get(current) ?? null));
  return {
    ...caseRow(row, names, new Map(file.deal ? [[file.deal.id, file.deal.number]] : []), context.now),
    accountId: row.account_id,
    accountName: row.account_id === null ? null : await accountName(tx, context.tenantId, row.account_id),
    sides: file.parties.map((party) => {
      const claim = party.registrationId === null ? undefined : file.claims.get(party.registrationId);
      return {
        id: party.id,
        letter: party.letter,
        partnerId: party.partnerId,
        name: party.name,
        registrationId: party.registrationId,
        registrationNumber: claim?.number ?? null,
        submittedAt: claim?.submittedAt ?? null,
      };
    }),
    entries: entries
      .filter((entry) => mayRead(entry, reader))
      .map((entry) => ({
        id: entry.id,
        kind: entry.kind,
        letter: entry.partyId === null ? null : (letters.get(entry.partyId) ?? null),
        visibleTo: entry.visibleTo,
        body: entry.body,
        fileId: entry.fileId,
        by: entry.by,
        at: entry.at,
      })),
    // The reason is a mediator's; everybody else reads what both sides read.
    outcome:
      outcome === null
        ? null
        : {
            inFavourOf: outcome.inFavourOf,
            reason: reader.mediates ? outcome.reason : outcome.partnerText,
            partnerText: outcome.partnerText,
            shares: outcome.shares,
            by: outcome.by,
            at: outcome.at,
          },
    appeal:
      row.appealed_at === null
        ? null
        : {
            at: row.appealed_at,
            by: row.appealed_by ?? '',
            mediatorName: row.appeal_mediator_id === null ? null : (names.get(row.appeal_mediator_id) ?? null),
          },
    mayRule: whyNot === null,
    whyNot,
  };
}

const accountName = async (tx: Tx, tenantId: string, id: string): Promise<string | null> =>
  (await tx.selectFrom('account').select('name').where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst())?.name ?? null;
