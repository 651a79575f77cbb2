import { t } from '../../lib/i18n/i18n.ts';
import { Quantity } from './quantity-text.tsx';
import { quantityText, sumOf } from './quantity.ts';
import type { Line } from './words.ts';

/** Sums of what is loaded, or of what is selected. Dimensions are counted in units of their own and are never added to each other. */
export function HoursFoot({ lines, chosen, hasMore }: { lines: readonly Line[]; chosen: readonly Line[]; hasMore: boolean }) {
  const counted = chosen.length > 0 ? chosen : lines;
  if (counted.length === 0) return null;
  const words =
    chosen.length > 0
      ? t('metering.chosen', { n: counted.length })
      : hasMore
        ? t('metering.loaded', { n: counted.length })
        : t('metering.hours', { n: counted.length });
  const sums = [...Map.groupBy(counted, (line) => line.dimension)].map(([dimension, own]) => ({
    dimension,
    sum: quantityText(sumOf(own.map((line) => line.quantity))),
  }));
  return (
    <section
      aria-label={t('metering.foot')}
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-6 gap-y-1 border-t border-line bg-surface px-4 py-1.5 text-12"
    >
      <span className="num text-muted">{words}</span>
      <span className="flex-1 max-md:hidden" />
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        {sums.map(({ dimension, sum }) => (
          <li key={dimension} className="flex gap-2">
            <bdi className="text-muted">{dimension}</bdi>
            <span className="font-medium">
              <Quantity value={sum} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
