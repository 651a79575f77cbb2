import { t } from '../../../../lib/i18n/i18n.ts';
import { Sheet } from '../../../../ui/dialog.tsx';
import { ExplanationView } from '../../../../ui/explanation.tsx';
import { Facts } from '../../../../ui/page.tsx';
import { ExactMoney } from '../../../disbursements/exact-money.tsx';
import type { Bar } from './bars.ts';
import { barName, barNote } from './words.ts';

/** A bar opened: the rule and its version, what went in, the arithmetic with its rounding, who approved; and the same of each of its parts. */
export function BarSheet({ bar, currency, onClose }: { bar: Bar; currency: string; onClose: () => void }) {
  const shown = bar.part ?? bar.step;
  const parts = bar.part === null ? bar.step.parts : [];
  const note = barNote(bar);
  return (
    <Sheet title={barName(bar)} isOpen onClose={onClose} {...(note === null ? {} : { note })}>
      <div className="flex flex-col gap-5">
        <Facts
          items={[
            { label: t('settlement.col.amount'), value: <ExactMoney value={{ amountMinor: bar.amountMinor, currency }} /> },
            ...(bar.isTotal ? [] : [{ label: t('settlement.col.after'), value: <ExactMoney value={{ amountMinor: bar.toMinor, currency }} /> }]),
          ]}
        />
        <ExplanationView value={shown.explanation} />
        {parts.length > 0 && (
          <section aria-label={t('settlement.parts')}>
            <h3 className="mb-1 text-13 font-semibold">{t('settlement.parts.of', { n: parts.length })}</h3>
            <ul>
              {parts.map((part, index) => (
                <li key={index} className="border-b border-line last:border-b-0">
                  <details>
                    <summary className="flex min-h-8 items-center justify-between gap-3 py-1 max-md:min-h-11">
                      <bdi className="min-w-0">{part.label}</bdi>
                      <ExactMoney value={{ amountMinor: part.amountMinor, currency }} />
                    </summary>
                    <div className="pb-3">
                      <ExplanationView value={part.explanation} />
                    </div>
                  </details>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Sheet>
  );
}
