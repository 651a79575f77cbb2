import { useState } from 'react';
import { partnerTypes, type PartnerType } from '@entente/kernel';
import { t } from '../../lib/i18n/i18n.ts';
import { TextField } from '../../ui/text-field.tsx';
import { FormDialog } from '../deals/kit/form-dialog.tsx';
import { typeName } from '../partners/words.ts';
import { ChoiceBoxes } from './kit/choice-boxes.tsx';

export function ProgramForm({
  title,
  note,
  name: given,
  types: givenTypes,
  isPending,
  error,
  onClose,
  onReload,
  onSave,
}: {
  title: string;
  note?: string;
  name: string;
  types: readonly PartnerType[];
  isPending: boolean;
  error: unknown;
  onClose: () => void;
  onReload?: () => void;
  onSave: (name: string, types: PartnerType[]) => void;
}) {
  const [name, setName] = useState(given);
  const [types, setTypes] = useState<readonly PartnerType[]>(givenTypes);
  return (
    <FormDialog
      title={title}
      verb={given === '' ? t('programs.create') : t('programs.rename')}
      isOpen
      size="small"
      onClose={onClose}
      onReload={onReload}
      isPending={isPending}
      isReady={name.trim() !== ''}
      error={error}
      onSubmit={() => onSave(name.trim(), [...types])}
    >
      {note !== undefined && <p className="text-muted">{note}</p>}
      <TextField label={t('programs.name')} value={name} onChange={setName} isRequired />
      <ChoiceBoxes
        label={t('programs.types')}
        description={t('programs.types.note')}
        options={partnerTypes.map((id) => ({ id, label: typeName(id) }))}
        value={types}
        onChange={setTypes}
      />
    </FormDialog>
  );
}
