import { sql } from 'kysely';
import type { CasesModule } from '../modules/cases/index.ts';
import type { LeadsModule } from '../modules/leads/index.ts';
import type { LinksPorts } from '../modules/links/index.ts';
import type { PortalModule } from '../modules/portal/index.ts';
import type { RegistrationsModule } from '../modules/registrations/index.ts';

/** Gives links the partner's own acts, from those who own them. */
export function linkPorts(options: { registrations: RegistrationsModule; leads: LeadsModule; cases: CasesModule; portal: PortalModule }): LinksPorts {
  const { leads, cases, portal } = options;
  const own = options.registrations.forPartner;
  return {
    registerForm: own.form,
    check: own.check,
    register: async (tx, context, registration, cameBy) => {
      const { id } = await own.register(tx, context, { ...registration, kind: 'sourcing', productIds: [] }, cameBy);
      return own.detail(tx, context, id);
    },
    registration: own.detail,
    answer: async (tx, context, id, text) => own.detail(tx, context, (await own.answer(tx, context, id, text)).id),
    report: async (tx, context, id, news) => own.detail(tx, context, (await own.report(tx, context, id, news)).id),
    askExtension: async (tx, context, id, asked) => own.detail(tx, context, (await own.askExtension(tx, context, id, asked)).id),
    lead: leads.get,
    acceptLead: leads.accept,
    declineLead: leads.decline,
    case: cases.forPartner.get,
    addEvidence: (tx, context, id, body) => cases.forPartner.addEvidence(tx, context, id, { body }),
    labels: async (tx, tenantId, recordIds) => {
      if (recordIds.length === 0) return new Map();
      const { rows } = await sql<{ id: string; label: string }>`
        select id, 'R-' || number || ' ' || company_name as label from registration where tenant_id = ${tenantId}::uuid and id = any(${[...recordIds]}::uuid[])
        union all select id, 'L-' || number || ' ' || company_name from lead where tenant_id = ${tenantId}::uuid and id = any(${[...recordIds]}::uuid[])
        union all select id, 'C-' || number from conflict_case where tenant_id = ${tenantId}::uuid and id = any(${[...recordIds]}::uuid[])`.execute(tx);
      return new Map(rows.map((row) => [row.id, row.label]));
    },
    vendor: portal.brand,
  };
}
