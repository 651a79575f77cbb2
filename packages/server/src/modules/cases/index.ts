import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { caseClocks } from './case-clocks.ts';
import { openByRules } from './open-case.ts';
import { addEvidence } from './portal-acts.ts';
import { needsOf, ownCase, type PortalCase } from './portal-views.ts';
import type { CasesPorts } from './ports.ts';
import { casesRoutes } from './routes.ts';

/** Conflict cases, for HTTP and for clocks; and for other modules, functions that work inside the caller's transaction. */
export function createCasesModule(deps: { readonly database: Database; readonly ports: CasesPorts }) {
  const { ports } = deps;
  return {
    routes: casesRoutes(deps),
    clockHandlers: caseClocks(ports),
    /** For rules that met a conflict; answers with the case, or with null where a ruling on these claims is final. */
    openFor: (tx: Tx, context: Context, conflict: { registrationIds: readonly string[]; dealId: string | null; reason: string }): Promise<string | null> =>
      openByRules(tx, ports, context, conflict),
    /** The partner's own acts, for links and mail; each checks the scope of its context. */
    forPartner: {
      get: (tx: Tx, context: Context, id: string): Promise<PortalCase> => ownCase(tx, ports, context, id),
      addEvidence: async (tx: Tx, context: Context, id: string, given: { body: string; fileId?: string | null }): Promise<PortalCase> =>
        ownCase(tx, ports, context, (await addEvidence(tx, ports, context, id, given)).id),
      needs: (tx: Tx, context: Context) => needsOf(tx, ports, context),
    },
  };
}
export type CasesModule = ReturnType<typeof createCasesModule>;
export type { CasesPorts, CaseTerms, Claim, DisputedDeal } from './ports.ts';
