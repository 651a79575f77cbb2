import { type FormEvent, useState } from 'react';
import { X } from 'lucide-react';
import { useApiMutation, useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { sayRefusal } from '../kit/notify.ts';

const touched = ['deals.comments', 'deals.timeline'] as const;

export function Comments({ dealId }: { dealId: string }) {
  const list = useApiPages('deals.comments', { params: { id: dealId }, query: { limit: 20 } });
  const mayComment = useCan('deals:comment');
  const [text, setText] = useState('');
  const send = useApiMutation('deals.comment', { invalidates: touched });
  const remove = useApiMutation('deals.removeComment', { invalidates: touched });
  const post = (body: string) => send.mutate({ params: { id: dealId }, body: { body } }, { onSuccess: () => setText(''), onError: sayRefusal });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() !== '') post(text.trim());
  }
  return (
    <Card title={t('deals.comments')}>
      {mayComment && (
        <form onSubmit={submit} className="mb-4 flex flex-col items-end gap-2">
          <TextField
            label={t('deals.comment.label')}
            hideLabel
            placeholder={t('deals.comment.label')}
            value={text}
            onChange={setText}
            rows={2}
            maxLength={4000}
            className="w-full"
          />
          <Button type="submit" size="compact" isPending={send.isPending} isDisabled={text.trim() === ''}>
            {t('deals.comment.send')}
          </Button>
        </form>
      )}
      {list.isLoading && <SkeletonRows rows={2} what={t('deals.comments')} />}
      {list.error !== null && <ErrorState compact error={list.error} onRetry={list.refetch} />}
      {!list.isLoading && list.error === null && list.rows.length === 0 && <p className="text-muted">{t('deals.comments.empty')}</p>}
      <ul className="flex flex-col gap-3">
        {list.rows.map((comment) => (
          <li key={comment.id} className="flex gap-2.5">
            <Avatar name={comment.by} />
            <div className="min-w-0 flex-1">
              <p className="text-12 text-muted">
                <bdi className="font-medium text-text">{comment.by}</bdi> · <RelativeTime at={comment.at} />
              </p>
              <p className="break-words whitespace-pre-wrap" dir="auto">
                {comment.body}
              </p>
            </div>
            {comment.mine && (
              <IconButton
                size="compact"
                label={t('deals.comment.remove')}
                onPress={() =>
                  remove.mutate(
                    { params: { id: dealId, childId: comment.id } },
                    { onError: sayRefusal, onSuccess: () => toast(t('deals.comment.removed'), { undo: () => post(comment.body) }) },
                  )
                }
              >
                <X size={14} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <Button kind="quiet" size="compact" className="mt-2" isPending={list.isLoadingMore} onPress={list.loadMore}>
          {t('deals.older')}
        </Button>
      )}
    </Card>
  );
}
