import { FileText, Sheet } from 'lucide-react';
import { useApi, useApiPages } from '../../lib/api/index.ts';
import { DateText, Money } from '../../lib/i18n/values.tsx';
import { Button } from '../kit/button.tsx';
import { Facts, Page, Panel } from '../kit/page.tsx';
import { Failed, Ghosts, Refused } from '../kit/states.tsx';
import { Listed, Rows } from '../shared/rows.tsx';
import { t } from '../text.ts';
import { EarningRow } from './earning-row.tsx';
import { guarded } from './guard.tsx';
import { type Statement, StatementBadge, StatementDay, statementTitle } from './statement-list.tsx';
import { useDownload } from './use-download.ts';

export const StatementPage = guarded(One);

function One({ id }: { id: string }) {
  const { data, error, refetch } = useApi('portalMoney.statement', { params: { id } });
  const pages = useApiPages('portalMoney.earnings', { query: { statementId: id } }, { enabled: data !== undefined });
  const pdf = useDownload('portalMoney.statementPdf');
  const csv = useDownload('portalMoney.statementCsv');
  const back = { to: '/portal/money/statements', label: t('portal.money.statements') };
  if (!data)
    return (
      <Page title={t('portal.money.statements')} back={back}>
        <Panel flush>{error ? <Failed error={error} onRetry={() => void refetch()} /> : <Ghosts what={t('portal.money.statements')} rows={6} />}</Panel>
      </Page>
    );
  const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;
  return (
    <Page
      title={statementTitle(data)}
      back={back}
      meta={
        <>
          <StatementBadge state={data.state} />
          <StatementDay statement={data} />
        </>
      }
      actions={
        <>
          <Button look="main" busy={pdf.busy} icon={<FileText {...icon} />} onClick={() => void pdf.save({ params: { id } })}>
            {t('portal.money.pdf')}
          </Button>
          <Button busy={csv.busy} icon={<Sheet {...icon} />} onClick={() => void csv.save({ params: { id } })}>
            {t('portal.money.csv')}
          </Button>
        </>
      }
    >
      <Refused sentence={pdf.refusal ?? csv.refusal} />
      {data.state === 'returned' && (
        <p className="mb-4 rounded-popover bg-bad-soft px-3 py-2 text-bad">
          {t('portal.money.returned.note')} <bdi>{data.returnReason}</bdi>
        </p>
      )}
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <Panel title={t('portal.money.earnings')} note={t('portal.money.dispute.hint')} flush>
          <Listed pages={pages} what={t('portal.money.earnings')} empty={{ title: t('portal.money.lines', { n: 0 }) }}>
            <Rows label={t('portal.money.earnings')}>
              {pages.rows.map((earning) => (
                <EarningRow key={earning.id} earning={earning} />
              ))}
            </Rows>
          </Listed>
        </Panel>
        <Panel title={t('portal.money.statement')} className="self-start">
          <StatementFacts statement={data} />
        </Panel>
      </div>
    </Page>
  );
}

function StatementFacts({ statement }: { statement: Statement }) {
  const money = (amountMinor: number) => <Money value={{ amountMinor, currency: statement.currency }} />;
  return (
    <Facts
      items={[
        [t('portal.money.earned'), money(statement.earnedMinor)],
        ...(statement.takenBackMinor === 0 ? [] : [[t('portal.money.takenBack'), money(statement.takenBackMinor)] as const]),
        [t('portal.money.total'), <strong key="sum">{money(statement.amountMinor)}</strong>],
        ...(statement.issuedOn === null ? [] : [[t('portal.money.issuedOn'), <DateText key="issued" date={statement.issuedOn} />] as const]),
        ...(statement.bank === null
          ? []
          : [
              [
                t('portal.money.bank'),
                <bdi key="bank" dir="ltr">
                  {statement.bank}
                </bdi>,
              ] as const,
            ]),
      ]}
    />
  );
}
