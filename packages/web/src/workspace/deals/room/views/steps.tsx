import { t } from '../../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../../lib/i18n/values.tsx';
import { Badge } from '../../../../ui/badge.tsx';
import { type DealView, stepTone, stepWords } from './words.ts';

/** What was asked of the other side and what became of it, the newest first. */
export function Steps({ steps }: { steps: DealView['steps'] }) {
  if (steps.length === 0) return null;
  return (
    <section aria-label={t('views.steps')} className="flex flex-col gap-1.5">
      <h3 className="text-12 font-medium text-muted">{t('views.steps')}</h3>
      <ol className="flex flex-col rounded-popover border border-line">
        {steps.map((step) => (
          <li key={step.id} className="flex flex-col gap-1 border-b border-line px-3 py-2 last:border-b-0">
            <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className="font-medium">{stepWords(step.step)}</span>
              <Badge tone={stepTone[step.status]}>{t(`views.step.is.${step.status}`)}</Badge>
              <span className="text-12 text-muted">
                <bdi>{step.createdBy}</bdi> · <RelativeTime at={step.finishedAt ?? step.createdAt} />
              </span>
            </span>
            {step.sentence !== null && (
              <p className={step.status === 'failed' ? 'text-bad' : 'text-muted'}>
                <bdi>{step.sentence}</bdi>
              </p>
            )}
            {step.issues.length > 0 && (
              <ul className="list-disc ps-4 text-12">
                {step.issues.map((issue, index) => (
                  <li key={`${issue.code}${index}`}>
                    <bdi>{issue.sentence}</bdi>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
