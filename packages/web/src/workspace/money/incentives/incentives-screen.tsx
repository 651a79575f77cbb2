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
import { AccrualsTab } from './accruals-tab.tsx';
import { ClaimsTab } from './claims-tab.tsx';
import { EnrolmentsTab } from './enrolments-tab.tsx';
import { HeldTab } from './held-tab.tsx';
import { NewProgramme } from './new-programme.tsx';
import { ProgrammesTab } from './programmes-tab.tsx';
import { ProgressTab } from './progress-tab.tsx';
import { SpiffsTab } from './spiffs-tab.tsx';

const tabs = ['programmes', 'progress', 'accruals', 'claims', 'spiffs', 'enrolments', 'held'] as const;

/** What partners and their people are paid besides their splits. */
export function IncentivesScreen() {
  const mayRead = useCan('incentives:read');
  if (mayRead) return <Readable />;
  return (
    <>
      <MoneyPages />
      <PageHeader title={t('money.incentives')} />
      <PageBody>
        <EmptyState title={t('incentives.mayNotRead')} detail={t('money.none.detail')} />
      </PageBody>
    </>
  );
}

function Readable() {
  const url = useUrlState();
  const navigate = useNavigate();
  const mayWrite = useCan('incentives:write');
  const [creating, setCreating] = useState(false);
  const tab = url.oneOf('tab', tabs) ?? 'programmes';
  const waiting = useApi('incentives.accruals', { query: { state: 'waiting', limit: 100 } }).data?.items.length ?? 0;
  const proposed = useApi('incentives.claims', { query: { state: 'proposed', limit: 100 } }).data?.items.length ?? 0;
  const held = useApi('incentives.facts', { query: { state: 'held', limit: 100 } }).data?.items.length ?? 0;
  const counts: Partial<Record<(typeof tabs)[number], number>> = { accruals: waiting, claims: proposed, held };
  useRegisterActions(
    () => [{ id: 'incentives.new', label: 'incentives.new', scope: 'screen', shortcut: 'c', permission: 'incentives:write', run: () => setCreating(true) }],
    [],
  );
  const create = (
    <Button kind="primary" icon={<Plus size={16} aria-hidden />} isDisabled={!mayWrite} onPress={() => setCreating(true)}>
      {t('incentives.new')}
    </Button>
  );
  return (
    <>
      <MoneyPages />
      <PageHeader
        title={t('money.incentives')}
        tabs={
          <Tabs
            label={t('money.incentives')}
            value={tab}
            onChange={(id) =>
              url.set({
                ...noFilter,
                q: undefined,
                kind: undefined,
                rule: undefined,
                state: undefined,
                open: undefined,
                tab: id === 'programmes' ? undefined : id,
              })
            }
            items={tabs.map((id) => {
              const count = counts[id] ?? 0;
              return { id, label: t(`incentives.tab.${id}`), ...(count > 0 ? { count: <Num value={count} /> } : {}) };
            })}
          />
        }
        actions={
          <>
            {!mayWrite && <span className="text-12 text-muted">{t('rules.mayNot')}</span>}
            {tab === 'programmes' && create}
          </>
        }
      />
      {tab === 'programmes' && <ProgrammesTab create={create} />}
      {tab === 'progress' && <ProgressTab />}
      {tab === 'accruals' && <AccrualsTab />}
      {tab === 'claims' && <ClaimsTab />}
      {tab === 'spiffs' && <SpiffsTab />}
      {tab === 'enrolments' && <EnrolmentsTab />}
      {tab === 'held' && <HeldTab />}
      {creating && (
        <NewProgramme
          onClose={() => setCreating(false)}
          onMade={(id) => void navigate({ to: '/money/incentives/$programmeId', params: { programmeId: id } })}
        />
      )}
    </>
  );
}
