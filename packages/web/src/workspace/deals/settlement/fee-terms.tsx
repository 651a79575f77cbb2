import { Plus, X } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { useMarketplaces } from '../../marketplaces/use-marketplaces.ts';
import { todayText } from '../../money/pricing/words.ts';
import { ALWAYS, clashOf, type FeeTerm, nextTerm } from './terms.ts';

const EVERY = 'every';
const bases = ['buyer_price', 'list_price', 'wholesale'] as const;
const bearers = ['us', 'seller'] as const;

/** Which fee is taken of what, and who bears it: dated, since marketplaces change it. */
export function FeeTerms({ value, onChange, isDisabled }: { value: readonly FeeTerm[]; onChange: (value: FeeTerm[]) => void; isDisabled: boolean }) {
  const marketplaces = useMarketplaces();
  const clashes = clashOf(value);
  const known = (marketplaces.data?.items ?? []).map(({ id, name }) => ({ id, label: name }));
  const set = (place: number, change: Partial<FeeTerm>) => onChange(value.map((term, at) => (at === place ? { ...term, ...change } : term)));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-13 font-semibold">{t('settlement.terms.fees')}</legend>
      <p className="text-muted">{t('settlement.terms.fees.note')}</p>
      {value.length === 0 && <p className="text-muted">{t('settlement.terms.fees.none')}</p>}
      {value.map((term, place) => {
        const options = [
          { id: EVERY, label: t('settlement.terms.every') },
          ...known,
          ...(term.marketplaceId === null || known.some(({ id }) => id === term.marketplaceId)
            ? []
            : [{ id: term.marketplaceId, label: t('settlement.terms.other') }]),
        ];
        return (
          <div key={place} className="relative grid gap-3 rounded-popover border border-line p-3 pe-11 md:grid-cols-2">
            <DateField
              label={t('settlement.terms.from')}
              description={t('settlement.terms.from.note')}
              value={term.from === ALWAYS ? '' : term.from}
              onChange={(from) => set(place, { from: from === '' ? ALWAYS : from })}
              isDisabled={isDisabled}
              {...(clashes.has(place) ? { error: t('settlement.terms.clash') } : {})}
            />
            <Select
              label={t('role.marketplace')}
              options={options}
              value={term.marketplaceId ?? EVERY}
              onChange={(id) => set(place, { marketplaceId: id === EVERY ? null : id })}
              isDisabled={isDisabled}
            />
            <Select
              label={t('settlement.terms.base')}
              options={bases.map((id) => ({
                id,
                label: t(id === 'buyer_price' ? 'settlement.step.buyer_price' : id === 'list_price' ? 'settlement.step.list' : 'settlement.terms.wholesale'),
              }))}
              value={term.base}
              onChange={(base) => set(place, { base })}
              isDisabled={isDisabled}
            />
            <Select
              label={t('settlement.terms.bearer')}
              description={t('settlement.terms.bearer.note')}
              options={bearers.map((id) => ({ id, label: t(`settlement.bearer.${id}`) }))}
              value={term.bearer}
              onChange={(bearer) => set(place, { bearer })}
              isDisabled={isDisabled}
            />
            <Select
              label={t('settlement.terms.uplift')}
              description={t('settlement.terms.uplift.note')}
              options={bearers.map((id) => ({ id, label: t(`settlement.bearer.${id}`) }))}
              value={term.upliftBearer}
              onChange={(upliftBearer) => set(place, { upliftBearer })}
              isDisabled={isDisabled}
            />
            {!isDisabled && (
              <span className="absolute end-2 top-2">
                <IconButton
                  size="compact"
                  label={t('settlement.terms.remove', { n: place + 1 })}
                  onPress={() => onChange(value.filter((_, at) => at !== place))}
                >
                  <X size={14} aria-hidden />
                </IconButton>
              </span>
            )}
          </div>
        );
      })}
      {!isDisabled && (
        <div>
          <Button
            size="compact"
            icon={<Plus size={14} aria-hidden />}
            isDisabled={value.length >= 100}
            onPress={() => onChange([...value, nextTerm(value, todayText())])}
          >
            {t('settlement.terms.add')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
