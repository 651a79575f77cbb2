import { useState } from 'react';
import { type Result, useApi } from '../../lib/api/index.ts';
import { DateText, Money } from '../../lib/i18n/values.tsx';
import { ExplanationBody } from '../../ui/explanation-body.tsx';
import { Go } from '../address.tsx';
import { Button, GoButton } from '../kit/button.tsx';
import { Facts, Page, Panel } from '../kit/page.tsx';
import { Failed, Ghosts } from '../kit/states.tsx';
import { useWhyNot } from '../session.ts';
import { t } from '../text.ts';
import { DisputeForm } from './dispute-form.tsx';
import { EarningBadge, HoldNote } from './earning-row.tsx';
import { guarded } from './guard.tsx';

type Earning = Result<'portalMoney.earning'>;

export const EarningPage = guarded(One);

function One({ id }: { id: string }) {
  const { data, error, refetch } = useApi('portalMoney.earning', { params: { id } });
  const back = { to: '/portal/money', label: t('portal.money.earnings') };
  if (!data)
    return (
      <Page title={t('portal.money.earnings')} back={back}>
        <Panel flush>{error ? <Failed error={error} onRetry={() => void refetch()} /> : <Ghosts what={t('portal.money.earnings')} rows={6} />}</Panel>
      </Page>
    );
  return (
    <Page title={data.title} back={back} meta={<EarningBadge state={data.state} />} actions={<DisputeAct earning={data} />}>
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <Panel title={t('money.why')}>
          <p className="mb-3 text-24 font-semibold">
            <Money value={data} />
          </p>
          <ExplanationBody value={data.explanation} name={(record, label) => <Named record={record} label={label} earning={data} />} />
        </Panel>
        <Panel title={t('portal.money.line')}>
          <p className="mb-3">
            {data.disputeId !== null && (data.state === 'due' || data.state === 'returned')
              ? t('portal.money.disputed.note')
              : t(`portal.money.estate.${data.state}.note`)}
          </p>
          <LineFacts earning={data} />
        </Panel>
      </div>
    </Page>
  );
}

/** What the arithmetic rests on, as far as the partner has a page of it. */
function Named({ record, label, earning }: { record: { type: string; id: string } | undefined; label: string; earning: Earning }) {
  const page =
    record?.type === 'deal' && record.id === earning.dealId
      ? `/portal/deals/${record.id}`
      : record?.type === 'earning'
        ? `/portal/money/earnings/${record.id}`
        : record?.type === 'earning_dispute'
          ? `/portal/money/disputes/${record.id}`
          : record?.type === 'fund_request'
            ? `/portal/funds/requests/${record.id}`
            : record?.type === 'fund_claim'
              ? `/portal/funds/claims/${record.id}`
              : undefined;
  const text = <bdi>{label}</bdi>;
  return page === undefined ? (
    text
  ) : (
    <Go to={page} className="link in-text">
      {text}
    </Go>
  );
}

function DisputeAct({ earning }: { earning: Earning }) {
  const [open, setOpen] = useState(false);
  const denied = useWhyNot()('portal:money');
  if (earning.disputeId !== null) return <GoButton to={`/portal/money/disputes/${earning.disputeId}`}>{t('portal.money.dispute.open')}</GoButton>;
  const why = denied ?? (earning.state === 'cancelled' ? t('portal.money.dispute.cancelled') : undefined);
  return (
    <>
      <Button why={why} onClick={() => setOpen(true)}>
        {t('portal.money.dispute')}
      </Button>
      {open && <DisputeForm earning={earning} onClose={() => setOpen(false)} />}
    </>
  );
}

function LineFacts({ earning }: { earning: Earning }) {
  const deal =
    earning.dealNumber === null ? null : (
      <bdi>
        {t('portal.deals.number', { number: earning.dealNumber })} {earning.dealName}
      </bdi>
    );
  const link = (to: string, text: string) => (
    <Go to={to} className="link in-text">
      {text}
    </Go>
  );
  return (
    <Facts
      items={[
        [t('portal.money.kind'), t(`portal.money.kind.${earning.kind}`)],
        [t('portal.money.earnedOn'), <DateText key="day" date={earning.earnedOn} />],
        ...(earning.state === 'held' ? [[t('portal.money.estate.held'), <HoldNote key="hold" earning={earning} />] as const] : []),
        ...(deal === null
          ? []
          : [
              [
                t('portal.money.deal'),
                earning.dealId === null ? (
                  deal
                ) : (
                  <Go key="deal" to={`/portal/deals/${earning.dealId}`} className="link in-text">
                    {deal}
                  </Go>
                ),
              ] as const,
            ]),
        ...(earning.personName === null ? [] : [[t('portal.money.person'), earning.personName] as const]),
        ...(earning.reversesId === null
          ? []
          : [[t('portal.money.takesBack'), link(`/portal/money/earnings/${earning.reversesId}`, t('portal.money.takesBack.open'))] as const]),
        ...(earning.statementId === null
          ? []
          : [[t('portal.money.statement'), link(`/portal/money/statements/${earning.statementId}`, t('portal.money.statement.open'))] as const]),
      ]}
    />
  );
}
