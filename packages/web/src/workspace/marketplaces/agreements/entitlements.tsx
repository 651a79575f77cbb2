import { useState } from 'react';
import { useApiMutation, useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { formatNumber } from '../../../lib/i18n/format.ts';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { sayRefusal } from '../../deals/kit/notify.ts';
import { saleReads, useMarketplace } from '../use-marketplaces.ts';
import { type Entitlement, entitlementTones } from '../words.ts';
import { Term } from './term.tsx';

/** What the buyer may use; where the marketplace waits for our word, approve or refuse. */
export function Entitlements({ agreementId }: { agreementId: string }) {
  const list = useApiPages('entitlements.list', { query: { agreementId, limit: 50 } });
  if (list.error !== null && list.rows.length === 0) return <ErrorState compact error={list.error} onRetry={list.refetch} />;
  if (list.isLoading) return <SkeletonRows rows={2} widths={[50, 20]} what={t('entitlements.title')} />;
  if (list.rows.length === 0) return <p className="mt-1 text-muted">{t('entitlements.none')}</p>;
  return (
    <ul className="mt-1 flex flex-col gap-3">
      {list.rows.map((entitlement) => (
        <Row key={entitlement.id} entitlement={entitlement} />
      ))}
    </ul>
  );
}

function Row({ entitlement }: { entitlement: Entitlement }) {
  const [refusing, setRefusing] = useState(false);
  const maySend = useCan('offers:send');
  const marketplace = useMarketplace(entitlement.marketplaceId);
  const fulfil = useApiMutation('entitlements.fulfil', { invalidates: saleReads });
  const decides = maySend && entitlement.state === 'pending' && marketplace?.capabilities.fulfilment === 'approve';
  return (
    <li className="flex flex-col gap-1 border-b border-line pb-3 last:border-b-0 last:pb-0">
      <span className="flex flex-wrap items-center gap-2">
        <bdi className="min-w-0 truncate font-mono text-12">{entitlement.externalId}</bdi>
        <Badge tone={entitlementTones[entitlement.state]}>{t(`entitlements.state.${entitlement.state}`)}</Badge>
      </span>
      <ul className="flex flex-wrap gap-x-4 gap-y-0.5">
        {entitlement.dimensions.map((dimension) => (
          <li key={dimension.key}>
            <bdi>{dimension.key}</bdi> {dimension.quantity !== null && <bdi className="num font-medium">{formatNumber(dimension.quantity)}</bdi>}{' '}
            <bdi className="text-muted">{dimension.unit}</bdi>
          </li>
        ))}
      </ul>
      <span className="text-12">
        <Term agreement={entitlement} />
      </span>
      {decides && (
        <span className="flex gap-2">
          <Button
            size="compact"
            kind="primary"
            isPending={fulfil.isPending}
            onPress={() =>
              fulfil.mutate(
                { params: { id: entitlement.id }, body: { approve: true } },
                { onError: sayRefusal, onSuccess: () => toast(t('entitlements.approved')) },
              )
            }
          >
            {t('entitlements.approve')}
          </Button>
          <Button size="compact" kind="danger" onPress={() => setRefusing(true)}>
            {t('entitlements.refuse')}
          </Button>
        </span>
      )}
      {refusing && <RefuseDialog entitlement={entitlement} onClose={() => setRefusing(false)} />}
    </li>
  );
}

function RefuseDialog({ entitlement, onClose }: { entitlement: Entitlement; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const fulfil = useApiMutation('entitlements.fulfil', { invalidates: saleReads });
  return (
    <FormDialog
      title={t('entitlements.refuse')}
      verb={t('entitlements.refuse')}
      isOpen
      onClose={onClose}
      size="small"
      danger
      isPending={fulfil.isPending}
      isReady={reason.trim() !== ''}
      error={fulfil.error}
      onSubmit={() => fulfil.mutate({ params: { id: entitlement.id }, body: { approve: false, reason: reason.trim() } }, { onSuccess: onClose })}
    >
      <TextField
        label={t('offers.reason')}
        description={t('entitlements.refuse.note')}
        value={reason}
        onChange={setReason}
        rows={3}
        maxLength={256}
        isRequired
      />
    </FormDialog>
  );
}
