import { type ReactNode, useState } from 'react';
import { Undo2 } from 'lucide-react';
import { useParams } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, InstantText, Num } from '../../../lib/i18n/values.tsx';
import { allows, useCan, useSession } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyField } from '../../../ui/copy-field.tsx';
import { Card, Facts, PageBody, PageHeader } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { monthName } from '../../disbursements/words.ts';
import { MoneyPages } from '../money-pages.tsx';
import { EntriesCard } from './entries-card.tsx';
import { FactsCard } from './facts-card.tsx';
import { DealLink, LedgerLink, TransactionLink } from './links.tsx';
import { NotOpen } from './not-open.tsx';
import { ReverseDialog } from './reverse-dialog.tsx';
import { Marks } from './transaction-columns.tsx';
import { type TransactionDetail, templateWord } from './words.ts';

/** One event as it was booked: its entries, why, by which rules, and its place in the chain. */
export function TransactionScreen() {
  const { transactionId } = useParams({ from: '/workspace/money/ledger/transactions/$transactionId' });
  const session = useSession();
  const mayWrite = useCan('ledger:write');
  const [reversing, setReversing] = useState(false);
  const found = useApi('ledger.transaction', { params: { id: transactionId } }, { enabled: allows(session, 'ledger:read') });
  const transaction = found.data;
  const mayReverse = mayWrite && transaction !== undefined && transaction.reversedBy === null;
  useRegisterActions(
    () => [
      {
        id: 'ledger.reverse',
        label: 'ledger.reverse.title',
        scope: 'record',
        shortcut: 'r',
        permission: 'ledger:write',
        isEnabled: () => mayReverse,
        run: () => setReversing(true),
      },
    ],
    [mayReverse],
  );
  if (session !== undefined && !allows(session, 'ledger:read')) return <NotOpen />;
  const crumbs = [{ label: t('ledger.title'), to: '/money/ledger' }, { label: t('ledger.tab.transactions') }];
  return (
    <>
      <MoneyPages />
      <PageHeader
        crumbs={crumbs}
        title={transaction === undefined ? t('ledger.transaction') : templateWord(transaction.template)}
        {...(transaction === undefined
          ? {}
          : {
              badges: <Marks of={transaction} />,
              facts: <Head of={transaction} />,
              actions: (
                <Button icon={<Undo2 size={16} strokeWidth={1.75} aria-hidden />} isDisabled={!mayReverse} onPress={() => setReversing(true)}>
                  {t('ledger.reverse')}
                </Button>
              ),
            })}
      />
      {transaction === undefined ? (
        found.error === null ? (
          <PageBody>
            <Card flush>
              <SkeletonRows rows={6} what={t('ledger.transaction')} />
            </Card>
          </PageBody>
        ) : (
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        )
      ) : (
        <PageBody className="flex flex-col gap-4 *:shrink-0">
          {!mayWrite && <p className="text-12 text-muted">{t('ledger.mayNot')}</p>}
          <Notes of={transaction} />
          <EntriesCard entries={transaction.entries} />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <FactsCard of={transaction} />
            <SealCard of={transaction} />
          </div>
        </PageBody>
      )}
      {reversing && transaction !== undefined && <ReverseDialog transaction={transaction} onClose={() => setReversing(false)} />}
    </>
  );
}

function Head({ of }: { of: TransactionDetail }) {
  return (
    <>
      <p className="mb-2 text-muted">
        <bdi>{of.memo}</bdi>
      </p>
      <Facts
        items={[
          { label: t('ledger.bookedOn'), value: <DateText date={of.bookedOn} /> },
          { label: t('ledger.factOn'), value: <DateText date={of.factOn} /> },
          {
            label: t('ledger.period'),
            value: <LedgerLink search={{ tab: 'transactions', period: of.period }}>{monthName(of.period, 'long')}</LedgerLink>,
          },
          { label: t('ledger.deal'), value: <DealLink of={of} /> },
          { label: t('ledger.createdBy'), value: of.createdBy },
          { label: t('ledger.createdAt'), value: <InstantText at={of.createdAt} /> },
        ]}
      />
    </>
  );
}

/** What sets it apart from most: it came late, it takes another back, or it was taken back. */
function Notes({ of }: { of: TransactionDetail }) {
  const note = (key: string, children: ReactNode) => (
    <p key={key} className="rounded-popover bg-warn-soft px-3 py-2 text-text">
      {children}
    </p>
  );
  return (
    <>
      {of.late && note('late', t('ledger.lateNote', { month: monthName(of.factOn.slice(0, 7), 'long'), bookedIn: monthName(of.period, 'long') }))}
      {of.reverses !== null &&
        note(
          'reverses',
          <>
            {t('ledger.reversesNote')}{' '}
            <TransactionLink id={of.reverses} underlined>
              {t('ledger.openOriginal')}
            </TransactionLink>
          </>,
        )}
      {of.reversedBy !== null &&
        note(
          'reversed',
          <>
            {t('ledger.reversedNote')}{' '}
            <TransactionLink id={of.reversedBy} underlined>
              {t('ledger.openReversal')}
            </TransactionLink>
          </>,
        )}
    </>
  );
}

function SealCard({ of }: { of: TransactionDetail }) {
  return (
    <Card title={t('ledger.seal')} note={of.seal === null ? t('ledger.unsealed') : t('ledger.sealed')}>
      <div className="flex flex-col gap-3">
        {of.seal === null ? (
          <p className="text-muted">{t('ledger.unsealed.detail')}</p>
        ) : (
          <Facts
            items={[
              { label: t('ledger.place'), value: <Num value={of.seal.sequence} /> },
              { label: t('ledger.sealedAt'), value: <InstantText at={of.seal.sealedAt} /> },
            ]}
          />
        )}
        <CopyField label={t('ledger.contentHash')} value={of.contentHash} />
        {of.seal !== null && (
          <>
            <CopyField label={t('ledger.hash')} value={of.seal.hash} />
            <CopyField label={t('ledger.previous')} value={of.seal.previous} />
          </>
        )}
      </div>
    </Card>
  );
}
