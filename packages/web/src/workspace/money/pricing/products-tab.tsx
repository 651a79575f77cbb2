import { useMemo, useState } from 'react';
import { Download } from 'lucide-react';
import { type CallInput, callApi, problemSentence, useApiMutation, useApiPages } from '../../../lib/api/index.ts';
import { type CsvColumn, csvOf, everyPage } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { Select } from '../../../ui/select.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { PartnerPicker } from '../../deals/kit/pickers.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { download } from '../../settings/download.ts';
import type { Product } from './words.ts';

const none = <span className="text-muted">–</span>;
const chargeTypes = ['one_off', 'recurring', 'usage'] as const satisfies readonly Product['chargeType'][];
const columns = (): readonly GridColumn<Product>[] => [
  { id: 'product', header: t('pricing.product'), size: 240, hideable: false, card: 'title', cell: (row) => <bdi>{row.productName}</bdi> },
  { id: 'family', header: t('pricing.family'), size: 130, card: 'none', cell: (row) => (row.family === null ? none : <bdi>{row.family}</bdi>) },
  {
    id: 'vendor',
    header: t('pricing.vendor'),
    size: 170,
    card: 'meta',
    cell: (row) => (row.vendorName === null ? t('pricing.vendor.own') : <bdi>{row.vendorName}</bdi>),
  },
  { id: 'charge', header: t('pricing.charge'), size: 110, card: 'meta', cell: (row) => t(`pricing.charge.${row.chargeType}`) },
  {
    id: 'meter',
    header: t('pricing.meter'),
    size: 130,
    card: 'none',
    cell: (row) => (row.meterKey === null ? none : <bdi className="font-mono text-12">{row.meterKey}</bdi>),
  },
  { id: 'tax', header: t('pricing.tax'), size: 110, card: 'none', cell: (row) => <bdi>{row.taxCategory}</bdi> },
  { id: 'unit', header: t('pricing.unit'), size: 90, card: 'none', cell: (row) => <bdi>{row.unitLabel}</bdi> },
  {
    id: 'said',
    header: t('pricing.said'),
    size: 110,
    card: 'end',
    cell: (row) => (row.version === 0 ? <Badge tone="warn">{t('pricing.assumed')}</Badge> : <Badge tone="ok">{t('pricing.stated')}</Badge>),
  },
];
const csvColumns: readonly CsvColumn<Product>[] = [
  ['product', (row) => row.productName],
  ['family', (row) => row.family ?? ''],
  ['vendor', (row) => row.vendorName ?? ''],
  ['charge', (row) => row.chargeType],
  ['meter', (row) => row.meterKey ?? ''],
  ['tax_category', (row) => row.taxCategory],
  ['unit', (row) => row.unitLabel],
  ['stated', (row) => (row.version === 0 ? 'no' : 'yes')],
  ['id', (row) => row.productId],
];
async function exportProducts(query: NonNullable<CallInput<'pricing.products'>['query']>): Promise<number> {
  const rows = await everyPage((cursor) => callApi('pricing.products', { query: { ...query, limit: 200, cursor } }));
  download('products.csv', 'text/csv', csvOf(csvColumns, rows));
  return rows.length;
}

/** Facts that pricing, invoices and splits read of a product: who makes it, and how it is charged. */
export function ProductsTab() {
  const url = useUrlState();
  const locale = useLocaleId();
  const [saving, setSaving] = useState(false);
  const q = url.text('q');
  const list = useApiPages('pricing.products', { query: { q, limit: 100 } }, { keepPrevious: true });
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
  const shown = useMemo(() => columns(), [locale]);
  const layout = useGridLayout('pricing.products', shown);
  useRowKeys();
  const open = list.rows.find((row) => row.productId === url.text('open'));
  async function save() {
    setSaving(true);
    try {
      toast(t('pricing.exported', { n: await exportProducts({ q }) }));
    } catch (error) {
      toast(problemSentence(error, t('work.refused')), { tone: 'bad' });
    } finally {
      setSaving(false);
    }
  }
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <SearchBox label={t('pricing.search')} value={q ?? ''} onSearch={(text) => url.set({ q: text })} />
        <span className="flex-1" />
        <Button
          kind="quiet"
          size="compact"
          icon={<Download size={15} strokeWidth={1.75} aria-hidden />}
          isDisabled={saving || list.rows.length === 0}
          onPress={() => void save()}
        >
          {t('pricing.export')}
        </Button>
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('pricing.tab.products')}
        layout={layout}
        rows={list.rows}
        rowId={(row) => row.productId}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          q === undefined ? (
            <EmptyState title={t('pricing.products.none')} detail={t('pricing.products.none.detail')} />
          ) : (
            <EmptyState
              title={t('work.noMatch')}
              detail={t('work.noMatch.detail')}
              action={<Button onPress={() => url.set({ q: undefined })}>{t('ui.filter.clear')}</Button>}
            />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        onOpen={(row) => url.set({ open: row.productId })}
      />
      {open && <ProductForm key={open.productId} product={open} onReload={list.refetch} onClose={() => url.set({ open: undefined })} />}
    </>
  );
}

function ProductForm({ product, onClose, onReload }: { product: Product; onClose: () => void; onReload: () => void }) {
  const mayWrite = useCan('pricing:write');
  const [vendorId, setVendorId] = useState(product.vendorId);
  const [chargeType, setChargeType] = useState(product.chargeType);
  const [meterKey, setMeterKey] = useState(product.meterKey ?? '');
  const [taxCategory, setTaxCategory] = useState(product.taxCategory);
  const [unitLabel, setUnitLabel] = useState(product.unitLabel);
  const save = useApiMutation('pricing.setProduct', { invalidates: ['pricing.products', 'quotes.preview'] });
  return (
    <FormDialog
      title={product.productName}
      verb={t('ui.save')}
      isOpen
      look="side"
      onClose={onClose}
      onReload={onReload}
      isPending={save.isPending}
      isReady={mayWrite && taxCategory.trim() !== '' && unitLabel.trim() !== ''}
      error={save.error}
      onSubmit={() =>
        save.mutate(
          {
            params: { id: product.productId },
            body: {
              vendorId,
              chargeType,
              meterKey: meterKey.trim() === '' ? null : meterKey.trim(),
              taxCategory: taxCategory.trim(),
              unitLabel: unitLabel.trim(),
            },
            ifVersion: product.version,
          },
          {
            onSuccess: () => {
              toast(t('pricing.saved', { name: product.productName }));
              onClose();
            },
          },
        )
      }
    >
      {!mayWrite && <p className="text-12 text-muted">{t('pricing.mayNot')}</p>}
      {product.version === 0 && <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">{t('pricing.assumed.note')}</p>}
      <PartnerPicker label={t('pricing.vendor')} description={t('pricing.vendor.note')} value={vendorId} given={product.vendorName} onChange={setVendorId} />
      <Select
        label={t('pricing.charge')}
        options={chargeTypes.map((id) => ({ id, label: t(`pricing.charge.${id}`) }))}
        value={chargeType}
        onChange={setChargeType}
        isDisabled={!mayWrite}
      />
      <TextField label={t('pricing.meter')} description={t('pricing.meter.note')} value={meterKey} onChange={setMeterKey} isDisabled={!mayWrite} />
      <TextField label={t('pricing.tax')} description={t('pricing.tax.note')} value={taxCategory} onChange={setTaxCategory} isRequired isDisabled={!mayWrite} />
      <TextField label={t('pricing.unit')} description={t('pricing.unit.note')} value={unitLabel} onChange={setUnitLabel} isRequired isDisabled={!mayWrite} />
    </FormDialog>
  );
}
