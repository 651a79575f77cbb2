import { formatDate } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { colorOf } from '../../disbursements/month-chart.tsx';
import { formatQuantity } from '../../metering/quantity.ts';
import { everyTime } from './usage-range.ts';
import type { UsagePoint } from './words.ts';

const [TOP, GROUND, HEIGHT, START, LABELS] = [10, 130, 156, 12, 170];

/** Bars by day or hour, stacked by what a dimension says. Lengths may be rounded; the table beside holds the figures. */
export function UsageChart({
  points,
  groups,
  unit,
  by,
}: {
  points: readonly UsagePoint[];
  groups: readonly (string | null)[];
  unit: string;
  by: 'day' | 'hour';
}) {
  const times = everyTime(points, by);
  const band = times.length > 60 ? 10 : times.length > 31 ? 16 : 22;
  const places = new Map(points.map((point) => [`${Date.parse(point.at)} ${point.group ?? ''}`, point]));
  const pointOf = (at: number, group: string | null) => places.get(`${at} ${group ?? ''}`);
  const sums = times.map((at) => groups.reduce((sum, group) => sum + Number(pointOf(at, group)?.quantity ?? 0), 0));
  const most = Math.max(1e-6, ...sums);
  const width = START * 2 + Math.max(times.length, 12) * band;
  const wordOf = (at: number) => {
    const text = new Date(at).toISOString();
    return by === 'day' ? formatDate(text) : text.slice(11, 16);
  };
  // Two words need room beside each other; a short row has one for its first time.
  const named = band * times.length < LABELS ? [0] : [0, times.length - 1];
  return (
    <svg
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={t('subs.usage.chart', { n: new Set(points.map(({ at }) => at)).size, unit })}
      className="block h-44 max-w-full"
      direction="ltr"
    >
      <line x1={START} x2={width - START} y1={GROUND} y2={GROUND} stroke="var(--line-strong)" />
      {times.map((at, index) => {
        let low = 0;
        return (
          <g key={at}>
            {groups.map((group, place) => {
              const point = pointOf(at, group);
              const size = (Number(point?.quantity ?? 0) / most) * (GROUND - TOP);
              const y = GROUND - low - size;
              low += size;
              return size <= 0 ? null : (
                <rect key={group ?? ''} x={START + band * index + 2} y={y} width={band - 4} height={Math.max(1, size)} fill={colorOf(place)}>
                  <title>{`${wordOf(at)}${group === null ? '' : ` ${group}`}: ${formatQuantity(point?.quantity ?? '0')} ${unit}`}</title>
                </rect>
              );
            })}
          </g>
        );
      })}
      {named.map((index) => (
        <text
          key={index}
          x={START + band * index + (index === 0 ? 0 : band)}
          y={HEIGHT - 8}
          textAnchor={index === 0 ? 'start' : 'end'}
          className="fill-[var(--text-muted)] text-11"
        >
          {wordOf(times[index] ?? 0)}
        </text>
      ))}
    </svg>
  );
}
