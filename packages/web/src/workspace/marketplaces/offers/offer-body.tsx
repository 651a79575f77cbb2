import { type Result, useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, PageBody } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import { DrawdownCard } from '../../deals/room/marketplace/drawdown-card.tsx';
import { IssueList } from '../kit/issue-list.tsx';
import { Operations } from '../kit/operations.tsx';
import { isByHand, type Marketplace, type Offer } from '../words.ts';
import { BuyerPreview } from './buyer-preview.tsx';
import { ChainList } from './chain-list.tsx';
import { FieldValues } from './field-values.tsx';
import type { OpenOffer } from './offer-acts.tsx';

type Chains = { data: Result<'offers.chain'> | undefined; error: unknown; refetch: () => unknown };

export function OfferBody({
  offer,
  marketplace,
  chains,
  onOpen,
}: {
  offer: Offer;
  marketplace: Marketplace | undefined;
  chains: Chains;
  onOpen: (open: OpenOffer) => void;
}) {
  const mayWrite = useCan('marketplaces:write');
  const chain = chains.data?.chains.find((entry) => entry.offerId === offer.id);
  const isDraft = offer.phase === 'draft';
  const edit = isDraft && mayWrite ? (field: string) => onOpen({ kind: 'edit', field }) : undefined;
  return (
    <PageBody>
      {offer.problem !== null && (
        <p role="alert" className="mb-4 rounded-popover bg-bad-soft px-3 py-2 text-bad">
          <bdi>{offer.problem}</bdi>
        </p>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          {isDraft && offer.issues.length > 0 && (
            <Card title={t('offers.issues')}>
              <IssueList issues={offer.issues} onGo={edit} />
            </Card>
          )}
          <Card title={t('offers.chain')} note={t('offers.chain.note')}>
            {chains.error !== null && chain === undefined ? (
              <ErrorState compact error={chains.error} onRetry={() => void chains.refetch()} />
            ) : chains.data === undefined ? (
              <SkeletonRows rows={2} widths={[40, 20]} what={t('offers.chain')} />
            ) : chain === undefined ? (
              <p className="text-muted">{t('offers.chain.none')}</p>
            ) : (
              <ChainList chain={chain} here={offer.id} onGrant={(id) => onOpen({ kind: 'grant', id })} />
            )}
          </Card>
          <Card title={t('offers.preview')} note={t('offers.preview.note')}>
            <BuyerPreview offerId={offer.id} />
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {offer.operations.length > 0 && (
            <Card title={t('offers.operations')}>
              <Operations operations={offer.operations} onGo={edit} />
            </Card>
          )}
          {marketplace !== undefined && isByHand(marketplace) && (marketplace.definition?.fields.length ?? 0) > 0 && (
            <Card title={t('offers.fields')}>
              <FieldValues definition={marketplace.definition} values={offer.fields} currency={offer.currency} />
            </Card>
          )}
          <DrawdownCard dealId={offer.dealId} routeId={offer.routeId} />
          <SaleTimeline dealId={offer.dealId} />
        </div>
      </div>
    </PageBody>
  );
}

const kinds = ['offer', 'authorization', 'agreement', 'entitlement', 'marketplace'];

/** What happened on the deal that concerns how it is bought; the whole of it stands in the deal room. */
function SaleTimeline({ dealId }: { dealId: string }) {
  const list = useApiPages('deals.timeline', { params: { id: dealId }, query: { limit: 100 } });
  const rows = list.rows.filter((entry) => kinds.includes(entry.kind.split('.')[0] ?? ''));
  return (
    <Card title={t('offers.timeline')}>
      {list.isLoading && <SkeletonRows rows={4} widths={[60, 20]} what={t('offers.timeline')} />}
      {list.error !== null && <ErrorState compact error={list.error} onRetry={list.refetch} />}
      {!list.isLoading && list.error === null && rows.length === 0 && <p className="text-muted">{t('offers.timeline.none')}</p>}
      <Timeline entries={rows.map((entry) => ({ id: entry.id, at: entry.at, title: entry.sentence, by: entry.by === '' ? undefined : entry.by }))} />
      {list.hasMore && (
        <Button kind="quiet" size="compact" className="mt-2" isPending={list.isLoadingMore} onPress={list.loadMore}>
          {t('deals.older')}
        </Button>
      )}
    </Card>
  );
}
