import { useState } from 'react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { Select } from '../../../ui/select.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import type { Quote } from './words.ts';

const tones: Record<'added' | 'removed' | 'changed' | 'same', Tone> = { added: 'ok', removed: 'bad', changed: 'warn', same: 'neutral' };
const rows = ['list', 'discount', 'net', 'margin', 'ours'] as const;
const cell = '[&>*]:px-2 [&>*]:py-1.5';

/** Two versions line by line, and what the difference comes to. */
export function CompareDialog({ quote, onClose }: { quote: Quote; onClose: () => void }) {
  const numbers = quote.versions.map(({ number }) => number).toSorted((one, other) => one - other);
  const [from, setFrom] = useState(numbers.at(-2) ?? 1);
  const [to, setTo] = useState(numbers.at(-1) ?? 1);
  const compared = useApi('quotes.compare', { params: { id: quote.id }, query: { from, to } }, { enabled: from !== to, keepPrevious: true });
  const options = numbers.map((number) => ({ id: String(number), label: t('pricing.version', { n: number }) }));
  const data = from === to ? undefined : compared.data;
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: data?.currency ?? quote.currency }} />;
  const moved = (amountMinor: number) =>
    amountMinor === 0 ? <span className="text-muted">{money(0)}</span> : <span className="font-medium">{money(amountMinor)}</span>;
  return (
    <Dialog title={t('quotes.compare')} isOpen onClose={onClose} size="wide" footer={<Button onPress={onClose}>{t('ui.close')}</Button>}>
      <div className="grid grid-cols-2 gap-3">
        <Select label={t('quotes.compare.from')} options={options} value={String(from)} onChange={(id) => setFrom(Number(id))} />
        <Select label={t('quotes.compare.to')} options={options} value={String(to)} onChange={(id) => setTo(Number(id))} />
      </div>
      {from === to ? (
        <p className="mt-4 text-muted">{t('quotes.compare.two')}</p>
      ) : compared.error !== null ? (
        <ErrorState compact error={compared.error} onRetry={() => void compared.refetch()} />
      ) : data === undefined ? (
        <SkeletonRows rows={6} what={t('quotes.compare')} />
      ) : (
        <ScrollArea label={t('quotes.compare')} className="mt-4 overflow-x-auto">
          <table className="w-full">
            <thead className="text-12 text-muted">
              <tr className={`border-b border-line ${cell} [&>th]:font-medium`}>
                <th scope="col" className="text-start">
                  {t('quotes.amount')}
                </th>
                <th scope="col" className="text-end">
                  {t('pricing.version', { n: data.from })}
                </th>
                <th scope="col" className="text-end">
                  {t('pricing.version', { n: data.to })}
                </th>
                <th scope="col" className="text-end">
                  {t('quotes.difference')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row} className={`border-b border-line ${cell}`}>
                  <th scope="row" className="text-start font-normal">
                    {t(`quotes.${row}`)}
                  </th>
                  <td className="text-end">{money(data[row].from)}</td>
                  <td className="text-end">{money(data[row].to)}</td>
                  <td className="text-end">{moved(data[row].differenceMinor)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <table className="mt-4 w-full">
            <caption className="py-1 text-start font-semibold">{t('quotes.lines')}</caption>
            <thead className="text-12 text-muted">
              <tr className={`border-b border-line ${cell} [&>th]:font-medium`}>
                <th scope="col" className="text-start">
                  {t('pricing.product')}
                </th>
                <th scope="col" className="text-start">
                  {t('quotes.change')}
                </th>
                <th scope="col" className="text-end">
                  {t('pricing.quantity')}
                </th>
                <th scope="col" className="text-end">
                  {t('quotes.net')}
                </th>
                <th scope="col" className="text-end">
                  {t('quotes.difference')}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.lines.map((line, index) => (
                <tr key={index} className={`border-b border-line ${cell}`}>
                  <th scope="row" className="text-start font-normal">
                    <bdi>{line.productName}</bdi>
                    {line.bundleName !== null && <bdi className="block text-12 text-muted">{line.bundleName}</bdi>}
                  </th>
                  <td>
                    <Badge tone={tones[line.change]}>{t(`quotes.change.${line.change}`)}</Badge>
                  </td>
                  <td className="text-end">
                    <bdi dir="ltr" className="num whitespace-nowrap">
                      {line.quantityFrom === line.quantityTo ? line.quantityTo : `${line.quantityFrom ?? '–'} → ${line.quantityTo ?? '–'}`}
                    </bdi>
                  </td>
                  <td className="text-end">{money(line.netToMinor)}</td>
                  <td className="text-end">{moved(line.differenceMinor)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
    </Dialog>
  );
}
