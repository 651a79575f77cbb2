import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Num } from '../../lib/i18n/values.tsx';
import { Button } from '../../ui/button.tsx';
import { PageHeader } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { DataLinks } from '../connections/data-links.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import { ConflictsTab } from './conflicts-tab.tsx';
import { FailuresTab } from './failures-tab.tsx';
import { conflictStates, failureStates } from './words.ts';

const ANY = 'any';

/** What the systems cannot settle between themselves: fields a person decides, and records that did not go through. */
export function ConflictsScreen() {
  const url = useUrlState();
  const tab = url.oneOf('tab', ['conflicts', 'failures']) ?? 'conflicts';
  const connections = useApi('connections.list', undefined, { refetchInterval: 15_000 });
  const items = connections.data?.items ?? [];
  const connectionId = items.find((one) => one.id === url.text('connection'))?.id;
  const dealId = url.text('deal');
  const counted = items.filter((one) => connectionId === undefined || one.id === connectionId);
  const sum = (of: 'conflicts' | 'failures') =>
    connections.data === undefined || dealId !== undefined ? undefined : <Num value={counted.reduce((total, one) => total + one[of], 0)} />;
  const states = tab === 'conflicts' ? conflictStates : failureStates;
  const status = url.oneOf('status', states as readonly string[]) ?? 'open';
  // The filter in the address is kept while the list of connections is still under way.
  const asked = connections.data === undefined ? url.text('connection') : connectionId;
  return (
    <>
      <DataLinks />
      <PageHeader
        title={t('conflicts.title')}
        tabs={
          <Tabs
            label={t('conflicts.title')}
            value={tab}
            onChange={(id) => url.set({ tab: id === 'conflicts' ? undefined : id, status: undefined, open: undefined })}
            items={[
              { id: 'conflicts', label: t('conflicts.tab.conflicts'), count: sum('conflicts') },
              { id: 'failures', label: t('conflicts.tab.failures'), count: sum('failures') },
            ]}
          />
        }
        actions={
          <>
            {dealId !== undefined && (
              <Button size="compact" onPress={() => url.set({ deal: undefined, open: undefined })}>
                {t('conflicts.allDeals')}
              </Button>
            )}
            <Select
              label={t('conflicts.filter.connection')}
              hideLabel
              value={asked ?? ANY}
              onChange={(id) => url.set({ connection: id === ANY ? undefined : id, open: undefined })}
              options={[{ id: ANY, label: t('conflicts.filter.anyConnection') }, ...items.map((one) => ({ id: one.id, label: one.name }))]}
              className="w-48"
            />
            <Select
              label={t('conflicts.filter.status')}
              hideLabel
              value={status}
              onChange={(id) => url.set({ status: id === 'open' ? undefined : id, open: undefined })}
              options={states.map((id): { id: string; label: string } => ({ id, label: t(`conflicts.status.${id}`) }))}
              className="w-32"
            />
          </>
        }
      />
      {tab === 'conflicts' ? (
        <ConflictsTab connectionId={asked} dealId={dealId} status={conflictStates.find((id) => id === status) ?? 'open'} />
      ) : (
        <FailuresTab connectionId={asked} dealId={dealId} status={failureStates.find((id) => id === status) ?? 'open'} />
      )}
    </>
  );
}
