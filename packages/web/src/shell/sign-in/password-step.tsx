import { type FormEvent, type ReactNode, useState } from 'react';
import { KeyRound, Mail } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { focusFirstField } from '../../ui/focus.ts';
import { TextField } from '../../ui/text-field.tsx';
import { passkeysPossible, requestLink, signInWithPasskey, signInWithPassword } from './auth.ts';
import type { Refusal } from './auth-call.ts';
import { RefusalLine } from './notice.tsx';
import { PasswordField } from './password-field.tsx';
import { useAttempt } from './use-attempt.ts';

export function PasswordStep({
  next,
  email,
  onEmail,
  refused,
  note,
  onEntered,
  onCode,
  onLinkSent,
}: {
  next: string | undefined;
  email: string;
  onEmail: (email: string) => void;
  /** What the way here has to say, such as a link that no longer works. */
  refused: Refusal | undefined;
  note: ReactNode;
  onEntered: () => Promise<void>;
  onCode: () => void;
  onLinkSent: (mailIsKept: boolean) => void;
}) {
  const [password, setPassword] = useState('');
  const { refusal, setRefusal, busy, attempt } = useAttempt(refused);

  function submit(event: FormEvent) {
    event.preventDefault();
    void attempt(
      () => signInWithPassword(email, password),
      (answer) => (answer?.twoFactorRedirect === true ? onCode() : onEntered()),
    );
  }
  function link() {
    if (email.trim() === '') setRefusal({ id: 'signIn.error.email' });
    else
      void attempt(
        () => requestLink(email, next),
        (_, mailIsKept) => onLinkSent(mailIsKept),
      );
  }

  return (
    <form onSubmit={submit} ref={focusFirstField} className="flex flex-col gap-4">
      {note}
      <RefusalLine refusal={refusal} />
      <TextField label={t('signIn.email')} type="email" name="email" value={email} onChange={onEmail} autoComplete="username" isRequired />
      <div className="flex flex-col gap-1">
        <PasswordField label={t('signIn.password')} value={password} onChange={setPassword} use="current" />
        <Link to="/sign-in" search={{ step: 'forgot-password', ...(next === undefined ? {} : { next }) }} className="link self-end py-0.5 text-12">
          {t('signIn.forgot')}
        </Link>
      </div>
      <Button type="submit" kind="primary" size="touch" isPending={busy}>
        {t('signIn.submit')}
      </Button>
      <p className="flex items-center gap-3 text-12 text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('signIn.or')}
      </p>
      <Button size="touch" icon={<Mail size={16} strokeWidth={1.75} aria-hidden />} isDisabled={busy} onPress={link}>
        {t('signIn.magic')}
      </Button>
      {passkeysPossible() && (
        <Button
          size="touch"
          icon={<KeyRound size={16} strokeWidth={1.75} aria-hidden />}
          isDisabled={busy}
          onPress={() => void attempt(signInWithPasskey, onEntered)}
        >
          {t('signIn.passkey')}
        </Button>
      )}
    </form>
  );
}
