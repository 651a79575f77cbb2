import { useState } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { PersonPicker } from '../partners/kit/pickers.tsx';
import { useCaseAct } from './use-case.ts';
import { type Case, caseNumber } from './words.ts';

type DialogProps = { entry: Case; onClose: () => void; onReload: () => void };

/** Somebody with a hand in the deal is refused, with the reason; the list does not know who has one. */
export function AssignMediator({ entry, onClose, onReload }: DialogProps) {
  const [mediatorId, setMediator] = useState<string | null>(entry.mediatorId);
  const assign = useCaseAct('cases.assign');
  return (
    <FormDrawer
      look="modal"
      title={t('cases.assign')}
      verb={t('cases.assign')}
      isOpen
      onClose={onClose}
      isPending={assign.isPending}
      error={assign.error}
      onReload={onReload}
      onSubmit={() => {
        if (mediatorId !== null)
          assign.mutate(
            { params: { id: entry.id }, body: { mediatorId }, ifVersion: entry.version },
            {
              onSuccess: (next) => {
                toast(t('cases.assigned', { name: next.mediatorName ?? '' }));
                onClose();
              },
            },
          );
      }}
    >
      <p className="text-muted">{t('cases.assign.note')}</p>
      <PersonPicker label={t('cases.mediator')} value={mediatorId} onChange={setMediator} isRequired />
    </FormDrawer>
  );
}

export function CloseCase({ entry, onClose, onReload }: DialogProps) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const close = useCaseAct('cases.close');
  return (
    <FormDrawer
      look="modal"
      title={t('cases.settle')}
      verb={t('cases.settle')}
      isOpen
      onClose={onClose}
      isPending={close.isPending}
      error={close.error}
      onReload={onReload}
      onSubmit={() => {
        if (reason.trim() === '') {
          setMissing(true);
          return;
        }
        close.mutate(
          { params: { id: entry.id }, body: { reason: reason.trim() }, ifVersion: entry.version },
          {
            onSuccess: () => {
              toast(t('cases.closed', { number: caseNumber(entry.number) }));
              onClose();
            },
          },
        );
      }}
    >
      <p className="text-muted">{t('cases.settle.note')}</p>
      <TextField
        label={t('cases.settle.reason')}
        value={reason}
        onChange={(text) => {
          setReason(text);
          setMissing(false);
        }}
        rows={3}
        isRequired
        validationBehavior="aria"
        error={missing ? t('inbox.note.missing') : undefined}
      />
    </FormDrawer>
  );
}
