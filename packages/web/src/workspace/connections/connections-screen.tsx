import { useState } from 'react';
import { Cable, Plus } from 'lucide-react';
import { useRegisterActions } from '../../lib/actions.ts';
import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useCan } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { PageBody, PageHeader } from '../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { DataLinks } from './data-links.tsx';

export function ConnectionsScreen() {
  const list = useApi('connections.list', undefined, { refetchInterval: 10_000 });
  const mayWrite = useCan('connections:write');
  const [connecting, setConnecting] = useState<'any' | 'simulator'>();
  useRegisterActions(
    () => [
      {
        id: 'connections.connect',
        label: 'connections.connect',
        scope: 'screen',
        shortcut: 'n',
        permission: 'connections:write',
        run: () => setConnecting('any'),
      },
    ],
    [],
  );
  const rows = list.data?.items ?? [];
  return (
    <>
      <DataLinks />
      <PageHeader
        title={t('connections.title')}
        actions={
          mayWrite ? (
            <Button kind="primary" icon={<Plus size={14} aria-hidden />} keyHint="n" onPress={() => setConnecting('any')}>
              {t('connections.connect')}
            </Button>
          ) : undefined
        }
      />
      <PageBody>
        {list.error !== null && list.data === undefined ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : list.data === undefined ? (
          <SkeletonRows rows={4} height={112} widths={[30, 20, 20]} what={t('connections.title')} />
        ) : rows.length === 0 ? (
          <EmptyState
            icon={<Cable size={20} strokeWidth={1.75} />}
            title={t('connections.empty')}
            detail={t(mayWrite ? 'connections.empty.detail' : 'connections.mayNot')}
            action={
              mayWrite ? (
                <Button kind="primary" onPress={() => setConnecting('simulator')}>
                  {t('connections.connect.simulator')}
                </Button>
              ) : undefined
            }
          />
        ) : (
          <>
            {list.error !== null && <ErrorState compact error={list.error} onRetry={() => void list.refetch()} />}
            <ul className="grid gap-3 xl:grid-cols-2" aria-label={t('connections.title')}>
              {rows.map((connection) => (
                <ConnectionCard key={connection.id} connection={connection} />
              ))}
            </ul>
            {!mayWrite && <p className="mt-3 text-12 text-muted">{t('connections.mayNot')}</p>}
          </>
        )}
      </PageBody>
      {connecting !== undefined && <ConnectDialog prefersSimulator={connecting === 'simulator'} onClose={() => setConnecting(undefined)} />}
    </>
  );
}
