import { useState } from 'react';
import { ChevronRight } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useApiPages } from '../../lib/api/index.ts';
import { formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Card } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { actions, actionTone, type Action, type Import, type Row } from './words.ts';

const PAGE = 50;
const TITLE_CELLS = 3;
/** Fields by which people know a record, the best first. */
const telling = ['name', 'externalId', 'lastName', 'firstName', 'account', 'product', 'email', 'stage', 'amount'];

const shows = ['all', 'problems', 'duplicates', 'clean'] as const;
type Show = (typeof shows)[number];
type Given = { item: Import; action: Action | undefined; onAction: (action: Action | undefined) => void };

/** Every row with what was or would be done, and why; the first choice is what needs attention. */
export function RowsList({ item, action, onAction }: Given) {
  const { counts } = item;
  const [show, setShow] = useState<Show>('all');
  const rows = useApiPages(
    'imports.rows',
    { params: { id: item.id }, query: { limit: PAGE, ...(action === undefined ? {} : { action }), ...(show === 'all' ? {} : { show }) } },
    { enabled: counts !== null, keepPrevious: true },
  );
  if (counts === null) return null;
  const words = item.status === 'undone' ? 'imports.left' : 'imports.would';
  const some = actions.filter((one) => counts[one] > 0);
  return (
    <Card flush>
      <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-2.5 py-1.5">
        <Tabs
          label={t('imports.list')}
          items={[
            { id: 'all', label: t('imports.list.all') },
            ...some.map((one) => ({ id: one, label: t(`${words}.${one}`), count: formatNumber(counts[one]) })),
          ]}
          value={action ?? 'all'}
          onChange={(id) => onAction(actions.find((one) => one === id))}
        />
        <Select<Show>
          label={t('imports.show')}
          hideLabel
          value={show}
          onChange={setShow}
          options={shows.map((id) => ({ id, label: t(`imports.show.${id}`) }))}
          className="w-56"
        />
      </div>
      {rows.error ? (
        <ErrorState error={rows.error} onRetry={rows.refetch} />
      ) : rows.isLoading ? (
        <SkeletonRows what={t('imports.list')} rows={8} widths={[6, 10, 40, 30]} />
      ) : rows.rows.length === 0 ? (
        <p className="px-4 py-8 text-center text-muted">{t('imports.list.none')}</p>
      ) : (
        <ul className={cx('divide-y divide-line', rows.isFetching && !rows.isLoadingMore && 'opacity-70')}>
          {rows.rows.map((row) => (
            <RowItem key={row.rowNumber} item={item} row={row} />
          ))}
        </ul>
      )}
      {rows.hasMore && (
        <div className="border-t border-line px-4 py-2">
          <Button kind="quiet" size="compact" isDisabled={rows.isLoadingMore} onPress={rows.loadMore}>
            {t('imports.more')}
          </Button>
        </div>
      )}
      {item.status === 'dry_run' && counts.create > 1000 && <p className="border-t border-line px-4 py-2 text-12 text-muted">{t('imports.dryRun.some')}</p>}
    </Card>
  );
}

function titleOf(item: Import, row: Row): string {
  const cellOf = (field: string): string => row.cells[item.mapping.find((column) => column.field === field)?.column ?? ''] ?? '';
  const told = telling.map(cellOf).filter((cell) => cell !== '');
  const cells = told.length > 0 ? told : Object.values(row.cells).filter((cell) => cell !== '');
  return cells.slice(0, TITLE_CELLS).join(' · ');
}

function RowItem({ item, row }: { item: Import; row: Row }) {
  return (
    <li className="px-4 py-2">
      <div className="grid items-baseline gap-x-4 gap-y-1 md:grid-cols-[72px_88px_minmax(0,1fr)_auto]">
        <span className="num text-12 text-muted max-md:hidden">{t('imports.list.row', { n: formatNumber(row.rowNumber) })}</span>
        <span className="flex items-center gap-2">
          {row.problems.some((problem) => problem.code === 'taken-back') ? (
            <Badge>{t('imports.status.undone')}</Badge>
          ) : (
            <Badge tone={actionTone[row.action]}>{t(`imports.action.${row.action}`)}</Badge>
          )}
          <span className="num text-12 text-muted md:hidden">{t('imports.list.row', { n: formatNumber(row.rowNumber) })}</span>
        </span>
        <div className="min-w-0">
          <Cells title={titleOf(item, row)} row={row} />
          {row.problems.map((problem, index) => (
            <p key={index} className={cx('ps-4.5 text-12', problem.severity === 'error' ? 'text-bad' : 'text-muted')}>
              {problem.column !== null && (
                <>
                  <bdi className="font-medium">{problem.column}</bdi>
                  {': '}
                </>
              )}
              <bdi>{problem.sentence}</bdi>
            </p>
          ))}
        </div>
        <RecordLink item={item} row={row} />
      </div>
    </li>
  );
}

function Cells({ title, row }: { title: string; row: Row }) {
  return (
    <details className="group">
      <summary className="flex min-h-6 cursor-pointer list-none items-center gap-1 rounded-control hover:text-accent [&::-webkit-details-marker]:hidden">
        <ChevronRight size={14} className="flip shrink-0 text-muted transition-transform group-open:rotate-90" aria-hidden />
        <bdi className="truncate">{title}</bdi>
        <span className="sr-only">{t('imports.list.cells', { n: formatNumber(row.rowNumber) })}</span>
      </summary>
      <dl className="mt-1.5 mb-2 grid ps-4.5 gap-x-4 gap-y-1 text-12 sm:grid-cols-[minmax(90px,auto)_minmax(0,1fr)]">
        {Object.entries(row.cells).map(([column, cell]) => (
          <div key={column} className="contents">
            <dt className="text-muted">
              <bdi>{column}</bdi>
            </dt>
            <dd className="break-words max-sm:mb-1">
              <bdi>{cell === '' ? '–' : cell}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Records that have a page of their own; a removed one has none. */
function RecordLink({ item, row }: { item: Import; row: Row }) {
  const gone = row.action === 'error' || (item.status === 'undone' && row.action === 'skip');
  if (row.recordId === null || gone) return <span />;
  const look = 'link text-12';
  if (item.target === 'deal')
    return (
      <Link to="/deals/$dealId" params={{ dealId: row.recordId }} className={look}>
        {t('imports.list.open')}
      </Link>
    );
  if (item.target === 'account')
    return (
      <Link to="/accounts/$accountId" params={{ accountId: row.recordId }} className={look}>
        {t('imports.list.open')}
      </Link>
    );
  if (item.target === 'partner')
    return (
      <Link to="/partners/$partnerId" params={{ partnerId: row.recordId }} className={look}>
        {t('imports.list.open')}
      </Link>
    );
  return <span />;
}
