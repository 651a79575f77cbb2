import type { FormEvent } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { focusFirstField } from '../../ui/focus.ts';
import { TextField } from '../../ui/text-field.tsx';
import { requestReset } from './auth.ts';
import { RefusalLine } from './notice.tsx';
import { useAttempt } from './use-attempt.ts';

export function ForgotStep({
  email,
  onEmail,
  onSent,
  onBack,
}: {
  email: string;
  onEmail: (email: string) => void;
  onSent: (mailIsKept: boolean) => void;
  onBack: () => void;
}) {
  const { refusal, busy, attempt } = useAttempt();
  function submit(event: FormEvent) {
    event.preventDefault();
    void attempt(
      () => requestReset(email),
      (_, mailIsKept) => onSent(mailIsKept),
    );
  }
  return (
    <form onSubmit={submit} ref={focusFirstField} className="flex flex-col gap-4">
      <p className="-mt-2 text-muted">{t('signIn.forgot.note')}</p>
      <RefusalLine refusal={refusal} />
      <TextField label={t('signIn.email')} type="email" name="email" value={email} onChange={onEmail} autoComplete="username" isRequired />
      <Button type="submit" kind="primary" size="touch" isPending={busy}>
        {t('signIn.forgot.submit')}
      </Button>
      <Button kind="quiet" onPress={onBack}>
        {t('signIn.back')}
      </Button>
    </form>
  );
}
