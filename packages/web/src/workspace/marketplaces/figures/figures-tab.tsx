import { useState } from 'react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, PageBody } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { useToday } from '../kit/use-today.ts';
import { FiguresChart } from './figures-chart.tsx';
import { FiguresTable } from './figures-table.tsx';
import { periods, periodOf, type PeriodId } from './period.ts';

const groupings = ['marketplace', 'product', 'partner'] as const;
export type Grouping = (typeof groupings)[number];

/** Volume, growth, size, time to accept and renewal; each figure leads to the rows behind it. */
export function FiguresTab() {
  const url = useUrlState();
  const by = url.oneOf('by', groupings) ?? 'marketplace';
  const chosen: PeriodId = url.oneOf('period', periods) ?? 'year';
  const today = useToday();
  const period = chosen === 'own' ? { from: url.text('from') ?? periodOf('year', today).from, to: url.text('to') ?? today } : periodOf(chosen, today);
  const isSound = period.from !== '' && period.to >= period.from;
  const figures = useApi('marketplaces.figures', { query: { by, from: period.from, to: period.to } }, { keepPrevious: true, enabled: isSound });
  const [asTable, setAsTable] = useState(false);
  const items = figures.data?.items ?? [];
  return (
    <PageBody>
      <div className="mb-4 flex flex-wrap items-end gap-3">
        <Tabs
          label={t('figures.by')}
          value={by}
          onChange={(id) => url.set({ by: id === 'marketplace' ? undefined : id })}
          items={groupings.map((id) => ({ id, label: t(`figures.by.${id}`) }))}
        />
        <span className="flex-1" />
        <Select
          label={t('figures.period')}
          options={periods.map((id) => ({ id, label: t(`figures.period.${id}`) }))}
          value={chosen}
          onChange={(id) =>
            url.set(
              id === 'own' ? { period: id, from: period.from, to: period.to } : { period: id === 'year' ? undefined : id, from: undefined, to: undefined },
            )
          }
          className="w-44"
        />
        {chosen === 'own' && (
          <>
            <DateField label={t('figures.from')} value={period.from} onChange={(from) => url.set({ from })} className="w-40" />
            <DateField
              label={t('figures.to')}
              value={period.to}
              onChange={(to) => url.set({ to })}
              error={isSound ? undefined : t('figures.unsound')}
              className="w-40"
            />
          </>
        )}
      </div>
      {figures.error !== null && figures.data === undefined ? (
        <ErrorState error={figures.error} onRetry={() => void figures.refetch()} />
      ) : figures.data === undefined ? (
        <SkeletonRows rows={8} what={t('marketplaces.tab.figures')} />
      ) : items.length === 0 ? (
        <EmptyState
          title={t('figures.empty')}
          detail={t('figures.empty.detail')}
          action={
            <Button onPress={() => url.set({ tab: 'agreements', by: undefined, period: undefined, from: undefined, to: undefined })}>
              {t('figures.empty.go')}
            </Button>
          }
        />
      ) : (
        <div className="flex flex-col gap-4">
          <Card
            title={t('figures.volume')}
            actions={
              <Button kind="quiet" size="compact" aria-pressed={asTable} onPress={() => setAsTable(!asTable)}>
                {t(asTable ? 'overview.asChart' : 'overview.asTable')}
              </Button>
            }
          >
            <FiguresChart items={items} asTable={asTable} />
          </Card>
          <FiguresTable items={items} by={by} />
        </div>
      )}
    </PageBody>
  );
}
