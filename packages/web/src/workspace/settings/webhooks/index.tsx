import { useState } from 'react';
import { Plus, Webhook } from 'lucide-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { EndpointForm } from './endpoint-form.tsx';
import { SecretOnce, type MadeSecret } from './secret-once.tsx';
import { type Endpoint, stateOf } from './words.ts';

export function Webhooks() {
  const list = useApiPages('webhooks.list', { query: {} }, { refetchInterval: 30_000 });
  const mayWrite = useCan('webhooks:write');
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<MadeSecret & { id: string }>();
  useRegisterActions(
    () => [{ id: 'webhooks.add', label: 'webhooks.add', scope: 'screen', shortcut: 'n', permission: 'webhooks:write', run: () => setAdding(true) }],
    [],
  );
  const add = mayWrite && (
    <Button kind="primary" icon={<Plus size={14} aria-hidden />} keyHint="n" onPress={() => setAdding(true)}>
      {t('webhooks.add')}
    </Button>
  );
  return (
    <>
      <Card title={t('settings.webhooks')} flush actions={list.rows.length > 0 ? add : undefined}>
        {list.error !== null && list.rows.length === 0 ? (
          <ErrorState error={list.error} onRetry={list.refetch} />
        ) : list.isLoading ? (
          <SkeletonRows rows={4} height={64} what={t('settings.webhooks')} />
        ) : list.rows.length === 0 ? (
          <EmptyState
            icon={<Webhook size={20} strokeWidth={1.75} />}
            title={t('webhooks.none')}
            detail={mayWrite ? t('webhooks.none.detail') : t('webhooks.notWriter')}
            action={add || undefined}
          />
        ) : (
          <ul>
            {list.rows.map((endpoint) => (
              <EndpointRow key={endpoint.id} endpoint={endpoint} />
            ))}
          </ul>
        )}
        {list.hasMore && (
          <p className="p-3 text-center">
            <Button isPending={list.isLoadingMore} onPress={list.loadMore}>
              {t('work.more')}
            </Button>
          </p>
        )}
      </Card>
      {adding && (
        <EndpointForm
          onClose={() => setAdding(false)}
          onMade={(endpoint) => {
            setAdding(false);
            setMade(endpoint);
          }}
        />
      )}
      <SecretOnce
        made={made}
        onClose={() => {
          if (made) void navigate({ to: '/settings/webhooks/$endpointId', params: { endpointId: made.id } });
          setMade(undefined);
        }}
      />
    </>
  );
}

function EndpointRow({ endpoint }: { endpoint: Endpoint }) {
  const { id, tone } = stateOf(endpoint);
  const last = endpoint.lastDelivery;
  return (
    <li className="relative flex min-h-16 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0 hover:bg-hover">
      <span className="min-w-0 flex-1 basis-64">
        <Link to="/settings/webhooks/$endpointId" params={{ endpointId: endpoint.id }} className="link font-medium after:absolute after:inset-0">
          <bdi dir={endpoint.description === '' ? 'ltr' : undefined}>{endpoint.description === '' ? endpoint.urlShown : endpoint.description}</bdi>
        </Link>
        {endpoint.description !== '' && (
          <code dir="ltr" className="block truncate font-mono text-12 text-muted">
            {endpoint.urlShown}
          </code>
        )}
      </span>
      <span className="text-12 text-muted">
        {endpoint.eventTypes === null ? t('webhooks.events.all') : t('webhooks.events.chosen', { n: endpoint.eventTypes.length })}
      </span>
      {endpoint.waiting > 0 && <span className="text-12 text-muted">{t('webhooks.waiting', { n: endpoint.waiting })}</span>}
      {endpoint.failed > 0 && <span className="text-12 text-bad">{t('webhooks.failed', { n: endpoint.failed })}</span>}
      <span className="min-w-40 text-12 text-muted">
        {last === null ? (
          t('webhooks.last.none')
        ) : (
          <>
            {t(last.ok ? 'webhooks.last.ok' : 'webhooks.last.failed')} <RelativeTime at={last.at} />
          </>
        )}
      </span>
      <Badge tone={tone}>{t(`webhooks.state.${id}`)}</Badge>
    </li>
  );
}
