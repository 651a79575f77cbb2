import { useState } from 'react';
import { Plus, X } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { MoneyField } from '../../marketplaces/kit/money-field.tsx';

export type Minimum = { currency: string; amountMinor: number };

/** Below these nothing is paid, and what is owed is carried over; one for each currency. */
export function MinimumFields({ value, onChange }: { value: readonly Minimum[]; onChange: (value: Minimum[]) => void }) {
  const [code, setCode] = useState('');
  const next = code.trim().toUpperCase();
  const usable = /^[A-Z]{3}$/.test(next) && value.every((one) => one.currency !== next);
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 font-medium">{t('payouts.minimums')}</legend>
      <p className="text-12 text-muted">{t('payouts.minimums.note')}</p>
      {value.map((one) => (
        <div key={one.currency} className="flex items-end gap-2">
          <MoneyField
            label={one.currency}
            className="w-48"
            currency={one.currency}
            amountMinor={one.amountMinor}
            onChange={(amountMinor) => onChange(value.map((each) => (each.currency === one.currency ? { ...each, amountMinor: amountMinor ?? 0 } : each)))}
          />
          <IconButton
            label={t('payouts.minimums.remove', { currency: one.currency })}
            onPress={() => onChange(value.filter((each) => each.currency !== one.currency))}
          >
            <X size={16} aria-hidden />
          </IconButton>
        </div>
      ))}
      <div className="flex items-end gap-2">
        <TextField label={t('payouts.currency')} placeholder="EUR" maxLength={3} value={code} onChange={setCode} className="w-28" />
        <Button
          icon={<Plus size={14} aria-hidden />}
          isDisabled={!usable}
          onPress={() => {
            onChange([...value, { currency: next, amountMinor: 0 }]);
            setCode('');
          }}
        >
          {t('payouts.minimums.add')}
        </Button>
      </div>
    </fieldset>
  );
}
