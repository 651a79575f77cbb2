import { Check } from 'lucide-react';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { cx } from '../../ui/cx.ts';
import { SlaClock } from '../../ui/sla-clock.tsx';
import type { Case } from './words.ts';

type Step = { id: 'evidence' | 'ruling' | 'appeal'; until: string | null; state: 'done' | 'now' | 'next' };

/** Evidence, ruling, appeal: which of them runs, until when, and which are behind. After an appeal the first two run once more. */
function stepsOf(entry: Case): Step[] {
  const place = entry.state === 'evidence' ? 0 : entry.state === 'ruling' || entry.state === 'appealed' ? 1 : entry.state === 'ruled' ? 2 : 3;
  const state = (at: number): Step['state'] => (at < place ? 'done' : at === place ? 'now' : 'next');
  return [
    { id: 'evidence', until: entry.evidenceUntil, state: state(0) },
    { id: 'ruling', until: entry.ruleBy, state: state(1) },
    { id: 'appeal', until: entry.appealUntil, state: state(2) },
  ];
}

export function Deadlines({ entry }: { entry: Case }) {
  return (
    <ol aria-label={t('cases.deadlines')} className="grid gap-px overflow-hidden rounded-popover border border-line bg-line md:grid-cols-3">
      {stepsOf(entry).map((step) => (
        <li
          key={step.id}
          aria-current={step.state === 'now' ? 'step' : undefined}
          className={cx('flex flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-2', step.state === 'now' ? 'bg-accent-soft' : 'bg-surface')}
        >
          <span className={cx('flex items-center gap-1.5', step.state === 'now' ? 'font-semibold' : step.state === 'done' ? 'text-muted' : '')}>
            {step.state === 'done' && <Check size={14} aria-label={t('cases.deadline.done')} />}
            {t(`cases.deadline.${step.id}`)}
          </span>
          {step.state === 'now' && step.until !== null ? (
            <SlaClock dueAt={step.until} startedAt={entry.openedAt} />
          ) : step.until === null ? (
            <span className="text-12 text-muted">{t('cases.deadline.afterRuling')}</span>
          ) : (
            <span className="text-12 text-muted">
              <InstantText at={step.until} />
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
