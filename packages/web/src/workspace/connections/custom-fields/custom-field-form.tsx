import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { choicesOfText, type CustomField, fieldTypes, isKey, keyOfLabel } from './keys.ts';

export function CustomFieldForm({ field, taken, onClose }: { field: CustomField | null; taken: readonly string[]; onClose: () => void }) {
  const [label, setLabel] = useState(field?.label ?? '');
  const [typedKey, setTypedKey] = useState<string>();
  const [type, setType] = useState(fieldTypes.find((one) => one === field?.type) ?? 'text');
  const [choices, setChoices] = useState(() => (field?.choices ?? []).map((choice) => choice.value).join('\n'));
  const [active, setActive] = useState(field?.active ?? true);
  const [tried, setTried] = useState(false);
  const set = useApiMutation('customFields.set', { invalidates: ['customFields.list', 'connections.mapping'] });
  const key = field?.key ?? typedKey ?? keyOfLabel(label);
  const offers = type === 'choice' || type === 'choices';
  const keyWrong = !isKey(key) ? t('customFields.key.wrong') : field === null && taken.includes(key) ? t('customFields.key.taken') : undefined;
  const listed = choicesOfText(choices);
  return (
    <FormDrawer
      title={t(field === null ? 'customFields.add' : 'customFields.edit')}
      verb={t(field === null ? 'customFields.add' : 'ui.save')}
      isOpen
      onClose={onClose}
      isPending={set.isPending}
      error={set.error}
      onSubmit={() => {
        setTried(true);
        if (label.trim() === '' || keyWrong !== undefined || (offers && listed.length === 0)) return;
        set.mutate(
          { params: { key }, body: { label: label.trim(), type, choices: offers ? listed : [], active } },
          {
            onSuccess: () => {
              toast(t('customFields.saved', { name: label.trim() }));
              onClose();
            },
          },
        );
      }}
    >
      <TextField
        label={t('customFields.label')}
        value={label}
        onChange={setLabel}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        error={tried && label.trim() === '' ? t('connections.form.missing') : undefined}
      />
      <TextField
        label={t('customFields.key')}
        value={key}
        onChange={setTypedKey}
        isDisabled={field !== null}
        isRequired
        validationBehavior="aria"
        maxLength={41}
        description={t('customFields.key.note')}
        error={tried ? keyWrong : undefined}
      />
      <Select
        label={t('customFields.type')}
        value={type}
        onChange={setType}
        isDisabled={field !== null}
        options={fieldTypes.map((id) => ({ id, label: t(`connections.type.${id}`) }))}
        description={field === null ? t('customFields.type.note') : t('customFields.type.fixed')}
      />
      {offers && (
        <TextField
          label={t('customFields.choices')}
          value={choices}
          onChange={setChoices}
          rows={6}
          isRequired
          validationBehavior="aria"
          description={t('customFields.choices.note')}
          error={tried && listed.length === 0 ? t('customFields.choices.missing') : undefined}
        />
      )}
      <Switch isSelected={active} onChange={setActive}>
        {t('customFields.active')}
      </Switch>
      <p className="-mt-3 text-12 text-muted">{t('customFields.active.note')}</p>
    </FormDrawer>
  );
}
