import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChanges } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';

export type TieKind = 'customer' | 'prospect' | 'incumbent';
/** `relation` is where the tied account stands seen from the one asked about. Strength is 0 to 1. */
export type AccountTie = {
  readonly partnerId: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly relation: 'own' | 'parent' | 'child';
  readonly kind: TieKind;
  readonly strength: number;
  readonly since: string | null;
  readonly evidence: string;
};

/** Ties that hold on the day, to the account and to its parent and children: who knows the family may open the door. */
export async function tiesOfFamily(tx: Tx, tenantId: string, accountId: string, today: string): Promise<AccountTie[]> {
  const { rows } = await sql<AccountTie>`
    with family as (
      select id, name, 'own' as relation from account where tenant_id = ${tenantId}::uuid and id = ${accountId}::uuid
      union all select p.id, p.name, 'parent' from account a join account p on p.tenant_id = ${tenantId}::uuid and p.id = a.parent_id where a.tenant_id = ${tenantId}::uuid and a.id = ${accountId}::uuid
      union all select id, name, 'child' from account where tenant_id = ${tenantId}::uuid and parent_id = ${accountId}::uuid
    )
    select t.partner_id as "partnerId", f.id as "accountId", f.name as "accountName", f.relation, t.kind, t.strength / 100.0::double precision as strength, t.since, coalesce(t.evidence, '') as evidence
    from family f join account_tie t on t.tenant_id = ${tenantId}::uuid and t.account_id = f.id
    where t.until is null or t.until >= ${today}::date order by t.strength desc, t.id`.execute(tx);
  return rows;
}

export type PartnerTie = {
  readonly accountId: string;
  readonly accountName: string;
  readonly kind: string;
  readonly strength: number;
  readonly since: string | null;
  readonly evidence: string | null;
};

/** The strongest ties of a partner, as the partner's page shows them (strength 0 to 100). */
export async function tiesOfPartner(tx: Tx, tenantId: string, partnerId: string, today: string): Promise<PartnerTie[]> {
  const { rows } = await sql<PartnerTie>`
    select t.account_id as "accountId", a.name as "accountName", t.kind, t.strength, t.since, t.evidence
    from account_tie t join account a on a.tenant_id = ${tenantId}::uuid and a.id = t.account_id
    where t.tenant_id = ${tenantId}::uuid and t.partner_id = ${partnerId}::uuid and (t.until is null or t.until >= ${today}::date) order by t.strength desc, t.id limit 200`.execute(
    tx,
  );
  return rows;
}

export type NewTie = {
  readonly id?: string | undefined;
  readonly accountId: string;
  readonly partnerId: string;
  readonly kind: TieKind;
  readonly strength: number;
  readonly since?: string | null | undefined;
  readonly until?: string | null | undefined;
  readonly evidence?: string | null | undefined;
};

export async function insertTies(tx: Tx, context: Context, given: readonly NewTie[], operation = 'ties.create'): Promise<string[]> {
  requireScope(context, 'accounts:write');
  if (given.length === 0) return [];
  const rows = given.map((tie) => ({ ...tie, id: tie.id ?? newId() }));
  await sql`
    insert into account_tie (tenant_id, id, account_id, partner_id, kind, strength, since, until, evidence)
    select ${context.tenantId}::uuid, r.id, r."accountId", r."partnerId", r.kind, r.strength, r.since, r.until, r.evidence
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "accountId" uuid, "partnerId" uuid, kind text, strength integer, since date, until date, evidence text)`.execute(
    tx,
  );
  await recordChanges(
    tx,
    context,
    rows.map((tie) => ({
      operation,
      recordType: 'account_tie',
      recordId: tie.id,
      after: tie,
      events: [{ type: 'tie.changed', payload: { accountId: tie.accountId, partnerId: tie.partnerId, kind: tie.kind, strength: tie.strength } }],
    })),
  );
  return rows.map((tie) => tie.id);
}

export async function removeTies(tx: Tx, context: Context, ids: readonly string[], operation = 'ties.remove'): Promise<string[]> {
  requireScope(context, 'accounts:write');
  const { rows } = await sql<{
    id: string;
    account_id: string;
    partner_id: string;
    kind: string;
    strength: number;
    since: string | null;
    until: string | null;
    evidence: string | null;
  }>`
    delete from account_tie where tenant_id = ${context.tenantId}::uuid and id = any(${ids}::uuid[]) returning id, account_id, partner_id, kind, strength, since, until, evidence`.execute(
    tx,
  );
  await recordChanges(
    tx,
    context,
    rows.map((row) => ({
      operation,
      recordType: 'account_tie',
      recordId: row.id,
      before: row,
      events: [{ type: 'tie.changed', payload: { accountId: row.account_id, partnerId: row.partner_id, kind: row.kind, removed: true } }],
    })),
  );
  return rows.map((row) => row.id);
}
