import { useState } from 'react';
import { useParams } from '@tanstack/react-router';
import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Num, RelativeTime } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Facts, PageBody, PageHeader } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { RecordPage } from '../partners/kit/record-page.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import { StatusSentence } from './connection-card.tsx';
import { ConnectionActs, type OpenDialog } from './connection-acts.tsx';
import { LogTab } from './log-tab.tsx';
import { MappingTab } from './mapping/mapping-tab.tsx';
import { MessagesTab } from './messages-tab.tsx';
import { OverviewTab } from './overview/overview-tab.tsx';
import { type Connection, environmentTones, stateOf, systemLabel } from './words.ts';

const tabs = ['overview', 'mapping', 'log', 'messages'] as const;

export function ConnectionScreen() {
  const { connectionId } = useParams({ from: '/workspace/connections/$connectionId' });
  const query = useApi('connections.get', { params: { id: connectionId } }, { refetchInterval: 10_000 });
  return (
    <RecordPage query={query} what={t('connections.one')}>
      {(connection) => <ConnectionRecord key={connection.id} connection={connection} onReload={() => void query.refetch()} />}
    </RecordPage>
  );
}

function ConnectionRecord({ connection, onReload }: { connection: Connection; onReload: () => void }) {
  const url = useUrlState();
  const [open, setOpen] = useState<OpenDialog>();
  const tab = url.oneOf('tab', tabs) ?? 'overview';
  const state = stateOf(connection);
  const facts = [
    { label: t('connections.account'), value: connection.account },
    { label: t('connections.count.waiting'), value: <Num value={connection.waiting} /> },
    { label: t('connections.lastRead'), value: connection.lastReadAt === null ? t('connections.never') : <RelativeTime at={connection.lastReadAt} /> },
    { label: t('connections.lastWrote'), value: connection.lastWroteAt === null ? t('connections.never') : <RelativeTime at={connection.lastWroteAt} /> },
  ];
  return (
    <>
      <PageHeader
        title={connection.name}
        crumbs={[{ label: t('connections.title'), to: '/connections' }, { label: systemLabel(connection.system) }]}
        badges={
          <>
            <Badge tone={environmentTones[connection.environment]}>{t(`connections.environment.${connection.environment}`)}</Badge>
            <Badge tone={state.tone}>{t(`connections.state.${state.id}`)}</Badge>
          </>
        }
        actions={<ConnectionActs connection={connection} open={open} onOpen={setOpen} onReload={onReload} />}
        facts={
          <div className="flex flex-col gap-3">
            <Facts items={facts} />
            <StatusSentence connection={connection} />
          </div>
        }
      />
      <div className="flex h-10 shrink-0 items-center border-b border-line bg-surface px-3 md:px-4">
        <Tabs
          label={connection.name}
          value={tab}
          // What belongs to one tab does not follow into the next.
          onChange={(id) =>
            url.set({ tab: id === 'overview' ? undefined : id, object: undefined, kind: undefined, show: undefined, q: undefined, view: undefined })
          }
          items={tabs.map((id) => ({ id, label: t(`connections.tab.${id}`) }))}
        />
      </div>
      <PageBody label={t(`connections.tab.${tab}`)}>
        <div className="flex flex-col gap-4">
          {tab === 'overview' && <OverviewTab connection={connection} onReplaceCredentials={() => setOpen('credentials')} />}
          {tab === 'mapping' && <MappingTab connection={connection} />}
          {tab === 'log' && <LogTab connection={connection} />}
          {tab === 'messages' && <MessagesTab connection={connection} />}
        </div>
      </PageBody>
    </>
  );
}
