import { useState } from 'react';
import type { PartnerStatus, PartnerType } from '@entente/kernel';
import type { Result } from '@entente/contracts/client';
import { useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { FormDrawer } from './kit/form-drawer.tsx';
import { PersonPicker } from './kit/pickers.tsx';
import { lineOf, listOf, orNull } from './kit/text-list.ts';
import { statuses, statusName, typeName, types } from './words.ts';

export type Partner = Result<'partners.get'>;

type Draft = {
  name: string;
  domain: string;
  status: PartnerStatus;
  types: readonly PartnerType[];
  regions: string;
  countries: string;
  industries: string;
  tier: string;
  managerId: string | null;
  capacityTotal: number | null;
};

const draftOf = (partner: Partner | undefined): Draft => ({
  name: partner?.name ?? '',
  domain: partner?.domain ?? '',
  status: partner?.status ?? 'onboarding',
  types: partner?.types ?? [],
  regions: lineOf(partner?.regions ?? []),
  countries: lineOf(partner?.countries ?? []),
  industries: lineOf(partner?.industries ?? []),
  tier: partner?.tier ?? '',
  managerId: partner?.managerId ?? null,
  capacityTotal: partner?.capacityTotal ?? null,
});

/** Create and change: the same fields. Without `partner` it creates. */
export function PartnerForm({
  partner,
  isOpen,
  onClose,
  onSaved,
  onReload,
}: {
  partner?: Partner;
  isOpen: boolean;
  onClose: () => void;
  onSaved: (saved: Partner) => void;
  onReload?: () => void;
}) {
  const [draft, setDraft] = useState(() => draftOf(partner));
  const [tried, setTried] = useState(false);
  const create = useApiMutation('partners.create', { invalidates: ['partners.list'] });
  const update = useApiMutation('partners.update', { invalidates: ['partners.list', 'partners.get'] });
  const put = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  const active = partner === undefined ? create : update;

  function submit() {
    setTried(true);
    if (draft.name.trim() === '' || draft.types.length === 0) return;
    const body = {
      name: draft.name.trim(),
      domain: orNull(draft.domain),
      status: draft.status,
      types: [...draft.types],
      regions: listOf(draft.regions),
      countries: listOf(draft.countries),
      industries: listOf(draft.industries),
      tier: orNull(draft.tier),
      managerId: draft.managerId,
      capacityTotal: draft.capacityTotal,
    };
    const done = (saved: Partner) => {
      toast(t('partners.saved', { name: saved.name }));
      onSaved(saved);
    };
    if (partner === undefined) create.mutate({ body }, { onSuccess: done });
    else update.mutate({ params: { id: partner.id }, body, ifVersion: partner.version }, { onSuccess: done });
  }

  return (
    <FormDrawer
      title={partner === undefined ? t('partners.create') : t('partners.edit', { name: partner.name })}
      verb={t(partner === undefined ? 'partners.create' : 'ui.save')}
      isOpen={isOpen}
      onClose={onClose}
      onSubmit={submit}
      isPending={active.isPending}
      error={active.error}
      onReload={() => {
        update.reset();
        onReload?.();
      }}
    >
      <TextField
        label={t('work.name')}
        value={draft.name}
        onChange={(name) => put({ name })}
        isRequired
        validationBehavior="aria"
        error={tried && draft.name.trim() === '' ? t('work.name.missing') : undefined}
      />
      <TextField label={t('partners.domain')} value={draft.domain} onChange={(domain) => put({ domain })} description={t('partners.domain.note')} />
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 text-12 font-medium">
          {t('partners.types')} <span className="font-normal text-muted">{t('ui.required')}</span>
        </legend>
        <div className="grid grid-cols-2 gap-x-4">
          {types.map((type) => (
            <Checkbox
              key={type}
              isSelected={draft.types.includes(type)}
              onChange={(on) => put({ types: on ? [...draft.types, type] : draft.types.filter((other) => other !== type) })}
            >
              {typeName(type)}
            </Checkbox>
          ))}
        </div>
        {tried && draft.types.length === 0 && (
          <p role="alert" className="text-12 text-bad">
            {t('partners.types.missing')}
          </p>
        )}
      </fieldset>
      <Select
        label={t('work.status')}
        value={draft.status}
        onChange={(status) => put({ status })}
        options={statuses.map((id) => ({ id, label: statusName(id) }))}
      />
      <TextField label={t('partners.regions')} value={draft.regions} onChange={(regions) => put({ regions })} description={t('work.list.note')} />
      <TextField label={t('partners.countries')} value={draft.countries} onChange={(countries) => put({ countries })} />
      <TextField label={t('partners.industries')} value={draft.industries} onChange={(industries) => put({ industries })} />
      <TextField label={t('partners.tier')} value={draft.tier} onChange={(tier) => put({ tier })} />
      <PersonPicker label={t('partners.manager')} value={draft.managerId} onChange={(managerId) => put({ managerId })} />
      <NumberField
        label={t('partners.capacity')}
        description={t('partners.capacity.note')}
        value={draft.capacityTotal ?? NaN}
        minValue={0}
        onChange={(value) => put({ capacityTotal: Number.isNaN(value) ? null : value })}
      />
    </FormDrawer>
  );
}
