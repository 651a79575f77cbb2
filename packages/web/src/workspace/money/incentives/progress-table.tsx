import { t } from '../../../lib/i18n/i18n.ts';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { figure, spanText } from './progress-words.ts';
import type { Progress } from './words.ts';

/** The same as the bars, in figures. */
export function ProgressTable({ items, onOpen }: { items: readonly Progress[]; onOpen: (item: Progress) => void }) {
  const head = [
    'work.partner',
    'incentives.programme',
    'incentives.period',
    'incentives.target',
    'incentives.achieved',
    'incentives.projected',
    'incentives.missing',
    'incentives.earned',
    'incentives.projectedEarned',
    'incentives.accrued',
    'incentives.settled',
  ] as const;
  return (
    <ScrollArea label={t('incentives.tab.progress')} className="relative min-h-0 flex-1 overflow-auto bg-surface">
      <table className="w-full text-13">
        <caption className="sr-only">{t('incentives.tab.progress')}</caption>
        <thead className="sticky top-0 bg-surface text-12 text-muted">
          <tr className="border-b border-line">
            {head.map((id, index) => (
              <th
                key={id}
                scope="col"
                className={index < 3 ? 'px-3 py-2 text-start font-medium whitespace-nowrap' : 'px-3 py-2 text-end font-medium whitespace-nowrap'}
              >
                {t(id)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.periodId ?? `${item.ruleId}/${item.partnerId}`} className="border-b border-line hover:bg-hover">
              <th scope="row" className="px-3 py-2 text-start font-medium">
                {item.periodId === null ? (
                  <bdi>{item.partnerName}</bdi>
                ) : (
                  <button type="button" className="link text-start" onClick={() => onOpen(item)}>
                    <bdi>{item.partnerName}</bdi>
                  </button>
                )}
              </th>
              <td className="px-3 py-2">
                <bdi>{item.ruleName}</bdi>
              </td>
              <td className="px-3 py-2 whitespace-nowrap">
                <bdi>{spanText(item)}</bdi>
              </td>
              {[item.target, item.achieved, item.projected, item.nextBand?.missing ?? null].map((text, index) => (
                <td key={index} className="num px-3 py-2 text-end whitespace-nowrap">
                  <bdi dir="ltr">{figure(item, text)}</bdi>
                </td>
              ))}
              {[item.earnedMinor, item.projectedMinor, item.accruedMinor, item.settledMinor].map((amountMinor, index) => (
                <td key={index} className="px-3 py-2 text-end">
                  <ExactMoney value={{ amountMinor, currency: item.currency }} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
