import { useEffect } from 'react';
import { Link, useParams } from '@tanstack/react-router';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { rememberRecent } from '../../../lib/search.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ExplanationView } from '../../../ui/explanation.tsx';
import { Card, Facts, PageBody, PageHeader } from '../../../ui/page.tsx';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { RecordPage } from '../../partners/kit/record-page.tsx';
import { MoneyPages } from '../money-pages.tsx';
import { ClaimActs } from './claim-acts.tsx';
import { ClaimLines, Proofs } from './claim-lines.tsx';
import { HistoryCard } from './history-card.tsx';
import { ClaimState, Minor, PartnerLink, rateWords } from './marks.tsx';
import { Lines } from './request-cards.tsx';
import type { ClaimDetail } from './words.ts';

export function ClaimPage() {
  const { claimId } = useParams({ from: '/workspace/money/funds/claims/$claimId' });
  const query = useApi('fundClaims.get', { params: { id: claimId } });
  return (
    <>
      <MoneyPages />
      <RecordPage query={query} what={t('funds.claim')}>
        {(claim) => <ClaimRecord key={claim.id} claim={claim} onReload={() => void query.refetch()} />}
      </RecordPage>
    </>
  );
}

function ClaimRecord({ claim, onReload }: { claim: ClaimDetail; onReload: () => void }) {
  const number = t('funds.claim.number', { number: claim.number });
  useEffect(() => rememberRecent({ id: claim.id, label: claim.title, note: number, to: `/money/funds/claims/${claim.id}` }), [claim.id, claim.title, number]);
  return (
    <>
      <PageHeader
        title={claim.title}
        crumbs={[{ label: t('money.funds'), to: '/money/funds' }, { label: number }]}
        badges={
          <>
            <ClaimState state={claim.state} />
            {claim.final && <Badge>{t('funds.claim.final')}</Badge>}
            {claim.state === 'submitted' && claim.decideBy !== null && (
              <SlaClock dueAt={claim.decideBy} {...(claim.submittedAt === null ? {} : { startedAt: claim.submittedAt })} />
            )}
          </>
        }
        actions={<ClaimActs claim={claim} onReload={onReload} />}
        facts={
          <Facts
            items={[
              { label: t('work.partner'), value: <PartnerLink partnerId={claim.partnerId} name={claim.partnerName} /> },
              {
                label: t('funds.request'),
                value: (
                  <Link to="/money/funds/requests/$requestId" params={{ requestId: claim.requestId }} className="link">
                    <bdi>{t('funds.named', { number: claim.requestNumber, name: claim.requestName })}</bdi>
                  </Link>
                ),
              },
              { label: t('funds.claimed'), value: <Minor amountMinor={claim.claimedMinor} currency={claim.currency} /> },
              { label: t('funds.approved'), value: <Minor amountMinor={claim.approvedMinor} currency={claim.currency} /> },
              ...(claim.payBy === null ? [] : [{ label: t('funds.payBy'), value: <DateText date={claim.payBy} /> }]),
              ...(claim.payoutRunId === null
                ? []
                : [
                    {
                      label: t('funds.payout'),
                      value: (
                        <Link to="/money/payouts/runs/$runId" params={{ runId: claim.payoutRunId }} className="link">
                          {t('funds.payout.open')}
                        </Link>
                      ),
                    },
                  ]),
              ...(claim.paidOn === null ? [] : [{ label: t('funds.paidOn'), value: <DateText date={claim.paidOn} /> }]),
            ]}
          />
        }
      />
      <PageBody>
        <div className="flex flex-col gap-4">
          {(claim.question !== null || claim.reason !== null) && (
            <Card title={t(claim.question === null ? 'funds.reason' : 'funds.question')}>
              <p className="[overflow-wrap:anywhere] whitespace-pre-line">
                <bdi>{claim.question ?? claim.reason}</bdi>
              </p>
            </Card>
          )}
          <ClaimLines claim={claim} />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-4">
              <Proofs claim={claim} />
              {claim.explanation !== null && (
                <Card title={t('funds.why')}>
                  <ExplanationView value={claim.explanation} />
                </Card>
              )}
            </div>
            <div className="flex min-w-0 flex-col gap-4">
              <Card title={t('funds.money')} note={claim.rate === null ? undefined : rateWords(claim.rate)}>
                <Lines
                  items={[
                    [t('funds.claimedLocal'), <Minor key="1" amountMinor={claim.claimedLocalMinor} currency={claim.localCurrency} />],
                    [t('funds.claimed'), <Minor key="2" amountMinor={claim.claimedMinor} currency={claim.currency} />],
                    [t('funds.approved'), <Minor key="3" amountMinor={claim.approvedMinor} currency={claim.currency} />],
                    [t('funds.takenBack'), <Minor key="4" amountMinor={claim.reversedMinor} currency={claim.currency} />],
                    [t('funds.stillCommitted'), <Minor key="5" amountMinor={claim.committedMinor} currency={claim.currency} />],
                    ...(claim.decidedBy === null ? [] : ([[t('funds.decidedBy'), claim.decidedBy]] as const)),
                  ]}
                />
              </Card>
              <HistoryCard history={claim.history} />
            </div>
          </div>
        </div>
      </PageBody>
    </>
  );
}
