import { useState } from 'react';
import { Link, useParams } from '@tanstack/react-router';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { Facts, PageBody, PageHeader } from '../../../ui/page.tsx';
import { toast } from '../../../ui/toast.tsx';
import { NotFound } from '../../../shell/not-found.tsx';
import { sayRefusal } from '../../deals/kit/notify.ts';
import { RecordPage } from '../../partners/kit/record-page.tsx';
import { saleReads, useMarketplaces } from '../use-marketplaces.ts';
import { isByHand, type Marketplace } from '../words.ts';
import { EditMarketplace } from './edit-marketplace.tsx';
import { ImportStates } from './import-states.tsx';
import { NoticesCard } from './notices-card.tsx';
import { RulesEditor } from './rules-editor.tsx';

export function MarketplaceScreen() {
  const { marketplaceId = '' } = useParams({ strict: false });
  const list = useMarketplaces();
  return (
    <RecordPage query={list} what={t('marketplaces.marketplace')}>
      {({ items }) => {
        const marketplace = items.find((entry) => entry.id === marketplaceId);
        return marketplace === undefined ? <NotFound /> : <Place key={marketplace.id} marketplace={marketplace} onReload={() => void list.refetch()} />;
      }}
    </RecordPage>
  );
}

type Open = 'edit' | 'import' | 'retire' | null;

function Place({ marketplace, onReload }: { marketplace: Marketplace; onReload: () => void }) {
  const [open, setOpen] = useState<Open>(null);
  const mayWrite = useCan('marketplaces:write');
  const maySend = useCan('offers:send');
  const connections = useApi('connections.list', undefined, { staleTime: 60_000, enabled: marketplace.connectionId !== null });
  const sweep = useApiMutation('marketplaces.sweep', { invalidates: ['marketplaces.list', ...saleReads] });
  const update = useApiMutation('marketplaces.update', { invalidates: ['marketplaces.list'] });
  const byHand = isByHand(marketplace);
  const { capabilities } = marketplace;
  const isRetired = marketplace.retiredAt !== null;
  const retire = (retired: boolean) =>
    update.mutate(
      { params: { id: marketplace.id }, body: { retired }, ifVersion: marketplace.version },
      {
        onError: sayRefusal,
        onSuccess: (after) =>
          toast(t(retired ? 'marketplaces.retired.done' : 'marketplaces.revived.done'), {
            undo: () => update.mutate({ params: { id: after.id }, body: { retired: !retired }, ifVersion: after.version }, { onError: sayRefusal }),
          }),
      },
    );
  const connection = connections.data?.items.find((entry) => entry.id === marketplace.connectionId);
  return (
    <>
      <PageHeader
        title={marketplace.name}
        crumbs={[{ label: t('marketplaces.title'), to: '/marketplaces' }, { label: t(`marketplaces.kind.${marketplace.kind}`) }]}
        badges={
          <>
            {isRetired && <Badge>{t('marketplaces.retired')}</Badge>}
            {byHand && <Badge tone="accent">{t('marketplaces.byHand')}</Badge>}
          </>
        }
        actions={
          <>
            <Link to="/marketplaces" search={{ tab: 'offers', marketplaceId: marketplace.id }} className="link px-2">
              {t('marketplaces.tab.offers')}
            </Link>
            {byHand && maySend && <Button onPress={() => setOpen('import')}>{t('marketplaces.import')}</Button>}
            {!byHand && mayWrite && marketplace.connectionId !== null && (
              <Button
                isPending={sweep.isPending}
                onPress={() => sweep.mutate({ params: { id: marketplace.id } }, { onError: sayRefusal, onSuccess: (found) => toast(found.sentence) })}
              >
                {t('marketplaces.sweep')}
              </Button>
            )}
            {mayWrite && <Button onPress={() => setOpen('edit')}>{t('marketplaces.edit')}</Button>}
            {mayWrite && (
              <Button kind={isRetired ? 'secondary' : 'danger'} onPress={() => (isRetired ? retire(false) : setOpen('retire'))}>
                {t(isRetired ? 'marketplaces.revive' : 'marketplaces.retire')}
              </Button>
            )}
          </>
        }
        facts={
          <Facts
            items={[
              ...(byHand ? [] : [{ label: t('marketplaces.connection'), value: connection?.name ?? t('marketplaces.notConnected') }]),
              { label: t('marketplaces.operator'), value: marketplace.operatorName ?? '–' },
              {
                label: t('marketplaces.currencies'),
                value: capabilities.currencies.length === 0 ? t('marketplaces.currencies.any') : capabilities.currencies.join(', '),
              },
              { label: t('marketplaces.resale'), value: t(`marketplaces.resale.${capabilities.resale.mode}`) },
              ...(marketplace.sweptAt === null ? [] : [{ label: t('marketplaces.swept'), value: <RelativeTime at={marketplace.sweptAt} /> }]),
            ]}
          />
        }
      />
      <PageBody>
        <div className="flex flex-col gap-4">
          {marketplace.sweepError !== null && (
            <p role="alert" className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
              <bdi>{marketplace.sweepError}</bdi>
            </p>
          )}
          <RulesEditor marketplace={marketplace} mayWrite={mayWrite} onReload={onReload} />
          {!byHand && <NoticesCard marketplaceId={marketplace.id} />}
        </div>
      </PageBody>
      {open === 'edit' && <EditMarketplace marketplace={marketplace} onReload={onReload} onClose={() => setOpen(null)} />}
      {open === 'import' && <ImportStates marketplace={marketplace} onClose={() => setOpen(null)} />}
      <ConfirmDialog
        title={t('marketplaces.retire.ask', { name: marketplace.name })}
        body={t('marketplaces.retire.note')}
        verb={t('marketplaces.retire')}
        danger
        isOpen={open === 'retire'}
        onClose={() => setOpen(null)}
        onConfirm={() => retire(true)}
      />
    </>
  );
}
