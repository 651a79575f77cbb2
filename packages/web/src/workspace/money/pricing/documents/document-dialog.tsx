import { useState } from 'react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { TextField } from '../../../../ui/text-field.tsx';
import { toast } from '../../../../ui/toast.tsx';
import { FormDialog } from '../../../deals/kit/form-dialog.tsx';
import { EffectFields, effectBody, effectReady, newEffect } from '../kit/dates.tsx';
import type { Document, DocumentKind } from './documents-tab.tsx';

/** A new document, or a new version of one; what held before is never rewritten. */
export function DocumentDialog<D>({ kind, title, of, onClose }: { kind: DocumentKind<D>; title: string; of?: Document<D>; onClose: () => void }) {
  const latest = of?.current ?? of?.versions.toSorted((one, other) => other.version - one.version)[0];
  const [name, setName] = useState(of?.name ?? '');
  const [definition, setDefinition] = useState<D>(() => latest?.definition ?? kind.fresh());
  const [effect, setEffect] = useState(newEffect);
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  async function submit() {
    setPending(true);
    try {
      const body = { name: name.trim(), definition, ...effectBody(effect) };
      await (of === undefined ? kind.add(body) : kind.amend(of.id, body, of.version));
      toast(t('pricing.saved', { name: name.trim() }));
      onClose();
    } catch (refused) {
      setError(refused);
      setPending(false);
    }
  }
  return (
    <FormDialog
      title={title}
      verb={t('pricing.publish')}
      isOpen
      size="wide"
      onClose={onClose}
      onSubmit={() => void submit()}
      isPending={isPending}
      isReady={name.trim() !== '' && effectReady(effect) && kind.isReady(definition)}
      error={error}
      onReload={kind.list.refetch}
    >
      <TextField label={t('pricing.name')} value={name} onChange={setName} isRequired />
      <kind.Form value={definition} onChange={setDefinition} />
      <EffectFields value={effect} onChange={setEffect} />
    </FormDialog>
  );
}
