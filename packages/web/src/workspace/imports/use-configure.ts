import { apiKey } from '../../lib/api/hooks.ts';
import { problemSentence, useApiMutation, type CallInput } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { toast } from '../../ui/toast.tsx';
import type { Import } from './words.ts';

type Settings = CallInput<'imports.configure'>['body'];

/** Each change is kept at once: whoever leaves and comes back finds the import as it was left. */
export function useConfigure(item: Import) {
  const save = useApiMutation('imports.configure', {
    invalidates: ['imports.rows', 'imports.list'],
    onDone: (result, _, client) => client.setQueryData(apiKey('imports.get', { params: { id: item.id } }), result),
  });
  const drop = useApiMutation('imports.forget', {
    invalidates: ['imports.rows', 'imports.list'],
    onDone: (result, _, client) => client.setQueryData(apiKey('imports.get', { params: { id: item.id } }), result),
  });
  const complain = (error: unknown) => toast(problemSentence(error, t('imports.refused')), { tone: 'bad' });
  return {
    isPending: save.isPending || drop.isPending,
    /** What was remembered of files with these columns. */
    forget: (onSuccess: () => void) => drop.mutate({ params: { id: item.id } }, { onSuccess, onError: complain }),
    configure: (body: Settings, onSuccess?: () => void) =>
      save.mutate({ params: { id: item.id }, body }, { ...(onSuccess ? { onSuccess } : {}), onError: complain }),
  };
}
