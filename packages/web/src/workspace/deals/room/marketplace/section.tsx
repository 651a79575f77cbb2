import { useState } from 'react';
import { Plus } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useApi, useApiPages } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { useCan } from '../../../../lib/session.ts';
import { Button } from '../../../../ui/button.tsx';
import { Card } from '../../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../../ui/states.tsx';
import { AuthorizationSheet } from '../../../marketplaces/offers/authorization-sheet.tsx';
import { AuthorizeDialog } from '../../../marketplaces/offers/authorize-dialog.tsx';
import { ChainList } from '../../../marketplaces/offers/chain-list.tsx';
import { OfferWizard } from '../../../marketplaces/offers/offer-wizard.tsx';
import { useMarketplaces } from '../../../marketplaces/use-marketplaces.ts';
import type { Deal } from '../use-room.ts';
import { Attribution } from './attribution.tsx';
import { AgreementItem, EntitlementItem, GrantItem, OfferItem } from './sale-items.tsx';

type Open = { kind: 'offer' } | { kind: 'authorize' } | { kind: 'grant'; id: string } | null;

/** How this deal is bought on marketplaces: offers, authorisations, agreements and entitlements, each with the next act. */
export function MarketplaceSection({ deal }: { deal: Deal }) {
  return useCan('marketplaces:read') ? <Section deal={deal} /> : null;
}

function Section({ deal }: { deal: Deal }) {
  const mayWrite = useCan('marketplaces:write');
  const [open, setOpen] = useState<Open>(null);
  const marketplaces = useMarketplaces();
  const query = { query: { dealId: deal.id, limit: 50 } };
  const offers = useApiPages('offers.list', query);
  const grants = useApiPages('authorizations.list', query);
  const agreements = useApiPages('agreements.list', query);
  const entitlements = useApiPages('entitlements.list', query);
  const chains = useApi('offers.chain', { params: { id: deal.id } });
  const close = () => setOpen(null);
  const failed = [offers, grants, agreements, entitlements].find((list) => list.error !== null && list.rows.length === 0);
  const isLoading = offers.isLoading || grants.isLoading || agreements.isLoading || entitlements.isLoading;
  const sold = (chains.data?.chains ?? []).filter((chain) => chain.hops.length > 1);
  const isEmpty = offers.rows.length + grants.rows.length + agreements.rows.length === 0;
  const hasMarketplace = (marketplaces.data?.items ?? []).some((entry) => entry.retiredAt === null);
  const mayStart = mayWrite && hasMarketplace && deal.status !== 'lost';
  return (
    <Card
      title={t('sale.title')}
      flush
      actions={
        mayStart && (
          <span className="flex flex-wrap justify-end gap-2">
            <Button size="compact" onPress={() => setOpen({ kind: 'authorize' })}>
              {t('offers.grant.create')}
            </Button>
            <Button size="compact" icon={<Plus size={14} aria-hidden />} onPress={() => setOpen({ kind: 'offer' })}>
              {t('offers.create')}
            </Button>
          </span>
        )
      }
    >
      {failed !== undefined && <ErrorState compact error={failed.error} onRetry={failed.refetch} />}
      {failed === undefined && isLoading && <SkeletonRows rows={2} widths={[40, 20, 16]} what={t('sale.title')} />}
      {failed === undefined && !isLoading && isEmpty && (
        <p className="p-4 text-muted">
          {t(hasMarketplace ? 'sale.empty' : 'sale.noMarketplace')}{' '}
          {!hasMarketplace && (
            <Link to="/marketplaces" className="link">
              {t('sale.noMarketplace.go')}
            </Link>
          )}
        </p>
      )}
      <ul>
        {agreements.rows.map((agreement) => (
          <AgreementItem key={agreement.id} agreement={agreement} />
        ))}
        {entitlements.rows.map((entitlement) => (
          <EntitlementItem key={entitlement.id} entitlement={entitlement} />
        ))}
        {offers.rows.map((offer) => (
          <OfferItem key={offer.id} offer={offer} />
        ))}
        {grants.rows.map((grant) => (
          <GrantItem
            key={grant.id}
            grant={grant}
            isPassedOn={grants.rows.some((other) => other.parentId === grant.id)}
            onOpen={() => setOpen({ kind: 'grant', id: grant.id })}
          />
        ))}
      </ul>
      {sold.map((chain) => (
        <details key={chain.hops[0]?.recordId} className="border-t border-line px-4 py-2">
          <summary className="min-h-6 text-12 font-medium">
            <bdi>{t('sale.chain', { name: chain.marketplaceName })}</bdi>
          </summary>
          <ChainList chain={chain} onGrant={(id) => setOpen({ kind: 'grant', id })} />
        </details>
      ))}
      {agreements.rows.length > 0 && <Attribution dealId={deal.id} />}
      {open?.kind === 'offer' && <OfferWizard deal={deal} onClose={close} />}
      {open?.kind === 'authorize' && (
        <AuthorizeDialog dealId={deal.id} deal={deal} onClose={close} onCreated={(grant) => setOpen({ kind: 'grant', id: grant.id })} />
      )}
      {open?.kind === 'grant' && <AuthorizationSheet id={open.id} onClose={close} />}
    </Card>
  );
}
