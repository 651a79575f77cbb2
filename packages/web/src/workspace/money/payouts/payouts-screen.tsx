import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { PageBody, PageHeader } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyPages } from '../money-pages.tsx';
import { DisputesTab } from './disputes-tab.tsx';
import { DocumentsTab } from './documents-tab.tsx';
import { EarningsTab } from './earnings-tab.tsx';
import { PayeesTab } from './payees-tab.tsx';
import { RunForm } from './run-form.tsx';
import { RunsTab } from './runs-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';

const tabs = ['runs', 'earnings', 'payees', 'disputes', 'documents', 'settings'] as const;
const forgotten = {
  state: undefined,
  open: undefined,
  q: undefined,
  partner: undefined,
  kind: undefined,
  deal: undefined,
  currency: undefined,
  from: undefined,
  to: undefined,
};

/** What partners have earned, how it reaches them, and what they dispute of it. */
export function PayoutsScreen() {
  const mayRead = useCan('payouts:read');
  if (!mayRead)
    return (
      <>
        <MoneyPages />
        <PageHeader title={t('money.payouts')} />
        <PageBody>
          <EmptyState title={t('payouts.mayNotRead')} detail={t('money.none.detail')} />
        </PageBody>
      </>
    );
  return <Readable />;
}

function Readable() {
  const url = useUrlState();
  const navigate = useNavigate();
  const mayWrite = useCan('payouts:write');
  const [creating, setCreating] = useState(false);
  const tab = url.oneOf('tab', tabs) ?? 'runs';
  const figures = useApi('earnings.figures', { query: {} });
  const disputes = figures.data?.openDisputes ?? 0;
  useRegisterActions(
    () => [{ id: 'payouts.run.new', label: 'payouts.run.new', scope: 'screen', shortcut: 'c', permission: 'payouts:write', run: () => setCreating(true) }],
    [],
  );
  const create = (
    <Button kind="primary" icon={<Plus size={16} aria-hidden />} isDisabled={!mayWrite} onPress={() => setCreating(true)}>
      {t('payouts.run.new')}
    </Button>
  );
  return (
    <>
      <MoneyPages />
      <PageHeader
        title={t('money.payouts')}
        tabs={
          <Tabs
            label={t('money.payouts')}
            value={tab}
            onChange={(id) => url.set({ ...forgotten, tab: id === 'runs' ? undefined : id })}
            items={tabs.map((id) => ({ id, label: t(`payouts.tab.${id}`), ...(id === 'disputes' && disputes > 0 ? { count: <Num value={disputes} /> } : {}) }))}
          />
        }
        actions={
          <>
            {!mayWrite && <span className="text-12 text-muted">{t('payouts.mayNotWrite')}</span>}
            {create}
          </>
        }
      />
      {tab === 'runs' && <RunsTab create={create} />}
      {tab === 'earnings' && <EarningsTab />}
      {tab === 'payees' && <PayeesTab />}
      {tab === 'disputes' && <DisputesTab />}
      {tab === 'documents' && <DocumentsTab />}
      {tab === 'settings' && <SettingsTab />}
      {creating && (
        <RunForm onClose={() => setCreating(false)} onSaved={(run) => void navigate({ to: '/money/payouts/runs/$runId', params: { runId: run.id } })} />
      )}
    </>
  );
}
