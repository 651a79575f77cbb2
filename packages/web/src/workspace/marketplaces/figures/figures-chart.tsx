import type { Result } from '../../../lib/api/index.ts';
import { formatMoney } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Money } from '../../../lib/i18n/values.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';

export type Figure = Result<'marketplaces.figures'>['items'][number];

/** Bars of one currency are drawn to one scale; amounts of two currencies are never compared by length. */
export function FiguresChart({ items, asTable }: { items: readonly Figure[]; asTable: boolean }) {
  const currencies = [...new Set(items.map((item) => item.currency))];
  if (asTable) return <Twin items={items} />;
  return (
    <div className="flex flex-col gap-5">
      <p aria-hidden className="flex gap-4 text-12 text-muted">
        <span className="flex items-center gap-1.5">
          <span className="size-2.5 bg-accent" />
          {t('figures.now')}
        </span>
        <span className="flex items-center gap-1.5">
          <span className="size-2.5 bg-role-none" />
          {t('figures.before')}
        </span>
      </p>
      {currencies.map((currency) => {
        const rows = items.filter((item) => item.currency === currency);
        const most = Math.max(1, ...rows.flatMap((row) => [row.volumeMinor, row.previousVolumeMinor]));
        return (
          <ul key={currency} aria-label={t('figures.volumeIn', { currency })} className="flex flex-col gap-3">
            {rows.map((row) => (
              <li key={row.key} className="grid grid-cols-[8rem_1fr_7rem] items-center gap-3 max-md:grid-cols-[6rem_1fr_5.5rem]">
                <bdi className="truncate">{row.label}</bdi>
                <span aria-hidden className="flex flex-col gap-0.5">
                  <span className="h-2.5 bg-accent" style={{ width: `${(Math.max(0, row.volumeMinor) / most) * 100}%` }} />
                  <span className="h-1.5 bg-role-none" style={{ width: `${(Math.max(0, row.previousVolumeMinor) / most) * 100}%` }} />
                </span>
                <span className="text-end font-medium">
                  <Money value={{ amountMinor: row.volumeMinor, currency }} look="compact" />
                  <span className="sr-only"> {t('figures.beforeWas', { amount: formatMoney({ amountMinor: row.previousVolumeMinor, currency }) })}</span>
                </span>
              </li>
            ))}
          </ul>
        );
      })}
    </div>
  );
}

function Twin({ items }: { items: readonly Figure[] }) {
  return (
    <ScrollArea label={t('figures.volume')} className="overflow-x-auto">
      <table className="w-full text-start">
        <thead className="text-12 text-muted">
          <tr>
            <th scope="col" className="py-1 text-start font-medium">
              {t('figures.name')}
            </th>
            <th scope="col" className="py-1 text-end font-medium">
              {t('figures.now')}
            </th>
            <th scope="col" className="py-1 text-end font-medium">
              {t('figures.before')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={`${item.key} ${item.currency}`} className="border-t border-line [&>*]:py-1.5">
              <th scope="row" className="text-start font-normal">
                <bdi>{item.label}</bdi>
              </th>
              <td className="text-end">
                <Money value={{ amountMinor: item.volumeMinor, currency: item.currency }} />
              </td>
              <td className="text-end">
                <Money value={{ amountMinor: item.previousVolumeMinor, currency: item.currency }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
