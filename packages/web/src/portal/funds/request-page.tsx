import type { ReactNode } from 'react';
import { useApi } from '../../lib/api/index.ts';
import { claimStandsAt } from '../../lib/fund-claim.ts';
import { DateText, Num } from '../../lib/i18n/values.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { Go } from '../address.tsx';
import { Facts, Page, Panel } from '../kit/page.tsx';
import { Failed, Ghosts } from '../kit/states.tsx';
import { portalName } from '../session.ts';
import { RowLink, Rows } from '../shared/rows.tsx';
import { t } from '../text.ts';
import { guarded } from './guard.tsx';
import { History, Said } from './history.tsx';
import { RequestActs } from './request-acts.tsx';
import { ClaimBadge, claimName, daysWords, ExtensionBadge, Minor, proofWords, rateWords, RequestBadge, type RequestDetail } from './words.tsx';

export const RequestPage = guarded(One);

function One({ id }: { id: string }) {
  const { data, error, refetch } = useApi('portalFunds.request', { params: { id } }, { refetchInterval: 60_000 });
  const back = { to: '/portal/funds/requests', label: t('portal.funds.requests') };
  if (!data)
    return (
      <Page title={t('portal.funds.request')} back={back}>
        <Panel flush>{error ? <Failed error={error} onRetry={() => void refetch()} /> : <Ghosts what={t('portal.funds.request')} rows={6} />}</Panel>
      </Page>
    );
  return (
    <Page
      title={data.name}
      back={back}
      meta={
        <>
          <bdi className="num">{t('portal.funds.request.number', { number: data.number })}</bdi>
          <RequestBadge state={data.state} />
          <bdi>{data.budgetName}</bdi>
          {data.state === 'submitted' && data.decideBy !== null && (
            <SlaClock dueAt={data.decideBy} {...(data.submittedAt === null ? {} : { startedAt: data.submittedAt })} />
          )}
        </>
      }
    >
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          <Panel title={t('portal.funds.standing')}>
            <Steps request={data} />
            {data.question !== null && <Said title={t('portal.funds.question', { vendor: portalName() })} text={data.question} asks />}
            {data.question === null && data.reason !== null && (
              <Said title={data.state === 'cancelled' ? t('portal.reason') : t('portal.funds.decision', { vendor: portalName() })} text={data.reason} />
            )}
            <RequestActs request={data} />
          </Panel>
          {(data.claims.length > 0 || data.may.includes('claim')) && <Claims request={data} />}
          <Extensions request={data} />
          <Activity request={data} />
          <Deals request={data} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <Money request={data} />
          <History entries={data.history} />
        </div>
      </div>
    </Page>
  );
}

type Props = { request: RequestDetail };
const dead: readonly RequestDetail['state'][] = ['rejected', 'cancelled', 'expired'];
/** How far a request has come, as the number of steps that are behind it. */
function doneOf({ state, approvedOn }: RequestDetail): number {
  if (state === 'draft') return 0;
  if (state === 'submitted' || state === 'info_requested') return 1;
  if (state === 'approved' || state === 'in_execution') return 2;
  if (state === 'executed') return 3;
  if (state === 'settled') return 5;
  return approvedOn === null ? 1 : 2;
}

function Steps({ request }: Props) {
  const done = doneOf(request);
  const ended = dead.includes(request.state);
  const steps: readonly (readonly [string, ReactNode])[] = [
    [t('portal.funds.step.sent'), request.submittedAt === null ? null : <DateText date={request.submittedAt} />],
    [
      t('portal.funds.step.decision'),
      request.decidedAt !== null && request.decideBy === null ? (
        <DateText date={request.decidedAt} />
      ) : request.decideBy === null ? null : (
        <>
          {t('portal.funds.step.by')} <DateText date={request.decideBy} />
        </>
      ),
    ],
    [t('portal.funds.step.activity'), daysWords(request.startsOn, request.endsOn)],
    [t('portal.funds.step.claim'), request.claimUntil === null ? null : <DateText date={request.claimUntil} />],
    [t('portal.funds.step.settled'), null],
  ];
  return (
    <ol className="grid gap-2 pt-1 md:grid-cols-5">
      {steps.map(([label, when], index) => (
        <li
          key={label}
          aria-current={index === done && !ended ? 'step' : undefined}
          className={`flex gap-x-2 pt-1.5 max-md:items-baseline max-md:border-s-3 max-md:ps-3 md:flex-col md:border-t-3 ${index < done ? 'border-ink' : 'border-line-strong'}`}
        >
          <span className={index === done && !ended ? 'font-semibold' : index < done ? 'font-medium' : 'text-muted'}>{label}</span>
          <span className="text-12 text-muted">{when}</span>
        </li>
      ))}
    </ol>
  );
}

function Claims({ request }: Props) {
  return (
    <Panel title={t('portal.funds.claims')} flush>
      {request.claims.length === 0 ? (
        <p className="px-4 pt-1 pb-3 text-muted">{t('portal.funds.claims.none')}</p>
      ) : (
        <Rows label={t('portal.funds.claims')}>
          {request.claims.map((claim) => (
            <RowLink
              key={claim.id}
              to={`/portal/funds/claims/${claim.id}`}
              title={claimName(claim)}
              state={<ClaimBadge state={claim.state} />}
              aside={<Minor amountMinor={claimStandsAt(claim)} currency={request.currency} />}
            />
          ))}
        </Rows>
      )}
    </Panel>
  );
}

function Extensions({ request }: Props) {
  if (request.extensions.length === 0) return null;
  return (
    <Panel title={t('portal.funds.extensions')} flush>
      <ul aria-label={t('portal.funds.extensions')}>
        {request.extensions.map((extension) => (
          <li key={extension.id} className="flex flex-col gap-1 border-b border-line px-4 py-2.5 last:border-b-0">
            <span className="flex flex-wrap items-center gap-x-3">
              {t('portal.funds.extension.until')} <DateText date={extension.claimUntil} /> <ExtensionBadge state={extension.state} />
            </span>
            <span dir="auto" className="text-muted [overflow-wrap:anywhere]">
              {extension.reason}
            </span>
            {extension.answer !== null && (
              <span dir="auto" className="[overflow-wrap:anywhere]">
                {extension.answer}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Activity({ request }: Props) {
  const rows: (readonly [string, ReactNode])[] = [
    [t('portal.funds.activity.type'), request.activityTypeName],
    [t('portal.funds.form.how'), t(request.inPerson ? 'portal.funds.form.inPerson' : 'portal.funds.form.digital')],
    [t('portal.funds.activity.when'), daysWords(request.startsOn, request.endsOn)],
  ];
  if (request.place !== null) rows.push([t('portal.funds.form.place'), request.place]);
  if (request.campaign !== null) rows.push([t('portal.funds.form.campaign'), request.campaign]);
  if (request.targetContacts !== null) rows.push([t('portal.funds.form.contacts'), <Num key="contacts" value={request.targetContacts} />]);
  if (request.expectedPipelineMinor !== null)
    rows.push([
      t('portal.funds.form.pipeline', { currency: request.currency }),
      <Minor key="pipeline" amountMinor={request.expectedPipelineMinor} currency={request.currency} />,
    ]);
  rows.push([t('portal.funds.activity.proof'), request.proof.length === 0 ? t('portal.funds.proof.invoice') : proofWords(request.proof)]);
  return (
    <Panel title={t('portal.funds.activity')}>
      <p dir="auto" className="mb-3 [overflow-wrap:anywhere] whitespace-pre-line">
        {request.description}
      </p>
      <Facts items={rows} />
    </Panel>
  );
}

function Deals({ request }: Props) {
  if (request.deals.length === 0) return null;
  return (
    <Panel title={t('portal.funds.deals')}>
      <ul className="flex flex-col gap-1">
        {request.deals.map((deal) => (
          <li key={deal.dealId}>
            <Go to={`/portal/deals/${deal.dealId}`} className="link">
              <bdi>{t('portal.funds.deal.named', { number: deal.number, name: deal.name })}</bdi>
            </Go>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** In the currency of the activity first, then in that of the fund, then what became of it. */
function Money({ request }: Props) {
  const local = (amountMinor: number) => <Minor amountMinor={amountMinor} currency={request.localCurrency} />;
  const own = (amountMinor: number | null) => <Minor amountMinor={amountMinor} currency={request.currency} />;
  return (
    <Panel title={t('portal.funds.money')}>
      <Facts
        items={[
          [t('portal.funds.form.cost', { currency: request.localCurrency }), local(request.totalCostMinor)],
          [t('portal.funds.money.bear'), local(request.partnerShareLocalMinor)],
          [t('portal.funds.money.askedLocal'), local(request.requestedLocalMinor)],
          [t(request.state === 'draft' ? 'portal.funds.money.asked.today' : 'portal.funds.money.asked'), own(request.requestedMinor)],
          ...(request.rate === null ? [] : ([[t('portal.funds.money.rate'), rateWords(request.rate)]] as const)),
          ...(request.approvedMinor === null
            ? []
            : ([
                [t('portal.funds.money.approved'), own(request.approvedMinor)],
                [t('portal.funds.money.committed'), own(request.committedMinor)],
                [t('portal.funds.money.claimed'), own(request.claimedMinor)],
                [t('portal.funds.money.owed'), own(request.owedMinor)],
                [t('portal.funds.paid'), own(request.paidMinor)],
              ] as const)),
        ]}
      />
    </Panel>
  );
}
