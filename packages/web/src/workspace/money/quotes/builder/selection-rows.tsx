import { Trash2 } from 'lucide-react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { IconButton } from '../../../../ui/button.tsx';
import { Checkbox } from '../../../../ui/checkbox.tsx';
import { ComboBox } from '../../../../ui/combo-box.tsx';
import { NumberField } from '../../../../ui/number-field.tsx';
import { DecimalField } from '../../pricing/kit/decimal-field.tsx';
import { useProducts } from '../../pricing/use-products.ts';
import { listWords } from '../../pricing/words.ts';
import { bundle, type Draft, newKey, product, type Selection } from './draft.ts';
import { DiscountFields } from './discount-fields.tsx';
import { useBundles } from './use-bundles.ts';

/** What is offered: bundles as one, products one by one. */
export function SelectionRows({
  rows,
  currency,
  term,
  onChange,
}: {
  rows: Draft['rows'];
  currency: string;
  term: number | null;
  onChange: (rows: Draft['rows']) => void;
}) {
  const { products, nameOf, isLoading } = useProducts();
  const bundles = useBundles();
  const put = (key: string, selection: Selection) => onChange(rows.map((row) => (row.key === key ? { key, selection } : row)));
  const add = (selection: Selection) => onChange([...rows, { key: newKey(), selection }]);
  const taken = new Set(rows.flatMap(({ selection }) => (selection.kind === 'product' ? [selection.productId] : [])));
  return (
    <div className="flex flex-col gap-3">
      {rows.map(({ key, selection }) => {
        const name = selection.kind === 'bundle' ? bundles.nameOf(selection.bundleId) : nameOf(selection.productId);
        const parts = selection.kind === 'bundle' ? bundles.parts.find(({ id }) => id === selection.bundleId) : undefined;
        return (
          <fieldset key={key} aria-label={name} className="flex min-w-0 flex-col gap-2 rounded-popover border border-line p-3">
            <div className="flex items-start gap-2">
              <p className="min-w-0 flex-1">
                <bdi className="font-medium">{name}</bdi>
                <span className="block text-12 text-muted">
                  {parts === undefined ? t(`quotes.kind.${selection.kind}`) : t('quotes.always', { parts: listWords(parts.required.map(nameOf)) })}
                </span>
              </p>
              <IconButton label={t('pricing.takeOut', { name })} onPress={() => onChange(rows.filter((row) => row.key !== key))}>
                <Trash2 size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </div>
            {selection.kind === 'bundle' && parts !== undefined && parts.optional.length > 0 && (
              <div className="flex flex-wrap gap-x-5 gap-y-1">
                {parts.optional.map((id) => (
                  <Checkbox
                    key={id}
                    isSelected={selection.optionalProductIds.includes(id)}
                    onChange={(chosen) =>
                      put(key, {
                        ...selection,
                        optionalProductIds: chosen ? [...selection.optionalProductIds, id] : selection.optionalProductIds.filter((entry) => entry !== id),
                      })
                    }
                  >
                    {nameOf(id)}
                  </Checkbox>
                ))}
              </div>
            )}
            <div className="grid grid-cols-2 gap-2 md:w-68">
              {selection.kind === 'bundle' ? (
                <NumberField
                  label={t('pricing.quantity')}
                  value={selection.quantity}
                  minValue={1}
                  maxValue={1_000_000}
                  onChange={(quantity) => put(key, { ...selection, quantity: Number.isNaN(quantity) ? 1 : Math.trunc(quantity) })}
                />
              ) : (
                <DecimalField
                  label={t('pricing.quantity')}
                  value={selection.quantity}
                  isRequired={false}
                  onChange={(quantity) => put(key, { ...selection, quantity })}
                />
              )}
              <NumberField
                label={t('pricing.termMonths')}
                value={selection.termMonths ?? Number.NaN}
                minValue={1}
                maxValue={600}
                onChange={(months) => put(key, { ...selection, termMonths: Number.isNaN(months) ? null : Math.trunc(months) })}
              />
            </div>
            <DiscountFields
              label={t('quotes.discount')}
              value={selection.discount}
              reason={selection.discountReason}
              currency={currency}
              onChange={(discount, discountReason) => put(key, { ...selection, discount, discountReason })}
            />
          </fieldset>
        );
      })}
      <div className="grid gap-3 md:grid-cols-2">
        <ComboBox
          key={`bundle/${rows.length}/${bundles.isLoading ? 'wait' : 'ready'}`}
          label={t('quotes.add.bundle')}
          options={bundles.holding.map(({ id, name }) => ({ id, label: name }))}
          value={null}
          onChange={(id) => id !== null && add(bundle(id, term))}
          placeholder={t('pricing.add')}
        />
        <ComboBox
          key={`product/${rows.length}/${isLoading ? 'wait' : 'ready'}`}
          label={t('quotes.add.product')}
          options={products
            .filter(({ productId, active }) => active && !taken.has(productId))
            .map(({ productId, productName, vendorName }) => ({ id: productId, label: productName, ...(vendorName === null ? {} : { note: vendorName }) }))}
          value={null}
          onChange={(id) => id !== null && add(product(id, term))}
          placeholder={t('pricing.add')}
        />
      </div>
    </div>
  );
}
