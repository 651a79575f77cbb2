import { t } from '../../../../lib/i18n/i18n.ts';
import { RadioGroup } from '../../../../ui/radio-group.tsx';
import { Select } from '../../../../ui/select.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import { lineOf, listOf } from '../../../partners/kit/text-list.ts';
import { ChosenSet } from '../kit/chosen-set.tsx';
import { DecimalField } from '../kit/decimal-field.tsx';
import { usePartnerNames, useProducts } from '../use-products.ts';
import { knownTiers, type MarginDefinition, tierName } from '../words.ts';
import type { FormProps } from './documents-tab.tsx';
import { MarginExtras } from './margin-extras.tsx';
import { typeName } from './margin-view.tsx';

const types = ['reseller', 'distributor', 'si', 'msp', 'isv', 'referral', 'consultant', 'hyperscaler'] as const;
type Partners = Exclude<MarginDefinition['partners'], 'everyone'>;
type Products = Exclude<MarginDefinition['products'], 'everything'>;
/** A list with nothing in it says nothing and is left out. */
const some = <T extends object>(of: T, key: keyof T, list: readonly string[]): T => {
  const { [key]: _gone, ...rest } = of;
  return (list.length === 0 ? rest : { ...rest, [key]: list }) as T;
};

export function MarginForm({ value, onChange }: FormProps<MarginDefinition>) {
  const { products } = useProducts();
  const { partners: everyPartner } = usePartnerNames();
  const { partners, products: on, base } = value;
  const families = [...new Set(products.flatMap((product) => (product.family === null ? [] : [product.family])))];
  const vendors = [...new Map(products.flatMap(({ vendorId, vendorName }) => (vendorId === null ? [] : [[vendorId, vendorName ?? '…'] as const])))];
  const offered = [...new Set<string>([...knownTiers, ...Object.keys(base.byTier)])];
  const setPartners = (key: keyof Partners, list: readonly string[]) => partners !== 'everyone' && onChange({ ...value, partners: some(partners, key, list) });
  const setProducts = (key: keyof Products, list: readonly string[]) => on !== 'everything' && onChange({ ...value, products: some(on, key, list) });
  return (
    <>
      <RadioGroup
        label={t('pricing.margin.whom')}
        options={[
          { id: 'everyone', label: t('pricing.everyone') },
          { id: 'some', label: t('pricing.margin.somePartners') },
        ]}
        value={partners === 'everyone' ? 'everyone' : 'some'}
        onChange={(id) => onChange({ ...value, partners: id === 'everyone' ? 'everyone' : {} })}
      />
      {partners !== 'everyone' && (
        <div className="grid gap-3 md:grid-cols-2">
          <ChosenSet
            label={t('pricing.tiersOf')}
            options={knownTiers.map((id) => ({ id, label: tierName(id) }))}
            value={partners.tiers ?? []}
            onChange={(list) => setPartners('tiers', list)}
          />
          <ChosenSet
            label={t('pricing.types')}
            options={types.map((id) => ({ id, label: typeName(id) }))}
            value={partners.types ?? []}
            onChange={(list) => setPartners('types', list)}
          />
          <ChosenSet
            label={t('pricing.partner')}
            options={everyPartner.map(({ id, name }) => ({ id, label: name }))}
            value={partners.partnerIds ?? []}
            onChange={(list) => setPartners('partnerIds', list)}
          />
          <ListField label={t('pricing.regions')} value={partners.regions ?? []} onChange={(list) => setPartners('regions', list)} />
        </div>
      )}
      <RadioGroup
        label={t('pricing.margin.what')}
        options={[
          { id: 'everything', label: t('pricing.everything') },
          { id: 'some', label: t('pricing.margin.someProducts') },
        ]}
        value={on === 'everything' ? 'everything' : 'some'}
        onChange={(id) => onChange({ ...value, products: id === 'everything' ? 'everything' : {} })}
      />
      {on !== 'everything' && (
        <div className="grid gap-3 md:grid-cols-2">
          <ChosenSet
            label={t('pricing.product')}
            options={products.map((product) => ({ id: product.productId, label: product.productName }))}
            value={on.productIds ?? []}
            onChange={(list) => setProducts('productIds', list)}
          />
          <ChosenSet
            label={t('pricing.family')}
            options={families.map((id) => ({ id, label: id }))}
            value={on.families ?? []}
            onChange={(list) => setProducts('families', list)}
          />
          <ChosenSet
            label={t('pricing.vendor')}
            options={vendors.map(([id, label]) => ({ id, label }))}
            value={on.vendorIds ?? []}
            onChange={(list) => setProducts('vendorIds', list)}
          />
        </div>
      )}
      <Select
        label={t('pricing.of')}
        options={[
          { id: 'list', label: t('pricing.of.list') },
          { id: 'buyer_price', label: t('pricing.of.buyer_price') },
        ]}
        value={value.of}
        onChange={(of) => onChange({ ...value, of })}
      />
      <fieldset className="grid grid-cols-2 gap-3 md:grid-cols-5">
        <legend className="mb-1 text-12 font-medium">{t('pricing.margin.base')}</legend>
        {offered.map((tier) => (
          <DecimalField
            key={tier}
            label={tierName(tier)}
            optional
            max={100}
            suffix="%"
            value={base.byTier[tier] ?? ''}
            onChange={(percent) => {
              const { [tier]: _before, ...rest } = base.byTier;
              onChange({ ...value, base: { ...base, byTier: percent === '' ? rest : { ...rest, [tier]: percent } } });
            }}
          />
        ))}
        <DecimalField
          label={t('pricing.margin.otherwise')}
          max={100}
          suffix="%"
          value={base.otherwise}
          onChange={(otherwise) => onChange({ ...value, base: { ...base, otherwise } })}
        />
      </fieldset>
      <MarginExtras extras={value.extras} onChange={(extras) => onChange({ ...value, extras })} />
      <div className="grid gap-3 md:grid-cols-2">
        <Select
          label={t('pricing.combine')}
          options={(['stacked', 'best_of', 'base_and_best'] as const).map((id) => ({ id, label: t(`pricing.combine.${id}`) }))}
          value={value.combine}
          onChange={(combine) => onChange({ ...value, combine })}
        />
        <DecimalField
          label={t('pricing.cap')}
          description={t('pricing.cap.note')}
          optional
          max={100}
          suffix="%"
          value={value.cap ?? ''}
          onChange={(cap) => onChange({ ...value, cap: cap === '' ? null : cap })}
        />
      </div>
    </>
  );
}

/** A short list typed as one line; the commas stay while it is written. */
function ListField({ label, value, onChange }: { label: string; value: readonly string[]; onChange: (list: string[]) => void }) {
  return <TextField label={label} description={t('work.list.note')} defaultValue={lineOf(value)} onChange={(text) => onChange(listOf(text))} />;
}
