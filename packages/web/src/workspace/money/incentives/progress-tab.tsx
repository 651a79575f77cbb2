import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, PageBody } from '../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { ListFilters } from '../rules/list-filters.tsx';
import { MeasureBar } from './measure-bar.tsx';
import { PeriodSheet } from './period-sheet.tsx';
import { ProgressTable } from './progress-table.tsx';
import { figure, spanText } from './progress-words.ts';
import type { Progress } from './words.ts';

const states = ['open', 'closed'] as const;
const looks = ['bars', 'table'] as const;
/** How far partners are: what counts, where it leads at today's pace, and what is missing to the next band. */
export function ProgressTab() {
  const url = useUrlState();
  const state = url.oneOf('state', states) ?? 'open';
  const look = url.oneOf('look', looks) ?? 'bars';
  const progress = useApi('incentives.progress', { query: { partnerId: url.text('partner'), ruleId: url.text('rule'), state } }, { keepPrevious: true });
  const items = progress.data?.items ?? [];
  const open = (item: Progress) => item.periodId !== null && url.set({ open: item.periodId });
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <Tabs
          label={t('work.status')}
          value={state}
          onChange={(id) => url.set({ state: id === 'open' ? undefined : id })}
          items={states.map((id) => ({ id, label: t(`incentives.period.state.${id}`) }))}
        />
        <ListFilters />
        <span className="flex-1" />
        <Tabs
          label={t('incentives.look')}
          value={look}
          onChange={(id) => url.set({ look: id === 'bars' ? undefined : id })}
          items={looks.map((id) => ({ id, label: t(`incentives.look.${id}`) }))}
        />
      </div>
      {progress.error !== null && progress.data === undefined ? (
        <ErrorState error={progress.error} onRetry={() => void progress.refetch()} />
      ) : progress.data === undefined ? (
        <SkeletonRows what={t('incentives.tab.progress')} height={96} />
      ) : items.length === 0 ? (
        <EmptyState
          title={t('incentives.progress.none')}
          detail={t('incentives.progress.none.detail')}
          action={<Button onPress={() => url.set({ tab: undefined, state: undefined })}>{t('incentives.tab.programmes')}</Button>}
        />
      ) : look === 'table' ? (
        <ProgressTable items={items} onOpen={open} />
      ) : (
        <PageBody className="grid content-start gap-4 lg:grid-cols-2 2xl:grid-cols-3">
          {items.map((item) => (
            <ProgressCard key={item.periodId ?? `${item.ruleId}/${item.partnerId}`} item={item} onOpen={() => open(item)} />
          ))}
        </PageBody>
      )}
      {url.text('open') !== undefined && <PeriodSheet id={url.text('open') ?? ''} onClose={() => url.set({ open: undefined })} />}
    </>
  );
}

function ProgressCard({ item, onOpen }: { item: Progress; onOpen: () => void }) {
  const rows: [string, string][] = [
    [t('incentives.achieved'), figure(item, item.achieved)],
    [t('incentives.projected'), figure(item, item.projected)],
    ...(item.target === null ? [] : [[t('incentives.target'), figure(item, item.target)] as [string, string]]),
    ...(item.baseline === null ? [] : [[t('incentives.baselineIs'), figure(item, item.baseline)] as [string, string]]),
  ];
  return (
    <Card title={item.partnerName} note={item.ruleName}>
      <div className="flex flex-col gap-3">
        <p className="flex flex-wrap items-center gap-2 text-12 text-muted">
          <bdi>{spanText(item)}</bdi>
          {item.state === 'closed' && <Badge>{t('incentives.period.state.closed')}</Badge>}
        </p>
        <MeasureBar achieved={item.achieved} projected={item.projected} target={item.target} next={item.nextBand?.from ?? null} />
        <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1">
          {rows.map(([label, value]) => (
            <div key={label} className="col-span-2 grid grid-cols-subgrid">
              <dt className="text-muted">{label}</dt>
              <dd className="num text-end">
                <bdi dir="ltr">{value}</bdi>
              </dd>
            </div>
          ))}
          <div className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-muted">{t('incentives.earned')}</dt>
            <dd className="text-end font-medium">
              <ExactMoney value={{ amountMinor: item.earnedMinor, currency: item.currency }} />
            </dd>
          </div>
          <div className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-muted">{t('incentives.projectedEarned')}</dt>
            <dd className="text-end">
              <ExactMoney value={{ amountMinor: item.projectedMinor, currency: item.currency }} />
            </dd>
          </div>
        </dl>
        {item.band !== null && <p>{t('incentives.bandNow', { reward: item.band.reward, from: figure(item, item.band.from) })}</p>}
        {item.nextBand !== null && (
          <p className="rounded-popover bg-desk px-3 py-2">
            {t('incentives.bandNext', { missing: figure(item, item.nextBand.missing), reward: item.nextBand.reward })}
          </p>
        )}
        {item.sentence !== null && (
          <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
            <bdi>{item.sentence}</bdi>
          </p>
        )}
        {item.periodId !== null && (
          <p>
            <Button size="compact" onPress={onOpen}>
              {t('incentives.entries')}
            </Button>
          </p>
        )}
      </div>
    </Card>
  );
}
