import type { Tx } from '../../platform/db/database.ts';
import { brandShown, publicLogo } from './brand.ts';
import { portalRoutes, type PortalDeps } from './routes.ts';

/** The partner's pages, for HTTP; and the one picture that anybody may see. */
export function createPortalModule(deps: PortalDeps) {
  return {
    routes: portalRoutes(deps),
    /** How the vendor shows itself, also to those who hold only a link. */
    brand: async (tx: Tx, tenantId: string) => brandShown(await deps.ports.brand(tx, tenantId), tenantId),
    publicLogo: (tenantId: string, hash: string) => deps.database.inTenant(tenantId, (tx) => publicLogo(tx, deps.ports, tenantId, hash)),
  };
}
export type PortalModule = ReturnType<typeof createPortalModule>;
export type { PortalPorts } from './ports.ts';
