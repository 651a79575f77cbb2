import { type Result, useApiPages } from '../../lib/api/index.ts';
import { DateText, Money, Num } from '../../lib/i18n/values.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { useParam } from '../address.tsx';
import { GoButton } from '../kit/button.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Narrow } from '../shared/narrow.tsx';
import { Listed } from '../shared/rows.tsx';
import { t } from '../text.ts';

type Line = Result<'portalReports.lines'>['items'][number];
const lineStates = ['matched', 'differs', 'unknown', 'duplicate', 'invalid', 'settled'] as const satisfies readonly Line['state'][];
const tones: Record<Line['state'], Tone> = { matched: 'ok', differs: 'warn', unknown: 'warn', duplicate: 'neutral', invalid: 'bad', settled: 'ok' };

export function ReportLines({ id }: { id: string }) {
  const [state, setState] = useParam('state');
  const known = lineStates.find((entry) => entry === state);
  const pages = useApiPages('portalReports.lines', { params: { id }, query: { state: known } }, { keepPrevious: true });
  const report = pages.first?.report;
  return (
    <Page
      title={report?.fileName ?? t('portal.nav.reports')}
      back={{ to: '/portal/reports', label: t('portal.nav.reports') }}
      meta={
        report && (
          <>
            <span>
              <DateText date={report.periodFrom} /> – <DateText date={report.periodTo} />
            </span>
            <span>{t('portal.reports.matched', { matched: report.matched, lines: report.lines })}</span>
          </>
        )
      }
    >
      <Narrow
        label={t('portal.state')}
        all={t('portal.reports.allLines')}
        choices={lineStates.map((one) => ({ id: one, label: t(`portal.line.${one}`) }))}
        value={known}
        onChange={setState}
        className="mb-4 w-56"
      />
      <Panel flush>
        <Listed
          pages={pages}
          what={t('portal.nav.reports')}
          empty={{ title: t('ui.noMatches'), action: <GoButton to={`/portal/reports/${id}`}>{t('portal.clearFilter')}</GoButton> }}
        >
          <ul aria-label={t('portal.reports.allLines')}>
            {pages.rows.map((line) => (
              <LineRow key={line.rowNumber} line={line} />
            ))}
          </ul>
        </Listed>
      </Panel>
    </Page>
  );
}

function LineRow({ line }: { line: Line }) {
  return (
    <li className="flex flex-col gap-1 border-b border-line px-4 py-3 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="num text-12 text-muted">{t('portal.reports.row', { n: line.rowNumber })}</span>
        <bdi className="min-w-0 font-medium">{line.customerName ?? line.customerDomain ?? t('portal.reports.noCustomer')}</bdi>
        <Badge tone={tones[line.state]}>{t(`portal.line.${line.state}`)}</Badge>
        <span className="ms-auto">
          {line.amountMinor !== null && line.currency !== null && <Money value={{ amountMinor: line.amountMinor, currency: line.currency }} />}
        </span>
      </div>
      <p className="flex flex-wrap gap-x-3 text-12 text-muted">
        {line.resellerName !== null && <bdi>{line.resellerName}</bdi>}
        {line.productName !== null && <bdi>{line.productName}</bdi>}
        {line.quantity !== null && (
          <span>
            × <Num value={line.quantity} />
          </span>
        )}
        {line.soldOn !== null && <DateText date={line.soldOn} />}
        {line.dealNumber !== null && <bdi>{t('portal.deals.number', { number: line.dealNumber })}</bdi>}
      </p>
      {line.reasons.map((reason) => (
        <p key={reason.code} dir="auto">
          {reason.sentence}
        </p>
      ))}
      {line.settledNote !== null && (
        <p dir="auto" className="text-muted">
          {line.settledNote}
        </p>
      )}
    </li>
  );
}
