import { useState } from 'react';
import { Check } from 'lucide-react';
import { useRegisterActions } from '../../lib/actions.ts';
import { useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useCan } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Card, PageBody } from '../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { LinkButton } from '../partners/kit/link-button.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import { byCause } from './by-cause.ts';
import { FailureRow } from './failure-row.tsx';
import { useFailures } from './use-failures.ts';
import type { Failure } from './words.ts';

/** Records that did not go through, by cause: one mended setting often frees a hundred of them. */
export function FailuresTab({ connectionId, dealId, status }: { connectionId: string | undefined; dealId: string | undefined; status: Failure['status'] }) {
  const url = useUrlState();
  const mayDecide = useCan('conflicts:decide');
  const list = useApiPages('failures.list', { query: { connectionId, dealId, status, limit: 100 } }, { keepPrevious: true, refetchInterval: 15_000 });
  const acts = useFailures();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const openId = url.text('open');
  const causes = byCause(list.rows);
  const inOrder = causes.flatMap((cause) => cause.rows);
  const place = inOrder.findIndex((row) => row.id === openId);
  const chosen = list.rows.filter((row) => picked.has(row.id));
  const mayPick = mayDecide && status === 'open';
  function move(step: number) {
    const next = inOrder[Math.min(inOrder.length - 1, Math.max(0, place + step))];
    if (next) url.set({ open: next.id });
  }
  const retryChosen = () => void acts.retryAll(chosen.map((row) => row.id)).then(() => setPicked(new Set()));
  useRegisterActions(
    () => [
      { id: 'failures.next', label: 'failures.key.next', scope: 'screen', shortcut: 'j', run: () => move(1) },
      { id: 'failures.previous', label: 'failures.key.previous', scope: 'screen', shortcut: 'k', run: () => move(-1) },
      {
        id: 'failures.retryChosen',
        label: 'failures.retryChosen',
        values: { n: chosen.length },
        scope: 'selection',
        permission: 'conflicts:decide',
        isEnabled: () => chosen.length > 0,
        run: retryChosen,
      },
    ],
    [place, inOrder.length, chosen.length],
  );
  const pick = (ids: readonly string[], on: boolean) =>
    setPicked((before) => new Set(on ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id))));
  return (
    <PageBody>
      <div className="flex flex-col gap-4">
        {list.error !== null && list.rows.length === 0 ? (
          <ErrorState error={list.error} onRetry={list.refetch} />
        ) : list.isLoading ? (
          <Card flush>
            <SkeletonRows rows={8} height={56} what={t('conflicts.tab.failures')} />
          </Card>
        ) : list.rows.length === 0 ? (
          <EmptyState
            icon={<Check size={18} aria-hidden />}
            title={t(status === 'open' ? 'failures.none' : 'failures.none.status')}
            detail={t(status === 'open' ? 'failures.none.detail' : 'failures.none.statusDetail')}
            action={
              status === 'open' ? (
                <LinkButton to="/connections">{t('conflicts.toConnections')}</LinkButton>
              ) : (
                <Button onPress={() => url.set({ status: undefined })}>{t('conflicts.showOpen')}</Button>
              )
            }
          />
        ) : (
          <>
            {!mayDecide && <p className="rounded-popover bg-hover px-3 py-2 text-muted">{t('conflicts.mayNot')}</p>}
            {list.error !== null && <ErrorState compact error={list.error} onRetry={list.refetch} />}
            {causes.map((cause) => {
              const ids = cause.rows.map((row) => row.id);
              const on = ids.filter((id) => picked.has(id)).length;
              return (
                <section key={cause.key} aria-label={cause.sentence} className="overflow-hidden rounded-card border border-line bg-surface">
                  <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5">
                    {mayPick && (
                      <Checkbox
                        isSelected={on === ids.length}
                        isIndeterminate={on > 0 && on < ids.length}
                        onChange={(next) => pick(ids, next)}
                        aria-label={t('failures.pickCause', { n: ids.length })}
                      />
                    )}
                    <h2 className="min-w-0 flex-1 basis-60 font-semibold wrap-anywhere">
                      <bdi>{cause.sentence}</bdi>
                    </h2>
                    <span className="text-12 text-muted">{t(list.hasMore ? 'failures.recordsSoFar' : 'failures.records', { n: ids.length })}</span>
                  </header>
                  <ul>
                    {cause.rows.map((row) => (
                      <FailureRow
                        key={row.id}
                        failure={row}
                        isOpen={row.id === openId}
                        onOpen={(open) => url.set({ open: open ? row.id : undefined })}
                        picked={mayPick ? picked.has(row.id) : undefined}
                        onPick={(next) => pick([row.id], next)}
                        mayDecide={mayDecide}
                        acts={acts}
                      />
                    ))}
                  </ul>
                </section>
              );
            })}
            {list.hasMore && (
              <p className="text-center">
                <Button isPending={list.isLoadingMore} onPress={list.loadMore}>
                  {t('work.more')}
                </Button>
              </p>
            )}
          </>
        )}
        {chosen.length > 0 && (
          <section
            aria-label={t('failures.selection')}
            className="sticky bottom-0 z-10 flex flex-wrap items-center gap-2 rounded-card border border-line-strong bg-raised p-3 shadow-float"
          >
            <p className="min-w-32 flex-1">
              {acts.progress === undefined
                ? t('ui.grid.selected', { n: chosen.length })
                : t('failures.retrying', { done: acts.progress.done, total: acts.progress.total })}
            </p>
            <Button onPress={() => setPicked(new Set())}>{t('ui.grid.clear')}</Button>
            <Button kind="primary" isPending={acts.progress !== undefined} onPress={retryChosen}>
              {t('failures.retryChosen', { n: chosen.length })}
            </Button>
          </section>
        )}
      </div>
    </PageBody>
  );
}
