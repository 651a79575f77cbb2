import { useState } from 'react';
import { FileUp, Rss } from 'lucide-react';
import { useRegisterActions } from '../../lib/actions.ts';
import { useApi, useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Num } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Card, PageBody, PageHeader } from '../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { MarketLinks } from '../metering/market-links.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import { FeesTab } from './fees-tab.tsx';
import { FiguresTab } from './figures-tab.tsx';
import { FollowDialog } from './follow-dialog.tsx';
import { LinesTab } from './lines-tab.tsx';
import { PayoutsTab } from './payouts-tab.tsx';
import { SourcesTab } from './sources-tab.tsx';
import { UploadDialog } from './upload-dialog.tsx';

const tabs = ['figures', 'payouts', 'lines', 'fees', 'sources'] as const;

/** What marketplaces invoiced, kept and paid out, until each cent of it belongs to a deal. */
export function DisbursementsScreen() {
  const url = useUrlState();
  const mayWrite = useCan('disbursements:write');
  const [open, setOpen] = useState<{ what: 'upload'; marketplace?: string } | { what: 'follow' }>();
  const tab = url.oneOf('tab', tabs) ?? 'figures';
  const figures = useApi('disbursements.figures', { query: {} });
  const sources = useApiPages('disbursements.sources', { query: { limit: 200 } });
  const unmatched = figures.data?.unmatched;
  useRegisterActions(
    () => [
      {
        id: 'disbursements.upload',
        label: 'disbursements.upload',
        scope: 'screen',
        shortcut: 'u',
        permission: 'disbursements:write',
        run: () => setOpen({ what: 'upload' }),
      },
      {
        id: 'disbursements.follow',
        label: 'disbursements.follow',
        scope: 'screen',
        shortcut: 'c',
        permission: 'disbursements:write',
        run: () => setOpen({ what: 'follow' }),
      },
    ],
    [],
  );
  const start = (
    <Button kind="primary" isDisabled={!mayWrite} onPress={() => setOpen({ what: 'follow' })}>
      {t('disbursements.follow')}
    </Button>
  );
  return (
    <>
      <MarketLinks />
      <PageHeader
        title={t('disbursements.title')}
        tabs={
          <Tabs
            label={t('disbursements.title')}
            value={tab}
            onChange={(id) => url.set({ tab: id === 'figures' ? undefined : id, state: undefined, open: undefined, deal: undefined, agreement: undefined })}
            items={tabs.map((id) => ({
              id,
              label: t(`disbursements.tab.${id}`),
              ...(id === 'lines' && unmatched !== undefined && unmatched > 0 ? { count: <Num value={unmatched} /> } : {}),
            }))}
          />
        }
        actions={
          <>
            <Button icon={<Rss size={16} strokeWidth={1.75} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen({ what: 'follow' })}>
              {t('disbursements.follow')}
            </Button>
            <Button icon={<FileUp size={16} strokeWidth={1.75} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen({ what: 'upload' })}>
              {t('disbursements.upload')}
            </Button>
          </>
        }
      />
      {tab === 'figures' && <FiguresTab start={start} />}
      {tab === 'payouts' && <PayoutsTab />}
      {tab === 'lines' && <LinesTab key={url.text('state') ?? 'unmatched'} unmatched={unmatched} />}
      {tab === 'fees' && <FeesTab />}
      {tab === 'sources' &&
        (sources.error !== null && sources.rows.length === 0 ? (
          <ErrorState error={sources.error} onRetry={sources.refetch} />
        ) : sources.isLoading ? (
          <PageBody>
            <Card flush>
              <SkeletonRows rows={4} height={56} what={t('disbursements.tab.sources')} />
            </Card>
          </PageBody>
        ) : (
          <SourcesTab sources={sources.rows} start={start} onUpload={(marketplace) => setOpen({ what: 'upload', marketplace })} />
        ))}
      {open?.what === 'upload' && (
        <UploadDialog
          sources={sources.rows}
          {...(open.marketplace === undefined ? {} : { marketplace: open.marketplace })}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open?.what === 'follow' && <FollowDialog sources={sources.rows} onClose={() => setOpen(undefined)} />}
    </>
  );
}
