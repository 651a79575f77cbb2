import { useState } from 'react';
import { FileUp, Plus } from 'lucide-react';
import { useRegisterActions } from '../../lib/actions.ts';
import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useCan } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { PageHeader } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import { BatchesTab } from './batches-tab.tsx';
import { DimensionsTab } from './dimensions-tab.tsx';
import { HoursTab } from './hours-tab.tsx';
import { MarketLinks } from './market-links.tsx';
import { ReportForm } from './report-form.tsx';
import { SenderNotes } from './sender-notes.tsx';
import { StateBar } from './state-bar.tsx';
import { UploadDialog } from './upload-dialog.tsx';
import { useHourFilter } from './use-hour-filter.ts';
import { lineStates, listStates } from './words.ts';

const tabs = ['hours', 'dimensions', 'batches'] as const;

/** What customers used of what they bought at a marketplace, until the marketplace has taken it: nothing of it gets lost between the lists. */
export function MeteringScreen() {
  const url = useUrlState();
  const mayWrite = useCan('usage:write');
  const [open, setOpen] = useState<'upload' | 'report'>();
  const tab = url.oneOf('tab', tabs) ?? 'hours';
  const state = url.oneOf('state', listStates);
  const filter = useHourFilter();
  const totals = useApi('metering.totals', { query: filter }, { keepPrevious: true, refetchInterval: 15_000 });
  const example = useApi('entitlements.list', { query: { state: 'active', limit: 1 } }, { enabled: open === 'upload', staleTime: 60_000 });
  useRegisterActions(
    () => [
      { id: 'metering.report', label: 'metering.report', scope: 'screen', shortcut: 'c', permission: 'usage:write', run: () => setOpen('report') },
      { id: 'metering.upload', label: 'metering.upload', scope: 'screen', shortcut: 'u', permission: 'usage:write', run: () => setOpen('upload') },
    ],
    [],
  );
  const counts = totals.data?.lines;
  const listed =
    counts === undefined
      ? undefined
      : state === undefined
        ? lineStates.reduce((all, one) => all + counts[one], 0)
        : state === 'unbilled'
          ? counts.waiting + counts.sent
          : counts[state];
  return (
    <>
      <MarketLinks />
      <PageHeader
        title={t('metering.title')}
        tabs={
          <Tabs
            label={t('metering.title')}
            value={tab}
            onChange={(id) => url.set({ tab: id === 'hours' ? undefined : id, open: undefined })}
            items={tabs.map((id) => ({ id, label: t(`metering.tab.${id}`) }))}
          />
        }
        actions={
          <>
            <Button icon={<FileUp size={16} strokeWidth={1.75} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen('upload')}>
              {t('metering.upload')}
            </Button>
            <Button kind="primary" icon={<Plus size={16} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen('report')}>
              {t('metering.report')}
            </Button>
          </>
        }
      />
      {totals.data !== undefined && <SenderNotes senders={totals.data.senders} />}
      {tab !== 'batches' &&
        (counts === undefined ? (
          totals.error === null ? (
            <div aria-hidden className="flex h-19 shrink-0 flex-col gap-3 border-b border-line px-5 py-3">
              <span className="ghost h-2.5 w-full" />
              <span className="ghost h-5 w-2/3" />
            </div>
          ) : (
            <ErrorState compact error={totals.error} onRetry={() => void totals.refetch()} />
          )
        ) : (
          <StateBar counts={counts} value={tab === 'hours' ? state : undefined} />
        ))}
      {tab === 'hours' && <HoursTab key={state ?? 'all'} total={listed} totals={totals.data} onReport={() => setOpen('report')} />}
      {tab === 'dimensions' && <DimensionsTab totals={totals.data} error={totals.error} onRetry={() => void totals.refetch()} />}
      {tab === 'batches' && <BatchesTab />}
      {open === 'upload' && (
        <UploadDialog entitlement={example.data?.items[0]} dimension={totals.data?.dimensions[0]?.dimension} onClose={() => setOpen(undefined)} />
      )}
      {open === 'report' && <ReportForm totals={totals.data} onClose={() => setOpen(undefined)} />}
    </>
  );
}
