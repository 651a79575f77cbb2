import type { ReactNode } from 'react';
import type { Explanation } from '@entente/kernel';
import { t } from '../lib/i18n/i18n.ts';
import { InstantText, Money } from '../lib/i18n/values.tsx';

/** Why an amount is what it is: the sentence, the rule that decided, what went in, the arithmetic and what it rests on. */
export function ExplanationBody({
  value,
  name,
}: {
  value: Explanation;
  /** A record that is named: as a link where it has a page for who looks. */
  name: (record: { type: string; id: string } | undefined, label: string) => ReactNode;
}) {
  return (
    <section aria-label={t('money.why')} className="flex flex-col gap-3 text-13">
      <p>
        <bdi>{value.sentence}</bdi>
      </p>
      {value.rule !== null && (
        <p className="text-muted">
          {t('money.why.rule')}: <bdi className="text-text">{value.rule.name}</bdi>
          {value.rule.version !== null && <> · {t('money.why.version', { n: value.rule.version })}</>}
        </p>
      )}
      {value.inputs.length > 0 && (
        <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1">
          {value.inputs.map((input, index) => (
            <div key={index} className="col-span-2 grid grid-cols-subgrid">
              <dt className="min-w-0 text-muted">{name(input.from, input.label)}</dt>
              <dd className="text-end">
                <bdi dir="ltr" className="num">
                  {input.value}
                </bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {value.steps.length > 0 && (
        <div className="overflow-x-auto">
          <table className="w-full border-collapse">
            <caption className="sr-only">{t('money.why.steps')}</caption>
            <thead>
              <tr className="border-b border-line text-12 text-muted">
                <th scope="col" className="py-1 pe-3 text-start font-normal">
                  {t('money.why.step')}
                </th>
                <th scope="col" className="py-1 pe-3 text-start font-normal">
                  {t('money.why.formula')}
                </th>
                <th scope="col" className="py-1 text-end font-normal">
                  {t('money.why.result')}
                </th>
              </tr>
            </thead>
            <tbody>
              {value.steps.map((step, index) => (
                <tr key={index} className="border-b border-line align-top last:border-0">
                  <td className="py-1.5 pe-3">
                    <bdi>{step.label}</bdi>
                  </td>
                  <td className="py-1.5 pe-3 text-muted">
                    <bdi dir="ltr">{step.formula}</bdi>
                    {step.rounding !== undefined && <span className="block text-12">{t('money.why.rounding', { by: shortened(step.rounding) })}</span>}
                  </td>
                  <td className="py-1.5 text-end">
                    <Money value={{ amountMinor: step.resultMinor, currency: step.currency }} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {value.evidence.length > 0 && (
        <div>
          <p className="text-12 text-muted">{t('money.why.evidence')}</p>
          <ul className="mt-1 flex flex-col gap-1">
            {value.evidence.map((one, index) => (
              <li key={index} className="flex flex-wrap justify-between gap-x-3">
                {name(one, one.label)}
                {one.at !== undefined && (one.at.length > 10 ? <InstantText at={one.at} /> : <bdi className="text-muted">{one.at}</bdi>)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {value.approvedBy !== undefined && value.approvedBy !== null && <p className="text-muted">{t('money.why.approved', { name: value.approvedBy })}</p>}
    </section>
  );
}

/** `0.480000` says no more than `0.48`. */
const shortened = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);
