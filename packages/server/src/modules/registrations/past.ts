import type { RuleEffect } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { RegistrationFacts } from '@entente/kernel';

type Past = {
  id: string;
  number: number;
  partnerName: string;
  companyName: string;
  facts: RegistrationFacts;
  ruled: { effect: RuleEffect; ruleName: string | null; ruling: unknown };
};
type Kept = { effect: RuleEffect; ruleName: string | null; facts: RegistrationFacts } & Record<string, unknown>;

async function read(tx: Tx, tenantId: string, rest: RawBuilder<unknown>): Promise<Past[]> {
  const { rows } = await sql<{ id: string; number: number; partner_name: string; company_name: string; ruling: Kept }>`
    select r.id, r.number, p.name as partner_name, r.company_name, r.ruling - 'candidates' as ruling
    from registration r join partner p on p.tenant_id = r.tenant_id and p.id = r.partner_id
    where r.tenant_id = ${tenantId}::uuid and r.ruling is not null ${rest}`.execute(tx);
  return rows.map(({ ruling, ...row }) => {
    const { facts, ...ruled } = ruling;
    return {
      id: row.id,
      number: row.number,
      partnerName: row.partner_name,
      companyName: row.company_name,
      facts,
      ruled: { effect: ruled.effect, ruleName: ruled.ruleName, ruling: ruled },
    };
  });
}

/** Registrations as they were ruled on, for those who rule on them again. */
export const pastRegistrations = (tx: Tx, tenantId: string, programId: string, page: { after: string | null; limit: number }): Promise<Past[]> =>
  read(
    tx,
    tenantId,
    sql`and r.program_id = ${programId}::uuid ${page.after === null ? sql`` : sql`and r.id > ${page.after}::uuid`} order by r.id limit ${page.limit}`,
  );

export const pastRegistration = async (tx: Tx, tenantId: string, id: string): Promise<Past | null> =>
  (await read(tx, tenantId, sql`and r.id = ${id}::uuid`))[0] ?? null;

export async function countPast(tx: Tx, tenantId: string, programId: string): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from registration where tenant_id = ${tenantId}::uuid and program_id = ${programId}::uuid and ruling is not null`.execute(
    tx,
  );
  return rows[0]?.count ?? 0;
}
