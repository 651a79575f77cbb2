import { useEffect, useState } from 'react';
import { Link, useParams } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { rememberRecent } from '../../../lib/search.ts';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ExplanationView } from '../../../ui/explanation.tsx';
import { Card, Facts, PageBody, PageHeader } from '../../../ui/page.tsx';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { RecordPage } from '../../partners/kit/record-page.tsx';
import { MoneyPages } from '../money-pages.tsx';
import { DisputeState, none, PayeeLink } from './badges.tsx';
import { AnswerDispute } from './answer-dispute.tsx';
import { DisputeTalk } from './dispute-talk.tsx';
import type { Dispute } from './words.ts';

export function DisputePage() {
  const { disputeId } = useParams({ from: '/workspace/money/payouts/disputes/$disputeId' });
  const query = useApi('disputes.get', { params: { id: disputeId } });
  return (
    <>
      <MoneyPages />
      <RecordPage query={query} what={t('payouts.dispute')}>
        {(dispute) => <DisputeRecord key={dispute.id} dispute={dispute} onReload={() => void query.refetch()} />}
      </RecordPage>
    </>
  );
}

function DisputeRecord({ dispute, onReload }: { dispute: Dispute; onReload: () => void }) {
  const mayWrite = useCan('payouts:write');
  const [answering, setAnswering] = useState<'accepted' | 'rejected'>();
  const isOpen = dispute.state === 'open';
  const number = t('payouts.dispute.number', { number: dispute.number });
  useEffect(
    () => rememberRecent({ id: dispute.id, label: dispute.earningTitle, note: number, to: `/money/payouts/disputes/${dispute.id}` }),
    [dispute.id, dispute.earningTitle, number],
  );
  useRegisterActions(
    () => [
      {
        id: 'payouts.dispute.accept',
        label: 'payouts.dispute.accept',
        scope: 'record',
        shortcut: 'a',
        permission: 'payouts:write',
        isEnabled: () => isOpen,
        run: () => setAnswering('accepted'),
      },
      {
        id: 'payouts.dispute.reject',
        label: 'payouts.dispute.reject',
        scope: 'record',
        shortcut: 'x',
        permission: 'payouts:write',
        isEnabled: () => isOpen,
        run: () => setAnswering('rejected'),
      },
    ],
    [isOpen],
  );
  const money = (amountMinor: number | null) => (amountMinor === null ? none : <ExactMoney value={{ amountMinor, currency: dispute.currency }} />);
  return (
    <>
      <PageHeader
        title={dispute.earningTitle}
        crumbs={[{ label: t('money.payouts'), to: '/money/payouts' }, { label: number }]}
        badges={
          <>
            <DisputeState state={dispute.state} />
            {isOpen && <SlaClock dueAt={dispute.dueAt} startedAt={dispute.openedAt} />}
            {dispute.late && <Badge tone="bad">{t('payouts.dispute.late')}</Badge>}
          </>
        }
        actions={
          isOpen && (
            <>
              {!mayWrite && <span className="text-12 text-muted">{t('payouts.mayNotWrite')}</span>}
              <Button isDisabled={!mayWrite} onPress={() => setAnswering('rejected')}>
                {t('payouts.dispute.reject')}
              </Button>
              <Button kind="primary" isDisabled={!mayWrite} onPress={() => setAnswering('accepted')}>
                {t('payouts.dispute.accept')}
              </Button>
            </>
          )
        }
        facts={
          <Facts
            items={[
              { label: t('work.partner'), value: <PayeeLink partnerId={dispute.partnerId} name={dispute.partnerName} /> },
              { label: t('payouts.amount'), value: money(dispute.amountMinor) },
              { label: t('payouts.expected'), value: money(dispute.expectedMinor) },
              ...(dispute.correctionMinor === null ? [] : [{ label: t('payouts.correction'), value: money(dispute.correctionMinor) }]),
              { label: t('payouts.answerBy'), value: <InstantText at={dispute.dueAt} /> },
            ]}
          />
        }
      />
      <PageBody>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <DisputeTalk dispute={dispute} />
          <Disputed dispute={dispute} />
        </div>
      </PageBody>
      {answering && <AnswerDispute dispute={dispute} outcome={answering} onReload={onReload} onClose={() => setAnswering(undefined)} />}
    </>
  );
}

/** The line in question with its arithmetic, beside what is said against it. */
function Disputed({ dispute }: { dispute: Dispute }) {
  const earning = useApi('earnings.get', { params: { id: dispute.earningId } });
  return (
    <Card
      title={t('payouts.disputedLine')}
      actions={
        <Link to="/money/payouts" search={{ tab: 'earnings', open: dispute.earningId }} className="link">
          {t('payouts.toEarning')}
        </Link>
      }
    >
      {earning.data ? (
        <ExplanationView value={earning.data.explanation} />
      ) : earning.error === null ? (
        <SkeletonRows rows={4} what={t('payouts.disputedLine')} />
      ) : (
        <ErrorState compact error={earning.error} onRetry={() => void earning.refetch()} />
      )}
      {dispute.correctionId !== null && (
        <p className="mt-4">
          <Link to="/money/payouts" search={{ tab: 'earnings', open: dispute.correctionId }} className="link">
            {t('payouts.toCorrection')}
          </Link>
        </p>
      )}
    </Card>
  );
}
