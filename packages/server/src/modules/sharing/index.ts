import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { askShare, type NewShare } from './ask-share.ts';
import type { SharingDeps } from './context.ts';
import { endWithRoles } from './decide-share.ts';
import { needsOf, sharesOfDeal, visibleNames } from './read-shares.ts';
import { recordOf, setRecord, type NewRecord } from './record.ts';
import { sharingRoutes } from './routes.ts';

/** The directory, shared deals and partners' own records, for HTTP and the outbox; and for other modules, functions inside the caller's transaction. */
export function createSharingModule(deps: SharingDeps) {
  const { ports } = deps;
  return {
    routes: sharingRoutes(deps),
    onEvents: endWithRoles(deps),
    /** The actor's partner asks the vendor that another partner joins. */
    shareDeal: (tx: Tx, context: Context, dealId: string, input: NewShare) => askShare(tx, context, ports, dealId, input),
    setRecord: (tx: Tx, context: Context, dealId: string, input: NewRecord) => setRecord(tx, context, ports, dealId, input),
    recordOf,
    sharesOf: sharesOfDeal,
    visibleNames,
    needsOf,
  };
}
export type SharingModule = ReturnType<typeof createSharingModule>;
export type { NewShare } from './ask-share.ts';
export type { SharedDeal, SharingPorts } from './ports.ts';
export type { NewRecord, OwnRecord } from './record.ts';
export type { ShareShape } from './share-store.ts';
