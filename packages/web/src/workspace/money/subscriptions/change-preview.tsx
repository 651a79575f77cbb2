import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { ExplanationView } from '../../../ui/explanation.tsx';
import { ErrorState } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { Period } from './bits.tsx';
import type { Preview } from './words.ts';

/** What is credited and charged at once, line by line, and what a period costs afterwards. */
export function ChangePreview({
  preview,
  error,
  isMissing,
  isFetching,
  onRetry,
}: {
  preview: Preview | undefined;
  error: unknown;
  isMissing: boolean;
  isFetching: boolean;
  onRetry: () => void;
}) {
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: preview?.currency ?? 'EUR' }} />;
  return (
    <section aria-label={t('subs.preview')} aria-busy={isFetching} className="flex flex-col gap-3 rounded-popover bg-desk p-3">
      <h3 className="font-semibold">{t('subs.preview')}</h3>
      {error !== null && error !== undefined ? (
        <ErrorState compact error={error} onRetry={onRetry} />
      ) : preview === undefined ? (
        <p className="text-muted">{isMissing ? t('subs.change.missing') : '…'}</p>
      ) : (
        <>
          <p>
            <bdi>{preview.sentence}</bdi>
          </p>
          <p className="text-12 text-muted">
            {t('subs.effectiveOn')} <DateText date={preview.effectiveOn} />
          </p>
          {preview.lines.length === 0 && <p className="text-muted">{t('subs.preview.nothing')}</p>}
          <ul>
            {preview.lines.map((line, index) => (
              <li key={index} className="border-t border-line py-2">
                <div className="flex items-baseline gap-3">
                  <span className="min-w-0 flex-1">
                    <bdi>{line.description}</bdi>
                    <span className="block text-12 text-muted">
                      {t(line.amountMinor < 0 ? 'subs.preview.credited' : 'subs.preview.charged')}
                      {line.period !== null && (
                        <>
                          {' · '}
                          <Period value={line.period} />
                        </>
                      )}
                    </span>
                  </span>
                  <ExactMoney value={line} />
                </div>
                <details>
                  <summary className="cursor-pointer text-12 text-muted">{t('money.why')}</summary>
                  <div className="pt-2">
                    <ExplanationView value={line.explanation} />
                  </div>
                </details>
              </li>
            ))}
          </ul>
          <dl className="grid grid-cols-[1fr_auto] gap-y-1 border-t border-line-strong pt-2">
            <dt className="font-semibold">{t('subs.preview.net')}</dt>
            <dd className="text-end font-semibold">{money(preview.netMinor)}</dd>
            <dt className="text-muted">{t('subs.preview.before')}</dt>
            <dd className="text-end">{money(preview.periodBeforeMinor)}</dd>
            <dt className="text-muted">{t('subs.preview.after')}</dt>
            <dd className="text-end">{money(preview.periodAfterMinor)}</dd>
          </dl>
        </>
      )}
    </section>
  );
}
