import { Plus, Trash2 } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { MoneyField } from '../kit/money-field.tsx';
import { PercentField } from '../kit/percent-field.tsx';
import { useToday } from '../kit/use-today.ts';
import { type FeeTable, offerKinds } from '../words.ts';
import type { FeeDraft } from './definition-draft.ts';

const ANY = 'any';
const common = ['EUR', 'USD', 'GBP', 'JPY', 'AUD', 'CAD'];

/** Each table holds from its day on; each band from its amount on, for the whole amount. */
export function FeeEditor({
  fees,
  onChange,
  mayWrite,
  currencies,
}: {
  fees: FeeTable;
  onChange: (fees: FeeTable) => void;
  mayWrite: boolean;
  currencies: readonly string[];
}) {
  const change = (index: number, part: Partial<FeeDraft>) => onChange(fees.map((entry, at) => (at === index ? { ...entry, ...part } : entry)));
  const today = useToday();
  return (
    <Card
      title={t('marketplaces.fees')}
      note={t('marketplaces.fees.note')}
      flush
      actions={
        mayWrite && (
          <Button
            size="compact"
            icon={<Plus size={14} aria-hidden />}
            onPress={() => onChange([...fees, { from: today, bands: [{ fromMinor: 0, basisPoints: 300 }] }])}
          >
            {t('marketplaces.fee.add')}
          </Button>
        )
      }
    >
      {fees.length === 0 && <p className="p-4 text-muted">{t('marketplaces.fees.none')}</p>}
      <ul>
        {fees.map((entry, index) => (
          <li key={index} className="border-b border-line p-4 last:border-b-0">
            <FeeEntry
              entry={entry}
              n={index + 1}
              mayWrite={mayWrite}
              currencies={currencies.length > 0 ? currencies : common}
              onChange={(part) => change(index, part)}
              onRemove={() => onChange(fees.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function FeeEntry({
  entry,
  n,
  mayWrite,
  currencies,
  onChange,
  onRemove,
}: {
  entry: FeeDraft;
  n: number;
  mayWrite: boolean;
  currencies: readonly string[];
  onChange: (part: Partial<FeeDraft>) => void;
  onRemove: () => void;
}) {
  const known = entry.currency !== undefined && !currencies.includes(entry.currency) ? [entry.currency, ...currencies] : currencies;
  const bandCurrency = entry.currency ?? currencies[0] ?? 'USD';
  const kinds = entry.kinds ?? offerKinds;
  return (
    <fieldset disabled={!mayWrite} aria-label={t('marketplaces.fee.n', { n })} className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <DateField label={t('marketplaces.fee.from')} value={entry.from} onChange={(from) => onChange({ from })} isDisabled={!mayWrite} className="w-40" />
        <Select
          label={t('marketplaces.fee.currency')}
          options={[{ id: ANY, label: t('marketplaces.currencies.any') }, ...known.map((code) => ({ id: code, label: code }))]}
          value={entry.currency ?? ANY}
          onChange={(currency) => onChange({ currency: currency === ANY ? undefined : currency })}
          isDisabled={!mayWrite}
          className="w-36"
        />
        <span className="flex flex-wrap gap-x-4 pb-1.5">
          {offerKinds.map((kind) => (
            <Checkbox
              key={kind}
              isDisabled={!mayWrite || (kinds.length === 1 && kinds.includes(kind))}
              isSelected={kinds.includes(kind)}
              onChange={(on) => {
                const next = on ? [...kinds, kind] : kinds.filter((other) => other !== kind);
                onChange({ kinds: next.length === offerKinds.length ? undefined : next });
              }}
            >
              {t(`offers.kind.${kind}`)}
            </Checkbox>
          ))}
        </span>
        <span className="flex-1" />
        <IconButton label={t('marketplaces.fee.remove', { n })} onPress={onRemove} isDisabled={!mayWrite}>
          <Trash2 size={16} aria-hidden />
        </IconButton>
      </div>
      <ol className="flex flex-col gap-2">
        {entry.bands.map((band, at) => (
          <li key={at} className="flex items-end gap-2">
            <MoneyField
              label={t('marketplaces.fee.band', { n: at + 1 })}
              hideLabel={at > 0}
              amountMinor={band.fromMinor}
              currency={bandCurrency}
              isDisabled={!mayWrite || at === 0}
              onChange={(amount) => onChange({ bands: entry.bands.map((one, i) => (i === at ? { ...one, fromMinor: amount ?? 0 } : one)) })}
              className="w-44"
            />
            <PercentField
              label={t('marketplaces.fee.share', { n: at + 1 })}
              hideLabel={at > 0}
              basisPoints={band.basisPoints}
              onChange={(basisPoints) => onChange({ bands: entry.bands.map((one, i) => (i === at ? { ...one, basisPoints: basisPoints ?? 0 } : one)) })}
              className="w-28"
            />
            {at > 0 && (
              <IconButton
                label={t('marketplaces.fee.band.remove', { n: at + 1 })}
                isDisabled={!mayWrite}
                onPress={() => onChange({ bands: entry.bands.filter((_, i) => i !== at) })}
              >
                <Trash2 size={16} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ol>
      {mayWrite && entry.bands.length < 20 && (
        <span>
          <Button
            size="compact"
            onPress={() => {
              const last = entry.bands.at(-1);
              onChange({ bands: [...entry.bands, { fromMinor: (last?.fromMinor ?? 0) + 10_000_000, basisPoints: last?.basisPoints ?? 0 }] });
            }}
          >
            {t('marketplaces.fee.band.add')}
          </Button>
        </span>
      )}
    </fieldset>
  );
}
