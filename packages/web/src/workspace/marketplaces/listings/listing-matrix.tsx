import type { ReactNode } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { useMarketplaces } from '../use-marketplaces.ts';
import { type Listing, listingTones } from '../words.ts';
import { DriftMark } from './drift-mark.tsx';

type List = { rows: readonly Listing[]; isLoading: boolean; error: unknown; refetch: () => void };

/** Each product against each marketplace: where it is sold, how it stands there, and where something drifted. */
export function ListingMatrix({ list, empty, onOpen }: { list: List; empty: ReactNode; onOpen: (id: string) => void }) {
  const marketplaces = useMarketplaces();
  if (list.error !== null && list.rows.length === 0) return <ErrorState error={list.error} onRetry={list.refetch} />;
  if (list.isLoading) return <SkeletonRows rows={8} what={t('marketplaces.tab.listings')} />;
  if (list.rows.length === 0) return <>{empty}</>;
  const products = [...new Map(list.rows.map((row) => [row.productId, row.productName]))].toSorted((a, b) => a[1].localeCompare(b[1]));
  const columns = (marketplaces.data?.items ?? []).filter((entry) => entry.retiredAt === null || list.rows.some((row) => row.marketplaceId === entry.id));
  return (
    <ScrollArea label={t('listings.look.matrix')} className="min-h-0 flex-1 overflow-auto bg-surface">
      <table className="min-w-full">
        <caption className="sr-only">{t('listings.matrix')}</caption>
        <thead className="text-12 text-muted">
          <tr className="border-b border-line">
            <th scope="col" className="sticky start-0 bg-surface px-4 py-2 text-start font-medium">
              {t('listings.product')}
            </th>
            {columns.map((column) => (
              <th key={column.id} scope="col" className="min-w-36 px-4 py-2 text-start font-medium">
                <bdi>{column.name}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {products.map(([id, name]) => (
            <tr key={id} className="border-b border-line">
              <th scope="row" className="sticky start-0 bg-surface px-4 py-2.5 text-start font-medium">
                <bdi>{name}</bdi>
              </th>
              {columns.map((column) => (
                <td key={column.id} className="px-4 py-2.5 align-top">
                  <Cell rows={list.rows.filter((row) => row.productId === id && row.marketplaceId === column.id)} onOpen={onOpen} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function Cell({ rows, onOpen }: { rows: readonly Listing[]; onOpen: (id: string) => void }) {
  if (rows.length === 0) return <span className="text-muted">{t('listings.notListed')}</span>;
  return (
    <span className="flex flex-col items-start gap-1.5">
      {rows.map((row) => (
        <span key={row.id} className="flex flex-wrap items-center gap-1.5">
          <button type="button" className="link text-start" onClick={() => onOpen(row.id)}>
            <bdi>{row.name}</bdi>
          </button>
          <Badge tone={listingTones[row.status]}>{t(`listings.status.${row.status}`)}</Badge>
          <DriftMark listing={row} />
        </span>
      ))}
    </span>
  );
}
