import type { ParticipantRole } from '@entente/kernel';
import { closeRecordActs, openRecordAct } from '../modules/cosell/index.ts';
import type { DealsModule } from '../modules/deals/index.ts';
import type { DistributionModule } from '../modules/distribution/index.ts';
import type { SharingPorts } from '../modules/sharing/index.ts';

/** Gives sharing what it needs to know, from those who own it. */
export function sharingPorts({ deals, distribution }: { deals: DealsModule; distribution: DistributionModule }): SharingPorts {
  return {
    deal: async (tx, tenantId, dealId) => {
      const row = await tx
        .selectFrom('deal')
        .select(['id', 'number', 'name', 'account_name', 'status', 'owner_id'])
        .where('tenant_id', '=', tenantId)
        .where('id', '=', dealId)
        .executeTakeFirst();
      return row ? { id: row.id, number: row.number, name: row.name, companyName: row.account_name, open: row.status === 'open', ownerId: row.owner_id } : null;
    },
    rolesOn: async (tx, tenantId, dealId, partnerId) => {
      const rows = await tx
        .selectFrom('deal_participant')
        .select('role')
        .where('tenant_id', '=', tenantId)
        .where('deal_id', '=', dealId)
        .where('partner_id', '=', partnerId)
        .where('until', 'is', null)
        .execute();
      return rows.map((row) => row.role as ParticipantRole);
    },
    partner: async (tx, tenantId, partnerId) => {
      const row = await tx
        .selectFrom('partner')
        .select(['id', 'name', 'status'])
        .where('tenant_id', '=', tenantId)
        .where('id', '=', partnerId)
        .executeTakeFirst();
      return row ? { id: row.id, name: row.name, active: row.status === 'active' } : null;
    },
    areTied: distribution.areTied,
    addParticipant: async (tx, context, dealId, { partnerId, role, evidence }) => {
      await deals.addParticipant(tx, context, dealId, { partnerId, role, evidence: { kind: 'share', note: evidence } }, { skipIfPresent: true });
    },
    openAct: openRecordAct,
    closeActs: closeRecordActs,
  };
}
