import { incentiveDocument, type IncentiveDocument, type Result } from '@entente/contracts';
import { notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { RuleVersion } from './domain/facts.ts';

export type Rule = Result<'incentives.updateRule'>;
type RuleRow = { id: string; name: string; kind: string; position: number; draft: unknown; retired_at: string | null; version: number };
const COLUMNS = ['id', 'name', 'kind', 'position', 'draft', 'retired_at', 'version'] as const;

export function ruleRows(tx: Tx, tenantId: string): Promise<RuleRow[]> {
  return tx.selectFrom('incentive_rule').select(COLUMNS).where('tenant_id', '=', tenantId).orderBy('position').orderBy('id').execute();
}

/** In the order in which they take force. */
export function versionRows(tx: Tx, tenantId: string, ruleId: string | null) {
  return tx
    .selectFrom('incentive_rule_version')
    .select(['rule_id', 'number', 'document', 'effective_from', 'note', 'published_by', 'published_at'])
    .where('tenant_id', '=', tenantId)
    .$if(ruleId !== null, (query) => query.where('rule_id', '=', ruleId ?? ''))
    .orderBy('effective_from')
    .orderBy('number')
    .execute();
}

/** Programmes in order, each with the version in force on a day and the one that follows it. */
export async function listRules(tx: Tx, tenantId: string, today: string): Promise<Rule[]> {
  const [rows, versions] = [await ruleRows(tx, tenantId), await versionRows(tx, tenantId, null)];
  const { rows: counts } = await sql<{ rule_id: string; partners: number }>`
    select rule_id, count(distinct partner_id)::integer as partners from incentive_enrolment
    where tenant_id = ${tenantId}::uuid and from_on <= ${today}::date and (until_on is null or until_on > ${today}::date) group by 1`.execute(tx);
  const partners = new Map(counts.map((row) => [row.rule_id, row.partners]));
  return rows.map((row) => {
    const own = versions.filter(({ rule_id }) => rule_id === row.id);
    const live = own.filter(({ effective_from }) => effective_from <= today).at(-1);
    const next = own.find(({ effective_from }) => effective_from > today);
    return {
      id: row.id,
      name: row.name,
      kind: row.kind as Rule['kind'],
      position: row.position,
      liveNumber: live?.number ?? null,
      liveFrom: live?.effective_from ?? null,
      nextNumber: next?.number ?? null,
      nextFrom: next?.effective_from ?? null,
      hasDraft: row.draft !== null,
      partners: partners.get(row.id) ?? 0,
      retiredAt: row.retired_at,
      version: row.version,
    };
  });
}

export async function oneRule(tx: Tx, tenantId: string, id: string, today: string): Promise<Rule> {
  const found = (await listRules(tx, tenantId, today)).find((rule) => rule.id === id);
  if (!found) throw notFound('programme');
  return found;
}

export async function lockRule(tx: Tx, tenantId: string, id: string, ifVersion: number | null): Promise<RuleRow> {
  const row = await tx.selectFrom('incentive_rule').select(COLUMNS).where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw notFound('programme');
  if (ifVersion !== null && row.version !== ifVersion)
    throw new Problem('version_stale', 'Somebody changed this programme since you opened it. Reload to see it.');
  return row;
}

/** A stored document is parsed like any other: what is not known any more refuses, and is not passed over. */
export const parsed = (document: unknown): IncentiveDocument => incentiveDocument.parse(document);

/** Every version of the programmes that are not retired. */
export async function ruleVersions(tx: Tx, tenantId: string): Promise<RuleVersion[]> {
  return versionsWhere(tx, tenantId, true);
}
/** One version as it was published, whatever became of the programme. */
export async function ruleVersion(tx: Tx, tenantId: string, ruleId: string, number: number): Promise<RuleVersion> {
  const found = (await versionsWhere(tx, tenantId, false, ruleId)).find((one) => one.number === number);
  if (!found) throw notFound('version of this programme');
  return found;
}

async function versionsWhere(tx: Tx, tenantId: string, live: boolean, ruleId: string | null = null): Promise<RuleVersion[]> {
  const { rows } = await sql<{ rule_id: string; name: string; position: number; number: number; effective_from: string; document: unknown }>`
    select v.rule_id, r.name, r.position, v.number, v.effective_from, v.document
    from incentive_rule_version v join incentive_rule r on r.tenant_id = v.tenant_id and r.id = v.rule_id
    where v.tenant_id = ${tenantId}::uuid ${live ? sql`and r.retired_at is null` : sql``} ${ruleId === null ? sql`` : sql`and v.rule_id = ${ruleId}::uuid`}
    order by v.effective_from, v.number`.execute(tx);
  return rows.map((row) => ({
    ruleId: row.rule_id,
    name: row.name,
    position: row.position,
    number: row.number,
    effectiveFrom: row.effective_from,
    document: parsed(row.document),
  }));
}
