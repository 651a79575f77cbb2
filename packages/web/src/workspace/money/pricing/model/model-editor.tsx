import { t } from '../../../../lib/i18n/i18n.ts';
import { NumberField } from '../../../../ui/number-field.tsx';
import { Select } from '../../../../ui/select.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import { DecimalField } from '../kit/decimal-field.tsx';
import type { PriceModel, SimplePriceModel } from '../words.ts';
import { BurnOrder } from './burn-order.tsx';
import { freshModel, modelKinds, simpleKinds } from './fresh.ts';
import { CapacityMeasures } from './capacity.tsx';
import { BoundarySelect, TierRows } from './tier-rows.tsx';

const isSimple = (model: PriceModel): model is SimplePriceModel => simpleKinds.some((kind) => kind === model.kind);

/** One editor for every model; the models that hold another one show it inside. */
export function ModelEditor({ value, onChange, currency }: { value: PriceModel; onChange: (model: PriceModel) => void; currency: string }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="sr-only">{t('pricing.model')}</legend>
      <Select
        label={t('pricing.model')}
        options={modelKinds.map((kind) => ({ id: kind, label: t(`pricing.model.${kind}`) }))}
        value={value.kind}
        onChange={(kind) => kind !== value.kind && onChange(freshModel(kind))}
        description={t(`pricing.model.${value.kind}.note`)}
      />
      <Fields value={value} onChange={onChange} currency={currency} />
    </fieldset>
  );
}

function Inner({
  label,
  value,
  onChange,
  currency,
}: {
  label: string;
  value: SimplePriceModel;
  onChange: (model: SimplePriceModel) => void;
  currency: string;
}) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 border-s-2 border-line-strong ps-3">
      <legend className="text-12 font-medium">{label}</legend>
      <Select
        label={t('pricing.model')}
        hideLabel
        options={simpleKinds.map((kind) => ({ id: kind, label: t(`pricing.model.${kind}`) }))}
        value={value.kind}
        onChange={(kind) => kind !== value.kind && onChange(freshModel(kind))}
      />
      <Fields value={value} onChange={(model) => isSimple(model) && onChange(model)} currency={currency} />
    </fieldset>
  );
}

const pair = 'grid gap-3 md:grid-cols-2';
const orNull = (text: string): string | null => (text === '' ? null : text);

function Fields({ value, onChange, currency }: { value: PriceModel; onChange: (model: PriceModel) => void; currency: string }) {
  switch (value.kind) {
    case 'unit':
      return (
        <div className={pair}>
          <DecimalField label={t('pricing.unitPrice')} value={value.unitPrice} onChange={(unitPrice) => onChange({ ...value, unitPrice })} suffix={currency} />
          <DecimalField label={t('pricing.freeUnits')} value={value.freeUnits} onChange={(freeUnits) => onChange({ ...value, freeUnits })} />
        </div>
      );
    case 'package':
      return (
        <div className={pair}>
          <DecimalField label={t('pricing.size')} value={value.size} onChange={(size) => onChange({ ...value, size })} />
          <DecimalField label={t('pricing.packagePrice')} value={value.price} onChange={(price) => onChange({ ...value, price })} suffix={currency} />
          <DecimalField label={t('pricing.freeUnits')} value={value.freeUnits} onChange={(freeUnits) => onChange({ ...value, freeUnits })} />
        </div>
      );
    case 'graduated':
    case 'volume':
      return (
        <>
          <TierRows
            tiers={value.tiers}
            fields={[
              { id: 'unitPrice', label: t('pricing.unitPrice') },
              { id: 'flatFee', label: t('pricing.flatFee') },
            ]}
            fresh={(from) => ({ from, unitPrice: '', flatFee: '0' })}
            onChange={(tiers) => onChange({ ...value, tiers })}
          />
          <BoundarySelect value={value.boundary} onChange={(boundary) => onChange({ ...value, boundary })} />
        </>
      );
    case 'graduated_percentage':
      return (
        <>
          <TierRows
            tiers={value.tiers}
            fields={[
              { id: 'percent', label: t('pricing.percent') },
              { id: 'flatFee', label: t('pricing.flatFee') },
            ]}
            fresh={(from) => ({ from, percent: '', flatFee: '0' })}
            onChange={(tiers) => onChange({ ...value, tiers })}
          />
          <BoundarySelect value={value.boundary} onChange={(boundary) => onChange({ ...value, boundary })} />
        </>
      );
    case 'percentage':
      return (
        <div className={pair}>
          <DecimalField label={t('pricing.percent')} value={value.percent} onChange={(percent) => onChange({ ...value, percent })} suffix="%" />
          <DecimalField
            label={t('pricing.fixedPerEvent')}
            value={value.fixedPerEvent}
            onChange={(fixedPerEvent) => onChange({ ...value, fixedPerEvent })}
            suffix={currency}
          />
          <DecimalField
            label={t('pricing.freeAmount')}
            value={value.freeAmount}
            onChange={(freeAmount) => onChange({ ...value, freeAmount })}
            suffix={currency}
          />
          <NumberField
            label={t('pricing.freeEvents')}
            value={value.freeEvents}
            minValue={0}
            onChange={(events) => onChange({ ...value, freeEvents: Number.isNaN(events) ? 0 : Math.trunc(events) })}
          />
          <DecimalField
            label={t('pricing.leastPerEvent')}
            optional
            value={value.leastPerEvent ?? ''}
            onChange={(text) => onChange({ ...value, leastPerEvent: orNull(text) })}
            suffix={currency}
          />
          <DecimalField
            label={t('pricing.mostPerEvent')}
            optional
            value={value.mostPerEvent ?? ''}
            onChange={(text) => onChange({ ...value, mostPerEvent: orNull(text) })}
            suffix={currency}
          />
        </div>
      );
    case 'capacity':
      return (
        <>
          <CapacityMeasures measures={value.measures} onChange={(measures) => onChange({ ...value, measures })} />
          <BoundarySelect value={value.boundary} onChange={(boundary) => onChange({ ...value, boundary })} />
        </>
      );
    case 'commitment':
      return (
        <>
          <div className={pair}>
            <DecimalField label={t('pricing.fee')} value={value.fee} onChange={(fee) => onChange({ ...value, fee })} suffix={currency} />
            <DecimalField
              label={t('pricing.included')}
              value={value.includedQuantity}
              onChange={(includedQuantity) => onChange({ ...value, includedQuantity })}
            />
            <DecimalField
              label={t('pricing.minimum')}
              optional
              value={value.minimum ?? ''}
              onChange={(text) => onChange({ ...value, minimum: orNull(text) })}
              suffix={currency}
            />
            <DecimalField
              label={t('pricing.maximum')}
              optional
              value={value.maximum ?? ''}
              onChange={(text) => onChange({ ...value, maximum: orNull(text) })}
              suffix={currency}
            />
          </div>
          <Inner label={t('pricing.overage')} value={value.overage} onChange={(overage) => onChange({ ...value, overage })} currency={currency} />
        </>
      );
    case 'prepaid':
      return (
        <>
          <div className={pair}>
            <DecimalField label={t('pricing.blockSize')} value={value.size} onChange={(size) => onChange({ ...value, size })} />
            <DecimalField label={t('pricing.blockPrice')} value={value.price} onChange={(price) => onChange({ ...value, price })} suffix={currency} />
          </div>
          <BurnOrder value={value.order} onChange={(order) => onChange({ ...value, order })} />
          <Inner label={t('pricing.overage')} value={value.overage} onChange={(overage) => onChange({ ...value, overage })} currency={currency} />
        </>
      );
    case 'pricing_unit':
      return (
        <>
          <div className={pair}>
            <TextField label={t('pricing.ownUnit')} value={value.unit} onChange={(unit) => onChange({ ...value, unit })} isRequired />
            <DecimalField label={t('pricing.worth')} value={value.worth} onChange={(worth) => onChange({ ...value, worth })} suffix={currency} />
          </div>
          <Inner
            label={t('pricing.inOwnUnit')}
            value={value.price}
            onChange={(price) => onChange({ ...value, price })}
            currency={value.unit === '' ? currency : value.unit}
          />
        </>
      );
  }
}
