import { Lock } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { ValueText } from '../../connections/value-text.tsx';
import type { Plan } from './plan.ts';

/** What would go out, and what stays back and why. */
export function PlanWrites({ plan, currency }: { plan: Plan; currency: string }) {
  const described = (outsideField: string) => {
    const field = plan.fields.find((one) => one.field === outsideField);
    return { type: field?.type === 'money' ? ('money' as const) : ('text' as const), choices: field?.choices ?? [] };
  };
  return (
    <>
      {plan.writes.length > 0 && (
        <details>
          <summary className="min-h-6 w-fit cursor-pointer text-12 text-muted">{t('cosell.plan.writes', { n: plan.writes.length })}</summary>
          <div className="mt-1 overflow-x-auto rounded-popover border border-line">
            <table className="w-full text-12">
              <thead className="border-b border-line bg-desk text-muted">
                <tr>
                  {(['field', 'from', 'to'] as const).map((column) => (
                    <th key={column} scope="col" className="px-3 py-1 text-start font-medium">
                      {t(`cosell.plan.col.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {plan.writes.map((write) => (
                  <tr key={write.outsideField} className="border-b border-line align-top last:border-b-0">
                    <th scope="row" className="px-3 py-1.5 text-start font-normal">
                      <bdi className="font-medium">{write.label}</bdi>
                    </th>
                    <td className="px-3 py-1.5">
                      <ValueText value={write.from} type={described(write.field).type} currency={currency} />
                    </td>
                    <td className="px-3 py-1.5">
                      <ValueText value={write.to} type={described(write.field).type} currency={currency} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
      {plan.locked.length > 0 && (
        <details>
          <summary className="min-h-6 w-fit cursor-pointer text-12 text-muted">{t('cosell.plan.locked', { n: plan.locked.length })}</summary>
          <ul className="mt-1 flex flex-col gap-1.5">
            {plan.locked.map((one) => (
              <li key={`${one.field}${one.label}`} className="flex items-start gap-2 text-12">
                <Lock size={12} className="mt-0.5 shrink-0 text-muted" aria-hidden />
                <span>
                  <bdi className="font-medium">{one.label}</bdi> <span className="text-muted">{t(`cosell.plan.why.${one.why}`)}</span> <bdi>{one.sentence}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
