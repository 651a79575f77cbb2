import { useState } from 'react';
import { dealStages, participantRoles, regions, routeKinds } from '@entente/kernel';
import { useApi } from '../../../lib/api/index.ts';
import { formatDate, formatNumber } from '../../../lib/i18n/format.ts';
import { t, type MessageId } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import type { FilterChip } from '../../../ui/filter-bar.tsx';
import type { MenuGroup } from '../../../ui/menu.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { AccountPicker, MemberPicker, PartnerPicker } from '../kit/pickers.tsx';
import { type DealFilter, type FilterKey, filterKeys, stagesOf } from './state.ts';

/** A span of days is one filter with two ends; its first end stands for it. */
const spans = { closeFrom: 'closeTo', closedFrom: 'closedTo' } as const;
type Span = keyof typeof spans;
const isSpan = (key: FilterKey): key is Span => key in spans;
type Field = Exclude<FilterKey, 'q' | 'closeTo' | 'closedTo'>;
const fieldName: Record<Field, MessageId> = {
  status: 'deals.filter.status',
  stage: 'deals.col.stage',
  ownerId: 'deals.col.owner',
  accountId: 'deals.col.account',
  partnerId: 'deals.filter.partner',
  role: 'deals.filter.role',
  route: 'deals.filter.route',
  region: 'deals.filter.region',
  withoutPartner: 'deals.filter.alone',
  stalledDays: 'deals.filter.quiet',
  minAmountMinor: 'deals.col.amount',
  closeFrom: 'deals.col.close',
  closedFrom: 'deals.filter.closed',
};
const fields = filterKeys.filter((key): key is Field => key !== 'q' && key !== 'closeTo' && key !== 'closedTo');

/** Names behind ids, for chips; asked for only where such a filter is set. */
function useNames(filter: DealFilter): Record<'ownerId' | 'accountId' | 'partnerId', string> {
  const people = useApi('people.list', { query: { limit: 200 } }, { enabled: filter.ownerId !== undefined });
  const account = useApi('accounts.get', { params: { id: filter.accountId ?? '' } }, { enabled: filter.accountId !== undefined });
  const partner = useApi('partners.get', { params: { id: filter.partnerId ?? '' } }, { enabled: filter.partnerId !== undefined });
  return {
    ownerId: people.data?.items.find((row) => row.id === filter.ownerId)?.name ?? '…',
    accountId: account.data?.name ?? '…',
    partnerId: partner.data?.name ?? '…',
  };
}

function wordsOf(field: Field, filter: DealFilter, names: ReturnType<typeof useNames>): string {
  const value = filter[field] ?? '';
  switch (field) {
    case 'stage':
      return new Intl.ListFormat(document.documentElement.lang, { type: 'disjunction' }).format(stagesOf(filter).map((stage) => t(`stage.${stage}`)));
    case 'ownerId':
    case 'accountId':
    case 'partnerId':
      return names[field];
    case 'role': {
      const role = participantRoles.find((entry) => entry === value);
      return role ? t(`role.${role}`) : value;
    }
    case 'route': {
      const route = routeKinds.find((entry) => entry === value);
      return route ? t(`route.${route}`) : value;
    }
    case 'status':
      return value === 'open' ? t('deals.status.open') : t(value === 'won' ? 'stage.won' : 'stage.lost');
    case 'withoutPartner':
      return t(value === 'false' ? 'deals.filter.no' : 'deals.filter.yes');
    case 'stalledDays':
      return t('deals.filter.days', { n: Number(value) });
    case 'minAmountMinor':
      return t('deals.filter.atLeast', { n: formatNumber(Number(value) / 100) });
    case 'closeFrom':
    case 'closedFrom': {
      const to = filter[spans[field]];
      if (to === undefined) return t('deals.filter.from', { from: formatDate(value) });
      return value === '' ? t('deals.filter.until', { to: formatDate(to) }) : t('deals.filter.between', { from: formatDate(value), to: formatDate(to) });
    }
    default:
      return value;
  }
}

export function useDealFilters(filter: DealFilter, onChange: (filter: DealFilter) => void) {
  const [edited, setEdited] = useState<Field | null>(null);
  const names = useNames(filter);
  const change = (part: DealFilter) => onChange({ ...filter, ...part });
  const remove = (field: Field) => change({ [field]: undefined, ...(isSpan(field) ? { [spans[field]]: undefined } : {}) });
  const shown = fields.filter((field) => filter[field] !== undefined || (isSpan(field) && filter[spans[field]] !== undefined));
  const chips: FilterChip[] = shown.map((field) => ({
    id: field,
    field: t(fieldName[field]),
    words: wordsOf(field, filter, names),
    onEdit: field === 'withoutPartner' ? undefined : () => setEdited(field),
    onRemove: () => remove(field),
  }));
  const addGroups: MenuGroup[] = [
    {
      id: 'fields',
      items: fields.map((field) => ({
        id: field,
        label: t(fieldName[field]),
        isSelected: shown.includes(field),
        onAction: () => (field === 'withoutPartner' ? change({ withoutPartner: 'true' }) : setEdited(field)),
      })),
    },
  ];
  const dialog =
    edited === null ? null : (
      <Dialog
        title={t(fieldName[edited])}
        isOpen
        onClose={() => setEdited(null)}
        size="small"
        footer={
          <Button kind="primary" onPress={() => setEdited(null)}>
            {t('deals.filter.done')}
          </Button>
        }
      >
        <FilterControl field={edited} filter={filter} names={names} onChange={change} />
      </Dialog>
    );
  return { chips, addGroups, dialog };
}

function FilterControl({
  field,
  filter,
  names,
  onChange,
}: {
  field: Field;
  filter: DealFilter;
  names: ReturnType<typeof useNames>;
  onChange: (part: DealFilter) => void;
}) {
  const label = t(fieldName[field]);
  const choose = (options: { id: string; label: string }[]) => (
    <RadioGroup label={label} hideLabel options={options} value={filter[field] ?? null} onChange={(value) => onChange({ [field]: value })} />
  );
  switch (field) {
    case 'stage': {
      const chosen = stagesOf(filter);
      return (
        <fieldset aria-label={label} className="flex min-w-0 flex-col">
          {dealStages.map((stage) => (
            <Checkbox
              key={stage}
              isSelected={chosen.includes(stage)}
              onChange={(on) => onChange({ stage: dealStages.filter((entry) => (entry === stage ? on : chosen.includes(entry))).join(',') || undefined })}
            >
              {t(`stage.${stage}`)}
            </Checkbox>
          ))}
        </fieldset>
      );
    }
    case 'ownerId':
      return <MemberPicker label={label} value={filter.ownerId ?? null} given={names.ownerId} onChange={(id) => onChange({ ownerId: id ?? undefined })} />;
    case 'accountId':
      return (
        <AccountPicker label={label} value={filter.accountId ?? null} given={names.accountId} onChange={(id) => onChange({ accountId: id ?? undefined })} />
      );
    case 'partnerId':
      return (
        <PartnerPicker label={label} value={filter.partnerId ?? null} given={names.partnerId} onChange={(id) => onChange({ partnerId: id ?? undefined })} />
      );
    case 'role':
      return choose(participantRoles.map((id) => ({ id, label: t(`role.${id}`) })));
    case 'route':
      return choose(routeKinds.map((id) => ({ id, label: t(`route.${id}`) })));
    case 'region':
      return choose(regions.map((id) => ({ id, label: id })));
    case 'status':
      return choose([
        { id: 'open', label: t('deals.status.open') },
        { id: 'won', label: t('stage.won') },
        { id: 'lost', label: t('stage.lost') },
      ]);
    case 'stalledDays':
      return choose([14, 30, 60, 90].map((n) => ({ id: String(n), label: t('deals.filter.days', { n }) })));
    case 'minAmountMinor':
      return (
        <NumberField
          label={t('deals.filter.least')}
          value={filter.minAmountMinor === undefined ? Number.NaN : Number(filter.minAmountMinor) / 100}
          onChange={(value) => onChange({ minAmountMinor: Number.isNaN(value) ? undefined : String(Math.round(value * 100)) })}
          minValue={0}
        />
      );
    case 'closeFrom':
    case 'closedFrom':
      return (
        <div className="flex gap-3">
          <DateField
            label={t('deals.filter.fromDay')}
            value={filter[field] ?? ''}
            onChange={(value) => onChange({ [field]: value || undefined })}
            className="flex-1"
          />
          <DateField
            label={t('deals.filter.toDay')}
            value={filter[spans[field]] ?? ''}
            onChange={(value) => onChange({ [spans[field]]: value || undefined })}
            className="flex-1"
          />
        </div>
      );
    default:
      return null;
  }
}
