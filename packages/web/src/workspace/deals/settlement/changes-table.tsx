import { t } from '../../../lib/i18n/i18n.ts';
import type { Result } from '../../../lib/api/index.ts';
import { cx } from '../../../ui/cx.ts';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { ExactMoney, formatExact } from '../../disbursements/exact-money.tsx';
import type { Step } from '../room/money/bars.ts';
import { stepName } from '../room/money/words.ts';

export type Change = Result<'settlement.difference'>['steps'][number];
type Currencies = { from: string; to: string };
const steps: readonly string[] = ['list', 'tier_margin', 'discount', 'buyer_price', 'fee', 'margin', 'split', 'incentive', 'net'] satisfies Step['key'][];
const isStep = (key: string): key is Step['key'] => steps.includes(key);
const nameOf = ({ key, label }: Change): string => (isStep(key) ? stepName(key) : key.startsWith('us:') ? t('settlement.us') : label);

/** Line by line: what it was, what it is, and what lies between, where both are in one currency. */
export function ChangesTable({
  title,
  changes,
  currency,
  from,
  to,
  of,
}: {
  title: string;
  changes: readonly Change[];
  currency: Currencies;
  from: string;
  to: string;
  /** What each line is of. */
  of: string;
}) {
  const head = 'border-b border-line py-1.5 text-12 font-normal text-muted';
  return (
    <section aria-label={title}>
      <h3 className="text-13 font-semibold">{title}</h3>
      <ScrollArea label={title} className="overflow-x-auto">
        <table className="w-full border-collapse">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              <th scope="col" className={cx(head, 'text-start')}>
                {of}
              </th>
              <th scope="col" className={cx(head, 'ps-3 text-end')}>
                {from}
              </th>
              <th scope="col" className={cx(head, 'ps-3 text-end')}>
                {to}
              </th>
              <th scope="col" className={cx(head, 'ps-3 text-end')}>
                {t('settlement.difference')}
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.key} className={cx('border-b border-line last:border-b-0', change.key === 'net' && 'font-semibold')}>
                <th scope="row" className="py-1 text-start font-normal">
                  <bdi className={change.key === 'net' ? 'font-semibold' : undefined}>{nameOf(change)}</bdi>
                </th>
                <Cell amountMinor={change.fromMinor} currency={currency.from} />
                <Cell amountMinor={change.toMinor} currency={currency.to} />
                <td className="py-1 ps-3 text-end">
                  {change.differenceMinor === null ? (
                    <span className="text-faint">–</span>
                  ) : change.differenceMinor === 0 ? (
                    <span className="text-muted">{t('settlement.same')}</span>
                  ) : (
                    <bdi dir="ltr" className="num whitespace-nowrap">
                      {change.differenceMinor > 0 ? '+' : ''}
                      {formatExact(change.differenceMinor, currency.to)}
                    </bdi>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}

function Cell({ amountMinor, currency }: { amountMinor: number | null; currency: string }) {
  return (
    <td className="py-1 ps-3 text-end">{amountMinor === null ? <span className="text-faint">–</span> : <ExactMoney value={{ amountMinor, currency }} />}</td>
  );
}
