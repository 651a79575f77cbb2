import { useState } from 'react';
import { Lock } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useApi, useApiMutation, type Result } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText, Money } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Card } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { toast } from '../../ui/toast.tsx';
import { FormDialog } from '../deals/kit/form-dialog.tsx';
import { toMajor, toMinor } from '../deals/kit/money.ts';

type Chain = Result<'chains.ofDeal'>['chains'][number];
type Hop = Chain['hops'][number];

/** From the vendor to the customer, hop by hop. A price the reader is no side of is masked, with the reason, and never blank. */
export function ChainCard({ dealId, currency }: { dealId: string; currency: string }) {
  const chains = useApi('chains.ofDeal', { params: { id: dealId } });
  const mayWrite = useCan('distribution:write');
  const [asked, setAsked] = useState<{ chain: Chain; hop: Hop }>();
  if (chains.error !== null && chains.data === undefined)
    return (
      <Card title={t('distribution.chain')}>
        <ErrorState compact error={chains.error} onRetry={() => void chains.refetch()} />
      </Card>
    );
  const shown = (chains.data?.chains ?? []).filter((chain) => chain.hops.length > 0);
  if (shown.length === 0) return null;
  return (
    <Card title={t('distribution.chain')} note={t('distribution.chain.note')} flush>
      {shown.map((chain) => (
        <ol key={chain.routeId} className="border-b border-line last:border-b-0">
          {chain.hops.map((hop) => (
            <li key={hop.hop} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 not-last:border-b not-last:border-line">
              <span className="min-w-52 flex-1">
                <Party id={hop.sellerId} name={hop.sellerName} />
                <span aria-hidden className="flip mx-1.5 inline-block text-muted">
                  →
                </span>
                <span className="sr-only"> {t('distribution.chain.sellsTo')} </span>
                <Party id={hop.buyerId} name={hop.buyerName} />
              </span>
              <Price hop={hop} />
              {hop.maySet && mayWrite && (
                <Button size="compact" onPress={() => setAsked({ chain, hop })}>
                  {t(hop.amountMinor === null ? 'distribution.chain.set' : 'distribution.chain.change')}
                </Button>
              )}
            </li>
          ))}
        </ol>
      ))}
      {asked && <SetPrice dealId={dealId} chain={asked.chain} hop={asked.hop} currency={asked.hop.currency ?? currency} onClose={() => setAsked(undefined)} />}
    </Card>
  );
}

function Party({ id, name }: { id: string | null; name: string }) {
  return id === null ? (
    <bdi className="font-medium">{name}</bdi>
  ) : (
    <Link to="/partners/$partnerId" params={{ partnerId: id }} className="font-medium hover:underline">
      <bdi>{name}</bdi>
    </Link>
  );
}

function Price({ hop }: { hop: Hop }) {
  if (hop.hidden)
    return (
      <span className="inline-flex items-center gap-1.5 text-12 text-muted">
        <Lock size={12} aria-hidden />
        {t('distribution.chain.hidden')}
      </span>
    );
  if (hop.amountMinor === null || hop.currency === null) return <span className="text-muted">{t('distribution.chain.none')}</span>;
  return (
    <span className="text-end">
      <span className="font-medium">
        <Money value={{ amountMinor: hop.amountMinor, currency: hop.currency }} />
      </span>
      {hop.setBy !== null && hop.setAt !== null && (
        <span className="block text-12 text-muted">
          <bdi>{hop.setBy}</bdi> · <InstantText at={hop.setAt} />
        </span>
      )}
    </span>
  );
}

function SetPrice({ dealId, chain, hop, currency, onClose }: { dealId: string; chain: Chain; hop: Hop; currency: string; onClose: () => void }) {
  const [amount, setAmount] = useState(() => toMajor(hop.amountMinor, currency));
  const set = useApiMutation('chains.setPrice', { invalidates: ['chains.ofDeal', 'deals.timeline'] });
  const amountMinor = toMinor(amount, currency);
  return (
    <FormDialog
      title={t('distribution.chain.set')}
      verb={t('distribution.chain.set')}
      isOpen
      onClose={onClose}
      size="small"
      isPending={set.isPending}
      isReady={amountMinor !== null}
      error={set.error}
      onSubmit={() => {
        if (amountMinor !== null)
          set.mutate(
            { params: { id: dealId, childId: chain.routeId }, body: { amountMinor, currency } },
            {
              onSuccess: () => {
                toast(t('distribution.chain.saved', { buyer: hop.buyerName }));
                onClose();
              },
            },
          );
      }}
    >
      <p className="text-muted">{t('distribution.chain.who', { buyer: hop.buyerName })}</p>
      <NumberField label={t('distribution.chain.price')} value={amount} onChange={setAmount} minValue={0} suffix={currency} isRequired />
    </FormDialog>
  );
}
