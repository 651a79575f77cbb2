import { useState } from 'react';
import { useParams } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { problemSentence, useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { allows, useCan, useSession } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, Facts, PageBody, PageHeader } from '../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { monthName } from '../../disbursements/words.ts';
import { LinkButton } from '../../partners/kit/link-button.tsx';
import { monthIn } from '../kit/months.ts';
import { MoneyPages } from '../money-pages.tsx';
import { ChecklistCard } from './checklist-card.tsx';
import { AbandonDialog, CloseDialog } from './closing-dialogs.tsx';
import { LedgerLink } from './links.tsx';
import { NotOpen } from './not-open.tsx';
import { ByAt, PeriodState } from './periods-tab.tsx';
import { booked, type Checklist } from './words.ts';

/** One month until it is closed: what that waits for, who said what, and what becomes of facts that come late. */
export function PeriodScreen() {
  const { month: given } = useParams({ from: '/workspace/money/ledger/periods/$month' });
  const session = useSession();
  const month = monthIn(given);
  const mayRead = allows(session, 'ledger:read');
  const mayWrite = useCan('ledger:write');
  const [asked, setAsked] = useState<'close' | 'abandon'>();
  // Counts of other areas change without a word to this page.
  const found = useApi('ledger.checklist', { params: { month: month ?? '' } }, { enabled: mayRead && month !== undefined, refetchInterval: 30_000 });
  const checklist = found.data;
  const start = useApiMutation('ledger.startClosing', { invalidates: booked });
  const begin = () => {
    if (month !== undefined) start.mutate({ params: { month } }, { onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }) });
  };
  const state = checklist?.state;
  useRegisterActions(
    () => [
      {
        id: 'ledger.startClosing',
        label: 'ledger.startClosing',
        scope: 'record',
        permission: 'ledger:write',
        isEnabled: () => state === 'open' && !start.isPending,
        run: begin,
      },
      {
        id: 'ledger.close',
        label: 'ledger.close',
        scope: 'record',
        permission: 'ledger:write',
        isEnabled: () => checklist?.ready === true,
        run: () => setAsked('close'),
      },
    ],
    [state, checklist?.ready, start.isPending, month],
  );
  if (session !== undefined && !mayRead) return <NotOpen />;
  const title = month === undefined ? given : monthName(month, 'long');
  return (
    <>
      <MoneyPages />
      <PageHeader
        crumbs={[{ label: t('ledger.title'), to: '/money/ledger' }, { label: t('ledger.tab.periods') }]}
        title={title}
        badges={state === undefined ? undefined : <PeriodState state={state} />}
        actions={
          checklist === undefined || checklist.state === 'closed' ? undefined : (
            <>
              {checklist.state === 'open' && (
                <Button kind="primary" isDisabled={!mayWrite} isPending={start.isPending} onPress={begin}>
                  {t('ledger.startClosing')}
                </Button>
              )}
              {checklist.state === 'closing' && (
                <>
                  <Button isDisabled={!mayWrite} onPress={() => setAsked('abandon')}>
                    {t('ledger.abandon')}
                  </Button>
                  <Button kind="primary" isDisabled={!mayWrite || !checklist.ready} onPress={() => setAsked('close')}>
                    {t('ledger.close')}
                  </Button>
                </>
              )}
            </>
          )
        }
        facts={checklist === undefined ? undefined : <Head of={checklist} />}
      />
      {month === undefined ? (
        <EmptyState title={t('ledger.notAMonth')} action={<LinkButton to="/money/ledger">{t('ledger.title')}</LinkButton>} />
      ) : checklist === undefined ? (
        found.error === null ? (
          <PageBody>
            <Card flush>
              <SkeletonRows rows={10} what={t('ledger.checklist')} />
            </Card>
          </PageBody>
        ) : (
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        )
      ) : (
        <PageBody className="flex flex-col gap-4 *:shrink-0">
          {!mayWrite && <p className="text-12 text-muted">{t('ledger.mayNot')}</p>}
          <p className={`rounded-popover px-3 py-2 ${checklist.state === 'closed' ? 'bg-ok-soft' : 'bg-surface'} border border-line text-text`}>
            {t(`ledger.periodSays.${checklist.state === 'closing' && checklist.ready ? 'ready' : checklist.state}`)}
          </p>
          <ChecklistCard checklist={checklist} mayWrite={mayWrite} />
          <LateCard of={checklist} />
        </PageBody>
      )}
      {asked === 'close' && checklist !== undefined && (
        <CloseDialog checklist={checklist} onReload={() => void found.refetch()} onClose={() => setAsked(undefined)} />
      )}
      {asked === 'abandon' && checklist !== undefined && <AbandonDialog month={checklist.month} onClose={() => setAsked(undefined)} />}
    </>
  );
}

function Head({ of }: { of: Checklist }) {
  return (
    <Facts
      items={[
        {
          label: t('ledger.entries'),
          value: (
            <LedgerLink search={{ tab: 'entries', period: of.month }}>
              <Num value={of.entries} />
            </LedgerLink>
          ),
        },
        { label: t('ledger.bookedLater'), value: <Num value={of.bookedLater} /> },
        { label: t('ledger.closingBy'), value: <ByAt by={of.closingBy} at={of.closingAt} /> },
        { label: t('ledger.closedBy'), value: <ByAt by={of.closedBy} at={of.closedAt} /> },
        { label: t('ledger.tab.trial'), value: <LedgerLink search={{ tab: 'trial', period: of.month }}>{t('ledger.open')}</LedgerLink> },
      ]}
    />
  );
}

function LateCard({ of }: { of: Checklist }) {
  return (
    <Card title={t('ledger.lateFacts')}>
      <p>{t(of.state === 'closed' ? 'ledger.lateFacts.closed' : 'ledger.lateFacts.open')}</p>
      <p className="mt-2">
        {of.bookedLater === 0 ? (
          <span className="text-muted">{t('ledger.lateFacts.none')}</span>
        ) : (
          <LedgerLink search={{ tab: 'transactions', late: 'true' }}>{t('ledger.lateFacts.some', { n: of.bookedLater })}</LedgerLink>
        )}
      </p>
    </Card>
  );
}
