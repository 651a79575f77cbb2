import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callApi, problemSentence, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { toast } from '../../ui/toast.tsx';
import type { FieldValue } from '../connections/values.ts';

const touched = ['failures.list', 'connections.list', 'connections.get', 'connections.health', 'views.ofDeal'] as const;
const AT_ONCE = 4;

export function useFailures() {
  const client = useQueryClient();
  const [progress, setProgress] = useState<{ done: number; total: number }>();
  const retry = useApiMutation('failures.retry', { invalidates: [...touched, 'deals.get', 'deals.facts'] });
  const skip = useApiMutation('failures.skip', { invalidates: touched });
  const complain = (error: unknown) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' });

  /** A few at a time; one that is refused does not hold up the others. */
  async function retryAll(ids: readonly string[]): Promise<void> {
    const left = [...ids];
    let [done, refused] = [0, 0];
    setProgress({ done, total: ids.length });
    const worker = async (): Promise<void> => {
      for (let id = left.shift(); id !== undefined; id = left.shift()) {
        await callApi('failures.retry', { params: { id }, body: {} }).catch(() => {
          refused += 1;
        });
        done += 1;
        setProgress({ done, total: ids.length });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    setProgress(undefined);
    for (const operation of touched) void client.invalidateQueries({ queryKey: [operation] });
    if (refused === 0) toast(t('failures.retriedAll', { n: done }));
    else toast(t('failures.retriedSome', { n: done - refused, refused }), { tone: 'bad' });
  }

  return {
    isPending: retry.isPending || skip.isPending,
    progress,
    retryAll,
    retry: (id: string, set: Record<string, FieldValue> | undefined, onDone?: () => void) =>
      retry.mutate(
        { params: { id }, body: set === undefined ? {} : { set } },
        {
          onError: complain,
          onSuccess: () => {
            toast(t('failures.retried'));
            onDone?.();
          },
        },
      ),
    skip: (id: string, note: string | undefined, onDone: () => void) =>
      skip.mutate(
        { params: { id }, body: note === undefined ? {} : { note } },
        {
          onError: complain,
          onSuccess: () => {
            toast(t('failures.skipped'));
            onDone();
          },
        },
      ),
  };
}
