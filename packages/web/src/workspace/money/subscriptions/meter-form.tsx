import { useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { useProducts } from '../pricing/use-products.ts';
import { aggregations, type Meter, meterReads } from './words.ts';

const NONE = 'none';
const KEY = /^[a-z][a-z0-9_.-]{0,59}$/;
const MOST_DIMENSIONS = 5;

/** A new meter, or what of one may still be changed: its key, aggregation and dimensions never are. */
export function MeterForm({ meter, onClose, onReload }: { meter?: Meter; onClose: () => void; onReload?: () => void }) {
  const navigate = useNavigate();
  const { products } = useProducts();
  const [key, setKey] = useState('');
  const [name, setName] = useState(meter?.name ?? '');
  const [unit, setUnit] = useState(meter?.unit ?? '');
  const [aggregation, setAggregation] = useState<Meter['aggregation']>('sum');
  const [dimensions, setDimensions] = useState('');
  const [productId, setProduct] = useState<string>(meter?.productId ?? NONE);
  const [graceHours, setGrace] = useState(meter?.graceHours ?? 0);
  const [latestDays, setLatest] = useState(meter?.latestDays ?? 62);
  const [active, setActive] = useState(meter?.active ?? true);
  const [tried, setTried] = useState(false);
  const create = useApiMutation('meters.create', {
    invalidates: meterReads,
    onDone: (made) => {
      onClose();
      toast(t('subs.meter.made'));
      void navigate({ to: '/money/subscriptions/meters/$meterId', params: { meterId: made.id } });
    },
  });
  const update = useApiMutation('meters.update', {
    invalidates: meterReads,
    onDone: () => {
      toast(t('subs.meter.saved'));
      onClose();
    },
  });
  const used = meter === undefined ? create : update;
  const named = [
    ...new Set(
      dimensions
        .split(/[\s,;]+/)
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    ),
  ];
  const dimensionsWrong = named.length > MOST_DIMENSIONS || named.some((one) => !KEY.test(one));
  const numbersWrong = Number.isNaN(graceHours) || Number.isNaN(latestDays);
  const missing = (empty: boolean) => (tried && empty ? t('subs.missing') : undefined);
  function submit() {
    setTried(true);
    if (name.trim() === '' || unit.trim() === '' || numbersWrong || (meter === undefined && (!KEY.test(key) || dimensionsWrong))) return;
    const settings = { name: name.trim(), unit: unit.trim(), productId: productId === NONE ? null : productId, graceHours, latestDays, active };
    if (meter === undefined) create.mutate({ body: { key, aggregation, dimensions: named, ...settings } });
    else update.mutate({ params: { id: meter.id }, ifVersion: meter.version, body: settings });
  }
  return (
    <FormDrawer
      title={t(meter === undefined ? 'subs.meter.new' : 'subs.meter.edit')}
      verb={t(meter === undefined ? 'subs.meter.create' : 'ui.save')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={used.isPending}
      error={used.error}
      ownChecks
      {...(onReload ? { onReload } : {})}
    >
      {meter === undefined && (
        <TextField
          label={t('subs.meter.key')}
          description={t('subs.meter.key.note')}
          isRequired
          validationBehavior="aria"
          maxLength={60}
          value={key}
          onChange={(typed) => setKey(typed.trim())}
          error={tried && !KEY.test(key) ? t('subs.meter.key.wrong') : undefined}
        />
      )}
      <TextField
        label={t('subs.name')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={name}
        onChange={setName}
        error={missing(name.trim() === '')}
      />
      <TextField
        label={t('subs.unit')}
        description={t('subs.unit.note')}
        isRequired
        validationBehavior="aria"
        maxLength={40}
        value={unit}
        onChange={setUnit}
        error={missing(unit.trim() === '')}
        className="w-60"
      />
      {meter === undefined && (
        <>
          <Select
            label={t('subs.aggregation')}
            options={aggregations.map((id) => ({ id, label: t(`subs.aggregation.${id}`) }))}
            value={aggregation}
            onChange={setAggregation}
            description={t(`subs.aggregation.${aggregation}.note`)}
          />
          <TextField
            label={t('subs.dimensions')}
            description={t('subs.dimensions.note')}
            value={dimensions}
            onChange={setDimensions}
            error={dimensionsWrong ? t('subs.dimensions.wrong') : undefined}
          />
        </>
      )}
      <Select
        label={t('subs.product')}
        options={[{ id: NONE, label: t('subs.product.none') }, ...products.map((one) => ({ id: one.productId, label: one.productName }))]}
        value={productId}
        onChange={setProduct}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <NumberField
          label={t('subs.grace')}
          description={t('subs.grace.note')}
          minValue={0}
          maxValue={240}
          value={graceHours}
          onChange={(hours) => setGrace(Math.trunc(hours))}
          error={missing(Number.isNaN(graceHours))}
        />
        <NumberField
          label={t('subs.latest')}
          description={t('subs.latest.note')}
          minValue={1}
          maxValue={400}
          value={latestDays}
          onChange={(days) => setLatest(Math.trunc(days))}
          error={missing(Number.isNaN(latestDays))}
        />
      </div>
      <Checkbox isSelected={active} onChange={setActive} description={t('subs.meter.active.note')}>
        {t('subs.meter.takes')}
      </Checkbox>
    </FormDrawer>
  );
}
