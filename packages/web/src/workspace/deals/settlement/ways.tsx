import { Fragment, type ReactNode } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { cx } from '../../../ui/cx.ts';
import { Card } from '../../../ui/page.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { wayName } from '../room/money/words.ts';
import { bestOf } from './best.ts';
import { type Row, rowsOf, type Way } from './rows.tsx';
import { WayHead } from './way-head.tsx';

type WaysProps = { ways: readonly Way[]; acts: (way: Way) => ReactNode };
const placesOf = (row: Row, ways: readonly Way[]): ReadonlySet<number> => {
  const { best, value } = row;
  return best === undefined || value === undefined ? new Set() : bestOf(ways.map(value), best);
};
/** In words: colour alone would tell it only to some. */
const mark = (row: Row, isBest: boolean): ReactNode =>
  isBest && row.best !== undefined ? (
    <span className="mt-0.5 block">
      <Badge tone="ok">{t(`settlement.best.${row.best}`)}</Badge>
    </span>
  ) : null;

/** The ways as columns of one table. */
export function WaysTable({ ways, acts }: WaysProps) {
  const rows = rowsOf(ways);
  const first = 'sticky start-0 z-10 w-48 min-w-48 border-e border-line bg-surface px-4 text-start';
  return (
    <Card flush>
      <ScrollArea label={t('settlement.ways')} className="overflow-x-auto">
        <table className="w-full border-separate border-spacing-0">
          <caption className="sr-only">{t('settlement.ways')}</caption>
          <thead>
            <tr className="align-top">
              <th scope="col" className={cx(first, 'border-b')}>
                <span className="sr-only">{t('settlement.compared')}</span>
              </th>
              {ways.map((way) => (
                <th key={way.fingerprint} scope="col" className={cx('min-w-52 border-b border-line px-4 py-3 text-end', way.chosen && 'bg-accent-soft')}>
                  <WayHead way={way} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const best = placesOf(row, ways);
              return (
                <Fragment key={row.id}>
                  {row.group !== undefined && (
                    <tr>
                      <th
                        scope="colgroup"
                        colSpan={ways.length + 1}
                        className="border-b border-line bg-desk px-4 py-1 text-start text-12 font-medium text-muted"
                      >
                        <span className="sticky start-4">{row.group}</span>
                      </th>
                    </tr>
                  )}
                  <tr className="align-top">
                    <th scope="row" className={cx(first, 'border-b py-2', row.strong ? 'font-semibold' : 'font-normal')}>
                      <RowLabel row={row} />
                    </th>
                    {ways.map((way, place) => (
                      <td
                        key={way.fingerprint}
                        className={cx('border-b border-line px-4 py-2', row.isText ? 'text-start' : 'text-end', row.strong && 'font-semibold')}
                      >
                        {row.show(way)}
                        {mark(row, best.has(place))}
                      </td>
                    ))}
                  </tr>
                </Fragment>
              );
            })}
            <tr>
              <th scope="row" className={cx(first, 'py-3 font-normal')}>
                {t('settlement.acts')}
              </th>
              {ways.map((way) => (
                <td key={way.fingerprint} className="px-4 py-3 [&>div]:justify-end">
                  {acts(way)}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </ScrollArea>
    </Card>
  );
}

/** The same on a phone: a card for each way. */
export function WayCards({ ways, acts }: WaysProps) {
  const rows = rowsOf(ways).map((row) => ({ row, best: placesOf(row, ways) }));
  const sections: { group: string; own: typeof rows }[] = [];
  for (const each of rows) {
    const last = sections.at(-1);
    if (last === undefined || each.row.group !== undefined) sections.push({ group: each.row.group ?? '', own: [each] });
    else last.own.push(each);
  }
  return (
    <ul className="flex flex-col gap-4" aria-label={t('settlement.ways')}>
      {ways.map((way, place) => (
        <li key={way.fingerprint} className="rounded-card border border-line bg-surface">
          <h2 className={cx('rounded-t-card border-b border-line px-4 py-3 text-13', way.chosen && 'bg-accent-soft')}>
            <WayHead way={way} />
          </h2>
          {sections.map(({ group, own }) => (
            <section key={group} aria-label={group === '' ? wayName(way) : group} className="px-4 py-2">
              {group !== '' && <p className="pb-1 text-12 font-medium text-muted">{group}</p>}
              <dl>
                {own.map(({ row, best }) => (
                  <div key={row.id} className={cx('flex gap-4 border-t border-line py-1.5', row.isText ? 'flex-col gap-0.5' : 'items-start justify-between')}>
                    <dt className={cx('min-w-0', row.strong && 'font-semibold', row.isText && 'text-12 text-muted')}>
                      <RowLabel row={row} />
                    </dt>
                    <dd className={cx(!row.isText && 'max-w-[60%] text-end', row.strong && 'font-semibold')}>
                      {row.show(way)}
                      {mark(row, best.has(place))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
          <div className="border-t border-line p-4">{acts(way)}</div>
        </li>
      ))}
    </ul>
  );
}

function RowLabel({ row }: { row: Row }) {
  return (
    <span className="flex items-start gap-2">
      {row.glyph !== undefined && <span className="mt-0.5">{row.glyph}</span>}
      <bdi>{row.label}</bdi>
    </span>
  );
}
