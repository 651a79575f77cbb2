import { useApi, useApiMutation } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { useCan } from '../../../../lib/session.ts';
import { Button } from '../../../../ui/button.tsx';
import { toast } from '../../../../ui/toast.tsx';
import { sayRefusal } from '../../kit/notify.ts';
import { viewReads } from './use-set-values.ts';
import type { ViewField } from './words.ts';

/** One press decides: ours goes there, or theirs comes here. The decision can be taken back until it has gone out. */
export function ConflictChoice({ dealId, field, name }: { dealId: string; field: ViewField; name: string }) {
  const mayDecide = useCan('conflicts:decide');
  const conflicts = useApi('conflicts.list', { query: { dealId, limit: 100 } });
  const touched = [...viewReads, 'deals.get'] as const;
  const reopen = useApiMutation('conflicts.reopen', { invalidates: touched });
  const resolve = useApiMutation('conflicts.resolve', { invalidates: touched });
  const conflict = conflicts.data?.items.find((one) => one.id === field.conflictId);
  if (field.conflictId === null) return null;
  const id = field.conflictId;

  function decide(choice: 'ours' | 'theirs') {
    resolve.mutate(
      { params: { id }, ifVersion: conflict?.version, body: { with: choice } },
      {
        onError: sayRefusal,
        onSuccess: () =>
          toast(t(choice === 'ours' ? 'views.conflict.keptOurs' : 'views.conflict.tookTheirs', { field: field.label }), {
            undo: () => reopen.mutate({ params: { id } }, { onError: sayRefusal }),
          }),
      },
    );
  }
  return (
    <div className="flex flex-col gap-1.5 rounded-popover bg-bad-soft px-3 py-2">
      {conflict !== undefined && (
        <p className="text-12">
          <bdi>{conflict.sentence}</bdi>
        </p>
      )}
      {mayDecide ? (
        <div className="flex flex-wrap gap-1.5">
          <Button size="compact" isPending={resolve.isPending} isDisabled={conflict === undefined} onPress={() => decide('ours')}>
            {t('views.conflict.keepOurs')}
          </Button>
          <Button size="compact" isPending={resolve.isPending} isDisabled={conflict === undefined} onPress={() => decide('theirs')}>
            {t('views.conflict.takeTheirs', { name })}
          </Button>
        </div>
      ) : (
        <p className="text-12 text-muted">{t('views.conflict.notYours')}</p>
      )}
    </div>
  );
}
