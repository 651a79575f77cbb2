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
import { noFilter } from '../rules/list-filters.tsx';
import { NewRule } from './new-rule.tsx';
import { ReceiptsTab } from './receipts-tab.tsx';
import { RulesTab } from './rules-tab.tsx';

const tabs = ['receipts', 'rules'] as const;

/** How each receipt was divided between those who earned it, and by which rules. */
export function SplitsScreen() {
  const mayRead = useCan('splits:read');
  if (mayRead) return <Readable />;
  return (
    <>
      <MoneyPages />
      <PageHeader title={t('money.splits')} />
      <PageBody>
        <EmptyState title={t('splits.mayNotRead')} detail={t('money.none.detail')} />
      </PageBody>
    </>
  );
}

function Readable() {
  const url = useUrlState();
  const navigate = useNavigate();
  const mayWrite = useCan('splits:write');
  const [creating, setCreating] = useState(false);
  const tab = url.oneOf('tab', tabs) ?? 'receipts';
  const held = useApi('splits.list', { query: { state: 'held', limit: 100 } });
  const waiting = held.data?.items.length ?? 0;
  useRegisterActions(
    () => [{ id: 'splits.rule.new', label: 'splits.rule.new', scope: 'screen', shortcut: 'c', permission: 'splits:write', run: () => setCreating(true) }],
    [],
  );
  const create = (
    <Button kind="primary" icon={<Plus size={16} aria-hidden />} isDisabled={!mayWrite} onPress={() => setCreating(true)}>
      {t('splits.rule.new')}
    </Button>
  );
  return (
    <>
      <MoneyPages />
      <PageHeader
        title={t('money.splits')}
        tabs={
          <Tabs
            label={t('money.splits')}
            value={tab}
            onChange={(id) => url.set({ ...noFilter, state: undefined, tab: id === 'receipts' ? undefined : id })}
            items={tabs.map((id) => ({ id, label: t(`splits.tab.${id}`), ...(id === 'receipts' && waiting > 0 ? { count: <Num value={waiting} /> } : {}) }))}
          />
        }
        actions={
          <>
            {!mayWrite && <span className="text-12 text-muted">{t('rules.mayNot')}</span>}
            {tab === 'rules' && create}
          </>
        }
      />
      {tab === 'receipts' ? <ReceiptsTab /> : <RulesTab create={create} />}
      {creating && <NewRule onClose={() => setCreating(false)} onMade={(id) => void navigate({ to: '/money/splits/rules/$ruleId', params: { ruleId: id } })} />}
    </>
  );
}
