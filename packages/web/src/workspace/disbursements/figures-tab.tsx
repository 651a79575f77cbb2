import { type ReactNode, useState } from 'react';
import { Banknote } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useApi } from '../../lib/api/index.ts';
import { formatPercent } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Card, PageBody } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import { ExactMoney } from './exact-money.tsx';
import { FiguresTable } from './figures-table.tsx';
import { colorOf, MonthChart } from './month-chart.tsx';
import { type Measure, type Sums, sumsOf } from './sums.ts';
import type { Figures } from './words.ts';

const measures: readonly Measure[] = ['fee', 'paid', 'open'];
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export function FiguresTab({ start }: { start: ReactNode }) {
  const url = useUrlState();
  const monthIn = (key: string): string | undefined => {
    const month = url.text(key);
    return month !== undefined && MONTH.test(month) ? month : undefined;
  };
  const query = { from: monthIn('from'), to: monthIn('to') };
  const figures = useApi('disbursements.figures', { query }, { keepPrevious: true });
  const [wanted, setWanted] = useState<string>();
  const measure = url.oneOf('show', measures) ?? 'fee';
  if (figures.data === undefined)
    return figures.error === null ? (
      <PageBody>
        <Card flush>
          <SkeletonRows rows={10} what={t('disbursements.tab.figures')} />
        </Card>
      </PageBody>
    ) : (
      <ErrorState error={figures.error} onRetry={() => void figures.refetch()} />
    );
  const { rows, unmatched } = figures.data;
  const bounded = query.from !== undefined || query.to !== undefined;
  if (rows.length === 0 && !bounded)
    return <EmptyState icon={<Banknote size={18} aria-hidden />} title={t('disbursements.empty')} detail={t('disbursements.empty.detail')} action={start} />;
  const sums = sumsOf(rows);
  const currency = sums.find((sum) => sum.currency === wanted)?.currency ?? mostUsed(rows) ?? '';
  const marketplaces = [...new Set(rows.map((row) => row.marketplace))].toSorted();
  const month = (key: 'from' | 'to') => (
    <TextField
      label={t(`disbursements.${key}`)}
      type={'month' as 'text'}
      value={query[key] ?? ''}
      onChange={(value) => url.set({ [key]: value === '' ? undefined : value })}
      className="w-40"
    />
  );
  return (
    <PageBody className="flex flex-col gap-4 *:shrink-0">
      {unmatched > 0 && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-popover bg-warn-soft px-3 py-2 text-warn">
          {t('disbursements.unmatchedNote', { n: unmatched })}
          <Link to="/disbursements" search={{ tab: 'lines' }} className="link underline underline-offset-2">
            {t('disbursements.toUnmatched')}
          </Link>
        </p>
      )}
      <div className="flex flex-wrap items-end gap-3">
        {month('from')}
        {month('to')}
        {bounded && <Button onPress={() => url.set({ from: undefined, to: undefined })}>{t('disbursements.allMonths')}</Button>}
      </div>
      {rows.length === 0 ? (
        <EmptyState
          title={t('disbursements.empty.months')}
          action={<Button onPress={() => url.set({ from: undefined, to: undefined })}>{t('disbursements.allMonths')}</Button>}
        />
      ) : (
        <>
          <Tiles sums={sums} />
          <Card title={t('disbursements.chart')}>
            <div className="mb-3 flex flex-wrap gap-2">
              {sums.length > 1 && (
                <Select
                  label={t('disbursements.currency')}
                  hideLabel
                  value={currency}
                  onChange={setWanted}
                  options={sums.map((sum) => ({ id: sum.currency, label: sum.currency }))}
                  className="w-24"
                />
              )}
              <Select
                label={t('disbursements.measure')}
                hideLabel
                value={measure}
                onChange={(id) => url.set({ show: id === 'fee' ? undefined : id })}
                options={measures.map((id) => ({ id, label: t(`disbursements.measure.${id}`) }))}
                className="w-36"
              />
            </div>
            <ul aria-hidden className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-12 text-muted">
              {marketplaces.map((name, place) =>
                !rows.some((row) => row.marketplace === name && row.currency === currency) ? null : (
                  <li key={name} className="flex items-center gap-1.5">
                    <span className="size-2.5" style={{ background: colorOf(place) }} />
                    <bdi>{name}</bdi>
                  </li>
                ),
              )}
            </ul>
            <MonthChart rows={rows} marketplaces={marketplaces} currency={currency} measure={measure} />
          </Card>
          <FiguresTable rows={rows} sums={sums} />
        </>
      )}
    </PageBody>
  );
}

/** The chart begins with the currency in which most is billed. */
function mostUsed(rows: readonly Figures[]): string | undefined {
  return [...Map.groupBy(rows, (row) => row.currency)].toSorted(([, one], [, other]) => other.length - one.length)[0]?.[0];
}

function Tiles({ sums }: { sums: readonly Sums[] }) {
  const share = sums.length === 1 && sums[0] !== undefined && sums[0].invoicedMinor > 0 ? -sums[0].feeMinor / sums[0].invoicedMinor : null;
  const tiles = [
    { id: 'paid', key: 'paidMinor', label: t('disbursements.paid'), note: t('disbursements.tile.paid') },
    { id: 'open', key: 'openMinor', label: t('disbursements.open'), note: t('disbursements.tile.open') },
    {
      id: 'fee',
      key: 'feeMinor',
      label: t('disbursements.fee'),
      note: share === null ? t('disbursements.tile.feeNone') : t('disbursements.tile.fee', { share: formatPercent(share, 2) }),
    },
    { id: 'invoiced', key: 'invoicedMinor', label: t('disbursements.invoiced'), note: t('disbursements.tile.invoiced') },
  ] as const;
  return (
    <ul className="grid grid-cols-1 gap-3 md:grid-cols-2 lg:grid-cols-4">
      {tiles.map((tile) => (
        <li key={tile.id} className="flex flex-col gap-1 md:min-h-26 rounded-card border border-line bg-surface p-4">
          <h2 className="text-12 text-muted">{tile.label}</h2>
          <p className="flex flex-wrap gap-x-4 text-24 font-semibold">
            {sums.map((sum) => (
              <ExactMoney key={sum.currency} value={{ amountMinor: sum[tile.key], currency: sum.currency }} />
            ))}
          </p>
          <p className="text-12 text-muted">{tile.note}</p>
        </li>
      ))}
    </ul>
  );
}
