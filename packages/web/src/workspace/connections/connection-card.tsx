import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText, Num, RelativeTime } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import { SystemMark } from './system-mark.tsx';
import { type ConnectionRow, environmentTones, stateOf, systemLabel } from './words.ts';

/** A connection with how it is; each count leads to the rows behind it. */
export function ConnectionCard({ connection }: { connection: ConnectionRow }) {
  const state = stateOf(connection);
  return (
    <li className="relative flex flex-col gap-3 rounded-card border border-line bg-surface p-4 hover:border-line-strong">
      <div className="flex items-start gap-3">
        <SystemMark system={connection.system} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">
            <Link to="/connections/$connectionId" params={{ connectionId: connection.id }} className="after:absolute after:inset-0 hover:underline">
              <bdi>{connection.name}</bdi>
            </Link>
          </h2>
          <p className="flex flex-wrap gap-x-1.5 text-12 text-muted">
            <span>{systemLabel(connection.system)}</span>
            <span aria-hidden>·</span>
            <bdi className="truncate">{connection.account}</bdi>
          </p>
        </div>
        <span className="flex flex-wrap justify-end gap-1.5">
          {connection.environment !== 'live' && (
            <Badge tone={environmentTones[connection.environment]}>{t(`connections.environment.${connection.environment}`)}</Badge>
          )}
          <Badge tone={state.tone}>{t(`connections.state.${state.id}`)}</Badge>
        </span>
      </div>
      <StatusSentence connection={connection} />
      <dl className="relative mt-auto flex flex-wrap gap-x-6 gap-y-2 text-12">
        <Count label={t('connections.count.waiting')} n={connection.waiting}>
          <Link to="/connections/$connectionId" params={{ connectionId: connection.id }} className="link">
            <Num value={connection.waiting} />
          </Link>
        </Count>
        <Count label={t('connections.count.conflicts')} n={connection.conflicts}>
          <Link to="/conflicts" search={{ connection: connection.id }} className="link">
            <Num value={connection.conflicts} />
          </Link>
        </Count>
        <Count label={t('connections.count.failures')} n={connection.failures} bad>
          <Link to="/conflicts" search={{ tab: 'failures', connection: connection.id }} className="link">
            <Num value={connection.failures} />
          </Link>
        </Count>
        <Moment label={t('connections.lastRead')} at={connection.lastReadAt} />
        <Moment label={t('connections.lastWrote')} at={connection.lastWroteAt} />
      </dl>
    </li>
  );
}

export function StatusSentence({ connection }: { connection: Pick<ConnectionRow, 'status' | 'statusSentence' | 'statusAt' | 'resumesAt'> }) {
  const { statusSentence, resumesAt, status } = connection;
  if (statusSentence === null && resumesAt === null) return null;
  return (
    <p className={cx('rounded-popover px-3 py-2', status === 'stopped' ? 'bg-bad-soft text-bad' : 'bg-warn-soft text-warn')}>
      {statusSentence !== null && <bdi>{statusSentence} </bdi>}
      {resumesAt !== null && (
        <span>
          {t('connections.resumes')} <InstantText at={resumesAt} />
        </span>
      )}
    </p>
  );
}

function Count({ label, n, bad = false, children }: { label: string; n: number; bad?: boolean; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted">{label}</dt>
      <dd className={cx('num text-13 font-medium', bad && n > 0 && 'text-bad')}>{n === 0 ? <Num value={0} /> : children}</dd>
    </div>
  );
}

function Moment({ label, at }: { label: string; at: string | null }) {
  return (
    <div>
      <dt className="text-muted">{label}</dt>
      <dd className="text-13">{at === null ? t('connections.never') : <RelativeTime at={at} />}</dd>
    </div>
  );
}
