import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { typedQuantity } from '../../metering/quantity.ts';
import { modelFault } from '../pricing/model/check.ts';
import { ModelEditor } from '../pricing/model/model-editor.tsx';
import { useProducts } from '../pricing/use-products.ts';
import type { ItemDraft } from './item-draft.ts';
import { MeterSelect } from './pickers.tsx';

const NONE = 'none';
const itemKinds = ['recurring', 'usage'] as const;

/** One thing that is ordered: what it is, how much, and under which price. */
export function ItemFields({ value, currency, tried, onChange }: { value: ItemDraft; currency: string; tried: boolean; onChange: (item: ItemDraft) => void }) {
  const { products, byId } = useProducts();
  const rules = useApi('invoices.taxRules', { query: {} }, { staleTime: 60_000 });
  const categories = [...new Set(['S', value.taxCategory, ...(rules.data?.items ?? []).map((rule) => rule.category)])].toSorted();
  const fault = modelFault(value.price);
  const put = (some: Partial<ItemDraft>) => onChange({ ...value, ...some });
  /** A product brings its maker, its tax category and, where nobody wrote one, its name. */
  function choose(id: string) {
    const product = byId.get(id);
    if (product === undefined) return put({ productId: null, vendorId: null });
    const { productId, productName, vendorId, taxCategory } = product;
    put({ productId, vendorId, taxCategory, ...(value.description.trim() === '' ? { description: productName } : {}) });
  }
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label={t('subs.itemKind')}
          options={itemKinds.map((id) => ({ id, label: t(`subs.itemKind.${id}`) }))}
          value={value.kind}
          onChange={(kind) => put({ kind })}
        />
        <Select
          label={t('subs.product')}
          options={[{ id: NONE, label: t('subs.product.none') }, ...products.map((one) => ({ id: one.productId, label: one.productName }))]}
          value={value.productId ?? NONE}
          onChange={choose}
        />
      </div>
      <TextField
        label={t('subs.description')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={value.description}
        onChange={(description) => put({ description })}
        error={tried && value.description.trim() === '' ? t('subs.missing') : undefined}
      />
      {value.kind === 'usage' ? (
        <>
          <MeterSelect value={value.meterId} onChange={(meterId) => put({ meterId })} error={tried && value.meterId === null ? t('subs.missing') : undefined} />
          <TextField
            label={t('subs.subject')}
            description={t('subs.subject.note')}
            maxLength={200}
            value={value.subject}
            onChange={(subject) => put({ subject })}
          />
        </>
      ) : (
        <TextField
          label={t('subs.quantity')}
          isRequired
          validationBehavior="aria"
          inputMode="decimal"
          value={value.quantity}
          onChange={(quantity) => put({ quantity })}
          className="w-40"
          error={typedQuantity(value.quantity) === null ? t('subs.quantity.wrong') : undefined}
        />
      )}
      <ModelEditor value={value.price} onChange={(price) => put({ price })} currency={currency} />
      {tried && fault !== null && (
        <p role="alert" className="text-12 text-bad">
          {t(`pricing.fault.${fault}`)}
        </p>
      )}
      <Select
        label={t('invoices.taxCategory')}
        options={categories.map((id) => ({ id, label: id }))}
        value={value.taxCategory}
        onChange={(taxCategory) => put({ taxCategory })}
        className="w-40"
      />
    </>
  );
}
