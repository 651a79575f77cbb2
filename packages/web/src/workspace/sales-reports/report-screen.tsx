import { useState } from 'react';
import { Link, useParams } from '@tanstack/react-router';
import { useApiPages, type Result } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { DateText, InstantText, Num } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Facts, PageBody, PageHeader } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { RecordPage } from '../partners/kit/record-page.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import { LineRow } from './line-row.tsx';
import { SettleLine } from './settle-line.tsx';

export const lineStates = ['matched', 'differs', 'unknown', 'duplicate', 'invalid', 'settled'] as const;
export type Line = Result<'salesReports.lines'>['items'][number];

export function SalesReportScreen() {
  const { reportId } = useParams({ from: '/workspace/sales-reports/$reportId' });
  const url = useUrlState();
  const state = url.oneOf('state', lineStates);
  const mayWrite = useCan('distribution:write');
  const [settling, setSettling] = useState<Line>();
  const lines = useApiPages('salesReports.lines', { params: { id: reportId }, query: { state, limit: 100 } }, { keepPrevious: true });
  return (
    <RecordPage query={{ data: lines.first, error: lines.error, refetch: lines.refetch }} what={t('distribution.reports')}>
      {({ report }) => (
        <>
          <PageHeader
            title={report.fileName}
            crumbs={[{ label: t('distribution.reports'), to: '/sales-reports' }, { label: report.partnerName }]}
            facts={
              <Facts
                items={[
                  {
                    label: t('distribution.report.from'),
                    value: (
                      <Link to="/partners/$partnerId" params={{ partnerId: report.partnerId }} className="link">
                        {report.partnerName}
                      </Link>
                    ),
                  },
                  {
                    label: t('distribution.report.period'),
                    value: (
                      <>
                        <DateText date={report.periodFrom} /> – <DateText date={report.periodTo} />
                      </>
                    ),
                  },
                  { label: t('distribution.report.lines'), value: <Num value={report.lines} /> },
                  { label: t('distribution.report.matched'), value: <Num value={report.matched} /> },
                  { label: t('distribution.report.open'), value: <Num value={report.open} /> },
                  { label: t('distribution.report.uploaded'), value: report.uploadedBy },
                  { label: t('distribution.report.uploadedAt'), value: <InstantText at={report.uploadedAt} /> },
                ]}
              />
            }
          />
          <PageBody>
            <div className="flex flex-col gap-3">
              <Tabs
                label={t('distribution.line.state')}
                value={state ?? 'all'}
                onChange={(id) => url.set({ state: id === 'all' ? undefined : id })}
                items={[{ id: 'all', label: t('distribution.line.all') }, ...lineStates.map((id) => ({ id, label: t(`distribution.line.${id}`) }))]}
              />
              {lines.rows.length === 0 ? (
                <EmptyState
                  title={t('work.noMatch')}
                  action={state === undefined ? undefined : <Button onPress={() => url.set({ state: undefined })}>{t('distribution.line.showAll')}</Button>}
                />
              ) : (
                <ul className="overflow-hidden rounded-card border border-line bg-surface">
                  {lines.rows.map((line) => (
                    <LineRow key={line.rowNumber} line={line} onSettle={mayWrite ? () => setSettling(line) : undefined} />
                  ))}
                </ul>
              )}
              {lines.hasMore && (
                <p className="text-center">
                  <Button isPending={lines.isLoadingMore} onPress={lines.loadMore}>
                    {t('work.more')}
                  </Button>
                </p>
              )}
            </div>
          </PageBody>
          {settling && <SettleLine reportId={reportId} line={settling} onClose={() => setSettling(undefined)} />}
        </>
      )}
    </RecordPage>
  );
}
