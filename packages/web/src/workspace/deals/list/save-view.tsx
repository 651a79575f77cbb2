import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import type { DealFilter } from './state.ts';

export function SaveView({ filter, sort, onClose, onSaved }: { filter: DealFilter; sort: string; onClose: () => void; onSaved: (id: string) => void }) {
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = useApiMutation('views.save', { invalidates: ['views.list'], onDone: ({ id }) => onSaved(id) });
  return (
    <FormDialog
      title={t('deals.view.save')}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      size="small"
      isPending={save.isPending}
      isReady={name.trim() !== ''}
      error={save.error}
      onSubmit={() => save.mutate({ body: { list: 'deals', name: name.trim(), definition: { filter, sort }, shared } })}
    >
      <TextField label={t('deals.view.name')} value={name} onChange={setName} isRequired autoFocus maxLength={200} />
      <Checkbox isSelected={shared} onChange={setShared}>
        {t('deals.view.shared')}
      </Checkbox>
    </FormDialog>
  );
}
