import { useState } from 'react';
import { Upload } from 'lucide-react';
import { useApiPages } from '../../lib/api/index.ts';
import { DateText, RelativeTime } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { DealViews } from '../deals/deal-views.tsx';
import { Button } from '../kit/button.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { useWhyNot } from '../session.ts';
import { Listed, RowLink, Rows } from '../shared/rows.tsx';
import { t } from '../text.ts';
import { UploadReport } from './upload-report.tsx';

export function ReportList() {
  const pages = useApiPages('portalReports.list', {});
  const [uploading, setUploading] = useState(false);
  const why = useWhyNot()('portal:distribution');
  const act = (
    <Button look="main" why={why} icon={<Upload size={18} strokeWidth={1.75} aria-hidden />} onClick={() => setUploading(true)}>
      {t('portal.reports.upload')}
    </Button>
  );
  return (
    <Page title={t('portal.nav.reports')} actions={act}>
      <DealViews open="reports" />
      <p className="mb-4 max-w-160 text-muted">{t('portal.reports.intro')}</p>
      {uploading && <UploadReport onClose={() => setUploading(false)} />}
      <Panel flush>
        <Listed pages={pages} what={t('portal.nav.reports')} empty={{ title: t('portal.reports.empty.title'), detail: t('portal.reports.empty.detail') }}>
          <Rows label={t('portal.nav.reports')}>
            {pages.rows.map((report) => (
              <RowLink
                key={report.id}
                to={`/portal/reports/${report.id}`}
                title={report.fileName}
                meta={
                  <>
                    <span>
                      <DateText date={report.periodFrom} /> – <DateText date={report.periodTo} />
                    </span>
                    <bdi>{report.uploadedBy}</bdi>
                    <RelativeTime at={report.uploadedAt} />
                  </>
                }
                aside={
                  <>
                    <span className="num">{t('portal.reports.matched', { matched: report.matched, lines: report.lines })}</span>
                    {report.open > 0 && <Badge tone="warn">{t('portal.reports.open', { n: report.open })}</Badge>}
                  </>
                }
              />
            ))}
          </Rows>
        </Listed>
      </Panel>
    </Page>
  );
}
