import { t } from '../lib/i18n/i18n.ts';
import { formatInstant, formatNumber } from '../lib/i18n/format.ts';
import { Ring } from './marks.tsx';
import { useNow } from './use-now.ts';
import { cx } from './cx.ts';

const MINUTE = 60_000;

function spanInWords(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / MINUTE);
  if (minutes >= 48 * 60) return t('ui.clock.days', { n: formatNumber(Math.floor(minutes / 1440)) });
  if (minutes >= 60) return t('ui.clock.hours', { n: formatNumber(Math.floor(minutes / 60)) });
  return t('ui.clock.minutes', { n: formatNumber(minutes) });
}

/** Time left of a promise: a ring for the share that is left, and always the words. */
export function SlaClock({ dueAt, startedAt, now }: { dueAt: string | null; startedAt?: string; now?: Date }) {
  const ticking = useNow();
  if (dueAt === null) return <span className="text-12 text-muted">{t('ui.clock.none')}</span>;
  const present = (now ?? ticking).getTime();
  const due = new Date(dueAt).getTime();
  const left = due - present;
  // Without a start a day is the measure: most promises are given for one working day.
  const whole = startedAt === undefined ? 24 * 60 * MINUTE : Math.max(1, due - new Date(startedAt).getTime());
  const share = left / whole;
  const tone = left <= 0 ? 'text-bad' : share < 0.25 ? 'text-warn' : 'text-muted';
  return (
    <span className={cx('inline-flex align-middle items-center gap-1.5 text-12 font-medium whitespace-nowrap', tone)} title={formatInstant(dueAt)}>
      <Ring share={share} color="currentColor" />
      <bdi className="num">{t(left <= 0 ? 'ui.clock.over' : 'ui.clock.left', { time: spanInWords(left) })}</bdi>
    </span>
  );
}
