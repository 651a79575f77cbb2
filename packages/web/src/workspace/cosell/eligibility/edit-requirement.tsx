import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import type { Requirement } from './requirements.ts';

/** Of a counted requirement nothing is stated but its date and note: the server keeps no figure of its own for it. */
const NOT_STATED = 0;

export function EditRequirement({ item, onClose, onReload }: { item: Requirement; onClose: () => void; onReload: () => void }) {
  const [current, setCurrent] = useState(item.current);
  const [earnedOn, setEarned] = useState(item.earnedOn ?? '');
  const [note, setNote] = useState(item.note ?? '');
  const save = useApiMutation('eligibility.set', { invalidates: ['eligibility.list'] });
  return (
    <FormDialog
      title={t('cosell.eligibility.state')}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      onReload={onReload}
      isPending={save.isPending}
      isReady={!Number.isNaN(current)}
      error={save.error}
      onSubmit={() =>
        save.mutate(
          {
            params: { id: item.id },
            ifVersion: item.version,
            body: { current: item.counted ? NOT_STATED : current, earnedOn: earnedOn === '' ? null : earnedOn, note: note.trim() === '' ? null : note.trim() },
          },
          {
            onSuccess: () => {
              toast(t('cosell.eligibility.saved'));
              onClose();
            },
          },
        )
      }
    >
      <p>
        <bdi>{item.requirement}</bdi>
      </p>
      {item.counted ? (
        <p className="text-muted">{t('cosell.eligibility.counted.note')}</p>
      ) : item.unit === 'yes_no' ? (
        <Checkbox isSelected={current >= 1} onChange={(on) => setCurrent(on ? 1 : 0)}>
          {t('cosell.eligibility.done')}
        </Checkbox>
      ) : (
        <NumberField
          label={t('cosell.eligibility.current')}
          value={current}
          onChange={setCurrent}
          minValue={0}
          isRequired
          formatOptions={item.unit === 'money' ? { style: 'currency', currency: 'USD' } : { maximumFractionDigits: 0 }}
        />
      )}
      <DateField label={t('cosell.eligibility.earnedOn')} value={earnedOn} onChange={setEarned} />
      <TextField label={t('cosell.eligibility.notes')} value={note} onChange={setNote} rows={3} />
    </FormDialog>
  );
}
