import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, majorOf, notFound, placeIn, type Explanation } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { writeCsvRow } from '../../platform/csv.ts';
import type { Tx } from '../../platform/db/database.ts';

const MOST_EXPORTED = 200_000;
export type Shown = Result<'incentives.approve'>;
const select = (where: RawBuilder<unknown>, order: RawBuilder<unknown>) => sql<Shown>`
  select a.id, a.rule_id as "ruleId", r.name as "ruleName", a.rule_number as "ruleNumber", a.kind, a.partner_id as "partnerId", p.name as "partnerName", u.name as "personName", a.deal_id as "dealId", d.number as "dealNumber",
    d.name as "dealName", c.name as "accountName", a.on_day as "on", a.currency, a.base_minor as "baseMinor", a.amount_minor as "amountMinor", a.state, a.sentence, a.held_until as "heldUntil", a.reverses_id as "reversesId",
    a.decided_by as "decidedBy", a.decided_at as "decidedAt", a.reason, a.version
  from incentive_accrual a join incentive_rule r on r.tenant_id = a.tenant_id and r.id = a.rule_id join partner p on p.tenant_id = a.tenant_id and p.id = a.partner_id
    left join deal d on d.tenant_id = a.tenant_id and d.id = a.deal_id left join account c on c.tenant_id = a.tenant_id and c.id = a.account_id
    left join membership m on m.tenant_id = a.tenant_id and m.id = a.person_id left join "user" u on u.id = m.user_id
  where ${where} ${order}`;

export async function listAccruals(tx: Tx, tenantId: string, query: Parsed<'incentives.accruals'>['query']): Promise<Result<'incentives.accruals'>> {
  const place = placeIn(query.cursor, 'day');
  const like = query.q === undefined || query.q === '' ? null : `%${query.q.replaceAll(/[\\%_]/g, (found) => `\\${found}`)}%`;
  const { rows } = await select(
    sql`a.tenant_id = ${tenantId}::uuid
      ${query.partnerId === undefined ? sql`` : sql`and a.partner_id = ${query.partnerId}::uuid`}
      ${query.ruleId === undefined ? sql`` : sql`and a.rule_id = ${query.ruleId}::uuid`}
      ${query.dealId === undefined ? sql`` : sql`and a.deal_id = ${query.dealId}::uuid`}
      ${query.kind === undefined ? sql`` : sql`and a.kind = ${query.kind}`}
      ${query.state === undefined ? sql`` : sql`and a.state = ${query.state}`}
      ${query.currency === undefined ? sql`` : sql`and a.currency = ${query.currency}`}
      ${query.from === undefined ? sql`` : sql`and a.on_day >= ${query.from}::date`}
      ${query.to === undefined ? sql`` : sql`and a.on_day < ${query.to}::date`}
      ${like === null ? sql`` : sql`and (p.name ilike ${like} or r.name ilike ${like} or d.name ilike ${like})`}
      ${place === null ? sql`` : sql`and (a.on_day, a.id) < (${place.sort}::date, ${place.id}::uuid)`}`,
    sql`order by a.on_day desc, a.id desc limit ${query.limit + 1}`,
  ).execute(tx);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: last.on, id: last.id }) : null };
}

export async function oneAccrual(tx: Tx, tenantId: string, id: string): Promise<Shown> {
  const { rows } = await select(sql`a.tenant_id = ${tenantId}::uuid and a.id = ${id}::uuid`, sql``).execute(tx);
  if (!rows[0]) throw notFound('accrual');
  return rows[0];
}
export async function getAccrual(tx: Tx, tenantId: string, id: string): Promise<Result<'incentives.accrual'>> {
  const row = await oneAccrual(tx, tenantId, id);
  const kept = await tx.selectFrom('incentive_accrual').select('explanation').where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirstOrThrow();
  // Written by this module in the same words.
  return { ...row, explanation: shaped(kept.explanation as Explanation) };
}
/** The same words; the contract knows lists that may be written to. */
export const shaped = (explanation: Explanation): Result<'incentives.accrual'>['explanation'] => ({
  ...explanation,
  inputs: [...explanation.inputs],
  steps: [...explanation.steps],
  evidence: [...explanation.evidence],
});

type FactShown = Result<'incentives.retry'>;
const selectFacts = (where: RawBuilder<unknown>, order: RawBuilder<unknown>) => sql<FactShown>`
  select f.type, f.id, f.deal_id as "dealId", d.number as "dealNumber", d.name as "dealName", f.on_day as "on", f.currency, f.net_minor as "netMinor", f.state, f.sentence, f.at
  from incentive_fact f left join deal d on d.tenant_id = f.tenant_id and d.id = f.deal_id where ${where} ${order}`;
export async function listFacts(tx: Tx, tenantId: string, query: Parsed<'incentives.facts'>['query']): Promise<Result<'incentives.facts'>> {
  const place = placeIn(query.cursor, 'day');
  const { rows } = await selectFacts(
    sql`f.tenant_id = ${tenantId}::uuid ${query.state === undefined ? sql`` : sql`and f.state = ${query.state}`} ${query.dealId === undefined ? sql`` : sql`and f.deal_id = ${query.dealId}::uuid`}
      ${place === null ? sql`` : sql`and (f.on_day, f.id) < (${place.sort}::date, ${place.id}::uuid)`}`,
    sql`order by f.on_day desc, f.id desc limit ${query.limit + 1}`,
  ).execute(tx);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: last.on, id: last.id }) : null };
}
export async function oneFact(tx: Tx, tenantId: string, type: string, id: string): Promise<FactShown> {
  const { rows } = await selectFacts(sql`f.tenant_id = ${tenantId}::uuid and f.type = ${type} and f.id = ${id}::uuid`, sql``).execute(tx);
  if (!rows[0]) throw notFound(type);
  return rows[0];
}

export async function exportAccruals(tx: Tx, tenantId: string, query: Parsed<'incentives.export'>['query']): Promise<Result<'incentives.export'>> {
  const { rows } = await select(
    sql`a.tenant_id = ${tenantId}::uuid and a.on_day >= ${query.from}::date and a.on_day < ${query.to}::date ${query.partnerId === undefined ? sql`` : sql`and a.partner_id = ${query.partnerId}::uuid`}
      ${query.kind === undefined ? sql`` : sql`and a.kind = ${query.kind}`}`,
    sql`order by a.on_day, a.id limit ${MOST_EXPORTED}`,
  ).execute(tx);
  const header = [
    'Day',
    'Kind',
    'Programme',
    'Version',
    'Partner',
    'Person',
    'Deal',
    'Customer',
    'Base',
    'Amount',
    'Currency',
    'State',
    'Held until',
    'Remark',
    'Decided by',
    'Reason',
  ];
  const lines = rows.map((row) => [
    row.on,
    row.kind,
    row.ruleName,
    String(row.ruleNumber),
    row.partnerName,
    row.personName ?? '',
    row.dealNumber === null ? '' : String(row.dealNumber),
    row.accountName ?? '',
    majorOf(row.baseMinor, row.currency),
    majorOf(row.amountMinor, row.currency),
    row.currency,
    row.state,
    row.heldUntil ?? '',
    row.sentence ?? '',
    row.decidedBy ?? '',
    row.reason ?? '',
  ]);
  return { fileName: `incentives-${query.from}-${query.to}.csv`, mediaType: 'text/csv', text: [header, ...lines].map((cells) => writeCsvRow(cells)).join('') };
}
