import { t } from '../../lib/i18n/i18n.ts';
import { useCan } from '../../lib/session.ts';
import { PageBody, PageHeader } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import { MarketLinks } from '../metering/market-links.tsx';
import { AgreementsTab } from './agreements/agreements-tab.tsx';
import { FiguresTab } from './figures/figures-tab.tsx';
import { ListingsTab } from './listings/listings-tab.tsx';
import { OffersTab } from './offers/offers-tab.tsx';
import { PlacesTab } from './places/places-tab.tsx';

const tabs = ['marketplaces', 'listings', 'offers', 'agreements', 'figures'] as const;

export function MarketplacesScreen() {
  const url = useUrlState();
  const mayRead = useCan('marketplaces:read');
  const tab = url.oneOf('tab', tabs) ?? 'marketplaces';
  return (
    <>
      <MarketLinks />
      <PageHeader
        title={t('marketplaces.title')}
        tabs={
          <Tabs
            label={t('marketplaces.title')}
            value={tab}
            // What filters one list means nothing to the next.
            onChange={(id) =>
              url.set({
                tab: id === 'marketplaces' ? undefined : id,
                open: undefined,
                q: undefined,
                phase: undefined,
                status: undefined,
                drifted: undefined,
                unmatched: undefined,
                productId: undefined,
                dealId: undefined,
              })
            }
            items={tabs.map((id) => ({ id, label: t(`marketplaces.tab.${id}`) }))}
          />
        }
      />
      {!mayRead ? (
        <PageBody>
          <EmptyState title={t('marketplaces.mayNotRead')} detail={t('marketplaces.mayNotRead.detail')} />
        </PageBody>
      ) : (
        <>
          {tab === 'marketplaces' && <PlacesTab />}
          {tab === 'listings' && <ListingsTab />}
          {tab === 'offers' && <OffersTab />}
          {tab === 'agreements' && <AgreementsTab />}
          {tab === 'figures' && <FiguresTab />}
        </>
      )}
    </>
  );
}
