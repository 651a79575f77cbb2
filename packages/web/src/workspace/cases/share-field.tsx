import { Slider, SliderThumb, SliderTrack } from 'react-aria-components';
import { t } from '../../lib/i18n/i18n.ts';
import { NumberField } from '../../ui/number-field.tsx';

/** The first side's part of the credit: drag, use the arrow keys, or type it. Both show the same number. */
export function ShareField({ letter, value, onChange }: { letter: string; value: number; onChange: (basisPoints: number) => void }) {
  const label = t('cases.rule.share', { letter });
  const put = (percent: number) => {
    if (!Number.isNaN(percent)) onChange(Math.min(9999, Math.max(1, Math.round(percent * 100))));
  };
  return (
    <div className="flex flex-wrap items-end gap-4">
      <Slider aria-label={label} value={value / 100} onChange={(percent) => put(percent)} minValue={1} maxValue={99} step={1} className="min-w-40 flex-1 pb-3">
        <SliderTrack className="relative h-6 w-full before:absolute before:inset-x-0 before:top-1/2 before:h-1 before:-translate-y-1/2 before:rounded-full before:bg-line-strong">
          {({ state }) => (
            <>
              <span
                aria-hidden
                className="absolute start-0 top-1/2 h-1 -translate-y-1/2 rounded-full bg-accent"
                style={{ width: `${state.getThumbPercent(0) * 100}%` }}
              />
              <SliderThumb className="top-1/2 size-5 rounded-full border-2 border-accent bg-surface data-focus-visible:outline-2 data-focus-visible:outline-offset-1 data-focus-visible:outline-accent" />
            </>
          )}
        </SliderTrack>
      </Slider>
      <NumberField label={label} value={value / 100} onChange={put} minValue={0.01} maxValue={99.99} step={0.01} suffix="%" className="w-36" />
    </div>
  );
}
