import { splitDocument, type Result, type SplitDocument } from '@entente/contracts';
import { notFound, Problem, type Explanation } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { MARKETPLACE, US, type Part } from './domain/allocate.ts';
import type { RuleVersion } from './domain/choose-rule.ts';

type RuleRow = {
  id: string;
  name: string;
  position: number;
  draft: unknown;
  retired_at: string | null;
  version: number;
};
export type Rule = Result<'splits.updateRule'>;

export async function ruleRows(tx: Tx, tenantId: string): Promise<RuleRow[]> {
  return tx
    .selectFrom('split_rule')
    .select(['id', 'name', 'position', 'draft', 'retired_at', 'version'])
    .where('tenant_id', '=', tenantId)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

/** Rules in order, each with the version in force on a day and the one that follows it. */
export async function listRules(tx: Tx, tenantId: string, today: string): Promise<Rule[]> {
  const [rows, versions] = [await ruleRows(tx, tenantId), await versionRows(tx, tenantId, null)];
  return rows.map((row) => {
    const own = versions.filter(({ rule_id }) => rule_id === row.id);
    const live = own.filter(({ effective_from }) => effective_from <= today).at(-1);
    const next = own.find(({ effective_from }) => effective_from > today);
    return {
      id: row.id,
      name: row.name,
      position: row.position,
      liveNumber: live?.number ?? null,
      liveFrom: live?.effective_from ?? null,
      nextNumber: next?.number ?? null,
      nextFrom: next?.effective_from ?? null,
      hasDraft: row.draft !== null,
      retiredAt: row.retired_at,
      version: row.version,
    };
  });
}

export async function oneRule(tx: Tx, tenantId: string, id: string, today: string): Promise<Rule> {
  const found = (await listRules(tx, tenantId, today)).find((rule) => rule.id === id);
  if (!found) throw notFound('split rule');
  return found;
}

/** In the order in which they take force. */
export function versionRows(tx: Tx, tenantId: string, ruleId: string | null) {
  return tx
    .selectFrom('split_rule_version')
    .select(['rule_id', 'number', 'document', 'effective_from', 'note', 'published_by', 'published_at'])
    .where('tenant_id', '=', tenantId)
    .$if(ruleId !== null, (query) => query.where('rule_id', '=', ruleId ?? ''))
    .orderBy('effective_from')
    .orderBy('number')
    .execute();
}

export async function lockRule(tx: Tx, tenantId: string, id: string, ifVersion: number | null): Promise<RuleRow> {
  const row = await tx
    .selectFrom('split_rule')
    .select(['id', 'name', 'position', 'draft', 'retired_at', 'version'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('split rule');
  if (ifVersion !== null && row.version !== ifVersion) throw new Problem('version_stale', 'Somebody changed this rule since you opened it. Reload to see it.');
  return row;
}

/** A stored document is parsed like any other: what is not known any more refuses, and is not passed over. */
export const parsed = (document: unknown): SplitDocument => splitDocument.parse(document);

/** What rules on receipts of a day: a rule that was retired before it rules no more. */
export async function ruleVersions(tx: Tx, tenantId: string): Promise<RuleVersion[]> {
  const rules = new Map((await ruleRows(tx, tenantId)).filter((row) => row.retired_at === null).map((row) => [row.id, row]));
  return (await versionRows(tx, tenantId, null)).flatMap((row) => {
    const rule = rules.get(row.rule_id);
    return rule
      ? [{ ruleId: rule.id, name: rule.name, position: rule.position, number: row.number, effectiveFrom: row.effective_from, document: parsed(row.document) }]
      : [];
  });
}

export async function versionOf(tx: Tx, tenantId: string, ruleId: string, number: number): Promise<SplitDocument | null> {
  const row = (await versionRows(tx, tenantId, ruleId)).find((version) => version.number === number);
  return row ? parsed(row.document) : null;
}

export type Kept = {
  readonly id: string;
  readonly receipt_id: string;
  readonly state: 'allocated' | 'held';
  readonly deal_id: string | null;
  readonly received_on: string;
  readonly currency: string;
  readonly rule_id: string | null;
  readonly rule_number: number | null;
};

export async function splitOfReceipt(tx: Tx, tenantId: string, receiptId: string): Promise<Kept | null> {
  const row = await tx
    .selectFrom('split')
    .select(['id', 'receipt_id', 'state', 'deal_id', 'received_on', 'currency', 'rule_id', 'rule_number'])
    .where('tenant_id', '=', tenantId)
    .where('receipt_id', '=', receiptId)
    .forUpdate()
    .executeTakeFirst();
  return row ? { ...row, state: row.state as Kept['state'] } : null;
}

/** Splits of the reversals of a receipt, oldest first. */
export async function reversalsOf(tx: Tx, tenantId: string, receiptId: string): Promise<{ id: string; receiptId: string; state: string }[]> {
  const { rows } = await sql<{ id: string; receiptId: string; state: string }>`
    select id, receipt_id as "receiptId", state from split where tenant_id = ${tenantId}::uuid and reverses_receipt_id = ${receiptId}::uuid order by id`.execute(
    tx,
  );
  return rows;
}

export async function partsOf(tx: Tx, tenantId: string, splitIds: readonly string[]): Promise<Part[]> {
  if (splitIds.length === 0) return [];
  const { rows } = await sql<{ line_id: string; party: string; partner_id: string | null; step_key: string; step_name: string; amount_minor: number }>`
    select line_id, party, partner_id, step_key, step_name, amount_minor from split_part
    where tenant_id = ${tenantId}::uuid and split_id = any(${[...splitIds]}::uuid[]) order by split_id, number`.execute(tx);
  return rows.map((row) => ({
    lineId: row.line_id,
    party: row.partner_id ?? row.party,
    stepKey: row.step_key,
    stepName: row.step_name,
    amountMinor: BigInt(row.amount_minor),
  }));
}

/** What steps of a rule gave on a deal until now, by `step|partner`: what is limited over the whole deal begins there. */
export async function givenOnDeal(tx: Tx, tenantId: string, dealId: string, ruleId: string): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ step_key: string; partner_id: string; amount: number }>`
    select p.step_key, p.partner_id, sum(p.amount_minor)::bigint as amount from split s join split_part p on p.tenant_id = s.tenant_id and p.split_id = s.id
    where s.tenant_id = ${tenantId}::uuid and s.deal_id = ${dealId}::uuid and s.rule_id = ${ruleId}::uuid and p.partner_id is not null group by 1, 2`.execute(
    tx,
  );
  return new Map(rows.map((row) => [`${row.step_key}|${row.partner_id}`, BigInt(row.amount)]));
}

export async function keepParts(tx: Tx, tenantId: string, splitId: string, parts: readonly Part[], descriptions: ReadonlyMap<string, string>): Promise<void> {
  if (parts.length === 0) return;
  const rows = parts.map((part, index) => {
    const kind = part.party === US || part.party === MARKETPLACE ? part.party : 'partner';
    return {
      number: index + 1,
      line_id: part.lineId,
      description: descriptions.get(part.lineId) ?? '',
      party: kind,
      partner_id: kind === 'partner' ? part.party : null,
      step_key: part.stepKey,
      step_name: part.stepName,
      amount_minor: Number(part.amountMinor),
    };
  });
  await sql`
    insert into split_part (tenant_id, split_id, number, line_id, description, party, partner_id, step_key, step_name, amount_minor)
    select ${tenantId}::uuid, ${splitId}::uuid, p.number, p.line_id, p.description, p.party, p.partner_id, p.step_key, p.step_name, p.amount_minor
    from json_to_recordset(${JSON.stringify(rows)}::json) as p(number int, line_id text, description text, party text, partner_id uuid, step_key text, step_name text, amount_minor bigint)`.execute(
    tx,
  );
}

export type SplitRow = Result<'splits.retry'>;
type ListRow = Omit<SplitRow, 'oursMinor'>;
export const selectSplits = (where: RawBuilder<unknown>, order: RawBuilder<unknown>): RawBuilder<ListRow> => sql<ListRow>`
  select s.id, s.receipt_id as "receiptId", s.source, s.deal_id as "dealId", d.number as "dealNumber", d.name as "dealName", s.received_on as "receivedOn", s.currency,
    s.net_minor as "netMinor", s.fee_minor as "feeMinor", s.pool_minor as "poolMinor", s.partners_minor as "partnersMinor", s.state, s.sentence,
    s.reverses_receipt_id as "reversesReceiptId", s.rule_id as "ruleId", r.name as "ruleName", s.rule_number as "ruleNumber", s.at
  from split s left join deal d on d.tenant_id = s.tenant_id and d.id = s.deal_id left join split_rule r on r.tenant_id = s.tenant_id and r.id = s.rule_id
  where ${where} ${order}`;
export const withOurs = (row: ListRow): SplitRow => ({ ...row, oursMinor: row.state === 'held' ? 0 : row.poolMinor - row.partnersMinor });

export async function oneSplit(tx: Tx, tenantId: string, id: string): Promise<SplitRow> {
  const { rows } = await selectSplits(sql`s.tenant_id = ${tenantId}::uuid and s.id = ${id}::uuid`, sql``).execute(tx);
  const row = rows[0];
  if (!row) throw notFound('split');
  return withOurs(row);
}

export async function explanationsOf(tx: Tx, tenantId: string, id: string): Promise<Record<string, Explanation>> {
  const row = await tx.selectFrom('split').select('explanations').where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
  // Written by this module in the same words.
  return (row?.explanations ?? {}) as Record<string, Explanation>;
}

export async function partnerNames(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('partner')
    .select(['id', 'name'])
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
