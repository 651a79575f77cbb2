import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { PageBody, PageHeader } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyPages } from '../money-pages.tsx';
import { NewBudget } from './budget-form.tsx';
import { BudgetsTab } from './budgets-tab.tsx';
import { CalendarTab } from './calendar-tab.tsx';
import { ClaimsTab } from './claims-tab.tsx';
import { ExportMenu } from './export-menu.tsx';
import { ExtensionsTab } from './extensions-tab.tsx';
import { FiguresTab } from './figures-tab.tsx';
import { useNarrowed } from './list-filters.tsx';
import { RequestsTab } from './requests-tab.tsx';

const tabs = ['budgets', 'requests', 'claims', 'extensions', 'calendar', 'figures'] as const;
const forgotten = { state: undefined, q: undefined, kind: undefined, from: undefined };

/** Money for activities of partners: what is set aside, asked for, claimed and paid. */
export function FundsScreen() {
  const mayRead = useCan('funds:read');
  if (mayRead) return <Readable />;
  return (
    <>
      <MoneyPages />
      <PageHeader title={t('money.funds')} />
      <PageBody>
        <EmptyState title={t('funds.mayNotRead')} detail={t('money.none.detail')} />
      </PageBody>
    </>
  );
}

function Readable() {
  const url = useUrlState();
  const navigate = useNavigate();
  const mayWrite = useCan('funds:write');
  const [creating, setCreating] = useState(false);
  const narrowed = useNarrowed();
  const tab = url.oneOf('tab', tabs) ?? 'budgets';
  useRegisterActions(
    () => [{ id: 'funds.budget.new', label: 'funds.budget.new', scope: 'screen', shortcut: 'c', permission: 'funds:write', run: () => setCreating(true) }],
    [],
  );
  const create = (
    <Button kind="primary" icon={<Plus size={16} aria-hidden />} isDisabled={!mayWrite} onPress={() => setCreating(true)}>
      {t('funds.budget.new')}
    </Button>
  );
  return (
    <>
      <MoneyPages />
      <PageHeader
        title={t('money.funds')}
        tabs={
          <Tabs
            label={t('money.funds')}
            value={tab}
            onChange={(id) => url.set({ ...forgotten, tab: id === 'budgets' ? undefined : id })}
            items={tabs.map((id) => ({ id, label: t(`funds.tab.${id}`) }))}
          />
        }
        actions={
          <>
            <ExportMenu {...(tab === 'budgets' || tab === 'extensions' ? {} : narrowed)} />
            {tab === 'budgets' && !mayWrite && <span className="text-12 text-muted">{t('funds.mayNotWrite')}</span>}
            {tab === 'budgets' && create}
          </>
        }
      />
      {tab === 'budgets' && <BudgetsTab create={create} />}
      {tab === 'requests' && <RequestsTab />}
      {tab === 'claims' && <ClaimsTab />}
      {tab === 'extensions' && <ExtensionsTab />}
      {tab === 'calendar' && <CalendarTab />}
      {tab === 'figures' && <FiguresTab />}
      {creating && (
        <NewBudget onClose={() => setCreating(false)} onSaved={(budget) => void navigate({ to: '/money/funds/$budgetId', params: { budgetId: budget.id } })} />
      )}
    </>
  );
}
