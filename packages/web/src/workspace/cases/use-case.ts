import { apiKey, type OperationId, type Result, useApiMutation } from '../../lib/api/index.ts';
import type { Case } from './words.ts';

/** Acts that answer the case as it stands after them. */
type CaseAct = { [Id in OperationId]: Result<Id> extends Case ? Id : never }[OperationId];

export function useCaseAct<Id extends CaseAct>(id: Id) {
  return useApiMutation(id, {
    invalidates: ['cases.list', 'acts.list', 'registrations.list', 'registrations.get'],
    onDone: (result, _input, client) => client.setQueryData<Case>(apiKey('cases.get', { params: { id: (result as Case).id } }), result as Case),
  });
}
