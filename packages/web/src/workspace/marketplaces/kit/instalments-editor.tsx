import { useState } from 'react';
import { Trash2 } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Money } from '../../../lib/i18n/values.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { addMonths, equalInstalments, type Instalment, settleLast, sumOf } from './instalments.ts';
import { MoneyField } from './money-field.tsx';

const steps = ['1', '3', '6', '12'] as const;

/** When the buyer pays. Without instalments everything is due on acceptance; with them they sum to the offer to the cent. */
export function InstalmentsEditor({
  rows,
  onChange,
  totalMinor,
  currency,
  maximum,
  firstOn,
  error,
}: {
  rows: readonly Instalment[];
  onChange: (rows: readonly Instalment[]) => void;
  totalMinor: number;
  currency: string;
  maximum: number;
  /** The day the first would be due on. */
  firstOn: string;
  error?: string;
}) {
  const [count, setCount] = useState(Math.min(Math.max(rows.length, 4), Math.max(1, maximum)));
  const [every, setEvery] = useState<(typeof steps)[number]>('3');
  const change = (index: number, part: Partial<Instalment>) => onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  const off = sumOf(rows) - totalMinor;
  if (maximum === 0) return <p className="text-muted">{t('offers.instalments.impossible')}</p>;
  return (
    <div data-field="instalments" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-2">
        <NumberField
          label={t('offers.instalments.count')}
          value={count}
          minValue={1}
          maxValue={Math.min(maximum, 60)}
          onChange={(next) => setCount(Number.isNaN(next) ? 1 : Math.round(next))}
          className="w-24"
          steppers
        />
        <Select
          label={t('offers.instalments.every')}
          options={steps.map((id) => ({ id, label: t('offers.months', { n: Number(id) }) }))}
          value={every}
          onChange={setEvery}
          className="w-36"
        />
        <Button onPress={() => onChange(equalInstalments(totalMinor, count, rows[0]?.dueOn ?? firstOn, Number(every)))}>
          {t('offers.instalments.generate')}
        </Button>
        {rows.length > 0 && (
          <Button kind="quiet" onPress={() => onChange([])}>
            {t('offers.instalments.clear')}
          </Button>
        )}
      </div>
      {rows.length === 0 && <p className="text-muted">{t('offers.instalments.none')}</p>}
      <ol className="flex flex-col gap-2">
        {rows.map((row, index) => (
          <li key={index} data-field={`instalments.${index}`} className="flex items-end gap-2">
            <DateField
              label={t('offers.instalments.dueOn', { n: index + 1 })}
              hideLabel={index > 0}
              value={row.dueOn}
              onChange={(dueOn) => change(index, { dueOn })}
              className="w-40"
            />
            <MoneyField
              label={t('offers.instalments.amount', { n: index + 1 })}
              hideLabel={index > 0}
              amountMinor={row.amountMinor}
              currency={currency}
              onChange={(amount) => change(index, { amountMinor: amount ?? 0 })}
              className="w-40"
            />
            <IconButton label={t('offers.instalments.remove', { n: index + 1 })} onPress={() => onChange(rows.filter((_, at) => at !== index))}>
              <Trash2 size={16} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ol>
      {rows.length > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            size="compact"
            isDisabled={rows.length >= maximum}
            onPress={() => onChange([...rows, { dueOn: addMonths(rows.at(-1)?.dueOn ?? firstOn, Number(every)), amountMinor: Math.max(0, -off) }])}
          >
            {t('offers.instalments.add')}
          </Button>
          <span className="flex-1" />
          {off === 0 ? (
            <span className="text-ok">{t('offers.instalments.sums')}</span>
          ) : (
            <>
              <output className="text-bad">
                {t(off > 0 ? 'offers.instalments.over' : 'offers.instalments.under')} <Money value={{ amountMinor: Math.abs(off), currency }} />
              </output>
              <Button size="compact" onPress={() => onChange(settleLast(rows, totalMinor))}>
                {t('offers.instalments.settle')}
              </Button>
            </>
          )}
        </div>
      )}
      {error !== undefined && <p className="text-12 text-bad">{error}</p>}
    </div>
  );
}
