import { type KeyboardEvent, useId, useRef } from 'react';
import type { Result } from '../../lib/api/index.ts';
import { formatMoney } from '../../lib/i18n/format.ts';
import { t } from '../text.ts';

type Band = Result<'portal.registerForm'>['valueBands'][number];

export function bandWords({ fromMinor, toMinor, currency }: Band): string {
  const from = formatMoney({ amountMinor: fromMinor, currency }, 'compact');
  if (toMinor === null) return t('portal.band.over', { from });
  const to = formatMoney({ amountMinor: toMinor, currency }, 'compact');
  return fromMinor === 0 ? t('portal.band.under', { to }) : t('portal.band.between', { from, to });
}

/** Radio buttons as chips; inside the group a digit chooses, so that the value takes one key. */
export function ValueBands({ bands, value, onChange, error }: { bands: readonly Band[]; value: string; onChange: (key: string) => void; error?: string }) {
  const id = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  function onKey(event: KeyboardEvent): void {
    if (event.metaKey || event.ctrlKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
    const at = Number(event.key) - 1;
    const band = bands[at];
    if (!band) return;
    event.preventDefault();
    onChange(band.key);
    group.current?.querySelectorAll<HTMLInputElement>('input')[at]?.focus();
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- digits are a shorter way to what the radio buttons inside do
    <fieldset
      ref={group}
      onKeyDown={onKey}
      aria-describedby={`${id}-note`}
      aria-invalid={error !== undefined || undefined}
      className="m-0 flex min-w-0 flex-col gap-1 border-0 p-0"
    >
      <legend className="p-0 text-14 font-medium">
        {t('portal.register.value')} <span className="font-normal text-muted">{t('ui.required')}</span>
      </legend>
      <div className="flex flex-wrap gap-2 pt-1">
        {bands.map((band, index) => (
          <label key={band.key} className="portal-chip flex h-10 items-center gap-2 rounded-full border border-control bg-surface px-3.5 max-md:h-11">
            <input
              type="radio"
              name={`${id}-band`}
              value={band.key}
              checked={value === band.key}
              onChange={() => onChange(band.key)}
              className="sr-only"
              aria-keyshortcuts={String(index + 1)}
            />
            <bdi className="num">{bandWords(band)}</bdi>
            <kbd aria-hidden className="num rounded-check border border-line-strong px-1 font-sans text-11 text-muted max-md:hidden">
              {index + 1}
            </kbd>
          </label>
        ))}
      </div>
      <p id={`${id}-note`} className={error === undefined ? 'text-12 text-muted' : 'text-12 text-bad'}>
        {error ?? t('portal.register.value.note')}
      </p>
    </fieldset>
  );
}
