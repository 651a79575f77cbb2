import type { Scope } from '@entente/contracts/permissions';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { partnerOf, type SharingDeps } from './context.ts';
import { answerShare, decideShare } from './decide-share.ts';
import { listDirectory, ownEntry, setEntry } from './directory.ts';
import { listOwnShares, listShares } from './read-shares.ts';

type Operation = Extract<keyof Handlers, `shares.${string}` | `portalShares.${string}` | `portalDirectory.${string}`>;

export function sharingRoutes({ database, ports }: SharingDeps): Pick<Handlers, Operation> {
  const within = <Value>(context: Context, work: (tx: Tx) => Promise<Value>): Promise<Value> => database.inTenant(context.tenantId, work);
  const asPartner = <Value>(context: Context, scope: Scope, work: (tx: Tx, partnerId: string) => Promise<Value>): Promise<Value> => {
    const partnerId = partnerOf(context, scope);
    return within(context, (tx) => work(tx, partnerId));
  };
  return {
    'shares.list': (context, { query }) => within(context, (tx) => listShares(tx, context, query)),
    'shares.decide': (context, { params, body }, { ifVersion }) => within(context, (tx) => decideShare(tx, context, ports, { id: params.id, ifVersion }, body)),
    'portalShares.list': (context, { query }) => within(context, (tx) => listOwnShares(tx, context, query)),
    'portalShares.answer': (context, { params, body }, { ifVersion }) =>
      within(context, (tx) => answerShare(tx, context, ports, { id: params.id, ifVersion }, body.accept)),
    'portalDirectory.list': (context, { query }) => asPartner(context, 'portal:read', (tx, partnerId) => listDirectory(tx, context, partnerId, query)),
    'portalDirectory.mine': (context) => asPartner(context, 'portal:read', (tx, partnerId) => ownEntry(tx, context.tenantId, partnerId)),
    'portalDirectory.setMine': (context, { body }) => asPartner(context, 'portal:team', (tx, partnerId) => setEntry(tx, context, partnerId, body)),
  };
}
