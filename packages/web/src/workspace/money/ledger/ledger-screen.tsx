import { useState } from 'react';
import { Download, Plus } from 'lucide-react';
import { useRegisterActions } from '../../../lib/actions.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { allows, useCan, useSession } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { PageHeader } from '../../../ui/page.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { monthIn } from '../kit/months.ts';
import { MoneyPages } from '../money-pages.tsx';
import { AccountsTab } from './accounts-tab.tsx';
import { AdjustDrawer } from './adjust-drawer.tsx';
import { EntriesTab } from './entries-tab.tsx';
import { ExportDrawer } from './export-drawer.tsx';
import { NotOpen } from './not-open.tsx';
import { PeriodsTab } from './periods-tab.tsx';
import { RatesTab } from './rates-tab.tsx';
import { ReconciliationTab } from './reconciliation-tab.tsx';
import { TransactionsTab } from './transactions-tab.tsx';
import { TrialTab } from './trial-tab.tsx';
import { VerificationTab } from './verification-tab.tsx';

const tabs = ['accounts', 'transactions', 'entries', 'trial', 'periods', 'reconciliation', 'verification', 'rates'] as const;
/** A filter of one view means nothing to the next; the month and the currency one looks at stay. */
const ofOneTab = ['purpose', 'party', 'account', 'deal', 'asOf', 'template', 'late', 'q', 'sort', 'control', 'from', 'to', 'day'] as const;
const nothing = Object.fromEntries(ofOneTab.map((key) => [key, undefined]));

/** The books: what every event moved, what stands on each account, and the months they are closed by. */
export function LedgerScreen() {
  const url = useUrlState();
  const session = useSession();
  const mayWrite = useCan('ledger:write');
  const [open, setOpen] = useState<'adjust' | 'export'>();
  const tab = url.oneOf('tab', tabs) ?? 'accounts';
  useRegisterActions(
    () => [
      { id: 'ledger.adjust', label: 'ledger.adjust', scope: 'screen', shortcut: 'c', permission: 'ledger:write', run: () => setOpen('adjust') },
      { id: 'ledger.export', label: 'ledger.export.title', scope: 'screen', shortcut: 'e', permission: 'ledger:read', run: () => setOpen('export') },
    ],
    [],
  );
  if (session !== undefined && !allows(session, 'ledger:read')) return <NotOpen />;
  return (
    <>
      <MoneyPages />
      <PageHeader
        title={t('ledger.title')}
        tabs={
          <Tabs
            label={t('ledger.title')}
            value={tab}
            onChange={(id) => url.set({ ...nothing, tab: id === 'accounts' ? undefined : id })}
            items={tabs.map((id) => ({ id, label: t(`ledger.tab.${id}`) }))}
          />
        }
        actions={
          <>
            <Button icon={<Download size={16} strokeWidth={1.75} aria-hidden />} onPress={() => setOpen('export')}>
              {t('ledger.export')}
            </Button>
            <Button icon={<Plus size={16} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen('adjust')}>
              {t('ledger.adjust')}
            </Button>
          </>
        }
      />
      {tab === 'accounts' && <AccountsTab />}
      {tab === 'transactions' && <TransactionsTab />}
      {tab === 'entries' && <EntriesTab />}
      {tab === 'trial' && <TrialTab />}
      {tab === 'periods' && <PeriodsTab />}
      {tab === 'reconciliation' && <ReconciliationTab />}
      {tab === 'verification' && <VerificationTab />}
      {tab === 'rates' && <RatesTab />}
      {open === 'adjust' && <AdjustDrawer onClose={() => setOpen(undefined)} />}
      {open === 'export' && <ExportDrawer month={monthIn(url.text('period'))} onClose={() => setOpen(undefined)} />}
    </>
  );
}
