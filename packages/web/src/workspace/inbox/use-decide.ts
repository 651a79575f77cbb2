import { useQueryClient } from '@tanstack/react-query';
import { problemSentence, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { toast } from '../../ui/toast.tsx';
import { choiceLabel } from './choice-label.ts';
import type { Act } from './groups.ts';

const touched = ['acts.list', 'overview.get', 'deals.get', 'runs.get', 'runs.list'] as const;

/** Answers an act and offers to take the answer back while nothing has been built on it. */
export function useDecide() {
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: ['session'] });
  const reopen = useApiMutation('acts.reopen', { invalidates: touched, onDone: refresh });
  const decide = useApiMutation('acts.decide', { invalidates: touched, onDone: refresh });
  const assign = useApiMutation('acts.assign', { invalidates: touched, onDone: refresh });

  const complain = (error: unknown) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' });

  function takeBack(act: Act): void {
    reopen.mutate({ params: { id: act.id } }, { onSuccess: () => toast(t('inbox.reopened', { title: act.title })), onError: complain });
  }

  function answer(act: Act, choice: Act['choices'][number], note: string | undefined, onDone: () => void): void {
    decide.mutate(
      { params: { id: act.id }, body: { choice: choice.key, note } },
      {
        onSuccess: () => {
          onDone();
          toast(t('inbox.decided', { verb: choiceLabel(choice), title: act.title }), { undo: () => takeBack(act) });
        },
        onError: complain,
      },
    );
  }

  function give(act: Act, assigneeId: string): void {
    assign.mutate(
      { params: { id: act.id }, body: { assigneeId } },
      { onSuccess: (done) => toast(t('inbox.assigned', { name: done.assigneeName ?? t('work.none') })), onError: complain },
    );
  }

  return { answer, takeBack, give, isPending: decide.isPending || reopen.isPending || assign.isPending };
}
