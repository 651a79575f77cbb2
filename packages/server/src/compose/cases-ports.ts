import { roleAllows, staffRoles } from '@entente/contracts/permissions';
import type { BusinessCalendar } from '@entente/kernel';
import { sql } from 'kysely';
import type { CasesPorts, Claim, DisputedDeal } from '../modules/cases/index.ts';
import { closeRecordActs, openRecordAct } from '../modules/cosell/index.ts';
import { definitionOf } from '../modules/programs/index.ts';
import type { RegistrationsModule } from '../modules/registrations/index.ts';
import type { Database, Tx } from '../platform/db/database.ts';
import { createNumbers } from '../platform/numbers.ts';

const mediatingRoles = staffRoles.filter((role) => roleAllows(role, 'cases:mediate'));

/** Gives cases what they need to know, from those who own it. */
export function casesPorts(options: {
  database: Database;
  registrations: Pick<RegistrationsModule, 'forCases'>;
  shareCredit: CasesPorts['shareCredit'];
  resellersOf: CasesPorts['resellersOf'];
}): CasesPorts {
  const takeNumbers = createNumbers(options.database, { name: 'case', beforeFirst: 100, block: 1 });
  return {
    claims,
    applyOutcome: options.registrations.forCases.applyOutcome,
    shareCredit: options.shareCredit,
    terms: async (tx, tenantId, programId) => {
      const { definition } = await definitionOf(tx, tenantId, programId);
      return {
        ...definition.cases,
        escalateToRole: definition.decision.escalateToRole,
        calendarOf: (region) => calendarOf(definition.decision.calendars, region),
      };
    },
    deal: disputedDeal,
    mediators: async (tx, tenantId) =>
      (
        await sql<{ memberId: string; name: string }>`
          select m.id as "memberId", u.name from membership m join "user" u on u.id = m.user_id
          where m.tenant_id = ${tenantId}::uuid and m.status = 'active' and m.audience = 'workspace' and m.role = any(${mediatingRoles}::text[])
          order by m.role in ('owner', 'admin'), m.id`.execute(tx)
      ).rows,
    managers: async (tx, tenantId, partnerIds) =>
      partnerIds.length === 0
        ? []
        : tx
            .selectFrom('partner')
            .select(['id as partnerId', 'manager_id as managerId'])
            .where('tenant_id', '=', tenantId)
            .where('id', 'in', [...partnerIds])
            .execute(),
    resellersOf: options.resellersOf,
    openAct: openRecordAct,
    closeActs: closeRecordActs,
    takeNumber: (tenantId) => takeNumbers(tenantId, 1),
  };
}

const OFFICE: BusinessCalendar = { timeZone: 'UTC', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', holidays: [] };

/** The working hours that count for a customer's region, as for registrations. */
function calendarOf(calendars: Readonly<Partial<Record<string, BusinessCalendar>>>, region: string | null): BusinessCalendar {
  return (region === null ? undefined : calendars[region]) ?? calendars['default'] ?? OFFICE;
}

async function claims(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Claim[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Claim>`
    select id as "registrationId", number, state, partner_id as "partnerId", program_id as "programId", deal_id as "dealId", account_id as "accountId",
      company_name as "companyName", region, first_submitted_at as "submittedAt", submitted_by_member as "submittedBy", decided_by_member as "decidedBy",
      first_approval_by as "firstApprovalBy", holder_id as "holderId"
    from registration where tenant_id = ${tenantId}::uuid and id = any(${[...ids]}::uuid[])`.execute(tx);
  return rows;
}

async function disputedDeal(tx: Tx, tenantId: string, dealId: string): Promise<DisputedDeal | null> {
  const { rows } = await sql<DisputedDeal>`
    select id, number, name, account_id as "accountId", account_name as "accountName", owner_id as "ownerId", region
    from deal where tenant_id = ${tenantId}::uuid and id = ${dealId}::uuid`.execute(tx);
  return rows[0] ?? null;
}
