import { Trash2 } from 'lucide-react';
import { minorDigits } from '@entente/kernel';
import { t } from '../../../lib/i18n/i18n.ts';
import { IconButton } from '../../../ui/button.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { CurrencySelect } from '../../deals/kit/pickers.tsx';
import { type DraftLeg, problemOf } from './legs.ts';
import { PartyPicker } from './pickers.tsx';
import { partyKindOf, purposes, purposeWord } from './words.ts';

/** One entry: an account, and an amount on one of its sides. */
export function LegFields({
  leg,
  number,
  tried,
  onChange,
  onRemove,
}: {
  leg: DraftLeg;
  number: number;
  tried: boolean;
  onChange: (changes: Partial<DraftLeg>) => void;
  onRemove?: () => void;
}) {
  const kind = leg.purpose === null ? null : partyKindOf(leg.purpose);
  const problem = tried ? problemOf(leg) : null;
  const digits = minorDigits(leg.currency);
  const amount = (side: 'debit' | 'credit') => (
    <NumberField
      label={t(`ledger.${side}`)}
      minValue={0}
      formatOptions={{ minimumFractionDigits: digits, maximumFractionDigits: digits }}
      value={leg[side]}
      // An entry stands on one side: what is typed on one empties the other.
      onChange={(value) => onChange(side === 'debit' ? { debit: value, credit: Number.NaN } : { credit: value, debit: Number.NaN })}
      error={problem === 'amount' && side === 'debit' ? t('ledger.adjust.amount') : undefined}
    />
  );
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-card border border-line p-3">
      <legend className="sr-only">{t('ledger.adjust.leg', { n: number })}</legend>
      <div className="flex items-center gap-2">
        <span aria-hidden className="flex-1 text-12 font-medium text-muted">
          {t('ledger.adjust.leg', { n: number })}
        </span>
        {onRemove !== undefined && (
          <IconButton size="compact" label={t('ledger.adjust.remove', { n: number })} onPress={onRemove}>
            <Trash2 size={14} strokeWidth={1.75} aria-hidden />
          </IconButton>
        )}
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label={t('ledger.purpose')}
          options={purposes.map((id) => ({ id, label: purposeWord(id) }))}
          value={leg.purpose}
          onChange={(purpose) => onChange({ purpose, ...(partyKindOf(purpose) === kind ? {} : { party: null }) })}
          error={problem === 'purpose' ? t('ledger.fillIn') : undefined}
        />
        {kind !== null && (
          <div>
            <PartyPicker key={kind} kind={kind} value={leg.party} onChange={(party) => onChange({ party })} />
            {problem === 'party' && (
              <p role="alert" className="mt-1 text-12 text-bad">
                {t('ledger.fillIn')}
              </p>
            )}
          </div>
        )}
      </div>
      <div className="grid grid-cols-[6rem_minmax(0,1fr)_minmax(0,1fr)] gap-3">
        <CurrencySelect value={leg.currency} onChange={(currency) => onChange({ currency })} />
        {amount('debit')}
        {amount('credit')}
      </div>
    </fieldset>
  );
}
