import { Plus, Trash2 } from 'lucide-react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../../ui/button.tsx';
import { Select } from '../../../../ui/select.tsx';
import { DecimalField } from '../kit/decimal-field.tsx';
import { tiersRise } from './check.ts';

type Tier<Field extends string> = { from: string } & Record<Field, string>;

/** Tiers by their lower bounds; where one ends is said by the next, so it is shown and never typed. */
export function TierRows<Field extends string, T extends Tier<Field>>({
  tiers,
  fields,
  fresh,
  onChange,
}: {
  tiers: readonly T[];
  fields: readonly { id: Field; label: string }[];
  fresh: (from: string) => T;
  onChange: (tiers: T[]) => void;
}) {
  const change = (index: number, field: Field | 'from', text: string) => onChange(tiers.map((tier, at) => (at === index ? { ...tier, [field]: text } : tier)));
  const columns = { gridTemplateColumns: `minmax(0,1fr) minmax(0,1fr) repeat(${fields.length}, minmax(0,1fr)) 2rem` };
  const typed = tiers.every(({ from }) => from !== '');
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1 text-12 font-medium">{t('pricing.tiers')}</legend>
      <div aria-hidden className="grid gap-2 text-12 text-muted" style={columns}>
        <span>{t('pricing.tier.from')}</span>
        <span>{t('pricing.tier.to')}</span>
        {fields.map((field) => (
          <span key={field.id}>{field.label}</span>
        ))}
      </div>
      {tiers.map((tier, index) => {
        const next = tiers[index + 1];
        return (
          <div key={index} className="grid items-start gap-2" style={columns}>
            <DecimalField
              label={t('pricing.tier.fromN', { n: index + 1 })}
              hideLabel
              value={tier.from}
              isDisabled={index === 0}
              onChange={(text) => change(index, 'from', text)}
            />
            <span className="num flex h-9 items-center text-muted max-md:h-10">
              <bdi dir="ltr">{next === undefined ? '∞' : next.from === '' ? '…' : next.from}</bdi>
            </span>
            {fields.map((field) => (
              <DecimalField
                key={field.id}
                label={t('pricing.tier.fieldN', { field: field.label, n: index + 1 })}
                hideLabel
                value={tier[field.id]}
                onChange={(text) => change(index, field.id, text)}
              />
            ))}
            {index > 0 && (
              <IconButton label={t('pricing.tier.remove', { n: index + 1 })} onPress={() => onChange(tiers.filter((_, at) => at !== index))}>
                <Trash2 size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
            )}
          </div>
        );
      })}
      {typed && !tiersRise(tiers) && (
        <p role="alert" className="text-12 text-bad">
          {t('pricing.fault.tiers')}
        </p>
      )}
      <p>
        <Button size="compact" icon={<Plus size={14} aria-hidden />} isDisabled={tiers.length >= 50} onPress={() => onChange([...tiers, fresh('')])}>
          {t('pricing.tier.add')}
        </Button>
      </p>
    </fieldset>
  );
}

type Boundary = 'above' | 'from';
export function BoundarySelect({ value, onChange }: { value: Boundary; onChange: (boundary: Boundary) => void }) {
  return (
    <Select
      label={t('pricing.boundary')}
      options={[
        { id: 'above', label: t('pricing.boundary.above') },
        { id: 'from', label: t('pricing.boundary.from') },
      ]}
      value={value}
      onChange={onChange}
    />
  );
}
