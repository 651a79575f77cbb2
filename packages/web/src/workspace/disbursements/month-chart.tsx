import { formatMoney } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { type Measure, measured, stack } from './sums.ts';
import { type Figures, monthName } from './words.ts';

const HEIGHT = 180;
const [TOP, BOTTOM, START] = [12, 152, 96];
const BAND = 80;
const COLUMN = 32;
/** The categorical colours of the house, in an order in which neighbours are far apart. */
const palette = ['marketplace', 'integrate', 'resell', 'source', 'distribute', 'technology', 'service', 'influence'];
export const colorOf = (place: number): string => (place < palette.length ? `var(--role-${palette[place]})` : 'var(--role-none)');

/** Round figures at and beyond both ends, so that the rules fall on amounts one reads at a glance. */
function ticksOf(low: number, high: number): number[] {
  const span = Math.max(high - low, 4);
  const unit = 10 ** Math.floor(Math.log10(span / 4));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * unit * 4 >= span) ?? 10) * unit;
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/** Columns by month, stacked by marketplace, in one currency. The table beside it holds the same figures. */
export function MonthChart({
  rows,
  marketplaces,
  currency,
  measure,
}: {
  rows: readonly Figures[];
  marketplaces: readonly string[];
  currency: string;
  measure: Measure;
}) {
  const own = rows.filter((row) => row.currency === currency);
  const months = [...new Set(own.map((row) => row.month))].toSorted();
  const columns = months.map((month) => {
    const values = marketplaces.map((marketplace) =>
      own.reduce((sum, row) => (row.month === month && row.marketplace === marketplace ? sum + measured(row, measure) : sum), 0),
    );
    return { month, values, parts: stack(values) };
  });
  const ends = columns.flatMap(({ parts }) => parts.map(({ to }) => to));
  const ticks = ticksOf(Math.min(0, ...ends), Math.max(0, ...ends));
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const y = (value: number): number => BOTTOM - ((value - low) / (high - low)) * (BOTTOM - TOP);
  const width = START + Math.max(6, months.length) * BAND;
  const money = (amountMinor: number, look: 'plain' | 'compact') => formatMoney({ amountMinor: Math.round(amountMinor), currency }, look);
  const spoken = columns
    .flatMap(({ month, values }) =>
      values.flatMap((value, place) =>
        value === 0
          ? []
          : [t('disbursements.spoken', { month: monthName(month, 'long'), marketplace: marketplaces[place] ?? '', amount: money(value, 'plain') })],
      ),
    )
    .join('. ');
  return (
    <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={spoken} className="block h-52 max-w-full" direction="ltr">
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={START} x2={width} y1={y(tick)} y2={y(tick)} stroke={tick === 0 ? 'var(--line-strong)' : 'var(--line)'} />
          <text x={START - 8} y={y(tick) + 4} textAnchor="end" className="num fill-[var(--text-muted)] text-11">
            {money(tick, 'compact')}
          </text>
        </g>
      ))}
      {columns.map(({ month, values, parts }, index) => (
        <g key={month}>
          {parts.map(({ from, to }, place) =>
            values[place] === 0 ? null : (
              <rect
                key={marketplaces[place]}
                x={START + BAND * index + (BAND - COLUMN) / 2}
                width={COLUMN}
                y={y(Math.max(from, to))}
                height={Math.max(1, Math.abs(y(from) - y(to)) - (place === 0 ? 0 : 1))}
                fill={colorOf(place)}
              >
                <title>
                  {t('disbursements.spoken', {
                    month: monthName(month, 'long'),
                    marketplace: marketplaces[place] ?? '',
                    amount: money(values[place] ?? 0, 'plain'),
                  })}
                </title>
              </rect>
            ),
          )}
          <text x={START + BAND * index + BAND / 2} y={HEIGHT - 8} textAnchor="middle" className="fill-[var(--text-muted)] text-11">
            {monthName(month, 'short')}
          </text>
        </g>
      ))}
    </svg>
  );
}
