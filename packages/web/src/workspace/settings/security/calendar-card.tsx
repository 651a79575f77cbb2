import { type FormEvent, useEffect, useState } from 'react';
import { problemSentence, useApi, useApiMutation, type Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';

type Feed = NonNullable<Result<'calendar.get'>>;

/** Until it has been read once, it is asked after now and then: the worker reads it within a moment. */
const waits = (feed: Feed | null | undefined): boolean => !!feed && feed.fetchedAt === null && feed.lastError === null;

export function CalendarCard() {
  const calendar = useApi('calendar.get');
  const [changing, setChanging] = useState(false);
  const { refetch } = calendar;
  const waiting = waits(calendar.data);
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(() => void refetch(), 3_000);
    return () => clearInterval(timer);
  }, [waiting, refetch]);
  const remove = useApiMutation('calendar.remove', { invalidates: ['calendar.get'] });
  return (
    <Card title={t('account.calendar')}>
      <div className="flex flex-col gap-3">
        <p className="text-muted">{t('account.calendar.note')}</p>
        {calendar.data === undefined ? (
          calendar.error === null ? (
            <SkeletonRows rows={1} height={48} widths={[50, 20]} what={t('account.calendar')} />
          ) : (
            <ErrorState compact error={calendar.error} onRetry={() => void calendar.refetch()} />
          )
        ) : calendar.data === null || changing ? (
          <AddressForm onDone={() => setChanging(false)} {...(calendar.data === null ? {} : { onCancel: () => setChanging(false) })} />
        ) : (
          <>
            <FeedState feed={calendar.data} />
            <span className="flex flex-wrap gap-2">
              <Button size="compact" onPress={() => setChanging(true)}>
                {t('account.calendar.change')}
              </Button>
              <Button
                size="compact"
                kind="danger"
                isDisabled={remove.isPending}
                onPress={() =>
                  remove.mutate(
                    {},
                    {
                      onSuccess: () => toast(t('account.calendar.removed')),
                      onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }),
                    },
                  )
                }
              >
                {t('account.calendar.remove')}
              </Button>
            </span>
          </>
        )}
      </div>
    </Card>
  );
}

function FeedState({ feed }: { feed: Feed }) {
  return (
    <div className="flex flex-col gap-1">
      <code dir="ltr" className="truncate font-mono text-12">
        {feed.urlShown}
      </code>
      {feed.lastError !== null && (
        <p role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
          {t('account.calendar.failed')} <bdi>{feed.lastError}</bdi>
        </p>
      )}
      <span className="text-12 text-muted">
        {feed.fetchedAt === null ? (
          t('account.calendar.waiting')
        ) : (
          <>
            {t('account.calendar.busy', { n: feed.busyCount })} · {t('account.calendar.read')} <RelativeTime at={feed.fetchedAt} />
          </>
        )}{' '}
        · <bdi>{feed.timeZone}</bdi>
      </span>
    </div>
  );
}

function AddressForm({ onDone, onCancel }: { onDone: () => void; onCancel?: () => void }) {
  const [url, setUrl] = useState('');
  const [tried, setTried] = useState(false);
  const set = useApiMutation('calendar.set', { invalidates: ['calendar.get'] });
  const wrong = !/^(?:https?|webcals?):\/\/\S+$/i.test(url.trim());
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (wrong) return;
    set.mutate({ body: { url: url.trim(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone } }, { onSuccess: onDone });
  }
  const refusal = set.error === null ? undefined : problemSentence(set.error, t('work.refused'));
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3">
      <TextField
        label={t('account.calendar.address')}
        type="url"
        value={url}
        onChange={setUrl}
        isRequired
        validationBehavior="aria"
        maxLength={2000}
        description={t('account.calendar.address.note')}
        error={tried && wrong ? t('account.calendar.address.wrong') : refusal}
      />
      <span className="flex flex-wrap gap-2">
        <Button type="submit" kind="primary" isPending={set.isPending}>
          {t('account.calendar.save')}
        </Button>
        {onCancel !== undefined && (
          <Button kind="quiet" onPress={onCancel}>
            {t('account.calendar.keep')}
          </Button>
        )}
      </span>
    </form>
  );
}
