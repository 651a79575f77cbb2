import { useEffect, useState } from 'react';
import { useParams } from '@tanstack/react-router';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, InstantText, Num } from '../../../lib/i18n/values.tsx';
import { rememberRecent } from '../../../lib/search.ts';
import { Facts, PageHeader } from '../../../ui/page.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { RecordPage } from '../../partners/kit/record-page.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyPages } from '../money-pages.tsx';
import { RunState } from './badges.tsx';
import { RunActs } from './run-acts.tsx';
import { RunFiles } from './run-files.tsx';
import { RunPayouts } from './run-payouts.tsx';
import type { Run } from './words.ts';

const tabs = ['payouts', 'files'] as const;
const WATCHED_MS = 1_500;

export function RunPage() {
  const { runId } = useParams({ from: '/workspace/money/payouts/runs/$runId' });
  const [working, setWorking] = useState(false);
  const query = useApi('payoutRuns.get', { params: { id: runId } }, { refetchInterval: working ? WATCHED_MS : false });
  const isWorking = query.data !== undefined && query.data.progress.doing !== null;
  // Whether to look again follows from what was read; it is known one look later.
  if (isWorking !== working) setWorking(isWorking);
  return (
    <>
      <MoneyPages />
      <RecordPage query={query} what={t('payouts.run')}>
        {(run) => <RunRecord key={run.id} run={run} />}
      </RecordPage>
    </>
  );
}

function RunRecord({ run }: { run: Run }) {
  const url = useUrlState();
  const tab = url.oneOf('tab', tabs) ?? 'payouts';
  const named = t('payouts.run.named', { number: run.number, name: run.name });
  useEffect(() => rememberRecent({ id: run.id, label: named, note: t('payouts.run'), to: `/money/payouts/runs/${run.id}` }), [run.id, named]);
  const facts = [
    { label: t('payouts.until'), value: <DateText date={run.until} /> },
    { label: t('payouts.currency'), value: run.currency ?? t('payouts.currency.all') },
    { label: t('payouts.partners'), value: run.partnerIds.length === 0 ? t('payouts.partners.every') : <Num value={run.partnerIds.length} /> },
    { label: t('payouts.payouts'), value: <Num value={run.payouts} /> },
    { label: t('payouts.carried'), value: <Num value={run.carried} /> },
    { label: t('payouts.lines'), value: <Num value={run.lines} /> },
    ...(run.payOn === null ? [] : [{ label: t('payouts.payOn'), value: <DateText date={run.payOn} /> }]),
  ];
  return (
    <>
      <PageHeader
        title={run.name}
        crumbs={[{ label: t('money.payouts'), to: '/money/payouts' }, { label: t('payouts.run.number', { number: run.number }) }]}
        badges={<RunState state={run.state} />}
        actions={<RunActs run={run} />}
        facts={
          <>
            <Facts items={facts} />
            <Hands run={run} />
          </>
        }
      />
      {run.progress.doing !== null && (
        <div className="shrink-0 border-b border-line bg-surface px-4 py-3 md:px-5">
          <Progress label={t(`payouts.doing.${run.progress.doing}`)} done={run.progress.done} total={run.progress.total} />
          <p className="mt-1.5 text-12 text-muted">{t('payouts.doing.note')}</p>
        </div>
      )}
      <div className="flex min-h-10 shrink-0 items-center border-b border-line bg-surface px-3 md:px-4">
        <Tabs
          label={named}
          value={tab}
          onChange={(id) => url.set({ tab: id === 'payouts' ? undefined : id, open: undefined })}
          items={tabs.map((id) => ({ id, label: t(`payouts.run.tab.${id}`) }))}
        />
      </div>
      {tab === 'payouts' ? <RunPayouts run={run} /> : <RunFiles run={run} />}
    </>
  );
}

/** Whose hands the run went through, in the order in which it did. */
function Hands({ run }: { run: Run }) {
  const steps = [
    ['created', run.createdBy, run.createdAt],
    ['ready', run.readyBy, run.readyAt],
    ['released', run.releasedBy, run.releasedAt],
  ] as const;
  return (
    <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-12 text-muted">
      {steps.map(
        ([step, by, at]) =>
          by !== null &&
          at !== null && (
            <li key={step}>
              {t(`payouts.hand.${step}`, { name: by })} · <InstantText at={at} />
            </li>
          ),
      )}
      {run.cancelledBy !== null && <li>{t('payouts.hand.cancelled', { name: run.cancelledBy, reason: run.cancelReason ?? '' })}</li>}
    </ul>
  );
}
