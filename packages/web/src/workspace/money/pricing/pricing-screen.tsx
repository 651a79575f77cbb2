import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { PageBody, PageHeader } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyPages } from '../money-pages.tsx';
import { BooksTab } from './books/books-tab.tsx';
import { ApprovalsTab } from './documents/approvals-tab.tsx';
import { BundlesTab } from './documents/bundles-tab.tsx';
import { CompatibilityTab } from './documents/compatibility-tab.tsx';
import { MarginsTab } from './documents/margins-tab.tsx';
import { ProductsTab } from './products-tab.tsx';

const tabs = ['books', 'bundles', 'compatibility', 'margins', 'products', 'approvals'] as const;

/** What things cost: everything here has dates, and what has passed keeps what it said. */
export function PricingScreen() {
  const url = useUrlState();
  const mayRead = useCan('pricing:read');
  const mayReadQuotes = useCan('quotes:read');
  const tab = url.oneOf('tab', tabs) ?? 'books';
  if (!mayRead)
    return (
      <>
        <MoneyPages />
        <PageHeader title={t('pricing.title')} />
        <PageBody>
          <EmptyState title={t('money.none')} detail={t('money.none.detail')} />
        </PageBody>
      </>
    );
  return (
    <>
      <MoneyPages />
      <PageHeader
        title={t('pricing.title')}
        tabs={
          <Tabs
            label={t('pricing.title')}
            value={tab}
            onChange={(id) => url.set({ tab: id === 'books' ? undefined : id, book: undefined, open: undefined, q: undefined, on: undefined })}
            items={tabs.filter((id) => id !== 'approvals' || mayReadQuotes).map((id) => ({ id, label: t(`pricing.tab.${id}`) }))}
          />
        }
      />
      {tab === 'books' && <BooksTab />}
      {tab === 'bundles' && <BundlesTab />}
      {tab === 'compatibility' && <CompatibilityTab />}
      {tab === 'margins' && <MarginsTab />}
      {tab === 'products' && <ProductsTab />}
      {tab === 'approvals' && mayReadQuotes && <ApprovalsTab />}
    </>
  );
}
