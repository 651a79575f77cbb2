import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, type CallInput, callApi, isStale, type OperationId, problemSentence, type Result } from '../lib/api/index.ts';
import { notify } from './kit/notice.tsx';
import { t } from './text.ts';

/**
 * A write of the portal: everything shown is read again afterwards, because one step moves several pages.
 * A refusal is kept as its sentence for the form; a record changed meanwhile is read again and said so.
 */
export function useAct<Id extends OperationId>(
  id: Id,
  options: { notice?: string | ((result: Result<Id>) => string); onDone?: (result: Result<Id>) => void } = {},
) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  async function run(input: CallInput<Id>): Promise<Result<Id> | undefined> {
    if (busy) return undefined;
    setBusy(true);
    setRefusal(undefined);
    try {
      const result = await callApi(id, input);
      void client.invalidateQueries();
      if (options.notice !== undefined) notify(typeof options.notice === 'string' ? options.notice : options.notice(result));
      options.onDone?.(result);
      return result;
    } catch (error) {
      if (isStale(error)) {
        void client.invalidateQueries();
        setRefusal(t('portal.stale'));
      } else setRefusal(error instanceof ApiProblem ? problemSentence(error, error.message) : t('portal.offline.kept'));
      return undefined;
    } finally {
      setBusy(false);
    }
  }
  return { run, busy, refusal, forget: () => setRefusal(undefined) };
}
