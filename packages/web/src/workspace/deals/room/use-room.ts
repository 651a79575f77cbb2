import { apiKey, useApiMutation, type CallInput, type OperationId, type Result } from '../../../lib/api/index.ts';

export type Deal = Result<'deals.get'>;
/** Acts that answer the whole room. */
type RoomAct = { [Id in OperationId]: Result<Id> extends Deal ? Id : never }[OperationId];

export const roomReads: readonly OperationId[] = ['deals.list', 'deals.summary', 'deals.timeline', 'acts.list'];

/** The answer is the room as it now stands: it is shown at once, without another question to the server. */
export function useRoomAct<Id extends RoomAct>(id: Id) {
  return useApiMutation(id, {
    invalidates: roomReads,
    onDone: (result, _input: CallInput<Id>, client) => client.setQueryData<Deal>(apiKey('deals.get', { params: { id: (result as Deal).id } }), result as Deal),
  });
}
