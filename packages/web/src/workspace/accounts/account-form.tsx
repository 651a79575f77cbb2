import { useState } from 'react';
import type { Result } from '@entente/contracts/client';
import { useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { AccountPicker, PersonPicker } from '../partners/kit/pickers.tsx';
import { lineOf, listOf, orNull } from '../partners/kit/text-list.ts';

export type AccountFacts = Result<'accounts.list'>['items'][number];

const draftOf = (account: AccountFacts | undefined) => ({
  name: account?.name ?? '',
  domains: lineOf(account?.domains ?? []),
  industry: account?.industry ?? '',
  country: account?.country ?? '',
  region: account?.region ?? '',
  employees: account?.employees ?? null,
  parentId: account?.parentId ?? null,
  ownerId: account?.ownerId ?? null,
});

export function AccountForm({
  account,
  onClose,
  onSaved,
  onReload,
}: {
  account?: AccountFacts;
  onClose: () => void;
  onSaved: (saved: AccountFacts) => void;
  onReload?: () => void;
}) {
  const [draft, setDraft] = useState(() => draftOf(account));
  const [tried, setTried] = useState(false);
  const create = useApiMutation('accounts.create', { invalidates: ['accounts.list'] });
  const update = useApiMutation('accounts.update', { invalidates: ['accounts.list', 'accounts.get'] });
  const put = (changes: Partial<ReturnType<typeof draftOf>>) => setDraft((before) => ({ ...before, ...changes }));
  const active = account === undefined ? create : update;

  function submit() {
    setTried(true);
    if (draft.name.trim() === '') return;
    const body = {
      name: draft.name.trim(),
      domains: listOf(draft.domains),
      industry: orNull(draft.industry),
      country: orNull(draft.country),
      region: orNull(draft.region),
      employees: draft.employees,
      parentId: draft.parentId,
      ownerId: draft.ownerId,
    };
    const done = (saved: AccountFacts) => {
      toast(t('accounts.saved', { name: saved.name }));
      onSaved(saved);
    };
    if (account === undefined) create.mutate({ body }, { onSuccess: done });
    else update.mutate({ params: { id: account.id }, body, ifVersion: account.version }, { onSuccess: done });
  }

  return (
    <FormDrawer
      title={account === undefined ? t('accounts.create') : t('accounts.edit', { name: account.name })}
      verb={t(account === undefined ? 'accounts.create' : 'ui.save')}
      isOpen
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
      <TextField label={t('accounts.domains')} value={draft.domains} onChange={(domains) => put({ domains })} description={t('accounts.domains.note')} />
      <TextField label={t('accounts.industry')} value={draft.industry} onChange={(industry) => put({ industry })} />
      <TextField label={t('accounts.country')} value={draft.country} onChange={(country) => put({ country })} />
      <TextField label={t('accounts.region')} value={draft.region} onChange={(region) => put({ region })} />
      <NumberField
        label={t('accounts.employees')}
        value={draft.employees ?? NaN}
        minValue={0}
        onChange={(value) => put({ employees: Number.isNaN(value) ? null : value })}
      />
      <AccountPicker label={t('accounts.parent')} value={draft.parentId} onChange={(parentId) => put({ parentId })} except={account?.id} />
      <PersonPicker label={t('work.owner')} value={draft.ownerId} onChange={(ownerId) => put({ ownerId })} />
    </FormDrawer>
  );
}

export function AddContact({ accountId, onClose }: { accountId: string; onClose: () => void }) {
  const [draft, setDraft] = useState({ name: '', email: '', title: '', phone: '' });
  const save = useApiMutation('contacts.create', { invalidates: ['accounts.get'] });
  const put = (changes: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...changes }));
  function submit() {
    if (draft.name.trim() === '') return;
    save.mutate(
      { params: { id: accountId }, body: { name: draft.name.trim(), email: orNull(draft.email), title: orNull(draft.title), phone: orNull(draft.phone) } },
      { onSuccess: onClose },
    );
  }
  return (
    <FormDrawer
      title={t('work.contact.add')}
      verb={t('work.contact.add')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={save.isPending}
      error={save.error}
    >
      <TextField label={t('work.name')} value={draft.name} onChange={(name) => put({ name })} isRequired />
      <TextField label={t('work.email')} type="email" value={draft.email} onChange={(email) => put({ email })} />
      <TextField label={t('work.jobTitle')} value={draft.title} onChange={(title) => put({ title })} />
      <TextField label={t('work.phone')} type="tel" value={draft.phone} onChange={(phone) => put({ phone })} />
    </FormDrawer>
  );
}
