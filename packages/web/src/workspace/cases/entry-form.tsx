import { type FormEvent, useState } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { focusFirstField } from '../../ui/focus.ts';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { RefusalNote } from '../partners/kit/form-drawer.tsx';
import { useCaseAct } from './use-case.ts';
import type { Case } from './words.ts';

/** Opens on demand and stays open with what was written until the server has taken it. */
export function EntryForm({ entry, kind, letter }: { entry: Case; kind: 'evidence' | 'note'; letter: string | null }) {
  const [body, setBody] = useState('');
  const [missing, setMissing] = useState(false);
  const [open, setOpen] = useState(false);
  const add = useCaseAct('cases.addEntry');
  function submit(event: FormEvent) {
    event.preventDefault();
    if (body.trim() === '') {
      setMissing(true);
      return;
    }
    add.mutate(
      { params: { id: entry.id }, body: { kind, body: body.trim(), letter } },
      {
        onSuccess: () => {
          setBody('');
          setOpen(false);
          toast(t(kind === 'note' ? 'cases.note.added' : 'cases.evidence.added'));
        },
      },
    );
  }
  const verb = t(kind === 'note' ? 'cases.note.add' : 'cases.evidence.add');
  if (!open)
    return (
      <Button className="mt-auto self-start" onPress={() => setOpen(true)}>
        {verb}
      </Button>
    );
  return (
    <form ref={focusFirstField} onSubmit={submit} className="mt-auto flex flex-col gap-2">
      <RefusalNote error={add.error} />
      <TextField
        label={t(kind === 'note' ? 'cases.note.label' : 'cases.evidence.label')}
        value={body}
        onChange={(text) => {
          setBody(text);
          setMissing(false);
        }}
        rows={3}
        maxLength={4000}
        isRequired
        validationBehavior="aria"
        error={missing ? t('cases.body.missing') : undefined}
      />
      <div className="flex gap-2">
        <Button type="submit" kind="primary" isPending={add.isPending}>
          {verb}
        </Button>
        <Button onPress={() => setOpen(false)}>{t('ui.cancel')}</Button>
      </div>
    </form>
  );
}
