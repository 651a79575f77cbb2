import { Link } from '@tanstack/react-router';
import { useApi } from '../../lib/api/index.ts';
import { formatPercent, formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText, Money, Num } from '../../lib/i18n/values.tsx';
import { Card } from '../../ui/page.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Nothing } from '../partners/kit/record-page.tsx';
import { stateName } from './words.ts';

const figure = 'rounded-card border border-line bg-surface p-4';

/** How soon leads are answered, where they stand and what they came to, by where they came from. */
export function LeadFigures() {
  const summary = useApi('leads.summary');
  if (summary.error !== null && summary.data === undefined) return <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />;
  if (summary.data === undefined) return <SkeletonRows rows={8} what={t('leads.tab.figures')} />;
  const { byState, late, medianAnswerHours, bySource, asOf } = summary.data;
  const most = Math.max(1, ...byState.map((entry) => entry.count));
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid gap-4 md:grid-cols-3">
        <div className={figure}>
          <dt className="text-12 text-muted">{t('leads.figure.answer')}</dt>
          <dd className="num text-24 font-semibold">
            <bdi>{medianAnswerHours === null ? '–' : t('overview.hours', { n: Math.round(medianAnswerHours * 10) / 10 })}</bdi>
          </dd>
        </div>
        <div className={figure}>
          <dt className="text-12 text-muted">{t('leads.figure.late')}</dt>
          <dd className="text-24 font-semibold">
            <Link to="/leads" search={{ late: true }} className={late > 0 ? 'text-bad hover:underline' : ''}>
              <Num value={late} />
            </Link>
          </dd>
        </div>
        <div className={figure}>
          <dt className="text-12 text-muted">{t('leads.figure.all')}</dt>
          <dd className="text-24 font-semibold">
            <Num value={byState.reduce((sum, entry) => sum + entry.count, 0)} />
          </dd>
        </div>
      </dl>
      <Card
        title={t('leads.figure.byState')}
        note={
          <>
            {t('leads.figure.asOf')} <InstantText at={asOf} />
          </>
        }
      >
        <ul className="flex flex-col gap-2">
          {byState.map((entry) => (
            <li key={entry.state} className="grid grid-cols-[8rem_1fr_3rem] items-center gap-3">
              <Link to="/leads" search={{ state: entry.state }} className="link truncate">
                {stateName(entry.state)}
              </Link>
              <span aria-hidden className="h-2 overflow-hidden rounded-full bg-hover">
                <span className="block h-full bg-accent" style={{ width: `${(entry.count / most) * 100}%` }} />
              </span>
              <span className="text-end font-medium">
                <Num value={entry.count} />
              </span>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t('leads.figure.bySource')} flush>
        {bySource.length === 0 ? (
          <Nothing>{t('leads.figure.noSource')}</Nothing>
        ) : (
          <ScrollArea label={t('leads.figure.bySource')} className="overflow-x-auto">
            <table className="w-full min-w-120 text-start">
              <thead>
                <tr className="border-b border-line text-12 text-muted">
                  <th scope="col" className="px-4 py-2 text-start font-medium">
                    {t('leads.source')}
                  </th>
                  <th scope="col" className="px-4 py-2 text-end font-medium">
                    {t('leads.title')}
                  </th>
                  <th scope="col" className="px-4 py-2 text-end font-medium">
                    {t('leads.figure.converted')}
                  </th>
                  <th scope="col" className="px-4 py-2 text-end font-medium">
                    {t('leads.figure.won')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {bySource.map((entry) => (
                  <tr key={entry.source} className="border-b border-line last:border-b-0">
                    <th scope="row" className="px-4 py-2 text-start font-medium">
                      <bdi>{entry.source}</bdi>
                    </th>
                    <td className="px-4 py-2 text-end">
                      <Num value={entry.leads} />
                    </td>
                    <td className="num px-4 py-2 text-end">
                      <bdi>
                        {t('leads.figure.part', {
                          n: formatNumber(entry.converted),
                          share: formatPercent(entry.leads === 0 ? 0 : entry.converted / entry.leads),
                        })}
                      </bdi>
                    </td>
                    <td className="px-4 py-2 text-end">
                      {entry.won.length === 0 ? (
                        '–'
                      ) : (
                        <span className="flex flex-col items-end">
                          {entry.won.map((money) => (
                            <Money key={money.currency} value={money} />
                          ))}
                        </span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollArea>
        )}
      </Card>
    </div>
  );
}
