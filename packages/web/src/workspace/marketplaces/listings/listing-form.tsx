import { useState } from 'react';
import { Trash2 } from 'lucide-react';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { CurrencySelect } from '../../deals/kit/pickers.tsx';
import { orNull } from '../../partners/kit/text-list.ts';
import { MoneyField } from '../kit/money-field.tsx';
import { useMarketplaces } from '../use-marketplaces.ts';
import { type Listing, listingStatuses } from '../words.ts';

type DimensionDraft = Listing['dimensions'][number] & { row: string };

/** Ties one of our products to what it is at a marketplace, with the dimensions it is priced by there. */
export function ListingForm({ listing, onClose, onReload }: { listing: Listing | null; onClose: () => void; onReload: () => void }) {
  const marketplaces = useMarketplaces();
  const products = useApi('products.list');
  const [marketplaceId, setMarketplace] = useState<string | null>(listing?.marketplaceId ?? null);
  const [productId, setProduct] = useState<string | null>(listing?.productId ?? null);
  const [name, setName] = useState(listing?.name ?? '');
  const [externalProductId, setExternal] = useState(listing?.externalProductId ?? '');
  const [externalOfferId, setOffer] = useState(listing?.externalOfferId ?? '');
  const [externalProductCode, setCode] = useState(listing?.externalProductCode ?? '');
  const [status, setStatus] = useState<Listing['status']>(listing?.status ?? 'public');
  const [currency, setCurrency] = useState(listing?.currency ?? 'USD');
  const [priceMinor, setPrice] = useState<number | null>(listing?.priceMinor ?? null);
  const [dimensions, setDimensions] = useState<readonly DimensionDraft[]>(() =>
    (listing?.dimensions ?? []).map((entry) => ({ ...entry, row: crypto.randomUUID() })),
  );
  const create = useApiMutation('listings.create', { invalidates: ['listings.list'] });
  const update = useApiMutation('listings.update', { invalidates: ['listings.list'] });
  function submit() {
    if (marketplaceId === null || productId === null) return;
    const body = {
      name: name.trim(),
      externalProductId: externalProductId.trim(),
      externalOfferId: orNull(externalOfferId),
      externalProductCode: orNull(externalProductCode),
      status,
      currency,
      priceMinor,
      dimensions: dimensions.map(({ row: _row, ...entry }) => ({ ...entry, key: entry.key.trim(), name: entry.name.trim(), unit: orNull(entry.unit ?? '') })),
    };
    const onSuccess = () => {
      toast(t('listings.saved'));
      onClose();
    };
    if (listing === null) create.mutate({ body: { ...body, marketplaceId, productId } }, { onSuccess });
    else update.mutate({ params: { id: listing.id }, body, ifVersion: listing.version }, { onSuccess });
  }
  function chooseProduct(id: string) {
    const product = products.data?.items.find((entry) => entry.id === id);
    setProduct(id);
    if (product && name === '') setName(product.name);
    if (product && priceMinor === null && product.listPriceMinor !== null && product.currency !== null) {
      setPrice(product.listPriceMinor);
      setCurrency(product.currency);
    }
  }
  return (
    <FormDialog
      title={t(listing === null ? 'listings.add' : 'listings.edit')}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      size="wide"
      onSubmit={submit}
      isPending={create.isPending || update.isPending}
      isReady={
        marketplaceId !== null &&
        productId !== null &&
        name.trim() !== '' &&
        externalProductId.trim() !== '' &&
        dimensions.every((entry) => entry.key.trim() !== '' && entry.name.trim() !== '')
      }
      error={create.error ?? update.error}
      onReload={onReload}
    >
      <div className="grid gap-4 md:grid-cols-2">
        <Select
          label={t('marketplaces.marketplace')}
          options={(marketplaces.data?.items ?? [])
            .filter((entry) => entry.retiredAt === null || entry.id === marketplaceId)
            .map((entry) => ({ id: entry.id, label: entry.name }))}
          value={marketplaceId}
          onChange={setMarketplace}
          isDisabled={listing !== null}
          isRequired
        />
        <Select
          label={t('listings.product')}
          options={(products.data?.items ?? []).filter((entry) => entry.active || entry.id === productId).map((entry) => ({ id: entry.id, label: entry.name }))}
          value={productId}
          onChange={chooseProduct}
          isDisabled={listing !== null}
          isRequired
        />
        <TextField label={t('listings.name')} description={t('listings.name.note')} value={name} onChange={setName} maxLength={200} isRequired />
        <TextField
          label={t('listings.externalProductId')}
          description={t('listings.externalProductId.note')}
          value={externalProductId}
          onChange={setExternal}
          isRequired
        />
        <TextField label={t('listings.externalOfferId')} description={t('listings.externalOfferId.note')} value={externalOfferId} onChange={setOffer} />
        <TextField label={t('listings.productCode')} description={t('listings.productCode.note')} value={externalProductCode} onChange={setCode} />
        <Select
          label={t('work.status')}
          options={listingStatuses.map((id) => ({ id, label: t(`listings.status.${id}`) }))}
          value={status}
          onChange={setStatus}
        />
        <div className="grid grid-cols-2 gap-4">
          <CurrencySelect value={currency} onChange={setCurrency} />
          <MoneyField label={t('listings.price')} amountMinor={priceMinor} currency={currency} onChange={setPrice} />
        </div>
      </div>
      <DimensionsEditor rows={dimensions} onChange={setDimensions} currency={currency} />
    </FormDialog>
  );
}

function DimensionsEditor({
  rows,
  onChange,
  currency,
}: {
  rows: readonly DimensionDraft[];
  onChange: (rows: readonly DimensionDraft[]) => void;
  currency: string;
}) {
  const change = (row: string, part: Partial<DimensionDraft>) => onChange(rows.map((entry) => (entry.row === row ? { ...entry, ...part } : entry)));
  return (
    <section aria-label={t('listings.dimensions')} className="flex flex-col gap-3 border-t border-line pt-4">
      <h3 className="text-12 font-medium text-muted">{t('listings.dimensions')}</h3>
      {rows.length === 0 && <p className="text-muted">{t('listings.dimensions.none')}</p>}
      {rows.map((entry, index) => (
        <fieldset
          key={entry.row}
          aria-label={entry.name || t('listings.dimension.n', { n: index + 1 })}
          className="grid min-w-0 grid-cols-2 items-end gap-2 md:grid-cols-[1fr_1.2fr_7rem_8rem_2rem]"
        >
          <TextField label={t('listings.dimension.key')} value={entry.key} onChange={(key) => change(entry.row, { key })} isRequired />
          <TextField label={t('listings.dimension.name')} value={entry.name} onChange={(label) => change(entry.row, { name: label })} isRequired />
          <TextField label={t('listings.dimension.unit')} value={entry.unit ?? ''} onChange={(unit) => change(entry.row, { unit })} />
          <MoneyField
            label={t('listings.price')}
            amountMinor={entry.priceMinor}
            currency={currency}
            onChange={(priceMinor) => change(entry.row, { priceMinor })}
          />
          <IconButton label={t('listings.dimension.remove', { n: index + 1 })} onPress={() => onChange(rows.filter((other) => other.row !== entry.row))}>
            <Trash2 size={16} aria-hidden />
          </IconButton>
        </fieldset>
      ))}
      <span>
        <Button size="compact" onPress={() => onChange([...rows, { row: crypto.randomUUID(), key: '', name: '', unit: null, priceMinor: null }])}>
          {t('listings.dimension.add')}
        </Button>
      </span>
    </section>
  );
}
