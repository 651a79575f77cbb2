import { Plus, Trash2 } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { DecimalField } from '../rules/fields.tsx';
import { PlaceNote } from '../rules/refusals.tsx';
import type { FormProps } from './common-fields.tsx';
import { unitOf } from './units.ts';
import type { Of } from './words.ts';

type Band = Of<'rebate'>['bands'][number];

/** Lower bounds only: a band ends where the next begins, so there is no gap and no overlap to write. */
export function BandRows({ value, onChange, isDisabled }: FormProps<Of<'rebate'>>) {
  const { bands } = value;
  const set = (next: Band[]) => onChange({ ...value, bands: next });
  const put = (at: number, band: Band) => set(bands.map((one, index) => (index === at ? band : one)));
  const unit = unitOf(value);
  const last = bands.at(-1);
  return (
    <div className="flex flex-col gap-2">
      {bands.map((band, index) => (
        <fieldset key={index} aria-label={t('incentives.band', { n: index + 1 })} className="min-w-0 rounded-popover border border-line p-2">
          <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,8rem)_2rem] items-end gap-2 max-md:grid-cols-2">
            <DecimalField
              path={`bands.${index}.from`}
              label={t('incentives.band.from', { unit })}
              isRequired
              isDisabled={isDisabled}
              value={band.from}
              onChange={(from) => put(index, { ...band, from })}
            />
            <Select
              label={t('incentives.band.pays')}
              isDisabled={isDisabled}
              options={(['percent', 'per_unit'] as const).map((id) => ({ id, label: t(`incentives.band.${id}`) }))}
              value={band.reward.kind}
              onChange={(kind) => put(index, { ...band, reward: kind === 'percent' ? { kind, percent: '2' } : { kind, amount: '1.00' } })}
            />
            {band.reward.kind === 'percent' ? (
              <DecimalField
                path={`bands.${index}.reward.percent`}
                label={t('incentives.rate')}
                suffix="%"
                isDisabled={isDisabled}
                value={band.reward.percent}
                onChange={(percent) => put(index, { ...band, reward: { kind: 'percent', percent } })}
              />
            ) : (
              <DecimalField
                path={`bands.${index}.reward.amount`}
                label={t('incentives.perUnit', { currency: value.currency })}
                isDisabled={isDisabled}
                value={band.reward.amount}
                onChange={(amount) => put(index, { ...band, reward: { kind: 'per_unit', amount } })}
              />
            )}
            {!isDisabled && bands.length > 1 && (
              <IconButton
                label={t('rules.takeOut', { name: t('incentives.band', { n: index + 1 }) })}
                onPress={() => set(bands.filter((_, at) => at !== index))}
              >
                <Trash2 size={14} aria-hidden />
              </IconButton>
            )}
          </div>
          <PlaceNote path={`bands.${index}.reward`} />
        </fieldset>
      ))}
      <PlaceNote path="bands" />
      {!isDisabled && (
        <p>
          <Button
            size="compact"
            icon={<Plus size={14} aria-hidden />}
            isDisabled={bands.length >= 20}
            onPress={() => last && set([...bands, { from: '', reward: last.reward }])}
          >
            {t('incentives.band.add')}
          </Button>
        </p>
      )}
    </div>
  );
}
