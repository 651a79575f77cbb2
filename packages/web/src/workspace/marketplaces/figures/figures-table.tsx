import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { formatPercent } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Money, Num } from '../../../lib/i18n/values.tsx';
import { Card } from '../../../ui/page.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import type { Figure } from './figures-chart.tsx';
import type { Grouping } from './figures-tab.tsx';

const HOURS_A_DAY = 24;
/** Whole days from two days on; before that hours. */
function waitWords(hours: number): string {
  return hours >= 2 * HOURS_A_DAY ? t('figures.days', { n: Math.round(hours / HOURS_A_DAY) }) : t('figures.hours', { n: Math.round(hours) });
}

function growthWords(basisPoints: number): string {
  const share = formatPercent(basisPoints / 10_000);
  return basisPoints > 0 ? `+${share}` : share;
}

/** The rows behind a group: its agreements, its listings, or its partner. */
function rowsBehind(by: Grouping, item: Figure): ReactNode {
  const name = <bdi>{item.label}</bdi>;
  if (by === 'partner')
    return (
      <Link to="/partners/$partnerId" params={{ partnerId: item.key }} className="link">
        {name}
      </Link>
    );
  return (
    <Link
      to="/marketplaces"
      search={by === 'marketplace' ? { tab: 'agreements', marketplaceId: item.key } : { tab: 'listings', productId: item.key }}
      className="link"
    >
      {name}
    </Link>
  );
}

export function FiguresTable({ items, by }: { items: readonly Figure[]; by: Grouping }) {
  const money = (amountMinor: number, currency: string) => <Money value={{ amountMinor, currency }} />;
  const head = 'px-4 py-2 text-end font-medium';
  const cell = 'num px-4 py-2 text-end';
  return (
    <Card title={t('figures.table')} note={t('figures.table.note')} flush>
      <ScrollArea label={t('figures.table')} className="overflow-x-auto">
        <table className="w-full min-w-200">
          <thead>
            <tr className="border-b border-line text-12 text-muted">
              <th scope="col" className="px-4 py-2 text-start font-medium">
                {t(`figures.by.${by}`)}
              </th>
              <th scope="col" className={head}>
                {t('figures.orders')}
              </th>
              <th scope="col" className={head}>
                {t('figures.volume')}
              </th>
              <th scope="col" className={head}>
                {t('figures.growth')}
              </th>
              <th scope="col" className={head}>
                {t('figures.average')}
              </th>
              <th scope="col" className={head}>
                {t('figures.accept')}
              </th>
              <th scope="col" className={head}>
                {t('figures.renewal')}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={`${item.key} ${item.currency}`} className="border-b border-line last:border-b-0">
                <th scope="row" className="px-4 py-2 text-start font-medium">
                  {rowsBehind(by, item)}
                </th>
                <td className={cell}>
                  <Num value={item.orders} />
                </td>
                <td className={cell}>{money(item.volumeMinor, item.currency)}</td>
                <td className={cell}>{item.growthBp === null ? '–' : <bdi>{growthWords(item.growthBp)}</bdi>}</td>
                <td className={cell}>{item.orders === 0 ? '–' : money(item.averageMinor, item.currency)}</td>
                <td className={cell}>{item.hoursToAccept === null ? '–' : <bdi>{waitWords(item.hoursToAccept)}</bdi>}</td>
                <td className={cell}>
                  {item.renewalBp === null ? (
                    '–'
                  ) : (
                    <bdi>{t('figures.renewedOf', { share: formatPercent(item.renewalBp / 10_000), renewed: item.renewed, ended: item.ended })}</bdi>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </Card>
  );
}
