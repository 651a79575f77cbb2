import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, majorOf, placeIn } from '@entente/kernel';
import { sql } from 'kysely';
import { writeCsvRow } from '../../platform/csv.ts';
import type { Tx } from '../../platform/db/database.ts';
import { MARKETPLACE, US, type Part } from './domain/allocate.ts';
import { explanationsOf, oneSplit, partnerNames, partsOf, selectSplits, withOurs } from './store.ts';

const MOST_EXPORTED = 200_000;

export async function listSplits(tx: Tx, tenantId: string, query: Parsed<'splits.list'>['query']): Promise<Result<'splits.list'>> {
  const place = placeIn(query.cursor, 'day');
  const { rows } = await selectSplits(
    sql`s.tenant_id = ${tenantId}::uuid
      ${query.dealId === undefined ? sql`` : sql`and s.deal_id = ${query.dealId}::uuid`}
      ${query.state === undefined ? sql`` : sql`and s.state = ${query.state}`}
      ${query.currency === undefined ? sql`` : sql`and s.currency = ${query.currency}`}
      ${query.from === undefined ? sql`` : sql`and s.received_on >= ${query.from}::date`}
      ${query.to === undefined ? sql`` : sql`and s.received_on < ${query.to}::date`}
      ${query.partnerId === undefined ? sql`` : sql`and exists (select from split_part p where p.tenant_id = s.tenant_id and p.split_id = s.id and p.partner_id = ${query.partnerId}::uuid)`}
      ${place === null ? sql`` : sql`and (s.received_on, s.id) < (${place.sort}::date, ${place.id}::uuid)`}`,
    sql`order by s.received_on desc, s.id desc limit ${query.limit + 1}`,
  ).execute(tx);
  const items = rows.slice(0, query.limit).map(withOurs);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: last.receivedOn, id: last.id }) : null };
}

export async function getSplit(tx: Tx, tenantId: string, id: string): Promise<Result<'splits.get'>> {
  const row = await oneSplit(tx, tenantId, id);
  const parts = await partsOf(tx, tenantId, [id]);
  const explanations = await explanationsOf(tx, tenantId, id);
  const names = await partnerNames(tx, tenantId, parts.map(({ party }) => party).filter(isPartner));
  const descriptions = await descriptionsOf(tx, tenantId, id);
  const party = (of: string) => ({
    party: isPartner(of) ? ('partner' as const) : of === MARKETPLACE ? ('marketplace' as const) : ('us' as const),
    partnerId: isPartner(of) ? of : null,
    partnerName: names.get(of) ?? null,
  });
  return {
    ...row,
    shares: sharesOf(parts).map(([of, amount]) => ({ ...party(of), amountMinor: Number(amount), explanation: shaped(explanations[of]) })),
    parts: parts.map((part) => ({
      ...party(part.party),
      stepKey: part.stepKey,
      stepName: part.stepName,
      lineId: part.lineId,
      description: descriptions.get(part.lineId) ?? '',
      amountMinor: Number(part.amountMinor),
    })),
  };
}

const isPartner = (party: string): boolean => party !== US && party !== MARKETPLACE;

/** Sums by party: the largest first, and what is ours last. */
export function sharesOf(parts: readonly Part[]): [string, bigint][] {
  const totals = new Map<string, bigint>();
  for (const { party, amountMinor } of parts) totals.set(party, (totals.get(party) ?? 0n) + amountMinor);
  const size = (value: bigint): bigint => (value < 0n ? -value : value);
  return [...totals].sort(([a, one], [b, other]) => Number(a === US) - Number(b === US) || Number(size(other) - size(one)) || (a < b ? -1 : 1));
}

type Shown = Result<'splits.get'>['shares'][number]['explanation'];
/** The same words; the contract knows lists that may be written to. */
export const shaped = (explanation: Awaited<ReturnType<typeof explanationsOf>>[string] | undefined): Shown =>
  explanation === undefined ? null : { ...explanation, inputs: [...explanation.inputs], steps: [...explanation.steps], evidence: [...explanation.evidence] };

async function descriptionsOf(tx: Tx, tenantId: string, id: string): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('split_part')
    .select(['line_id', 'description'])
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where('split_id', '=', id)
    .execute();
  return new Map(rows.map((row) => [row.line_id, row.description]));
}

export async function exportSplits(tx: Tx, tenantId: string, query: Parsed<'splits.export'>['query']): Promise<Result<'splits.export'>> {
  const { rows } = await sql<{
    received_on: string;
    deal_number: number | null;
    source: string;
    receipt_id: string;
    line_id: string;
    description: string;
    step_name: string;
    party: string;
    partner_name: string | null;
    rule_name: string | null;
    rule_number: number | null;
    amount_minor: number;
    currency: string;
  }>`
    select s.received_on, d.number as deal_number, s.source, s.receipt_id, p.line_id, p.description, p.step_name, p.party, partner.name as partner_name, r.name as rule_name, s.rule_number, p.amount_minor, s.currency
    from split s join split_part p on p.tenant_id = s.tenant_id and p.split_id = s.id
      left join deal d on d.tenant_id = s.tenant_id and d.id = s.deal_id
      left join split_rule r on r.tenant_id = s.tenant_id and r.id = s.rule_id
      left join partner on partner.tenant_id = p.tenant_id and partner.id = p.partner_id
    where s.tenant_id = ${tenantId}::uuid and s.received_on >= ${query.from}::date and s.received_on < ${query.to}::date
      ${query.dealId === undefined ? sql`` : sql`and s.deal_id = ${query.dealId}::uuid`}
    order by s.received_on, s.id, p.number limit ${MOST_EXPORTED}`.execute(tx);
  const header = ['Received on', 'Deal', 'Source', 'Receipt', 'Line', 'Description', 'Step', 'Party', 'Partner', 'Rule', 'Version', 'Amount', 'Currency'];
  const lines = rows.map((row) => [
    row.received_on,
    row.deal_number === null ? '' : String(row.deal_number),
    row.source,
    row.receipt_id,
    row.line_id,
    row.description,
    row.step_name,
    row.party,
    row.partner_name ?? '',
    row.rule_name ?? '',
    row.rule_number === null ? '' : String(row.rule_number),
    majorOf(row.amount_minor, row.currency),
    row.currency,
  ]);
  return { fileName: `splits-${query.from}-${query.to}.csv`, mediaType: 'text/csv', text: [header, ...lines].map((cells) => writeCsvRow(cells)).join('') };
}
