import { useState } from 'react';
import { Plus, Store } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { PageBody } from '../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { useMarketplaces } from '../use-marketplaces.ts';
import { isByHand, type Marketplace } from '../words.ts';
import { AddMarketplace } from './add-marketplace.tsx';

export function PlacesTab() {
  const list = useMarketplaces();
  const mayWrite = useCan('marketplaces:write');
  const [adding, setAdding] = useState(false);
  useRegisterActions(
    () => [{ id: 'marketplaces.add', label: 'marketplaces.add', scope: 'screen', shortcut: 'n', permission: 'marketplaces:write', run: () => setAdding(true) }],
    [],
  );
  const add = mayWrite && (
    <Button kind="primary" icon={<Plus size={14} aria-hidden />} keyHint="n" onPress={() => setAdding(true)}>
      {t('marketplaces.add')}
    </Button>
  );
  const rows = list.data?.items ?? [];
  return (
    <PageBody>
      {list.error !== null && list.data === undefined ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.data === undefined ? (
        <SkeletonRows rows={4} height={112} widths={[30, 20, 20]} what={t('marketplaces.title')} />
      ) : rows.length === 0 ? (
        <EmptyState
          icon={<Store size={20} strokeWidth={1.75} />}
          title={t('marketplaces.empty')}
          detail={t(mayWrite ? 'marketplaces.empty.detail' : 'marketplaces.mayNotWrite')}
          action={add}
        />
      ) : (
        <>
          <div className="mb-3 flex flex-wrap items-center justify-end gap-3">
            {!mayWrite && <p className="flex-1 text-12 text-muted">{t('marketplaces.mayNotWrite')}</p>}
            {add}
          </div>
          <ul className="grid gap-3 xl:grid-cols-2" aria-label={t('marketplaces.title')}>
            {rows.map((marketplace) => (
              <PlaceCard key={marketplace.id} marketplace={marketplace} />
            ))}
          </ul>
        </>
      )}
      {adding && <AddMarketplace onClose={() => setAdding(false)} />}
    </PageBody>
  );
}

function PlaceCard({ marketplace }: { marketplace: Marketplace }) {
  const byHand = isByHand(marketplace);
  const { capabilities } = marketplace;
  return (
    <li className="relative flex flex-col gap-2 rounded-card border border-line bg-surface p-4 hover:border-line-strong">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">
            <Link to="/marketplaces/$marketplaceId" params={{ marketplaceId: marketplace.id }} className="after:absolute after:inset-0 hover:underline">
              <bdi>{marketplace.name}</bdi>
            </Link>
          </h2>
          <p className="text-12 text-muted">
            {t(`marketplaces.kind.${marketplace.kind}`)}
            {marketplace.operatorName !== null && (
              <>
                {' '}
                · <bdi>{marketplace.operatorName}</bdi>
              </>
            )}
          </p>
        </span>
        <span className="flex flex-wrap justify-end gap-1.5">
          {marketplace.retiredAt !== null && <Badge>{t('marketplaces.retired')}</Badge>}
          {!byHand && (
            <Badge tone={marketplace.connectionId === null ? 'warn' : 'ok'}>
              {t(marketplace.connectionId === null ? 'marketplaces.notConnected' : 'marketplaces.connected')}
            </Badge>
          )}
          {byHand && <Badge tone="accent">{t('marketplaces.byHand')}</Badge>}
          {marketplace.parkedNotices > 0 && <Badge tone="warn">{t('marketplaces.parked', { n: marketplace.parkedNotices })}</Badge>}
        </span>
      </div>
      {marketplace.sweepError !== null && (
        <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
          <bdi>{marketplace.sweepError}</bdi>
        </p>
      )}
      <p className="text-12 text-muted">
        {t(`marketplaces.resale.${capabilities.resale.mode}`)} · {t('marketplaces.instalmentsMaximum', { n: capabilities.instalmentsMaximum })}
        {marketplace.sweptAt !== null && (
          <>
            {' '}
            · {t('marketplaces.swept')} <RelativeTime at={marketplace.sweptAt} />
          </>
        )}
      </p>
    </li>
  );
}
