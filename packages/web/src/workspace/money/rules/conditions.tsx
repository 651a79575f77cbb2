import { Plus, X } from 'lucide-react';
import { participantRoles, routeKinds } from '@entente/kernel';
import type { Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { Select } from '../../../ui/select.tsx';
import { ChoiceBoxes } from '../../programs/kit/choice-boxes.tsx';
import { PartnersField, ProductsField } from './chosen.tsx';
import { WordsField } from './fields.tsx';
import { PlaceNote, useRefused } from './refusals.tsx';

export type SplitDocument = NonNullable<Result<'splits.rule'>['draft']>;
export type IncentiveDocument = NonNullable<Result<'incentives.rule'>['draft']>;
export type SplitCondition = SplitDocument['when'][number];
export type IncentiveCondition = IncentiveDocument['when'][number];
export type Condition = SplitCondition | IncentiveCondition;
export type ConditionKind = Condition['kind'];

export const splitConditions = [
  'everyone',
  'route',
  'role_present',
  'partner',
  'product',
  'source',
  'currency',
  'region',
] as const satisfies readonly SplitCondition['kind'][];
export const incentiveConditions = [
  'everyone',
  'tier',
  'partner',
  'product',
  'lines',
  'route',
  'region',
  'source',
  'currency',
  'term',
  'customer',
  'registered',
] as const satisfies readonly IncentiveCondition['kind'][];

export const isSplitCondition = (one: Condition): one is SplitCondition => splitConditions.some((kind) => kind === one.kind);
export const isIncentiveCondition = (one: Condition): one is IncentiveCondition => incentiveConditions.some((kind) => kind === one.kind);

export function freshCondition(kind: ConditionKind): Condition {
  switch (kind) {
    case 'everyone':
    case 'registered':
      return { kind };
    case 'route':
      return { kind, routes: ['resale'] };
    case 'role_present':
      return { kind, role: 'resell' };
    case 'partner':
      return { kind, partnerIds: [] };
    case 'product':
      return { kind, productIds: [] };
    case 'source':
      return { kind, source: 'marketplace' };
    case 'currency':
      return { kind, currencies: ['EUR'] };
    case 'region':
      return { kind, regions: [] };
    case 'tier':
      return { kind, tiers: ['gold'] };
    case 'lines':
      return { kind, of: 'ours' };
    case 'term':
      return { kind, term: 'first_year' };
    case 'customer':
      return { kind, customer: 'new' };
  }
}

/** For whom and for what a document speaks. All of these must hold; “everyone” is said, never meant. */
export function ConditionList({
  kinds,
  value,
  onChange,
  isDisabled,
}: {
  kinds: readonly ConditionKind[];
  value: readonly Condition[];
  onChange: (value: Condition[]) => void;
  isDisabled: boolean;
}) {
  const refused = useRefused('when');
  const left = kinds.filter((kind) => !value.some((one) => one.kind === kind));
  const add = (kind: ConditionKind) => {
    const others = kind === 'everyone' ? [] : value.filter((one) => one.kind !== 'everyone');
    onChange([...others, freshCondition(kind)]);
  };
  return (
    <div className="flex flex-col gap-2">
      <ul aria-label={t('rules.when')} className="flex flex-col gap-2">
        {value.map((one, index) => (
          <li key={one.kind} className="grid grid-cols-[minmax(0,1fr)_2rem] items-start gap-2 rounded-popover border border-line p-3">
            <div className="min-w-0">
              <ConditionFields
                path={`when.${index}`}
                value={one}
                isDisabled={isDisabled}
                onChange={(next) => onChange(value.map((other, at) => (at === index ? next : other)))}
              />
              <PlaceNote path={`when.${index}`} />
            </div>
            {!isDisabled && value.length > 1 && (
              <IconButton label={t('rules.takeOut', { name: t(`rules.when.${one.kind}`) })} onPress={() => onChange(value.filter((_, at) => at !== index))}>
                <X size={14} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {refused !== undefined && <p className="text-12 text-bad">{refused}</p>}
      {!isDisabled && left.length > 0 && (
        <p>
          <Menu
            label={t('rules.when.add')}
            groups={[{ id: 'kinds', items: left.map((kind) => ({ id: kind, label: t(`rules.when.${kind}`), onAction: () => add(kind) })) }]}
          >
            <Button size="compact" icon={<Plus size={14} aria-hidden />} isDisabled={value.length >= 10}>
              {t('rules.when.add')}
            </Button>
          </Menu>
        </p>
      )}
    </div>
  );
}

function ConditionFields({ path, value, onChange, isDisabled }: { path: string; value: Condition; onChange: (value: Condition) => void; isDisabled: boolean }) {
  const label = t(`rules.when.${value.kind}`);
  switch (value.kind) {
    case 'everyone':
    case 'registered':
      return <p className="min-h-8 py-1.5">{label}</p>;
    case 'route':
      return (
        <ChoiceBoxes
          label={label}
          isDisabled={isDisabled}
          options={routeKinds.map((id) => ({ id, label: t(`route.${id}`) }))}
          value={value.routes}
          onChange={(routes) => onChange({ ...value, routes })}
        />
      );
    case 'role_present':
      return (
        <Select
          label={label}
          isDisabled={isDisabled}
          options={participantRoles.map((id) => ({ id, label: t(`role.${id}`) }))}
          value={value.role}
          onChange={(role) => onChange({ ...value, role })}
        />
      );
    case 'partner':
      return (
        <PartnersField
          path={`${path}.partnerIds`}
          label={label}
          isDisabled={isDisabled}
          value={value.partnerIds}
          onChange={(partnerIds) => onChange({ ...value, partnerIds })}
        />
      );
    case 'product':
      return (
        <ProductsField
          path={`${path}.productIds`}
          label={label}
          isDisabled={isDisabled}
          value={value.productIds}
          onChange={(productIds) => onChange({ ...value, productIds })}
        />
      );
    case 'source':
      return (
        <Select
          label={label}
          isDisabled={isDisabled}
          options={(['payment', 'marketplace'] as const).map((id) => ({ id, label: t(`rules.source.${id}`) }))}
          value={value.source}
          onChange={(source) => onChange({ ...value, source })}
        />
      );
    case 'currency':
      return (
        <WordsField
          path={`${path}.currencies`}
          label={label}
          isDisabled={isDisabled}
          upper
          value={value.currencies}
          onChange={(currencies) => onChange({ ...value, currencies })}
        />
      );
    case 'region':
      return (
        <WordsField
          path={`${path}.regions`}
          label={label}
          isDisabled={isDisabled}
          value={value.regions}
          onChange={(regions) => onChange({ ...value, regions })}
        />
      );
    case 'tier':
      return (
        <WordsField path={`${path}.tiers`} label={label} isDisabled={isDisabled} value={value.tiers} onChange={(tiers) => onChange({ ...value, tiers })} />
      );
    case 'lines':
      return (
        <Select
          label={label}
          isDisabled={isDisabled}
          options={(['ours', 'vendors'] as const).map((id) => ({ id, label: t(`rules.lines.${id}`) }))}
          value={value.of}
          onChange={(of) => onChange({ ...value, of })}
        />
      );
    case 'term':
      return (
        <Select
          label={label}
          isDisabled={isDisabled}
          options={(['first_year', 'renewal'] as const).map((id) => ({ id, label: t(`rules.term.${id}`) }))}
          value={value.term}
          onChange={(term) => onChange({ ...value, term })}
        />
      );
    case 'customer':
      return (
        <Select
          label={label}
          isDisabled={isDisabled}
          options={(['new', 'existing'] as const).map((id) => ({ id, label: t(`rules.customer.${id}`) }))}
          value={value.customer}
          onChange={(customer) => onChange({ ...value, customer })}
        />
      );
  }
}
