import { t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { typedQuantity } from '../../metering/quantity.ts';
import { ModelEditor } from '../pricing/model/model-editor.tsx';
import { useProducts } from '../pricing/use-products.ts';
import type { ChangeDraft } from './change-draft.ts';
import type { Item } from './words.ts';

type Props = { draft: ChangeDraft; item: Item | undefined; currency: string; onChange: (some: Partial<ChangeDraft>) => void };

/** What takes the place of an item: another quantity, another product, another price; what is not said stays. */
export function ReplaceFields({ draft, item, currency, onChange }: Props) {
  const { products, byId } = useProducts();
  return (
    <>
      {item?.kind === 'recurring' && (
        <TextField
          label={t('subs.quantity')}
          inputMode="decimal"
          value={draft.quantity}
          onChange={(quantity) => onChange({ quantity })}
          className="w-40"
          error={typedQuantity(draft.quantity) === null ? t('subs.quantity.wrong') : undefined}
        />
      )}
      <Checkbox isSelected={draft.otherProduct} onChange={(otherProduct) => onChange({ otherProduct })}>
        {t('subs.change.otherProduct')}
      </Checkbox>
      {draft.otherProduct && (
        <div className="grid gap-3 sm:grid-cols-2">
          <Select
            label={t('subs.product')}
            options={products.map((one) => ({ id: one.productId, label: one.productName }))}
            value={draft.productId}
            onChange={(productId) => onChange({ productId, description: byId.get(productId)?.productName ?? draft.description })}
          />
          <TextField label={t('subs.description')} maxLength={200} value={draft.description} onChange={(description) => onChange({ description })} />
        </div>
      )}
      <Checkbox isSelected={draft.otherPrice} onChange={(otherPrice) => onChange({ otherPrice })}>
        {t('subs.change.otherPrice')}
      </Checkbox>
      {draft.otherPrice && <ModelEditor value={draft.price} onChange={(price) => onChange({ price })} currency={currency} />}
    </>
  );
}
