import { Check } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { t } from '../../lib/i18n/i18n.ts';
import { cx } from '../../ui/cx.ts';
import { mayEnter, openDecisions, stepIds, type StepId } from './steps.ts';
import type { Import } from './words.ts';

/** The way through the import; on a phone the steps that are not the present one show their number only. */
export function Stepper({ item, current }: { item: Import; current: StepId }) {
  const at = stepIds.indexOf(current);
  return (
    <nav aria-label={t('imports.steps')} className="shrink-0 border-b border-line bg-surface px-4 py-2 md:px-5">
      <ol className="flex items-center gap-1 md:gap-2">
        {stepIds.map((step, index) => {
          const undecided = step === 'values' && mayEnter(item, step) ? openDecisions(item) : 0;
          const body = (
            <>
              <span
                aria-hidden
                className={cx(
                  'num grid size-5 shrink-0 place-items-center rounded-full border text-12',
                  step === current ? 'border-accent bg-accent text-on-accent' : index < at ? 'border-accent text-accent' : 'border-control text-muted',
                )}
              >
                {index < at ? <Check size={12} strokeWidth={3} /> : index + 1}
              </span>
              <span className={cx('truncate', step !== current && 'max-md:sr-only', step === current && 'font-medium')}>{t(`imports.step.${step}`)}</span>
              {undecided > 0 && <span className="num text-12 text-warn max-md:sr-only">{t('imports.step.open', { n: undecided })}</span>}
            </>
          );
          const look = 'flex min-h-7 items-center gap-1.5 rounded-control px-1.5';
          return (
            <li key={step} className="flex min-w-0 items-center gap-1 md:gap-2">
              {index > 0 && <span aria-hidden className="h-px w-3 bg-line md:w-6" />}
              {mayEnter(item, step) ? (
                <Link
                  to="/imports/$importId"
                  params={{ importId: item.id }}
                  search={{ step }}
                  aria-current={step === current ? 'step' : undefined}
                  className={cx(look, 'hover:bg-hover', step !== current && 'text-muted')}
                >
                  {body}
                </Link>
              ) : (
                <span className={cx(look, 'text-muted')}>{body}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
