import { t } from '../../../lib/i18n/i18n.ts';
import { Card } from '../../../ui/page.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { crossOf } from './table.ts';
import { type Part, partyKey, partyName } from './words.ts';

const ways = ['line', 'step'] as const;

/** Lines (or steps) by parties. It sums along each row, down each column, and both to the receipt. */
export function PartsTable({ parts, currency }: { parts: readonly Part[]; currency: string }) {
  const url = useUrlState();
  const by = url.oneOf('by', ways) ?? 'line';
  const { parties, rows, totals, totalMinor } = crossOf(parts, by);
  const nameOf = (key: string): string => {
    const part = parts.find((one) => partyKey(one) === key);
    return part === undefined ? key : partyName(part);
  };
  const cell = (amountMinor: number | undefined) =>
    amountMinor === undefined ? <span className="text-muted">–</span> : <ExactMoney value={{ amountMinor, currency }} />;
  return (
    <Card
      title={t('splits.parts')}
      flush
      actions={
        <Tabs
          label={t('splits.parts')}
          value={by}
          onChange={(id) => url.set({ by: id === 'line' ? undefined : id })}
          items={ways.map((id) => ({ id, label: t(`splits.parts.${id}`) }))}
        />
      }
    >
      <ScrollArea label={t('splits.parts')} className="overflow-x-auto">
        <table className="w-full text-13">
          <caption className="sr-only">{t('splits.parts')}</caption>
          <thead className="text-12 text-muted">
            <tr className="border-b border-line">
              <th scope="col" className="py-1.5 ps-4 pe-3 text-start font-normal">
                {t(`splits.parts.${by}`)}
              </th>
              {parties.map((party) => (
                <th key={party} scope="col" className="px-3 py-1.5 text-end font-normal">
                  <bdi>{nameOf(party)}</bdi>
                </th>
              ))}
              <th scope="col" className="py-1.5 ps-3 pe-4 text-end font-medium text-text">
                {t('rules.sum')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} className="border-b border-line">
                <th scope="row" className="min-w-40 py-1.5 ps-4 pe-3 text-start font-normal">
                  <bdi>{row.name}</bdi>
                </th>
                {parties.map((party) => (
                  <td key={party} className="px-3 py-1.5 text-end">
                    {cell(row.cells.get(party))}
                  </td>
                ))}
                <td className="py-1.5 ps-3 pe-4 text-end font-medium">{cell(row.totalMinor)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="font-semibold">
              <th scope="row" className="py-1.5 ps-4 pe-3 text-start font-semibold">
                {t('rules.sum')}
              </th>
              {parties.map((party) => (
                <td key={party} className="px-3 py-1.5 text-end">
                  {cell(totals.get(party))}
                </td>
              ))}
              <td className="py-1.5 ps-3 pe-4 text-end">{cell(totalMinor)}</td>
            </tr>
          </tfoot>
        </table>
      </ScrollArea>
    </Card>
  );
}
