import { Check, Minus } from 'lucide-react';
import { t } from '../../../../lib/i18n/i18n.ts';

type Part = { readonly label: string; readonly percent: string; readonly counted: boolean; readonly reason: string };

/** Of what a margin is made: what counted, and why the rest did not. */
export function MarginParts({ parts }: { parts: readonly Part[] }) {
  if (parts.length === 0) return null;
  return (
    <table className="w-full text-13">
      <caption className="sr-only">{t('pricing.margin.parts')}</caption>
      <thead className="text-12 text-muted">
        <tr className="border-b border-line">
          <th scope="col" className="py-1 text-start font-normal">
            {t('pricing.margin.part')}
          </th>
          <th scope="col" className="py-1 text-end font-normal">
            {t('pricing.percent')}
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part, index) => (
          <tr key={index} className="border-b border-line align-top last:border-0">
            <td className="py-1.5 pe-3">
              <span className="flex gap-2">
                {part.counted ? (
                  <Check size={14} className="mt-0.5 shrink-0 text-ok" aria-hidden />
                ) : (
                  <Minus size={14} className="mt-0.5 shrink-0 text-muted" aria-hidden />
                )}
                <span>
                  <bdi className={part.counted ? 'font-medium' : 'text-muted'}>{part.label}</bdi>
                  <span className="sr-only">{t(part.counted ? 'pricing.margin.counted' : 'pricing.margin.notCounted')}</span>
                  <bdi className="block text-12 text-muted">{part.reason}</bdi>
                </span>
              </span>
            </td>
            <td className={part.counted ? 'num py-1.5 text-end' : 'num py-1.5 text-end text-muted line-through'}>
              <bdi dir="ltr">{part.percent} %</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
