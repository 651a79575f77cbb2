import { useState } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import { currentLocale, t } from '../../lib/i18n/i18n.ts';
import { Num } from '../../lib/i18n/values.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/page.tsx';
import type { Overview } from './tiles.tsx';

const WIDTH = 480;
const HEIGHT = 168;
const FLOOR = 140;
const CEILING = 14;
const RULES = 4;

const monthName = (month: string, look: 'short' | 'long'): string =>
  new Intl.DateTimeFormat(currentLocale() === 'ar' ? 'ar-u-nu-latn' : 'en-GB', {
    month: look,
    ...(look === 'long' ? { year: 'numeric' as const } : {}),
    timeZone: 'UTC',
  }).format(new Date(`${month.slice(0, 7)}-01T00:00:00Z`));

/** A round number at or above the largest column, so that the rules fall on figures one reads at a glance. */
function roof(most: number): number {
  const step = Math.max(1, most / RULES);
  const unit = 10 ** Math.floor(Math.log10(step));
  const round = [1, 2, 2.5, 5, 10].find((factor) => factor * unit >= step && Number.isInteger(factor * unit)) ?? 10;
  return round * unit * RULES;
}

/** The rows behind a month's column: what was won in it, with a partner or without. */
function rowsOf(month: string, withoutPartner: boolean): Record<string, string> {
  const first = `${month.slice(0, 7)}-01`;
  const from = new Date(`${first}T00:00:00Z`);
  const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 0)).toISOString().slice(0, 10);
  return { status: 'won', closedFrom: first, closedTo: last, withoutPartner: String(withoutPartner) };
}

function Drawing({ months }: { months: Overview['wonByMonth'] }) {
  const top = roof(Math.max(0, ...months.map((month) => month.withPartner + month.withoutPartner)));
  const navigate = useNavigate();
  const open = (month: string, alone: boolean) => void navigate({ to: '/deals', search: rowsOf(month, alone) });
  const band = (WIDTH - 32) / Math.max(1, months.length);
  const width = Math.min(32, band * 0.6);
  const y = (value: number): number => FLOOR - (value / top) * (FLOOR - CEILING);
  const spoken = months
    .map((month) => t('overview.won.spoken', { month: monthName(month.month, 'long'), with: month.withPartner, without: month.withoutPartner }))
    .join('. ');
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={spoken} className="block w-full" direction="ltr">
      {Array.from({ length: RULES + 1 }, (_, index) => (top / RULES) * index).map((value) => (
        <g key={value}>
          <line x1={28} x2={WIDTH} y1={y(value)} y2={y(value)} stroke="var(--line)" />
          <text x={22} y={y(value) + 4} textAnchor="end" className="num fill-[var(--text-muted)] text-11">
            {value}
          </text>
        </g>
      ))}
      {months.map((month, index) => {
        const x = 32 + band * index + (band - width) / 2;
        return (
          <g key={month.month}>
            <rect
              x={x}
              width={width}
              y={y(month.withPartner)}
              height={FLOOR - y(month.withPartner)}
              fill="var(--accent)"
              className="cursor-pointer"
              onClick={() => open(month.month, false)}
            />
            <rect
              x={x}
              width={width}
              y={y(month.withPartner + month.withoutPartner)}
              height={Math.max(0, y(month.withPartner) - y(month.withPartner + month.withoutPartner) - 1)}
              fill="var(--role-none)"
              className="cursor-pointer"
              onClick={() => open(month.month, true)}
            />
            <text x={x + width / 2} y={FLOOR + 18} textAnchor="middle" className="fill-[var(--text-muted)] text-11">
              {monthName(month.month, 'short')}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function Twin({ months }: { months: Overview['wonByMonth'] }) {
  return (
    <table className="w-full text-start">
      <caption className="sr-only">{t('overview.wonByMonth')}</caption>
      <thead className="text-12 text-muted">
        <tr>
          <th scope="col" className="py-1 text-start font-medium">
            {t('overview.month')}
          </th>
          <th scope="col" className="text-end font-medium">
            {t('overview.withPartner')}
          </th>
          <th scope="col" className="text-end font-medium">
            {t('overview.alone')}
          </th>
        </tr>
      </thead>
      <tbody>
        {months.map((month) => (
          <tr key={month.month} className="border-t border-line">
            <th scope="row" className="py-1.5 text-start font-normal">
              <bdi>{monthName(month.month, 'long')}</bdi>
            </th>
            <td className="text-end">
              <Link to="/deals" search={rowsOf(month.month, false)} className="link">
                <Num value={month.withPartner} />
              </Link>
            </td>
            <td className="text-end">
              <Link to="/deals" search={rowsOf(month.month, true)} className="link">
                <Num value={month.withoutPartner} />
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function WonChart({ months }: { months: Overview['wonByMonth'] }) {
  const [asTable, setAsTable] = useState(false);
  return (
    <Card
      title={t('overview.wonByMonth')}
      actions={
        <Button kind="quiet" size="compact" aria-pressed={asTable} onPress={() => setAsTable(!asTable)}>
          {t(asTable ? 'overview.asChart' : 'overview.asTable')}
        </Button>
      }
    >
      {months.length === 0 ? (
        <p className="text-muted">{t('overview.won.none')}</p>
      ) : asTable ? (
        <Twin months={months} />
      ) : (
        <>
          <p aria-hidden className="mb-2 flex gap-4 text-12 text-muted">
            <span className="flex items-center gap-1.5">
              <span className="size-2.5 bg-accent" />
              {t('overview.withPartner')}
            </span>
            <span className="flex items-center gap-1.5">
              <span className="size-2.5 bg-role-none" />
              {t('overview.alone')}
            </span>
          </p>
          <Drawing months={months} />
        </>
      )}
    </Card>
  );
}
