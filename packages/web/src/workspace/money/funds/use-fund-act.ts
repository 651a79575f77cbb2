import { type OperationId, useApiMutation } from '../../../lib/api/index.ts';
import { fundReads } from './words.ts';

/** A verb on funds: all that it may have moved is read again. */
export function useFundAct<Id extends OperationId>(id: Id) {
  return useApiMutation(id, { invalidates: fundReads });
}
