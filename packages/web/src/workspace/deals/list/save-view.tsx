import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import type { SavedView } from './view-menu.tsx';

/** Without `view` it saves what is on screen under a new name; with it, name and sharing of that view change. */
export function SaveView({
  view,
  definition,
  onClose,
  onSaved,
}: {
  view?: SavedView | undefined;
  definition: Record<string, unknown>;
  onClose: () => void;
  onSaved: (id: string) => void;
}) {
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const save = useApiMutation('views.save', { invalidates: ['views.list'], onDone: ({ id }) => onSaved(id) });
  return (
    <FormDialog
      title={t(view ? 'deals.view.change' : 'deals.view.save')}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      size="small"
      isPending={save.isPending}
      isReady={name.trim() !== ''}
      error={save.error}
      onSubmit={() => save.mutate({ body: { id: view?.id, list: 'deals', name: name.trim(), definition: view?.definition ?? definition, shared } })}
    >
      <TextField label={t('deals.view.name')} value={name} onChange={setName} isRequired maxLength={200} />
      <Checkbox isSelected={shared} onChange={setShared} description={t('deals.view.shared.note')}>
        {t('deals.view.shared')}
      </Checkbox>
    </FormDialog>
  );
}
