import { useEffect, useMemo, useRef } from 'react';
import { ShieldCheck } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { callApi, problemSentence, useApi, useApiMutation, useApiPages } from '../../../lib/api/index.ts';
import { type CsvColumn, everyPage } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { InstantText, Num } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyField } from '../../../ui/copy-field.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { MoneyList } from '../kit/money-list.tsx';
import { TransactionLink } from './links.tsx';
import { type Verification, verificationTones } from './words.ts';

const file: readonly CsvColumn<Verification>[] = [
  ['started_at', (row) => row.startedAt],
  ['started_by', (row) => row.startedBy],
  ['result', (row) => row.state],
  ['transactions', (row) => String(row.transactions), 'plain'],
  ['entries', (row) => String(row.entries), 'plain'],
  ['not_in_the_chain_yet', (row) => String(row.unsealed), 'plain'],
  ['head_place', (row) => String(row.headSequence), 'plain'],
  ['head_hash', (row) => row.headHash ?? ''],
  ['sentence', (row) => row.sentence ?? ''],
  ['finished_at', (row) => row.finishedAt ?? ''],
];

/** Walks the chain from its beginning; every walk is kept, with what it found. */
export function VerificationTab() {
  const navigate = useNavigate();
  const locale = useLocaleId();
  const mayWrite = useCan('ledger:write');
  const list = useApiPages('ledger.verifications', { query: { limit: 50 } });
  const latest = list.rows[0];
  // While one is under way its own record is read; the list follows when it ends.
  const running = useApi(
    'ledger.verification',
    { params: { id: latest?.id ?? '' } },
    { enabled: latest?.state === 'running', refetchInterval: latest?.state === 'running' ? 1_000 : false },
  );
  const now = running.data?.id === latest?.id ? (running.data ?? latest) : latest;
  const verify = useApiMutation('ledger.verify', { invalidates: ['ledger.verifications'] });
  const ended = latest?.state === 'running' && now !== undefined && now.state !== 'running';
  useRefetchWhen(ended, list.refetch);
  const columns = useMemo(
    (): readonly GridColumn<Verification>[] => [
      { id: 'started', header: t('ledger.startedAt'), size: 150, hideable: false, card: 'title', cell: (row) => <InstantText at={row.startedAt} /> },
      { id: 'by', header: t('ledger.startedBy'), size: 150, card: 'meta', cell: (row) => <bdi>{row.startedBy}</bdi> },
      {
        id: 'state',
        header: t('ledger.found'),
        size: 110,
        card: 'end',
        cell: (row) => <Badge tone={verificationTones[row.state]}>{t(`ledger.chain.${row.state}`)}</Badge>,
      },
      { id: 'transactions', header: t('ledger.tab.transactions'), size: 110, align: 'end', card: 'none', cell: (row) => <Num value={row.transactions} /> },
      { id: 'entries', header: t('ledger.entries'), size: 90, align: 'end', card: 'none', cell: (row) => <Num value={row.entries} /> },
      { id: 'sentence', header: t('ledger.sentence'), size: 380, card: 'none', cell: (row) => <bdi>{row.sentence ?? ''}</bdi> },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
  const run = (
    <Button
      kind="primary"
      isDisabled={!mayWrite || now?.state === 'running'}
      isPending={verify.isPending}
      onPress={() => verify.mutate({}, { onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }) })}
    >
      {t('ledger.verify')}
    </Button>
  );
  return (
    <>
      {now !== undefined && <Latest of={now} />}
      <MoneyList
        id="ledger.verifications"
        label={t('ledger.tab.verification')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        filters={
          <>
            {run}
            <p className="text-12 text-muted max-md:w-full">{t(mayWrite ? 'ledger.verify.note' : 'ledger.mayNot')}</p>
          </>
        }
        empty={<EmptyState icon={<ShieldCheck size={18} aria-hidden />} title={t('ledger.verifications.none')} detail={t('ledger.verify.note')} />}
        file={{
          name: 'ledger-verifications.csv',
          columns: file,
          all: () => everyPage((cursor) => callApi('ledger.verifications', { query: { limit: 200, cursor } })),
        }}
        onOpen={(row) => {
          if (row.brokenTransactionId !== null)
            void navigate({ to: '/money/ledger/transactions/$transactionId', params: { transactionId: row.brokenTransactionId } });
        }}
      />
    </>
  );
}

function useRefetchWhen(ended: boolean, refetch: () => void): void {
  const again = useRef(refetch);
  useEffect(() => {
    again.current = refetch;
  });
  useEffect(() => {
    if (ended) again.current();
  }, [ended]);
}

/** How the chain was found last, or how far the walk is. */
function Latest({ of }: { of: Verification }) {
  const jobs = useApi('jobs.list', { query: { limit: 20 } }, { enabled: of.state === 'running', refetchInterval: of.state === 'running' ? 1_000 : false });
  const job = jobs.data?.items.find(({ id }) => id === of.jobId);
  return (
    <section aria-label={t('ledger.latest')} className="flex shrink-0 flex-col gap-2 border-b border-line bg-surface px-4 py-3">
      {of.state === 'running' ? (
        <Progress label={t('ledger.verifying')} done={job?.done ?? 0} {...(job?.total ? { total: job.total } : {})} />
      ) : (
        <output className="flex flex-wrap items-center gap-2">
          <Badge tone={verificationTones[of.state]}>{t(`ledger.chain.${of.state}`)}</Badge>
          <bdi>{of.sentence}</bdi>
          <span className="text-12 text-muted">
            <InstantText at={of.finishedAt ?? of.startedAt} />
          </span>
          {of.brokenTransactionId !== null && <TransactionLink id={of.brokenTransactionId}>{t('ledger.openBroken')}</TransactionLink>}
        </output>
      )}
      {of.headHash !== null && (
        <div className="flex max-w-180 flex-col gap-1">
          <CopyField label={t('ledger.head', { n: of.headSequence })} value={of.headHash} />
          <p className="text-12 text-muted">{t('ledger.head.note')}</p>
        </div>
      )}
    </section>
  );
}
