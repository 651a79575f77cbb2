import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { formatMoney } from '../../../lib/i18n/format.ts';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import type { Deal } from '../../deals/room/use-room.ts';
import { type DraftLine, LinesEditor, newLine } from '../kit/lines-editor.tsx';
import { PercentField } from '../kit/percent-field.tsx';
import type { Listing } from '../words.ts';
import { ListingSelect } from './listing-select.tsx';

export type Way = 'direct' | 'resale' | 'replace';
export type ListingDraft = {
  listingId: string | null;
  way: Way;
  authorizationId: string | null;
  markupBp: number | null;
  replacesAgreementId: string | null;
  /** Only where the deal says nothing of what is offered. */
  lines: readonly DraftLine[];
};

/** The deal has a line of the product, or no lines and an amount: then what is offered follows from it. */
export const followsFromDeal = (deal: Deal, listing: Listing): boolean =>
  deal.lines.some((line) => line.productId === listing.productId) || (deal.lines.length === 0 && deal.amountMinor !== null);

/** The deal's lines of the product; a dimension is proposed where the listing leaves no choice or says the same name. */
export function linesOfDeal(deal: Deal, listing: Listing): readonly DraftLine[] {
  const [only] = listing.dimensions;
  const lines = deal.lines
    .filter((line) => line.productId === listing.productId)
    .map((line) => ({
      key: crypto.randomUUID(),
      dimension: (listing.dimensions.length === 1 ? only : listing.dimensions.find((dimension) => dimension.name === line.description))?.key ?? '',
      description: line.description,
      quantity: line.quantity,
      unitPriceMinor: line.unitPriceMinor,
      amountMinor: line.amountMinor,
    }));
  return lines.length > 0 ? lines : [newLine(only)];
}

export function isListingReady(draft: ListingDraft, deal: Deal, listing: Listing | undefined): boolean {
  if (listing === undefined) return false;
  if (draft.way === 'resale') return draft.authorizationId !== null && draft.markupBp !== null;
  if (draft.way === 'replace' && draft.replacesAgreementId === null) return false;
  return followsFromDeal(deal, listing) || draft.lines.every((line) => line.dimension !== '' && line.description.trim() !== '');
}

/** What is sold where, and how: by us, by a reseller under an authorisation, or in the place of an agreement. */
export function ListingStep({ deal, draft, onChange }: { deal: Deal; draft: ListingDraft; onChange: (part: Partial<ListingDraft>) => void }) {
  const listings = useApi('listings.list', { query: { limit: 200 } });
  const grants = useApi('authorizations.list', { query: { dealId: deal.id, limit: 50 } });
  const agreements = useApi('agreements.list', { query: { dealId: deal.id, limit: 50 } });
  const listing = listings.data?.items.find((entry) => entry.id === draft.listingId);
  const usable = (grants.data?.items ?? []).filter((grant) => grant.listingId === draft.listingId && grant.state !== 'used' && grant.state !== 'restricted');
  const replaceable = (agreements.data?.items ?? []).filter((agreement) => agreement.marketplaceId === listing?.marketplaceId && agreement.status === 'active');
  const productIds = deal.lines.flatMap((line) => line.productId ?? []);
  const asks = listing !== undefined && draft.way !== 'resale' && !followsFromDeal(deal, listing);
  return (
    <>
      <ListingSelect
        value={draft.listingId}
        productIds={productIds}
        onChange={(listingId) => {
          const chosen = listings.data?.items.find((entry) => entry.id === listingId);
          onChange({ listingId, authorizationId: null, replacesAgreementId: null, way: 'direct', lines: [newLine(chosen?.dimensions[0])] });
        }}
      />
      {listing !== undefined && (
        <RadioGroup
          label={t('offers.way')}
          look="cards"
          value={draft.way}
          onChange={(way) => onChange({ way })}
          options={[
            { id: 'direct', label: t('offers.way.direct'), note: t('offers.way.direct.note') },
            {
              id: 'resale',
              label: t('offers.way.resale'),
              note: t(usable.length === 0 ? 'offers.way.resale.none' : 'offers.way.resale.note'),
              isDisabled: usable.length === 0,
            },
            {
              id: 'replace',
              label: t('offers.way.replace'),
              note: t(replaceable.length === 0 ? 'offers.way.replace.none' : 'offers.way.replace.note'),
              isDisabled: replaceable.length === 0,
            },
          ]}
        />
      )}
      {draft.way === 'resale' && (
        <div className="grid gap-4 md:grid-cols-[1fr_8rem]">
          <Select
            label={t('offers.grant')}
            options={usable.map((grant) => ({
              id: grant.id,
              label: grant.resellerName,
              note: formatMoney({ amountMinor: grant.wholesaleMinor, currency: grant.currency }),
            }))}
            value={draft.authorizationId}
            onChange={(authorizationId) => onChange({ authorizationId })}
            isRequired
          />
          <PercentField label={t('offers.markup')} basisPoints={draft.markupBp} onChange={(markupBp) => onChange({ markupBp })} isRequired />
        </div>
      )}
      {draft.way === 'replace' && (
        <Select
          label={t('offers.replaces')}
          options={replaceable.map((agreement) => ({ id: agreement.id, label: agreement.externalId }))}
          value={draft.replacesAgreementId}
          onChange={(replacesAgreementId) => onChange({ replacesAgreementId })}
          isRequired
        />
      )}
      {asks && (
        <div className="flex flex-col gap-3">
          <p className="text-muted">{t('offers.lines.ask')}</p>
          <LinesEditor lines={draft.lines} onChange={(lines) => onChange({ lines })} currency={deal.currency} dimensions={listing.dimensions} />
        </div>
      )}
      <p className="text-12 text-muted">{t('offers.draft.note')}</p>
    </>
  );
}
