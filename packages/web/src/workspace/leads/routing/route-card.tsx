import { ArrowDown, ArrowUp, Trash2, X } from 'lucide-react';
import { tiers } from '@entente/kernel';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { cx } from '../../../ui/cx.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toMajor, toMinor } from '../../deals/kit/money.ts';
import { CurrencySelect } from '../../deals/kit/pickers.tsx';
import { PartnerPicker } from '../../partners/kit/pickers.tsx';
import { types, typeName } from '../../partners/words.ts';
import type { Route } from '../words.ts';
import { routeProblems } from './draft.ts';
import { WordsField } from './words-field.tsx';

const ways = ['best_fit', 'round_robin', 'most_capacity', 'named', 'claim'] as const;
const ANY = 'any';
const boxes = 'flex flex-wrap gap-x-4 gap-y-1';

/** One route: for which leads, among which partners, and how one of them is chosen. */
export function RouteCard({
  route,
  index,
  count,
  isDisabled,
  onChange,
  onMove,
  onRemove,
}: {
  route: Route;
  index: number;
  count: number;
  isDisabled: boolean;
  onChange: (route: Route) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}) {
  const problems = routeProblems(route);
  const when = (changes: Partial<Route['when']>) => onChange({ ...route, when: { ...route.when, ...changes } });
  const among = (changes: Partial<Route['among']>) => onChange({ ...route, among: { ...route.among, ...changes } });
  const name = t('leads.routing.routeNamed', { n: index + 1, name: route.name === '' ? route.id : route.name });
  const currency = route.when.currency ?? 'EUR';
  return (
    <li
      aria-label={name}
      className={cx('rounded-card border bg-surface', problems.length > 0 ? 'border-bad' : 'border-line', !route.enabled && 'border-dashed')}
    >
      <header className="flex min-h-11 flex-wrap items-center gap-2 border-b border-line ps-4 pe-2">
        <h3 className="min-w-0 flex-1 truncate font-semibold">
          <bdi>{name}</bdi>
        </h3>
        <Badge tone={route.enabled ? 'accent' : 'neutral'}>{route.enabled ? t(`leads.choose.${route.choose}`) : t('leads.routing.off')}</Badge>
        {!isDisabled && (
          <span className="flex">
            <IconButton size="compact" label={t('leads.routing.up', { route: name })} isDisabled={index === 0} onPress={() => onMove(-1)}>
              <ArrowUp size={14} aria-hidden />
            </IconButton>
            <IconButton size="compact" label={t('leads.routing.down', { route: name })} isDisabled={index === count - 1} onPress={() => onMove(1)}>
              <ArrowDown size={14} aria-hidden />
            </IconButton>
            <IconButton size="compact" label={t('leads.routing.remove', { route: name })} onPress={onRemove}>
              <Trash2 size={14} aria-hidden />
            </IconButton>
          </span>
        )}
      </header>
      <div className="flex flex-col gap-4 p-4">
        {problems.length > 0 && (
          <ul role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
            {problems.map((problem) => (
              <li key={problem}>{t(`leads.routing.problem.${problem}`)}</li>
            ))}
          </ul>
        )}
        <div className="grid gap-3 md:grid-cols-2">
          <TextField
            label={t('work.name')}
            value={route.name}
            onChange={(text) => onChange({ ...route, name: text })}
            isDisabled={isDisabled}
            maxLength={120}
            isRequired
          />
          <Select
            label={t('leads.routing.choose')}
            value={route.choose}
            onChange={(choose) => onChange({ ...route, choose })}
            options={ways.map((id) => ({ id, label: t(`leads.choose.${id}`) }))}
            description={t(`leads.choose.${route.choose}.note`)}
            isDisabled={isDisabled}
          />
        </div>
        <fieldset className="min-w-0">
          <legend className="mb-2 text-12 font-semibold">{t('leads.routing.when')}</legend>
          <div className="grid gap-3 md:grid-cols-2">
            <WordsField
              label={t('leads.routing.countries')}
              words={route.when.countries}
              onChange={(countries) => when({ countries })}
              isDisabled={isDisabled}
            />
            <WordsField label={t('leads.routing.regions')} words={route.when.regions} onChange={(regions) => when({ regions })} isDisabled={isDisabled} />
            <WordsField label={t('leads.routing.sources')} words={route.when.sources} onChange={(sources) => when({ sources })} isDisabled={isDisabled} />
            <div className="grid grid-cols-[1fr_7rem] gap-2">
              <NumberField
                label={t('leads.routing.minAmount')}
                value={toMajor(route.when.minAmountMinor, currency)}
                onChange={(value) => {
                  const amount = toMinor(value, currency);
                  when({ minAmountMinor: amount, currency: amount === null ? null : currency });
                }}
                minValue={0}
                isDisabled={isDisabled}
              />
              <CurrencySelect value={currency} onChange={(next) => when({ currency: route.when.minAmountMinor === null ? null : next })} />
            </div>
          </div>
          <Products ids={route.when.productIds} onChange={(productIds) => when({ productIds })} isDisabled={isDisabled} />
        </fieldset>
        <fieldset className="min-w-0">
          <legend className="mb-2 text-12 font-semibold">{t('leads.routing.among')}</legend>
          <div className={boxes}>
            {types.map((type) => (
              <Checkbox
                key={type}
                isDisabled={isDisabled}
                isSelected={route.among.partnerTypes.includes(type)}
                onChange={(on) => among({ partnerTypes: on ? [...route.among.partnerTypes, type] : route.among.partnerTypes.filter((one) => one !== type) })}
              >
                {typeName(type)}
              </Checkbox>
            ))}
          </div>
          <div className="mt-2 grid gap-3 md:grid-cols-2">
            <Select
              label={t('leads.routing.minTier')}
              value={route.among.minTier ?? ANY}
              onChange={(tier) => among({ minTier: tier === ANY ? null : tier })}
              options={[
                { id: ANY as typeof ANY | (typeof tiers)[number], label: t('leads.any') },
                ...tiers.map((id) => ({ id, label: t(`leads.tier.${id}`) })),
              ]}
              isDisabled={isDisabled}
            />
            <div className="flex flex-col justify-end gap-1">
              <Checkbox isDisabled={isDisabled} isSelected={route.among.mustCoverTerritory} onChange={(mustCoverTerritory) => among({ mustCoverTerritory })}>
                {t('leads.routing.territory')}
              </Checkbox>
              <Checkbox isDisabled={isDisabled} isSelected={route.among.mustKnowProduct} onChange={(mustKnowProduct) => among({ mustKnowProduct })}>
                {t('leads.routing.knows')}
              </Checkbox>
            </div>
          </div>
          <Partners ids={route.among.partnerIds} onChange={(partnerIds) => among({ partnerIds })} isDisabled={isDisabled} />
        </fieldset>
        <Switch isSelected={route.enabled} onChange={(enabled) => onChange({ ...route, enabled })} isDisabled={isDisabled}>
          {t('leads.routing.on')}
        </Switch>
      </div>
    </li>
  );
}

function Products({ ids, onChange, isDisabled }: { ids: readonly string[]; onChange: (ids: string[]) => void; isDisabled: boolean }) {
  const products = useApi('products.list', {}, { staleTime: 5 * 60_000 });
  const items = products.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <details className="mt-3">
      <summary className="min-h-6 text-12 font-medium">
        {ids.length === 0 ? t('leads.routing.anyProduct') : t('leads.routing.products', { n: ids.length })}
      </summary>
      <div className={`${boxes} mt-1`}>
        {items.map((product) => (
          <Checkbox
            key={product.id}
            isDisabled={isDisabled}
            isSelected={ids.includes(product.id)}
            onChange={(on) => onChange(on ? [...ids, product.id] : ids.filter((id) => id !== product.id))}
          >
            <bdi>{product.name}</bdi>
          </Checkbox>
        ))}
      </div>
    </details>
  );
}

function Partners({ ids, onChange, isDisabled }: { ids: readonly string[]; onChange: (ids: string[]) => void; isDisabled: boolean }) {
  return (
    <div className="mt-3 flex flex-col gap-2">
      {ids.length > 0 && (
        <ol className="flex flex-wrap gap-2" aria-label={t('leads.routing.partners')}>
          {ids.map((id) => (
            <li key={id} className="flex h-7 items-center rounded-control border border-line-strong ps-2 text-12">
              <PartnerName id={id} />
              {isDisabled ? <span className="w-2" /> : <RemovePartner id={id} onRemove={() => onChange(ids.filter((one) => one !== id))} />}
            </li>
          ))}
        </ol>
      )}
      {!isDisabled && (
        <PartnerPicker
          key={ids.length}
          label={t('leads.routing.addPartner')}
          value={null}
          onChange={(id) => {
            if (id !== null && !ids.includes(id)) onChange([...ids, id]);
          }}
          className="max-w-80"
        />
      )}
    </div>
  );
}

const useName = (id: string): string => useApi('partners.get', { params: { id } }, { staleTime: 5 * 60_000 }).data?.name ?? '…';

function PartnerName({ id }: { id: string }) {
  return <bdi>{useName(id)}</bdi>;
}

function RemovePartner({ id, onRemove }: { id: string; onRemove: () => void }) {
  return (
    <button
      type="button"
      aria-label={t('leads.routing.removePartner', { partner: useName(id) })}
      onClick={onRemove}
      className="grid size-6 place-items-center text-muted hover:text-text"
    >
      <X size={12} aria-hidden />
    </button>
  );
}
