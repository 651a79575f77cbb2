import { useEffect } from 'react';
import { Link, useParams } from '@tanstack/react-router';
import { useApi } from '../../../lib/api/index.ts';
import { claimStandsAt } from '../../../lib/fund-claim.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { rememberRecent } from '../../../lib/search.ts';
import { Card, Facts, PageBody, PageHeader } from '../../../ui/page.tsx';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { Nothing, RecordPage } from '../../partners/kit/record-page.tsx';
import { MoneyPages } from '../money-pages.tsx';
import { HistoryCard } from './history-card.tsx';
import { ClaimState, ExtensionState, Minor, PartnerLink, RequestState } from './marks.tsx';
import { ActivityCard, MoneyCard } from './request-cards.tsx';
import { RequestActs } from './request-acts.tsx';
import { ReturnCard } from './return-card.tsx';
import type { RequestDetail } from './words.ts';

export function RequestPage() {
  const { requestId } = useParams({ from: '/workspace/money/funds/requests/$requestId' });
  const query = useApi('fundRequests.get', { params: { id: requestId } });
  return (
    <>
      <MoneyPages />
      <RecordPage query={query} what={t('funds.request')}>
        {(request) => <RequestRecord key={request.id} request={request} onReload={() => void query.refetch()} />}
      </RecordPage>
    </>
  );
}

function RequestRecord({ request, onReload }: { request: RequestDetail; onReload: () => void }) {
  const number = t('funds.request.number', { number: request.number });
  useEffect(
    () => rememberRecent({ id: request.id, label: request.name, note: number, to: `/money/funds/requests/${request.id}` }),
    [request.id, request.name, number],
  );
  const waits = request.state === 'submitted';
  return (
    <>
      <PageHeader
        title={request.name}
        crumbs={[{ label: t('money.funds'), to: '/money/funds' }, { label: number }]}
        badges={
          <>
            <RequestState state={request.state} />
            {waits && request.decideBy !== null && (
              <SlaClock dueAt={request.decideBy} {...(request.submittedAt === null ? {} : { startedAt: request.submittedAt })} />
            )}
          </>
        }
        actions={<RequestActs request={request} onReload={onReload} />}
        facts={
          <Facts
            items={[
              { label: t('work.partner'), value: <PartnerLink partnerId={request.partnerId} name={request.partnerName} /> },
              {
                label: t('funds.budget'),
                value: (
                  <Link to="/money/funds/$budgetId" params={{ budgetId: request.budgetId }} search={{ open: request.allocationId }} className="link">
                    <bdi>{request.budgetName}</bdi>
                  </Link>
                ),
              },
              { label: t('funds.asked'), value: <Minor amountMinor={request.requestedMinor} currency={request.currency} /> },
              { label: t('funds.approved'), value: <Minor amountMinor={request.approvedMinor} currency={request.currency} /> },
              ...(request.claimUntil === null ? [] : [{ label: t('funds.claimUntil'), value: <DateText date={request.claimUntil} /> }]),
            ]}
          />
        }
      />
      <PageBody>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-4">
            {(request.question !== null || request.reason !== null) && (
              <Card title={t(request.question === null ? 'funds.reason' : 'funds.question')}>
                <p className="[overflow-wrap:anywhere] whitespace-pre-line">
                  <bdi>{request.question ?? request.reason}</bdi>
                </p>
              </Card>
            )}
            <ActivityCard request={request} />
            <ReturnCard request={request} />
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <MoneyCard request={request} />
            <Approvals request={request} />
            <Claims request={request} />
            <Extensions request={request} />
            <HistoryCard history={request.history} />
          </div>
        </div>
      </PageBody>
    </>
  );
}

function Approvals({ request }: { request: RequestDetail }) {
  if (request.approvals.length === 0) return null;
  return (
    <Card title={t('funds.approvals')} note={t('funds.approvals.of', { given: request.approvalsGiven, needed: request.approvalsNeeded })} flush>
      <ul>
        {request.approvals.map((approval) => (
          <li key={`${approval.round}${approval.by}`} className="flex flex-wrap items-center gap-x-3 border-b border-line px-4 py-2 last:border-b-0">
            <span className="min-w-0 flex-1">
              <bdi>{approval.by}</bdi>
              <span className="block text-12 text-muted">
                {t('funds.round', { n: approval.round })} · <DateText date={approval.at} />
                {approval.note !== null && (
                  <>
                    {' · '}
                    <bdi>{approval.note}</bdi>
                  </>
                )}
              </span>
            </span>
            <Minor amountMinor={approval.amountMinor} currency={request.currency} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Claims({ request }: { request: RequestDetail }) {
  return (
    <Card title={t('funds.tab.claims')} flush>
      {request.claims.length === 0 ? (
        <Nothing>{t('funds.claims.noneYet')}</Nothing>
      ) : (
        <ul>
          {request.claims.map((claim) => (
            <li key={claim.id} className="relative flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0 hover:bg-hover">
              <span className="min-w-0 flex-1">
                <Link to="/money/funds/claims/$claimId" params={{ claimId: claim.id }} className="font-medium before:absolute before:inset-0">
                  <bdi>{t('funds.claim.named', { number: claim.number, name: claim.title })}</bdi>
                </Link>
              </span>
              <ClaimState state={claim.state} />
              <span className="w-28 text-end">
                <Minor amountMinor={claimStandsAt(claim)} currency={request.currency} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Extensions({ request }: { request: RequestDetail }) {
  if (request.extensions.length === 0) return null;
  return (
    <Card title={t('funds.tab.extensions')} flush>
      <ul>
        {request.extensions.map((extension) => (
          <li key={extension.id} className="flex flex-wrap items-center gap-x-3 border-b border-line px-4 py-2 last:border-b-0">
            <span className="min-w-0 flex-1">
              {t('funds.extension.until')} <DateText date={extension.claimUntil} />
              <span className="block text-12 text-muted">
                <bdi>{extension.reason}</bdi>
              </span>
            </span>
            <ExtensionState state={extension.state} />
          </li>
        ))}
      </ul>
      {request.extensions.some(({ state }) => state === 'asked') && (
        <p className="border-t border-line px-4 py-2">
          <Link to="/money/funds" search={{ tab: 'extensions' }} className="link">
            {t('funds.extensions.decide')}
          </Link>
        </p>
      )}
    </Card>
  );
}
