import { Plus, Trash2 } from 'lucide-react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../../ui/button.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import type { Of } from './fresh.ts';
import { TierRows } from './tier-rows.tsx';

type Measures = Of<'capacity'>['measures'];

/** Several measures, each with its tiers: the dearest tier reached decides. */
export function CapacityMeasures({ measures, onChange }: { measures: Measures; onChange: (measures: Measures) => void }) {
  const change = (index: number, part: Partial<Measures[number]>) =>
    onChange(measures.map((measure, at) => (at === index ? { ...measure, ...part } : measure)));
  return (
    <div className="flex flex-col gap-3">
      {measures.map((measure, index) => (
        <div key={index} className="flex flex-col gap-2 rounded-popover border border-line p-3">
          <div className="flex items-end gap-2">
            <TextField label={t('pricing.measure')} value={measure.name} onChange={(name) => change(index, { name })} isRequired className="flex-1" />
            {measures.length > 1 && (
              <IconButton label={t('pricing.takeOut', { name: measure.name })} onPress={() => onChange(measures.filter((_, at) => at !== index))}>
                <Trash2 size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
            )}
          </div>
          <TierRows
            tiers={measure.tiers}
            fields={[{ id: 'price', label: t('pricing.price') }]}
            fresh={(from) => ({ from, price: '' })}
            onChange={(tiers) => change(index, { tiers })}
          />
        </div>
      ))}
      <p>
        <Button size="compact" icon={<Plus size={14} aria-hidden />} onPress={() => onChange([...measures, { name: '', tiers: [{ from: '0', price: '' }] }])}>
          {t('pricing.measure.add')}
        </Button>
      </p>
    </div>
  );
}
