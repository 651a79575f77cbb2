import { useState } from 'react';
import { type ParticipantRole, participantRoles } from '@entente/kernel';
import { useApi, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { roleName } from '../../ui/role-glyph.tsx';
import { Select } from '../../ui/select.tsx';
import { DateField, TextField } from '../../ui/text-field.tsx';
import { FormDrawer } from './kit/form-drawer.tsx';
import { orNull } from './kit/text-list.ts';

type Given = { partnerId: string; onClose: () => void };

export function AddCompetency({ partnerId, onClose }: Given) {
  const [skill, setSkill] = useState('');
  const [productId, setProductId] = useState<string>('none');
  const [role, setRole] = useState<ParticipantRole | 'none'>('none');
  const [people, setPeople] = useState(1);
  const [validUntil, setValidUntil] = useState('');
  const products = useApi('products.list', {}, { staleTime: 5 * 60_000 });
  const save = useApiMutation('partners.setCompetency', { invalidates: ['partners.get'] });
  const none = { id: 'none' as const, label: t('work.none') };
  function submit() {
    if (skill.trim() === '') return;
    save.mutate(
      {
        params: { id: partnerId },
        body: {
          skill: skill.trim(),
          productId: productId === 'none' ? null : productId,
          role: role === 'none' ? null : role,
          certifiedPeople: people,
          validUntil: orNull(validUntil),
        },
      },
      { onSuccess: onClose },
    );
  }
  return (
    <FormDrawer
      title={t('partners.competency.add')}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={save.isPending}
      error={save.error}
    >
      <TextField label={t('partners.skill')} value={skill} onChange={setSkill} isRequired />
      <Select
        label={t('partners.product')}
        value={productId}
        onChange={setProductId}
        options={[none, ...(products.data?.items ?? []).map((product) => ({ id: product.id, label: product.name }))]}
      />
      <Select<ParticipantRole | 'none'>
        label={t('partners.role')}
        value={role}
        onChange={setRole}
        options={[none, ...participantRoles.map((id) => ({ id, label: roleName(id) }))]}
      />
      <NumberField
        label={t('partners.certifiedPeople')}
        value={people}
        minValue={0}
        onChange={(value) => setPeople(Number.isNaN(value) ? 0 : value)}
        steppers
      />
      <DateField label={t('partners.validUntil')} value={validUntil} onChange={setValidUntil} />
    </FormDrawer>
  );
}

export function AddPartnerContact({ partnerId, onClose }: Given) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [title, setTitle] = useState('');
  const save = useApiMutation('partners.addContact', { invalidates: ['partners.get'] });
  function submit() {
    if (name.trim() === '' || email.trim() === '') return;
    save.mutate({ params: { id: partnerId }, body: { name: name.trim(), email: email.trim(), title: orNull(title) } }, { onSuccess: onClose });
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
      <TextField label={t('work.name')} value={name} onChange={setName} isRequired />
      <TextField label={t('work.email')} type="email" value={email} onChange={setEmail} isRequired />
      <TextField label={t('work.jobTitle')} value={title} onChange={setTitle} />
    </FormDrawer>
  );
}
