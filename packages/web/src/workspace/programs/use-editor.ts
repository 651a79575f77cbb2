import { useState } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import type { PartnerType } from '@entente/kernel';
import { apiKey, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { toast } from '../../ui/toast.tsx';
import { sayProblem } from '../registrations/use-steps.ts';
import type { Definition, Program } from './definition.ts';

/** The definition on screen: the draft there is, else a copy of what is live. What is typed stays until it is saved or thrown away. */
export function useEditor(program: Program, initial: Definition) {
  const [draft, setDraft] = useState<Definition>(initial);
  const [saved, setSaved] = useState(() => JSON.stringify(initial));
  // Fields that keep what is typed of their own begin anew when the whole definition is another.
  const [edition, setEdition] = useState(0);
  const show = (next: Program, client: QueryClient) => client.setQueryData<Program>(apiKey('programs.get', { params: { id: next.id } }), next);
  const options = { invalidates: ['programs.list'] as const, onDone: (next: Program, _input: unknown, client: QueryClient) => show(next, client) };
  const save = useApiMutation('programs.saveDraft', options);
  const discard = useApiMutation('programs.discardDraft', options);
  const publish = useApiMutation('programs.publish', options);
  const update = useApiMutation('programs.update', options);
  const at = { params: { id: program.id }, ifVersion: program.version };

  return {
    draft,
    edition,
    changed: JSON.stringify(draft) !== saved,
    put: (change: (before: Definition) => Definition) => setDraft(change),
    isSaving: save.isPending,
    save: () => {
      const sent = JSON.stringify(draft);
      save.mutate(
        { ...at, body: { definition: draft } },
        {
          onSuccess: () => {
            setSaved(sent);
            toast(t('programs.draftSaved'));
          },
          onError: sayProblem,
        },
      );
    },
    discard: () => {
      const begin = (definition: Definition): void => {
        setDraft(definition);
        setSaved(JSON.stringify(definition));
        setEdition((n) => n + 1);
        toast(t('programs.discarded'));
      };
      if (!program.hasDraft) {
        if (program.live !== null) begin(program.live);
        return;
      }
      discard.mutate(at, { onSuccess: (next) => next.live !== null && begin(next.live), onError: sayProblem });
    },
    publish: {
      isPending: publish.isPending,
      error: publish.error,
      reset: publish.reset,
      send: (note: string | undefined, onDone: () => void) =>
        publish.mutate(
          { ...at, body: note === undefined ? {} : { note } },
          {
            onSuccess: (next) => {
              toast(t('programs.published', { n: next.liveVersion ?? 1 }));
              onDone();
            },
          },
        ),
    },
    update: {
      isPending: update.isPending,
      error: update.error,
      reset: update.reset,
      send: (name: string, partnerTypes: PartnerType[], onDone: () => void) =>
        update.mutate(
          { ...at, body: { name, partnerTypes } },
          {
            onSuccess: () => {
              toast(t('programs.saved', { name }));
              onDone();
            },
          },
        ),
    },
  };
}
