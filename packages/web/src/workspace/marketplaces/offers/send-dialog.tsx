import { useState } from 'react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Money } from '../../../lib/i18n/values.tsx';
import { Select } from '../../../ui/select.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { IssueList } from '../kit/issue-list.tsx';
import { useGrantAct, useMarketplace, useOfferAct } from '../use-marketplaces.ts';
import { type Authorization, blocking, type Issue, type Marketplace, type Offer } from '../words.ts';

/** The connections that lead to this marketplace; which one is asked only where there are several. */
function useConnectionsTo(marketplace: Marketplace | undefined) {
  const list = useApi('connections.list', undefined, { staleTime: 60_000, enabled: marketplace !== undefined && marketplace.kind !== 'configured' });
  return (list.data?.items ?? []).filter((connection) => connection.system === marketplace?.kind);
}

function Sending({
  title,
  marketplaceId,
  issues,
  amount,
  isPending,
  error,
  onSend,
  onClose,
}: {
  title: string;
  marketplaceId: string;
  issues: readonly Issue[];
  amount: { amountMinor: number; currency: string };
  isPending: boolean;
  error: unknown;
  onSend: (connectionId: string | null) => void;
  onClose: () => void;
}) {
  const marketplace = useMarketplace(marketplaceId);
  const connections = useConnectionsTo(marketplace);
  const [chosen, setChosen] = useState<string | null>(null);
  const against = blocking(issues);
  const through = chosen ?? marketplace?.connectionId ?? null;
  return (
    <FormDialog
      title={title}
      verb={t('offers.send')}
      isOpen
      onClose={onClose}
      onSubmit={() => onSend(through)}
      isPending={isPending}
      isReady={against.length === 0 && through !== null}
      error={error}
      size="small"
    >
      <p>
        {t('offers.send.note', { name: marketplace?.name ?? '' })} <Money value={amount} />
      </p>
      {issues.length > 0 && <IssueList issues={issues} />}
      {marketplace !== undefined && through === null && connections.length === 0 && <p className="text-warn">{t('offers.send.noConnection')}</p>}
      {connections.length > 1 || (marketplace?.connectionId === null && connections.length > 0) ? (
        <Select
          label={t('offers.send.through')}
          options={connections.map((connection) => ({ id: connection.id, label: connection.name, note: connection.account }))}
          value={through}
          onChange={setChosen}
        />
      ) : null}
    </FormDialog>
  );
}

export function SendOfferDialog({ offer, onClose, onSent }: { offer: Offer; onClose: () => void; onSent?: () => void }) {
  const send = useOfferAct('offers.send');
  return (
    <Sending
      title={t('offers.send.offer')}
      marketplaceId={offer.marketplaceId}
      issues={offer.issues}
      amount={{ amountMinor: offer.amountMinor, currency: offer.currency }}
      isPending={send.isPending}
      error={send.error}
      onClose={onClose}
      onSend={(connectionId) =>
        send.mutate(
          { params: { id: offer.id }, body: { connectionId }, ifVersion: offer.version },
          {
            onSuccess: () => {
              toast(t('offers.sent'));
              onClose();
              onSent?.();
            },
          },
        )
      }
    />
  );
}

export function SendGrantDialog({ grant, onClose }: { grant: Authorization; onClose: () => void }) {
  const send = useGrantAct('authorizations.send');
  return (
    <Sending
      title={t('offers.grant.send')}
      marketplaceId={grant.marketplaceId}
      issues={grant.issues}
      amount={{ amountMinor: grant.wholesaleMinor, currency: grant.currency }}
      isPending={send.isPending}
      error={send.error}
      onClose={onClose}
      onSend={(connectionId) =>
        send.mutate(
          { params: { id: grant.id }, body: { connectionId }, ifVersion: grant.version },
          {
            onSuccess: () => {
              toast(t('offers.grant.sent'));
              onClose();
            },
          },
        )
      }
    />
  );
}
