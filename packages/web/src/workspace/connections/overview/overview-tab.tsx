import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { useApi } from '../../../lib/api/index.ts';
import { formatNumber } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num, RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyField } from '../../../ui/copy-field.tsx';
import { cx } from '../../../ui/cx.ts';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { type Connection, type Health, systemLabel } from '../words.ts';
import { Audits } from './audits.tsx';
import { Budget } from './budget.tsx';

const statuses = ['same', 'waiting', 'new', 'locked', 'conflict', 'failed', 'gone'] as const;

/** How it is, in numbers that lead to their rows. */
export function OverviewTab({ connection, onReplaceCredentials }: { connection: Connection; onReplaceCredentials: () => void }) {
  const health = useApi('connections.health', { params: { id: connection.id } }, { refetchInterval: 5_000 });
  if (health.error !== null && health.data === undefined) return <ErrorState error={health.error} onRetry={() => void health.refetch()} />;
  if (health.data === undefined)
    return (
      <Card flush>
        <SkeletonRows rows={7} height={48} what={t('connections.health')} />
      </Card>
    );
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <Tiles connection={connection} health={health.data} />
        <Audits connection={connection} audits={health.data.audits} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Records health={health.data} />
        <Budget budget={health.data.budget} />
        <Outside connection={connection} onReplaceCredentials={onReplaceCredentials} />
      </div>
    </div>
  );
}

function Tiles({ connection, health }: { connection: Connection; health: Health }) {
  const { waiting, lastHour } = health;
  return (
    <dl className="grid grid-cols-2 gap-3 md:grid-cols-3">
      <Tile
        label={t('connections.tile.behind')}
        note={t('connections.tile.behind.note', { live: formatNumber(waiting.live), backfill: formatNumber(waiting.backfill) })}
      >
        {waiting.oldestSince === null ? t('connections.tile.upToDate') : <RelativeTime at={waiting.oldestSince} />}
      </Tile>
      <Tile label={t('connections.tile.in')} note={t('connections.tile.hour')}>
        <Num value={lastHour.in} />
      </Tile>
      <Tile
        label={t('connections.tile.out')}
        note={
          lastHour.medianMilliseconds === null
            ? t('connections.tile.hour')
            : t('connections.tile.median', { ms: formatNumber(Math.round(lastHour.medianMilliseconds)) })
        }
      >
        <Num value={lastHour.out} />
      </Tile>
      <Tile label={t('connections.count.conflicts')} note={t('connections.tile.conflicts.note')}>
        {connection.conflicts === 0 ? (
          <Num value={0} />
        ) : (
          <Link to="/conflicts" search={{ connection: connection.id }} className="link">
            <Num value={connection.conflicts} />
          </Link>
        )}
      </Tile>
      <Tile label={t('connections.count.failures')} note={t('connections.tile.failures.note')} bad={connection.failures > 0}>
        {connection.failures === 0 ? (
          <Num value={0} />
        ) : (
          <Link to="/conflicts" search={{ tab: 'failures', connection: connection.id }} className="link">
            <Num value={connection.failures} />
          </Link>
        )}
      </Tile>
      <Tile label={t('connections.tile.refused')} note={t('connections.tile.hour')} bad={lastHour.failed > 0}>
        {lastHour.failed === 0 ? (
          <Num value={0} />
        ) : (
          <Link to="." search={(before) => ({ ...before, tab: 'log' })} className="link">
            <Num value={lastHour.failed} />
          </Link>
        )}
      </Tile>
    </dl>
  );
}

function Tile({ label, note, bad = false, children }: { label: string; note: string; bad?: boolean; children: ReactNode }) {
  return (
    <div className="min-w-0 rounded-card border border-line bg-surface p-4">
      <dt className="text-12 text-muted">{label}</dt>
      <dd className={cx('num mt-1 text-18 font-semibold', bad && 'text-bad')}>{children}</dd>
      <dd className="text-12 text-muted">{note}</dd>
    </div>
  );
}

function Records({ health }: { health: Health }) {
  const shown = statuses.filter((status) => (health.byStatus[status] ?? 0) > 0);
  return (
    <Card title={t('connections.records')}>
      {shown.length === 0 ? (
        <p className="text-muted">{t('connections.records.none')}</p>
      ) : (
        <dl className="flex flex-col gap-1.5">
          {shown.map((status) => (
            <div key={status} className="flex justify-between gap-4">
              <dt className="text-muted">{t(`connections.status.${status}`)}</dt>
              <dd className="font-medium">
                <Num value={health.byStatus[status] ?? 0} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}

function Outside({ connection, onReplaceCredentials }: { connection: Connection; onReplaceCredentials: () => void }) {
  const mayWrite = useCan('connections:write');
  return (
    <Card title={systemLabel(connection.system)}>
      <div className="flex flex-col gap-4">
        {connection.baseUrl !== null && <CopyField label={t('connections.baseUrl')} value={connection.baseUrl} />}
        <div>
          <CopyField label={t('connections.eventUrl')} value={connection.eventUrl} />
          <p className="mt-1 text-12 text-muted">{t('connections.eventUrl.note')}</p>
        </div>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="min-w-0 text-12 text-muted">
            {connection.credentials.length === 0 ? (
              t('connections.credentials.none')
            ) : (
              <>
                {t('connections.credentials.kept')}{' '}
                <bdi dir="ltr" className="font-mono">
                  {connection.credentials.join(', ')}
                </bdi>
              </>
            )}
          </p>
          {mayWrite && (
            <Button size="compact" onPress={onReplaceCredentials}>
              {t('connections.credentials.replace')}
            </Button>
          )}
        </div>
        <p className="text-12 text-muted">
          <bdi>{connection.createdBy}</bdi> · <RelativeTime at={connection.createdAt} />
        </p>
      </div>
    </Card>
  );
}
