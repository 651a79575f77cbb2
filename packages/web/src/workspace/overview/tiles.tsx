import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { Result } from '@entente/contracts/client';
import { formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Money, Num } from '../../lib/i18n/values.tsx';

export type Overview = Result<'overview.get'>;

function Tile({ label, value, note, to, search }: { label: string; value: ReactNode; note: ReactNode; to: string; search?: Record<string, unknown> }) {
  return (
    <li className="relative flex min-h-26 flex-col gap-1 rounded-card border border-line bg-surface p-4 hover:border-line-strong">
      <h2 className="text-12 text-muted">
        <Link to={to} search={search ?? {}} className="before:absolute before:inset-0 before:rounded-card">
          {label}
        </Link>
      </h2>
      <p className="num text-24 font-semibold">
        <bdi>{value}</bdi>
      </p>
      <p className="text-12 text-muted">{note}</p>
    </li>
  );
}

function Sums({ totals }: { totals: Overview['open']['totals'] }) {
  if (totals.length === 0) return <>{t('overview.noValue')}</>;
  return (
    <span className="flex flex-wrap gap-x-3">
      {totals.map((total) => (
        <Money key={total.currency} value={total} look="compact" />
      ))}
    </span>
  );
}

function wait(seconds: number): string {
  if (seconds < 1) return t('overview.atOnce');
  if (seconds < 120) return t('overview.seconds', { n: Math.round(seconds) });
  if (seconds < 7_200) return t('overview.minutes', { n: Math.round(seconds / 60) });
  return t('overview.hours', { n: Math.round(seconds / 3_600) });
}

const daysBefore = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

/** Every figure leads to the rows it counts; the filter of the list is the one the figure was counted by. */
export function Tiles({ data }: { data: Overview }) {
  const today = data.asOf.slice(0, 10);
  return (
    <ul className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Tile
        label={t('overview.open')}
        value={<Num value={data.open.count} />}
        note={<Sums totals={data.open.totals} />}
        to="/deals"
        search={{ status: 'open' }}
      />
      <Tile
        label={t('overview.won')}
        value={<Num value={data.wonLast90Days.count} />}
        note={
          <>
            {t('overview.won.note', { n: formatNumber(data.wonLast90Days.withPartner) })} <Sums totals={data.wonLast90Days.totals} />
          </>
        }
        to="/deals"
        search={{ status: 'won', closedFrom: daysBefore(today, 90), closedTo: today }}
      />
      <Tile
        label={t('overview.withoutPartner')}
        value={<Num value={data.withoutPartner.count} />}
        note={t('overview.withoutPartner.note')}
        to="/deals"
        search={{ status: 'open', withoutPartner: true }}
      />
      <Tile
        label={t('overview.stalled')}
        value={<Num value={data.stalled.count} />}
        note={t('overview.stalled.note', { n: data.stalled.days })}
        to="/deals"
        search={{ status: 'open', stalledDays: data.stalled.days }}
      />
      <Tile
        label={t('overview.closeSlipped')}
        value={<Num value={data.closeSlipped.count} />}
        note={t('overview.closeSlipped.note')}
        to="/deals"
        search={{ status: 'open', closeTo: daysBefore(today, 1) }}
      />
      <Tile
        label={t('overview.acts')}
        value={<Num value={data.openActs.count} />}
        note={t('overview.acts.note', { n: data.openActs.overdue })}
        to="/inbox"
        search={{ all: true }}
      />
      <Tile
        label={t('overview.runs')}
        value={<Num value={data.runs.running} />}
        note={t('overview.runs.note')}
        to="/plays"
        search={{ tab: 'runs', status: 'open' }}
      />
      <Tile
        label={t('overview.firstAct')}
        value={data.runs.medianSecondsToFirstAct === null ? t('work.none') : wait(data.runs.medianSecondsToFirstAct)}
        note={t('overview.firstAct.note')}
        to="/plays"
        search={{ tab: 'runs' }}
      />
    </ul>
  );
}
