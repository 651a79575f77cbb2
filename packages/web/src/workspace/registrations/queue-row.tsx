import { CheckMark } from '../../ui/checkbox.tsx';
import { formatDate } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Money } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import { DecisionClock } from './clock.tsx';
import { effectTone, effectWords, holderWords, knownEffect, registrationNumber, type Row, stateTone, stateWords } from './words.ts';

/** Two lines: who wants which customer and for how much, then what the rules would do, who has it and how long is left. */
export function QueueRow({
  row,
  isOpen,
  isPicked,
  onOpen,
  onPick,
  selectable,
}: {
  row: Row;
  isOpen: boolean;
  isPicked: boolean;
  onOpen: () => void;
  onPick: () => void;
  selectable: boolean;
}) {
  const effect = knownEffect(row.ruledEffect);
  const holder = holderWords(row);
  return (
    <li className={cx('flex items-stretch border-b border-line', isPicked || isOpen ? 'bg-accent-soft' : 'hover:bg-hover')}>
      {selectable && (
        <label className="grid w-10 shrink-0 cursor-pointer place-items-center has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent">
          <input
            type="checkbox"
            className="sr-only"
            aria-label={t('registrations.select', { number: registrationNumber(row.number) })}
            checked={isPicked}
            onChange={onPick}
          />
          <CheckMark state={isPicked} />
        </label>
      )}
      <button
        type="button"
        onClick={onOpen}
        aria-current={isOpen}
        data-registration={row.id}
        className={cx('flex min-w-0 flex-1 flex-col gap-1 py-2.5 pe-4 text-start outline-offset-[-2px]', selectable ? 'ps-2' : 'ps-4')}
      >
        <span className="flex w-full items-baseline gap-3">
          <span className="min-w-0 flex-1 truncate font-medium">
            <bdi>{row.companyName}</bdi>
          </span>
          <span className="shrink-0 font-medium">
            <Money value={{ amountMinor: row.amountMinor, currency: row.currency }} />
          </span>
        </span>
        <span className="flex w-full min-w-0 items-center gap-1.5 text-12 text-muted">
          <span className="num shrink-0">{registrationNumber(row.number)}</span>
          <span aria-hidden>·</span>
          <bdi className="min-w-0 truncate">{row.partnerName}</bdi>
          {row.region !== null && (
            <>
              <span aria-hidden>·</span>
              <bdi className="shrink-0">{row.region}</bdi>
            </>
          )}
        </span>
        <span className="flex w-full min-w-0 items-center gap-2 text-12 text-muted">
          {row.state === 'submitted' && effect !== undefined ? (
            <Badge tone={effectTone[effect]}>{effectWords(effect)}</Badge>
          ) : (
            <Badge tone={stateTone[row.state]}>{stateWords(row.state)}</Badge>
          )}
          {holder !== null && <bdi className="min-w-0 truncate">{holder}</bdi>}
          <span className="flex-1" />
          {row.clock !== null ? (
            <DecisionClock clock={row.clock} />
          ) : row.protectedUntil !== null && (row.state === 'approved' || row.state === 'extended') ? (
            <span className="shrink-0 whitespace-nowrap">{t('registrations.until', { day: formatDate(row.protectedUntil) })}</span>
          ) : null}
        </span>
      </button>
    </li>
  );
}
