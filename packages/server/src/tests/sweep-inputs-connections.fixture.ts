import type { OperationId } from '@entente/contracts';
import type { CallInput } from './api.fixture.ts';
import type { SyncedThere } from './connection-records.fixture.ts';
import { cloudConnection } from './cosell-records.fixture.ts';
import type { Records } from './records.fixture.ts';

/** The part of the inputs that has to do with connections and what is kept the same through them; see sweep-inputs.fixture.ts. */
export type ConnectionsOperation = Exclude<
  Extract<
    OperationId,
    `connections.${string}` | `conflicts.${string}` | `failures.${string}` | `views.${string}` | `customFields.${string}` | 'deals.facts' | 'deals.setFacts'
  >,
  'views.list' | 'views.save' | 'views.remove'
>;
type Build<Id extends OperationId> = (of: Records) => CallInput<Id> | Promise<CallInput<Id>>;
type Inputs = { readonly [Id in ConnectionsOperation]: Build<Id> };
type Ids = Exclude<keyof SyncedThere, 'invitationVersion'>;

const at = async (of: Records, which: Ids): Promise<{ params: { id: string } }> => ({ params: { id: (await of.synced())[which] } });
const inObject = async (of: Records): Promise<{ params: { id: string; childId: string } }> => {
  const { connectionId, objectId } = await of.synced();
  return { params: { id: connectionId, childId: objectId } };
};

export const connectionsInputs: Inputs = {
  'connections.systems': () => ({}),
  'connections.list': async (of) => {
    await of.synced();
    return {};
  },
  'connections.get': (of) => at(of, 'connectionId'),
  'connections.create': async (of) => ({ body: await cloudConnection(`New ${of.unique()}`) }),
  'connections.update': async (of) => ({ ...(await at(of, 'connectionId')), ifVersion: 1, body: { name: `Changed ${of.unique()}` } }),
  'connections.setCredentials': async (of) => ({ ...(await at(of, 'connectionId')), body: { credentials: (await cloudConnection('')).credentials } }),
  'connections.pause': async (of) => ({ ...(await at(of, 'connectionId')), body: { paused: true } }),
  'connections.test': (of) => at(of, 'connectionId'),
  'connections.remove': (of) => at(of, 'connectionId'),
  'connections.describe': (of) => at(of, 'connectionId'),
  'connections.mapping': inObject,
  'connections.setMapping': async (of) => {
    const { params } = await inObject(of);
    const { mappings, version } = await of.api('connections.mapping', { params });
    return { params, ifVersion: version, body: { createsHere: false, createsThere: false, mappings } };
  },
  'connections.tryRecord': async (of) => {
    const { connectionId, objectId, dealId } = await of.synced();
    return { params: { id: connectionId, childId: objectId }, body: { recordId: dealId } };
  },
  'connections.owners': (of) => at(of, 'connectionId'),
  'connections.setOwners': async (of) => ({ ...(await at(of, 'connectionId')), body: { owners: [{ outsideId: 'somebody of theirs', answer: 'nobody' }] } }),
  'connections.walk': inObject,
  'connections.health': (of) => at(of, 'connectionId'),
  'connections.audit': (of) => at(of, 'connectionId'),
  'connections.log': (of) => at(of, 'connectionId'),
  'connections.messages': (of) => at(of, 'connectionId'),
  'connections.replay': async (of) => ({ ...(await at(of, 'connectionId')), body: {} }),
  'conflicts.list': async (of) => ({ query: { connectionId: (await of.synced()).connectionId } }),
  'conflicts.resolve': async (of) => ({ ...(await at(of, 'conflictId')), ifVersion: 1, body: { with: 'ours' } }),
  'conflicts.reopen': (of) => at(of, 'decidedId'),
  'failures.list': async (of) => ({ query: { connectionId: (await of.synced()).connectionId } }),
  'failures.retry': async (of) => ({ ...(await at(of, 'failureId')), body: { set: { next_step: 'New' } } }),
  'failures.skip': async (of) => ({ ...(await at(of, 'failureId')), body: {} }),
  'views.ofDeal': (of) => at(of, 'dealId'),
  'views.link': async (of) => {
    const { connectionId } = await of.cosell();
    return { params: { id: (await of.deal()).id }, body: { connectionId } };
  },
  'views.unlink': (of) => at(of, 'viewId'),
  'views.refresh': (of) => at(of, 'viewId'),
  'views.history': (of) => at(of, 'viewId'),
  'customFields.list': async (of) => {
    await of.customField();
    return {};
  },
  'customFields.set': (of) => ({ params: { key: `new_${of.unique()}` }, body: { label: 'New', type: 'text', choices: [], active: true } }),
  'deals.facts': async (of) => ({ params: { id: (await of.dealWithFacts()).id } }),
  'deals.setFacts': async (of) => ({ params: { id: (await of.dealWithFacts()).id }, body: { set: { business_problem: 'New' } } }),
};
