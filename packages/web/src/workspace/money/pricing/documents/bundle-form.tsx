import { Plus, Trash2 } from 'lucide-react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../../ui/button.tsx';
import { Checkbox } from '../../../../ui/checkbox.tsx';
import { ComboBox } from '../../../../ui/combo-box.tsx';
import { NumberField } from '../../../../ui/number-field.tsx';
import { RadioGroup } from '../../../../ui/radio-group.tsx';
import { Switch } from '../../../../ui/switch.tsx';
import { CurrencySelect } from '../../../deals/kit/pickers.tsx';
import { toMajor, toMinor } from '../../../deals/kit/money.ts';
import { formatExact } from '../../../disbursements/exact-money.tsx';
import { DecimalField } from '../kit/decimal-field.tsx';
import { useProducts } from '../use-products.ts';
import { type BundleDefinition, listWords } from '../words.ts';
import type { FormProps } from './documents-tab.tsx';

type Part = BundleDefinition['parts'][number];
type Amount = Extract<BundleDefinition['price'], { kind: 'fixed' }>['amounts'][number];

export function BundleForm({ value, onChange }: FormProps<BundleDefinition>) {
  const { products, isLoading, nameOf } = useProducts();
  const { price, parts } = value;
  const stated = parts.some(({ allocationPercent }) => allocationPercent !== null);
  const change = (index: number, part: Partial<Part>) =>
    onChange({ ...value, parts: parts.map((entry, at) => (at === index ? { ...entry, ...part } : entry)) });
  const unused = products.filter(({ productId, active }) => active && !parts.some((part) => part.productId === productId));
  return (
    <>
      <RadioGroup
        label={t('pricing.bundle.price')}
        options={[
          { id: 'fixed', label: t('pricing.bundle.fixed') },
          { id: 'off_standalone', label: t('pricing.bundle.offStandalone') },
        ]}
        value={price.kind}
        onChange={(kind) => onChange({ ...value, price: kind === 'fixed' ? { kind, amounts: [{ currency: 'EUR', amountMinor: 0 }] } : { kind, percent: '' } })}
      />
      {price.kind === 'off_standalone' ? (
        <DecimalField
          label={t('pricing.percent')}
          value={price.percent}
          max={100}
          suffix="%"
          onChange={(percent) => onChange({ ...value, price: { ...price, percent } })}
        />
      ) : (
        <Amounts amounts={price.amounts} onChange={(amounts) => onChange({ ...value, price: { ...price, amounts } })} />
      )}
      <fieldset className="flex min-w-0 flex-col gap-2">
        <legend className="mb-1 text-12 font-medium">{t('pricing.parts')}</legend>
        {parts.map((part, index) => (
          <div
            key={part.productId}
            className="grid grid-cols-2 items-end gap-2 rounded-popover border border-line p-2 md:grid-cols-[minmax(0,1.6fr)_6rem_7rem_minmax(0,1fr)_2rem]"
          >
            <span className="self-center font-medium max-md:col-span-2">
              <bdi>{nameOf(part.productId)}</bdi>
            </span>
            <DecimalField label={t('pricing.quantity')} value={part.quantity} onChange={(quantity) => change(index, { quantity })} isRequired={false} />
            {stated ? (
              <DecimalField
                label={t('pricing.share')}
                value={part.allocationPercent ?? ''}
                max={100}
                suffix="%"
                isRequired={false}
                onChange={(allocationPercent) => change(index, { allocationPercent })}
              />
            ) : (
              <span className="self-center text-12 text-muted">{t('pricing.share.byPrice')}</span>
            )}
            <Checkbox isSelected={part.required} onChange={(required) => change(index, { required })} className="self-center">
              {t('pricing.part.always')}
            </Checkbox>
            <IconButton
              label={t('pricing.takeOut', { name: nameOf(part.productId) })}
              onPress={() => onChange({ ...value, parts: parts.filter((_, at) => at !== index) })}
            >
              <Trash2 size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </div>
        ))}
        <ComboBox
          key={`${parts.length}/${isLoading ? 'wait' : 'ready'}`}
          label={t('pricing.part.add')}
          options={unused.map((product) => ({
            id: product.productId,
            label: product.productName,
            ...(product.vendorName === null ? {} : { note: product.vendorName }),
          }))}
          value={null}
          onChange={(productId) => {
            if (productId !== null)
              onChange({ ...value, parts: [...parts, { productId, quantity: '1', required: true, standalone: [], allocationPercent: stated ? '' : null }] });
          }}
          placeholder={t('pricing.add')}
        />
        {parts.length > 0 && !parts.some(({ required }) => required) && (
          <p role="alert" className="text-12 text-bad">
            {t('pricing.part.oneAlways')}
          </p>
        )}
      </fieldset>
      <Switch
        isSelected={stated}
        onChange={(own) => onChange({ ...value, parts: parts.map((part) => ({ ...part, allocationPercent: own ? (part.allocationPercent ?? '') : null })) })}
      >
        {t('pricing.share.stated')}
      </Switch>
      {price.kind === 'fixed' && (
        <Switch isSelected={value.optionalLowersPrice} onChange={(optionalLowersPrice) => onChange({ ...value, optionalLowersPrice })}>
          {t('pricing.bundle.lowers')}
        </Switch>
      )}
    </>
  );
}

function Amounts({ amounts, onChange }: { amounts: readonly Amount[]; onChange: (amounts: Amount[]) => void }) {
  const change = (index: number, part: Partial<Amount>) => onChange(amounts.map((amount, at) => (at === index ? { ...amount, ...part } : amount)));
  return (
    <div className="flex flex-col gap-2">
      {amounts.map((amount, index) => (
        <div key={index} className="grid grid-cols-[7rem_minmax(0,1fr)_2rem] items-end gap-2">
          <CurrencySelect
            value={amount.currency}
            onChange={(currency) => change(index, { currency, amountMinor: toMinor(toMajor(amount.amountMinor, amount.currency), currency) ?? 0 })}
          />
          <NumberField
            label={t('pricing.price')}
            value={amount.amountMinor === 0 ? Number.NaN : toMajor(amount.amountMinor, amount.currency)}
            minValue={0}
            onChange={(major) => change(index, { amountMinor: toMinor(major, amount.currency) ?? 0 })}
            formatOptions={{ style: 'currency', currency: amount.currency }}
            isRequired
          />
          {amounts.length > 1 && (
            <IconButton label={t('pricing.takeOut', { name: amount.currency })} onPress={() => onChange(amounts.filter((_, at) => at !== index))}>
              <Trash2 size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          )}
        </div>
      ))}
      <p>
        <Button
          size="compact"
          icon={<Plus size={14} aria-hidden />}
          onPress={() => onChange([...amounts, { currency: amounts.some(({ currency }) => currency === 'USD') ? 'GBP' : 'USD', amountMinor: 0 }])}
        >
          {t('pricing.currency.add')}
        </Button>
      </p>
    </div>
  );
}

export function BundleView({ value }: { value: BundleDefinition }) {
  const { nameOf } = useProducts();
  return (
    <ul className="mt-1 flex flex-col gap-0.5 text-12">
      {value.parts.map((part) => (
        <li key={part.productId} className="flex flex-wrap justify-between gap-x-3">
          <span>
            <bdi dir="ltr" className="num">
              {part.quantity} ×
            </bdi>{' '}
            <bdi>{nameOf(part.productId)}</bdi>
          </span>
          <span className="text-muted">
            {t(part.required ? 'pricing.part.always' : 'pricing.part.optional')}
            {part.allocationPercent !== null && <> · {t('pricing.percentOf', { percent: part.allocationPercent })}</>}
            {part.standalone.length > 0 && <> · {listWords(part.standalone.map((one) => formatExact(one.amountMinor, one.currency)))}</>}
          </span>
        </li>
      ))}
    </ul>
  );
}
