import { apiKey, type OperationId, type Result, useApiMutation } from '../../lib/api/index.ts';
import type { Lead } from './words.ts';

/** Acts that answer the lead as it stands after them. */
type LeadAct = { [Id in OperationId]: Result<Id> extends Lead ? Id : never }[OperationId];

export function useLeadAct<Id extends LeadAct>(id: Id) {
  return useApiMutation(id, {
    invalidates: ['leads.list', 'leads.summary', 'acts.list'],
    onDone: (result, _input, client) => client.setQueryData<Lead>(apiKey('leads.get', { params: { id: (result as Lead).id } }), result as Lead),
  });
}
