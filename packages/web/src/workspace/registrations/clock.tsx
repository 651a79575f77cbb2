import type { Row } from './words.ts';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { useNow } from '../../ui/use-now.ts';

/**
 * The decision's clock runs in business hours only. The ring shows the share of those that is left, so a weekend does not empty it;
 * the words stay those of the wall clock, by which people come back.
 */
export function DecisionClock({ clock }: { clock: NonNullable<Row['clock']> }) {
  const now = useNow().getTime();
  const due = Date.parse(clock.dueAt);
  const leftShare = Math.min(1, Math.max(0.01, 1 - clock.elapsedPercent / 100));
  const whole = Math.max(1, due - now) / leftShare;
  return <SlaClock dueAt={clock.dueAt} startedAt={new Date(due - whole).toISOString()} />;
}
