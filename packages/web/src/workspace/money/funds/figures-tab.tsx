import { Link } from '@tanstack/react-router';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { cx } from '../../../ui/cx.ts';
import { Card, PageBody } from '../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { Select } from '../../../ui/select.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { Narrowed, useNarrowed } from './list-filters.tsx';
import { type FigureKey, figureKeys, figureSums } from './sums.ts';
import { type FigureRow, today } from './words.ts';

const YEARS = 4;
const ALL = 'all';

/** What moved in which quarter, by partner. What left a place again counts against the quarter in which it left. */
export function FiguresTab() {
  const url = useUrlState();
  const narrowed = useNarrowed();
  const now = Number(today().slice(0, 4));
  const years = Array.from({ length: YEARS }, (_, index) => String(now + 1 - index));
  const year = url.oneOf('from', years);
  const query = useApi(
    'funds.figures',
    { query: { ...narrowed, ...(year === undefined ? {} : { from: `${year}-01-01`, to: `${Number(year) + 1}-01-01` }) } },
    { keepPrevious: true },
  );
  const rows = query.data?.items ?? [];
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <Select
          label={t('funds.year')}
          hideLabel
          options={[{ id: ALL, label: t('funds.year.all') }, ...years.map((id) => ({ id, label: id }))]}
          value={year ?? ALL}
          onChange={(id) => url.set({ from: id === ALL ? undefined : id })}
          className="w-36"
        />
        <Narrowed />
      </div>
      {query.isPending ? (
        <SkeletonRows rows={10} what={t('funds.tab.figures')} />
      ) : query.error !== null && rows.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState title={t('funds.figures.none')} detail={t('funds.figures.none.detail')} />
      ) : (
        <PageBody label={t('funds.tab.figures')}>
          <Table rows={rows} more={query.data?.more ?? false} />
        </PageBody>
      )}
    </>
  );
}

function Table({ rows, more }: { rows: readonly FigureRow[]; more: boolean }) {
  return (
    <Card title={t('funds.tab.figures')} note={more ? t('funds.figures.more', { n: rows.length }) : t('funds.figures.note')} flush>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard */}
      <section tabIndex={0} aria-label={t('funds.tab.figures')} className="relative overflow-x-auto">
        <table className="w-full min-w-200 border-collapse">
          <thead className="text-12 text-muted">
            <tr>
              <th scope="col" className="px-4 py-2 text-start font-medium">
                {t('funds.quarter')}
              </th>
              <th scope="col" className="px-3 py-2 text-start font-medium">
                {t('work.partner')}
              </th>
              {figureKeys.map((key) => (
                <th key={key} scope="col" className="px-3 py-2 text-end font-medium whitespace-nowrap last:pe-4">
                  {t(`funds.figure.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.quarter}${row.partnerId}${row.currency}`} className="border-t border-line hover:bg-hover">
                <th scope="row" className="px-4 py-1.5 text-start font-normal whitespace-nowrap">
                  <bdi>{row.quarter}</bdi>
                </th>
                <td className="px-3 py-1.5 whitespace-nowrap">
                  <PartnerRequests row={row} />
                </td>
                {figureKeys.map((key) => (
                  <Cell key={key} row={row} of={key} />
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            {figureSums(rows).map((sum, index) => (
              <tr key={sum.currency} className={cx('border-t font-medium', index === 0 ? 'border-line-strong' : 'border-line')}>
                <th scope="row" colSpan={2} className="px-4 py-2 text-start font-medium">
                  {t('funds.totalIn', { currency: sum.currency })}
                </th>
                {figureKeys.map((key) => (
                  <td key={key} className="px-3 py-2 text-end last:pe-4">
                    <ExactMoney value={{ amountMinor: sum[key], currency: sum.currency }} />
                  </td>
                ))}
              </tr>
            ))}
          </tfoot>
        </table>
      </section>
    </Card>
  );
}

/** The requests or claims that a row comes from: of its partner, and of the budget that is looked at. */
function useComesFrom(): (tab: 'requests' | 'claims', row: FigureRow) => Record<string, string> {
  const { budgetId } = useNarrowed();
  return (tab, { partnerId }) => ({ tab, state: 'all', partner: partnerId, ...(budgetId === undefined ? {} : { budget: budgetId }) });
}

function PartnerRequests({ row }: { row: FigureRow }) {
  const comesFrom = useComesFrom();
  return (
    <Link to="/money/funds" search={comesFrom('requests', row)} className="link">
      <bdi>{row.partnerName}</bdi>
    </Link>
  );
}

const claimed: readonly FigureKey[] = ['claimedMinor', 'approvedMinor', 'paidMinor'];

/** Each figure leads to the claims or requests of the partner that it comes from. */
function Cell({ row, of }: { row: FigureRow; of: FigureKey }) {
  const comesFrom = useComesFrom();
  const money = <ExactMoney value={{ amountMinor: row[of], currency: row.currency }} />;
  return (
    <td className={cx('px-3 py-1.5 text-end last:pe-4', row[of] === 0 && 'text-muted')}>
      {row[of] === 0 ? (
        money
      ) : (
        <Link to="/money/funds" search={comesFrom(claimed.includes(of) ? 'claims' : 'requests', row)} className="hover:underline">
          {money}
        </Link>
      )}
    </td>
  );
}
