import { useState } from 'react';
import { isStale, useApiMutation } from '../../../lib/api/index.ts';
import { apiKey } from '../../../lib/api/hooks.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { toast } from '../../../ui/toast.tsx';
import { type Mapping, type ObjectMapping, sameMappings } from './mapping-rows.ts';

type Draft = { version: number; createsHere: boolean; createsThere: boolean; mappings: readonly Mapping[] };
const draftOf = ({ version, createsHere, createsThere, mappings }: ObjectMapping): Draft => ({ version, createsHere, createsThere, mappings });

/** What is on screen until it is saved as a whole. A newer state from the server replaces it only where nothing was changed. */
export function useMappingDraft(connectionId: string, known: ObjectMapping, onReload: () => Promise<{ data: ObjectMapping | undefined }>) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(known));
  const params = { id: connectionId, childId: known.id };
  const save = useApiMutation('connections.setMapping', {
    invalidates: ['connections.get', 'conflicts.list', 'views.ofDeal'],
    onDone: (result, _, client) => client.setQueryData(apiKey('connections.mapping', { params }), result),
  });
  const changed = draft.createsHere !== known.createsHere || draft.createsThere !== known.createsThere || !sameMappings(draft.mappings, known.mappings);
  const [seen, setSeen] = useState(known);
  if (seen !== known) {
    const untouched = draft.createsHere === seen.createsHere && draft.createsThere === seen.createsThere && sameMappings(draft.mappings, seen.mappings);
    setSeen(known);
    if (untouched) setDraft(draftOf(known));
  }
  return {
    draft,
    changed,
    error: save.error,
    stale: isStale(save.error),
    isPending: save.isPending,
    put: (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes })),
    discard: () => {
      save.reset();
      setDraft(draftOf(known));
    },
    /** What was typed stays; the next save builds on the newest state. */
    reload: async () => {
      const { data } = await onReload();
      save.reset();
      if (data) setDraft((before) => ({ ...before, version: data.version }));
    },
    save: () =>
      save.mutate(
        {
          params,
          ifVersion: draft.version,
          body: {
            createsHere: draft.createsHere,
            createsThere: draft.createsThere,
            mappings: draft.mappings.map((mapping) => ({ ...mapping, valueMap: mapping.valueMap?.map((pair) => ({ ...pair })) ?? null })),
          },
        },
        {
          onSuccess: (result) => {
            setDraft(draftOf(result));
            toast(t('connections.mapping.saved'));
          },
        },
      ),
  };
}
