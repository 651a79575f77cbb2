import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import type { Outcome } from '../../../shell/sign-in/auth-call.ts';
import { RefusalLine } from '../../../shell/sign-in/notice.tsx';
import { PasswordField } from '../../../shell/sign-in/password-field.tsx';
import { useAttempt } from '../../../shell/sign-in/use-attempt.ts';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { useHasPassword } from './account-data.ts';

/** What weakens or replaces a way to sign in asks for the password once more, of those who have one. */
export function PasswordDialog<T>({
  title,
  note,
  verb,
  ask,
  onDone,
  onClose,
}: {
  title: string;
  note: string;
  verb: string;
  ask: (password: { password?: string }) => Promise<Outcome<T>>;
  onDone: (data: T) => void;
  onClose: () => void;
}) {
  const has = useHasPassword();
  const [password, setPassword] = useState('');
  const { refusal, busy, attempt } = useAttempt();
  function submit() {
    void attempt(
      () => ask(has.data === true ? { password } : {}),
      (data) => {
        onClose();
        onDone(data);
      },
    );
  }
  return (
    <FormDrawer look="modal" title={title} verb={verb} isOpen onClose={onClose} onSubmit={submit} isPending={busy || has.isPending} error={null}>
      <p>{note}</p>
      <RefusalLine refusal={refusal} />
      {has.data === true && <PasswordField label={t('account.password.current')} value={password} onChange={setPassword} use="current" />}
    </FormDrawer>
  );
}
