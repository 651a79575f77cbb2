import { Download } from 'lucide-react';
import { useApi } from '../../../lib/api/index.ts';
import { csvOf } from '../../../lib/csv.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, InstantText, Num } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { Select } from '../../../ui/select.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { colorOf } from '../../disbursements/month-chart.tsx';
import { Quantity } from '../../metering/quantity-text.tsx';
import { Nothing } from '../../partners/kit/record-page.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { download } from '../../settings/download.ts';
import { UsageChart } from './usage-chart.tsx';
import { instantsOf, mostDays, rangeOf, steps } from './usage-range.ts';
import type { Meter } from './words.ts';

const NONE = 'none';

/** What came in of a meter, by day or hour, of all subjects or one, divided by a dimension where it has one. */
export function UsageCard({ meter }: { meter: Meter }) {
  const url = useUrlState();
  const by = url.oneOf('by', steps) ?? 'day';
  const range = rangeOf(by, url.text('from'), url.text('to'));
  const subject = url.text('subject');
  const dimension = url.oneOf('dimension', meter.dimensions);
  const query = useApi('meters.usage', { params: { id: meter.id }, query: { ...instantsOf(range), by, subject, dimension } }, { keepPrevious: true });
  const points = query.data?.points ?? [];
  const groups = [...new Set(points.map(({ group }) => group))];
  function save() {
    const rows = csvOf(
      [
        ['at', (one: (typeof points)[number]) => one.at],
        ['group', (one) => one.group ?? ''],
        ['quantity', (one) => one.quantity, 'plain'],
        ['unit', () => meter.unit],
        ['events', (one) => String(one.events), 'plain'],
      ],
      points,
    );
    download(`${meter.key}.csv`, 'text/csv', rows);
  }
  return (
    <Card
      title={t('subs.usage')}
      flush
      actions={
        <Button kind="quiet" size="compact" icon={<Download size={15} strokeWidth={1.75} aria-hidden />} isDisabled={points.length === 0} onPress={save}>
          {t('ledger.exportList')}
        </Button>
      }
    >
      <div className="flex flex-wrap items-end gap-3 border-b border-line px-4 py-3">
        <DateField label={t('subs.usage.from')} value={range.from} onChange={(from) => url.set({ from })} className="w-40" />
        <DateField label={t('subs.usage.to')} value={range.to} onChange={(to) => url.set({ to })} className="w-40" />
        <Select
          label={t('subs.usage.by')}
          options={steps.map((id) => ({ id, label: t(`subs.usage.by.${id}`, { n: mostDays[id] }) }))}
          value={by}
          onChange={(step) => url.set({ by: step === 'day' ? undefined : step })}
          className="w-48"
        />
        {meter.dimensions.length > 0 && (
          <Select
            label={t('subs.usage.divide')}
            options={[{ id: NONE, label: t('subs.usage.whole') }, ...meter.dimensions.map((id) => ({ id, label: id }))]}
            value={dimension ?? NONE}
            onChange={(id) => url.set({ dimension: id === NONE ? undefined : id })}
            className="w-44"
          />
        )}
        <SearchBox label={t('subs.usage.subject')} value={subject ?? ''} onSearch={(text) => url.set({ subject: text })} />
      </div>
      {query.error !== null && query.data === undefined ? (
        <div className="p-4">
          <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
        </div>
      ) : query.data === undefined ? (
        <SkeletonRows rows={6} what={t('subs.usage')} />
      ) : (
        <>
          {query.data.waitingSince !== null && (
            <output className="block border-b border-line bg-warn-soft px-4 py-2 text-12 text-warn">
              {t('subs.usage.waiting')} <InstantText at={query.data.waitingSince} />
            </output>
          )}
          {points.length === 0 ? (
            <Nothing>{t('subs.usage.none')}</Nothing>
          ) : (
            <>
              <div className="overflow-x-auto px-4 pt-3">
                <UsageChart points={points} groups={groups} unit={meter.unit} by={by} />
              </div>
              {dimension !== undefined && (
                <ul className="flex flex-wrap gap-x-4 gap-y-1 px-4 pb-2 text-12">
                  {groups.map((group, place) => (
                    <li key={group ?? ''} className="flex items-center gap-1.5">
                      <span aria-hidden className="size-2.5 rounded-check" style={{ background: colorOf(place) }} />
                      <bdi>{group ?? '–'}</bdi>
                    </li>
                  ))}
                </ul>
              )}
              <ScrollArea label={t('subs.usage')} className="max-h-80 overflow-auto border-t border-line">
                <table className="w-full">
                  <thead className="sticky top-0 bg-surface text-12 text-muted">
                    <tr className="[&>th]:px-4 [&>th]:py-1.5 [&>th]:font-medium">
                      <th scope="col" className="text-start">
                        {t(by === 'day' ? 'subs.usage.day' : 'subs.usage.hour')}
                      </th>
                      {dimension !== undefined && (
                        <th scope="col" className="text-start">
                          <bdi>{dimension}</bdi>
                        </th>
                      )}
                      <th scope="col" className="text-end">
                        {t('subs.usage.in', { unit: meter.unit })}
                      </th>
                      <th scope="col" className="text-end">
                        {t('subs.events')}
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {points.map((point) => (
                      <tr key={`${point.at} ${point.group ?? ''}`} className="border-t border-line [&>td]:px-4 [&>td]:py-1">
                        <td>{by === 'day' ? <DateText date={point.at.slice(0, 10)} /> : <InstantText at={point.at} />}</td>
                        {dimension !== undefined && (
                          <td>
                            <bdi>{point.group ?? '–'}</bdi>
                          </td>
                        )}
                        <td className="text-end">
                          <Quantity value={point.quantity} />
                        </td>
                        <td className="text-end text-muted">
                          <Num value={point.events} />
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </ScrollArea>
            </>
          )}
        </>
      )}
    </Card>
  );
}
