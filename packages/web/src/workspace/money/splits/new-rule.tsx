import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { freshDocument } from './fresh.ts';
import { splitReads } from './words.ts';

/** Only a name is asked for; the document is written on the page of the rule, and nothing changes until it is published. */
export function NewRule({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) {
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const create = useApiMutation('splits.createRule', { invalidates: splitReads, onDone: (rule) => onMade(rule.id) });
  return (
    <FormDrawer
      title={t('splits.rule.new')}
      verb={t('splits.rule.add')}
      look="modal"
      isOpen
      onClose={onClose}
      isPending={create.isPending}
      error={create.error}
      onSubmit={() => {
        setTried(true);
        if (name.trim() !== '') create.mutate({ body: { name: name.trim(), document: freshDocument(t('splits.step.fresh')) } });
      }}
    >
      <p className="text-muted">{t('splits.rule.new.note')}</p>
      <TextField
        label={t('work.name')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={name}
        onChange={setName}
        error={tried && name.trim() === '' ? t('work.name.missing') : undefined}
      />
    </FormDrawer>
  );
}
