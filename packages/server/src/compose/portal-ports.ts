import type { DealsModule } from '../modules/deals/index.ts';
import type { Identity } from '../modules/identity/index.ts';
import type { LeadsModule } from '../modules/leads/index.ts';
import type { PortalPorts } from '../modules/portal/index.ts';
import type { RegistrationsModule } from '../modules/registrations/index.ts';
import { readBrand, setBrand } from '../modules/workspaces/index.ts';
import type { FileStore } from '../platform/files/index.ts';

/** Gives the partner's pages what they show and do, from those who own it. */
export function portalPorts(options: {
  deals: DealsModule;
  identity: Identity;
  leads: LeadsModule;
  registrations: RegistrationsModule;
  files: FileStore;
  distribution: Pick<PortalPorts, 'resellersOf' | 'chainsOf' | 'setPrice'>;
  sharing: Pick<PortalPorts, 'visibleNames' | 'sharesOf' | 'shareDeal' | 'recordOf' | 'setRecord'>;
  /** Modules other than registrations and leads that make something wait for a partner. */
  needs: PortalPorts['needs'];
}): PortalPorts {
  const { deals, leads, files } = options;
  const registrations = options.registrations.forPartner;
  return {
    ...options.distribution,
    ...options.sharing,
    needs: [registrations.needs, leads.needsOf, ...options.needs],
    withVendor: registrations.withVendor,
    figures: registrations.figures,
    usualDecisionHours: registrations.usualDecisionHours,
    openLeads: async (tx, tenantId, partnerId) => (await leads.forPartner(tx, tenantId, partnerId)).open,
    protectedUntil: registrations.protectedUntil,
    registrationsOf: registrations.ofDeal,
    setLane: deals.updateParticipant,
    addComment: deals.addComment,
    completeHandoff: deals.completeHandoff,
    team: options.identity.partnerPeople,
    brand: readBrand,
    setBrand,
    putFile: (bytes, maxBytes) => files.put(bytes, { maxBytes }),
    removeFile: (hash) => files.remove(hash),
  };
}
