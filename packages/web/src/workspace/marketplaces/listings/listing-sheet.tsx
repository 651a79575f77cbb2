import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { formatPercent } from '../../../lib/i18n/format.ts';
import { DateText, Money, RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/page.tsx';
import { toast } from '../../../ui/toast.tsx';
import { sayRefusal } from '../../deals/kit/notify.ts';
import { useMarketplace } from '../use-marketplaces.ts';
import { type Listing, listingTones } from '../words.ts';
import { EligibilityDialog } from './eligibility-dialog.tsx';

const heading = 'text-12 font-medium text-muted';

export function ListingSheet({ listing, onClose, onEdit }: { listing: Listing; onClose: () => void; onEdit: () => void }) {
  const mayWrite = useCan('marketplaces:write');
  const marketplace = useMarketplace(listing.marketplaceId);
  const [eligibility, setEligibility] = useState(false);
  const refresh = useApiMutation('listings.refresh', { invalidates: ['listings.list'] });
  const reads = marketplace?.capabilities.readsListings === true && marketplace.connectionId !== null;
  return (
    <>
      <Sheet
        title={listing.name}
        isOpen
        onClose={onClose}
        footer={
          mayWrite ? (
            <>
              {reads && (
                <Button
                  isPending={refresh.isPending}
                  onPress={() =>
                    refresh.mutate(
                      { params: { id: listing.id } },
                      {
                        onError: sayRefusal,
                        onSuccess: (after) =>
                          toast(after.checkError ?? (after.drift.length === 0 ? t('listings.same') : t('listings.drift.n', { n: after.drift.length }))),
                      },
                    )
                  }
                >
                  {t('listings.refresh')}
                </Button>
              )}
              <Button onPress={() => setEligibility(true)}>{t('listings.eligibility')}</Button>
              <Button kind="primary" onPress={onEdit}>
                {t('listings.edit')}
              </Button>
            </>
          ) : undefined
        }
      >
        <div className="flex flex-col gap-5">
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={listingTones[listing.status]}>{t(`listings.status.${listing.status}`)}</Badge>
            <bdi className="text-muted">{listing.marketplaceName}</bdi>
          </p>
          <Facts
            items={[
              { label: t('listings.product'), value: listing.productName },
              { label: t('listings.externalProductId'), value: <span className="font-mono text-12">{listing.externalProductId}</span> },
              ...(listing.externalProductCode === null
                ? []
                : [{ label: t('listings.productCode'), value: <span className="font-mono text-12">{listing.externalProductCode}</span> }]),
              {
                label: t('listings.price'),
                value:
                  listing.priceMinor === null || listing.currency === null ? (
                    '–'
                  ) : (
                    <Money value={{ amountMinor: listing.priceMinor, currency: listing.currency }} />
                  ),
              },
              { label: t('listings.checked'), value: listing.checkedAt === null ? t('listings.never') : <RelativeTime at={listing.checkedAt} /> },
            ]}
          />
          {listing.checkError !== null && (
            <p className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
              <bdi>{listing.checkError}</bdi>
            </p>
          )}
          {listing.drift.length > 0 && <Drift listing={listing} />}
          <Dimensions listing={listing} />
          <section aria-label={t('listings.eligibility')}>
            <h3 className={heading}>{t('listings.eligibility')}</h3>
            {listing.eligibility.length === 0 && <p className="mt-1 text-muted">{t('listings.eligibility.none')}</p>}
            <ul className="mt-1 flex flex-col gap-2">
              {listing.eligibility.map((entry, index) => (
                <li key={index}>
                  <span className="font-medium">
                    <bdi>{entry.programme}</bdi> <bdi className="num">{formatPercent(entry.percentBp / 10_000, 2)}</bdi>
                  </span>
                  <span className="block text-12 text-muted">
                    <DateText date={entry.fromOn} /> – {entry.untilOn === null ? t('listings.eligibility.open') : <DateText date={entry.untilOn} />} ·{' '}
                    {t(`listings.decided.${entry.decidedOn}`)} · <bdi>{entry.source}</bdi>
                  </span>
                </li>
              ))}
            </ul>
          </section>
        </div>
      </Sheet>
      {eligibility && <EligibilityDialog listing={listing} onClose={() => setEligibility(false)} />}
    </>
  );
}

function Drift({ listing }: { listing: Listing }) {
  return (
    <section aria-label={t('listings.drift')} className="rounded-popover bg-warn-soft px-3 py-2">
      <h3 className="text-12 font-medium text-warn">{t('listings.drift')}</h3>
      <ul className="mt-1 flex flex-col gap-2">
        {listing.drift.map((difference) => (
          <li key={difference.field}>
            <bdi>{difference.sentence}</bdi>
            <dl className="mt-0.5 grid grid-cols-2 gap-x-4 text-12">
              <div>
                <dt className="text-muted">{t('listings.ours')}</dt>
                <dd className="break-words">
                  <bdi>{difference.ours === '' ? '–' : difference.ours}</bdi>
                </dd>
              </div>
              <div>
                <dt className="text-muted">{t('listings.theirs')}</dt>
                <dd className="break-words">
                  <bdi>{difference.theirs === '' ? '–' : difference.theirs}</bdi>
                </dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Dimensions({ listing }: { listing: Listing }) {
  return (
    <section aria-label={t('listings.dimensions')}>
      <h3 className={heading}>{t('listings.dimensions')}</h3>
      {listing.dimensions.length === 0 && <p className="mt-1 text-muted">{t('listings.dimensions.none')}</p>}
      <ul className="mt-1">
        {listing.dimensions.map((dimension) => (
          <li key={dimension.key} className="flex items-baseline justify-between gap-3 border-b border-line py-1.5 last:border-b-0">
            <span className="min-w-0">
              <bdi>{dimension.name}</bdi> <bdi className="font-mono text-12 text-muted">{dimension.key}</bdi>
            </span>
            <span className="text-end">
              {dimension.priceMinor === null || listing.currency === null ? (
                '–'
              ) : (
                <Money value={{ amountMinor: dimension.priceMinor, currency: listing.currency }} />
              )}
              {dimension.unit !== null && (
                <span className="text-12 text-muted">
                  {' '}
                  / <bdi>{dimension.unit}</bdi>
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
