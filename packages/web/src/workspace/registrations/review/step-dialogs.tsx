import { useQueryClient } from '@tanstack/react-query';
import { t } from '../../../lib/i18n/i18n.ts';
import { AssignDialog } from '../dialogs/assign-dialog.tsx';
import { CaseDialog } from '../dialogs/case-dialog.tsx';
import { DeclineDialog } from '../dialogs/decline-dialog.tsx';
import { ExtendDialog } from '../dialogs/extend-dialog.tsx';
import { TextDialog } from '../dialogs/text-dialog.tsx';
import type { Steps } from '../use-steps.ts';
import { type Registration, registrationNumber } from '../words.ts';
import type { Ask } from './step-bar.tsx';

/** The form of a step that needs words. It stays open, with what was typed, until the server has taken it. */
export function StepDialogs({
  registration,
  asking,
  steps,
  onClose,
  onDecided,
}: {
  registration: Registration;
  asking: Ask | undefined;
  steps: Steps;
  onClose: () => void;
  /** After a step by which the registration leaves the queue. */
  onDecided: () => void;
}) {
  const client = useQueryClient();
  const values = { number: registrationNumber(registration.number), name: registration.companyName };
  const close = () => {
    for (const one of [steps.decline, steps.ask, steps.assign, steps.extend, steps.refuse, steps.revoke, steps.note]) one.reset();
    onClose();
  };
  const after = () => {
    close();
    onDecided();
  };
  const reload = () => {
    for (const one of [steps.decline, steps.ask, steps.assign, steps.extend, steps.refuse, steps.revoke]) one.reset();
    void client.invalidateQueries({ queryKey: ['registrations.get'] });
  };
  switch (asking) {
    case undefined:
      return null;
    case 'decline':
      return (
        <DeclineDialog
          title={t('registrations.decline.title', values)}
          verb={t('registrations.decline')}
          error={steps.decline.error}
          isPending={steps.decline.isPending}
          onClose={close}
          onReload={reload}
          onDecline={(reason, partnerText, note) => steps.decline.send(registration, { reason, partnerText, ...(note === undefined ? {} : { note }) }, after)}
        />
      );
    case 'ask':
      return (
        <TextDialog
          title={t('registrations.ask.title', values)}
          verb={t('registrations.ask.verb')}
          label={t('registrations.ask.question')}
          description={t('registrations.ask.note')}
          error={steps.ask.error}
          isPending={steps.ask.isPending}
          onClose={close}
          onReload={reload}
          onSend={(question) => steps.ask.send(registration, question, after)}
        />
      );
    case 'assign':
      return (
        <AssignDialog
          title={t('registrations.assign.title', values)}
          error={steps.assign.error}
          isPending={steps.assign.isPending}
          onClose={close}
          onReload={reload}
          onAssign={(memberId) => steps.assign.send(registration, memberId, close)}
        />
      );
    case 'extend':
      return (
        <ExtendDialog
          title={t('registrations.extend.title', values)}
          asked={registration.extensionAsked}
          error={steps.extend.error}
          isPending={steps.extend.isPending}
          onClose={close}
          onReload={reload}
          onExtend={(days, partnerText) => steps.extend.send(registration, { days, ...(partnerText === undefined ? {} : { partnerText }) }, close)}
        />
      );
    case 'refuse':
      return (
        <TextDialog
          title={t('registrations.extension.refuseTitle', values)}
          verb={t('registrations.extension.refuse')}
          label={t('registrations.partnerText')}
          description={t('registrations.partnerText.note')}
          error={steps.refuse.error}
          isPending={steps.refuse.isPending}
          onClose={close}
          onReload={reload}
          onSend={(text) => steps.refuse.send(registration, text, close)}
          danger
        />
      );
    case 'revoke':
      return (
        <TextDialog
          title={t('registrations.revoke.title', values)}
          verb={t('registrations.revoke')}
          label={t('registrations.partnerText')}
          description={t('registrations.partnerText.note')}
          error={steps.revoke.error}
          isPending={steps.revoke.isPending}
          onClose={close}
          onReload={reload}
          onSend={(partnerText) => steps.revoke.send(registration, { partnerText }, after)}
          danger
        />
      );
    case 'note':
      return (
        <TextDialog
          title={t('registrations.note.title', values)}
          verb={t('registrations.note')}
          label={t('registrations.privateNote')}
          description={t('registrations.privateNote.note')}
          shortest={1}
          error={steps.note.error}
          isPending={steps.note.isPending}
          onClose={close}
          onSend={(text) => steps.note.send(registration, text, close)}
        />
      );
    case 'case':
      return <CaseDialog registration={registration} onClose={close} />;
  }
}
