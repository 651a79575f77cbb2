import { ArrowDownLeft, ArrowUpRight } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import type { Result } from '@entente/contracts/client';
import { useApiPages } from '../../lib/api/index.ts';
import { formatNumber } from '../../lib/i18n/format.ts';
import { type MessageId, t } from '../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import type { Connection } from './words.ts';

type Entry = Result<'connections.log'>['items'][number];
const acts: Readonly<Record<string, MessageId>> = {
  set: 'connections.log.set',
  created: 'connections.log.created',
  deleted: 'connections.log.deleted',
  merged: 'connections.log.merged',
  refused: 'connections.log.refused',
};

/** Newest first; the record it is narrowed to stands in the address. */
export function LogTab({ connection }: { connection: Connection }) {
  const url = useUrlState();
  const viewId = url.text('view');
  const list = useApiPages('connections.log', { params: { id: connection.id }, query: { viewId, limit: 50 } }, { keepPrevious: true, refetchInterval: 10_000 });
  const narrowed = list.rows.find((entry) => entry.viewId === viewId)?.dealName;
  return (
    <Card
      title={t('connections.tab.log')}
      flush
      actions={
        viewId !== undefined ? (
          <Button size="compact" onPress={() => url.set({ view: undefined })}>
            {narrowed ? t('connections.log.onlyNamed', { name: narrowed }) : t('connections.log.only')}
          </Button>
        ) : undefined
      }
    >
      {list.error !== null && list.rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isLoading ? (
        <SkeletonRows rows={10} height={48} what={t('connections.tab.log')} />
      ) : list.rows.length === 0 ? (
        <EmptyState title={t('connections.log.none')} detail={t('connections.log.none.detail')} />
      ) : (
        <ol>
          {list.rows.map((entry) => (
            <LogRow
              key={entry.id}
              entry={entry}
              onOnly={viewId === undefined && entry.viewId !== null ? () => url.set({ view: entry.viewId ?? undefined }) : undefined}
            />
          ))}
        </ol>
      )}
      {list.hasMore && (
        <p className="p-3 text-center">
          <Button isPending={list.isLoadingMore} onPress={list.loadMore}>
            {t('work.more')}
          </Button>
        </p>
      )}
    </Card>
  );
}

function LogRow({ entry, onOnly }: { entry: Entry; onOnly: (() => void) | undefined }) {
  const act = acts[entry.act];
  const Way = entry.direction === 'in' ? ArrowDownLeft : ArrowUpRight;
  return (
    <li className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
      <Way size={16} strokeWidth={1.75} className="flip shrink-0 text-muted" aria-hidden />
      <span className="sr-only">{t(entry.direction === 'in' ? 'connections.way.in' : 'connections.way.out')}</span>
      <span className="min-w-0 flex-1 basis-60">
        <span className="flex flex-wrap items-center gap-x-2">
          <Badge tone={entry.act === 'refused' ? 'bad' : 'neutral'}>{act === undefined ? entry.act : t(act)}</Badge>
          {entry.dealId !== null && (
            <Link to="/deals/$dealId" params={{ dealId: entry.dealId }} className="link truncate font-medium">
              <bdi>{entry.dealName ?? t('work.deal')}</bdi>
            </Link>
          )}
          {entry.fields.length > 0 && (
            <bdi dir="ltr" className="truncate font-mono text-12 text-muted">
              {entry.fields.join(', ')}
            </bdi>
          )}
        </span>
        {entry.sentence !== null && (
          <span className={entry.act === 'refused' ? 'mt-0.5 block text-12 wrap-anywhere text-bad' : 'mt-0.5 block text-12 wrap-anywhere text-muted'}>
            <bdi>{entry.sentence}</bdi>
          </span>
        )}
      </span>
      {entry.milliseconds !== null && <bdi className="num text-12 text-muted">{t('connections.ms', { ms: formatNumber(entry.milliseconds) })}</bdi>}
      <span className="min-w-24 text-12 text-muted md:text-end">
        <RelativeTime at={entry.at} />
      </span>
      {onOnly !== undefined && (
        <Button
          size="compact"
          kind="quiet"
          onPress={onOnly}
          aria-label={entry.dealName === null ? t('connections.log.follow') : t('connections.log.followNamed', { name: entry.dealName })}
        >
          {t('connections.log.follow')}
        </Button>
      )}
    </li>
  );
}
