import { Link } from '@tanstack/react-router';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { useMarketplaces } from '../use-marketplaces.ts';

/** Which product at which marketplace; those whose product is on the deal come first. */
export function ListingSelect({
  value,
  onChange,
  productIds = [],
  isDisabled,
}: {
  value: string | null;
  onChange: (id: string) => void;
  productIds?: readonly string[];
  isDisabled?: boolean;
}) {
  const listings = useApi('listings.list', { query: { limit: 200 } });
  const marketplaces = useMarketplaces();
  const live = new Set((marketplaces.data?.items ?? []).filter((entry) => entry.retiredAt === null).map((entry) => entry.id));
  const rows = (listings.data?.items ?? []).filter((listing) => live.has(listing.marketplaceId));
  const ordered = rows.toSorted(
    (a, b) => Number(productIds.includes(b.productId)) - Number(productIds.includes(a.productId)) || a.marketplaceName.localeCompare(b.marketplaceName),
  );
  if (listings.data !== undefined && marketplaces.data !== undefined && rows.length === 0)
    return (
      <p className="rounded-popover bg-hover px-3 py-2">
        {t('offers.noListing')}{' '}
        <Link to="/marketplaces" search={{ tab: 'listings' }} className="link">
          {t('offers.noListing.go')}
        </Link>
      </p>
    );
  return (
    <Select
      label={t('offers.listing')}
      description={t('offers.listing.note')}
      options={ordered.map((listing) => ({
        id: listing.id,
        label: t('offers.listing.at', { product: listing.name, marketplace: listing.marketplaceName }),
        note: productIds.includes(listing.productId) ? t('offers.listing.onDeal') : undefined,
      }))}
      value={value}
      onChange={onChange}
      isRequired
      isDisabled={isDisabled}
    />
  );
}
