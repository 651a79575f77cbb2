import { type FormEvent, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { focusFirstField } from '../../ui/focus.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { resetLinkWorks, resetPassword } from './auth.ts';
import { SignInFrame } from './frame.tsx';
import { RefusalLine } from './notice.tsx';
import { MIN_PASSWORD, PasswordField } from './password-field.tsx';
import { useAttempt } from './use-attempt.ts';

/** Behind the link of the mail. A link that no longer works is told before anybody thinks of a password. */
export function ResetPassword() {
  const { token } = useSearch({ from: '/reset-password' });
  const link = useQuery({
    queryKey: ['reset-link', token],
    queryFn: async () => token !== undefined && resetLinkWorks(token),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const [usedUp, setUsedUp] = useState(false);
  if (link.data === true && token !== undefined && !usedUp) return <NewPassword token={token} onUsedUp={() => setUsedUp(true)} />;
  if (link.data !== undefined) return <Over />;
  return (
    <SignInFrame title={t('signIn.reset.title')}>
      {link.error === null ? (
        <SkeletonRows rows={3} widths={[80]} what={t('signIn.reset.checking')} />
      ) : (
        <ErrorState compact error={link.error} onRetry={() => void link.refetch()} />
      )}
    </SignInFrame>
  );
}

function NewPassword({ token, onUsedUp }: { token: string; onUsedUp: () => void }) {
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const { refusal, busy, attempt } = useAttempt();
  const short = password.length < MIN_PASSWORD;
  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (short) return;
    const outcome = await attempt(
      () => resetPassword(token, password),
      () => navigate({ to: '/sign-in', search: { notice: 'password-saved' }, replace: true }),
    );
    if (!outcome.ok && outcome.code === 'INVALID_TOKEN') onUsedUp();
  }
  return (
    <SignInFrame title={t('signIn.reset.title')}>
      <form onSubmit={(event) => void submit(event)} ref={focusFirstField} className="flex flex-col gap-4">
        <p className="-mt-2 text-muted">{t('signIn.reset.note')}</p>
        <RefusalLine refusal={refusal} />
        <PasswordField
          label={t('signIn.password.new')}
          value={password}
          onChange={setPassword}
          use="new"
          error={tried && short && password !== '' ? t('signIn.password.short') : undefined}
        />
        <Button type="submit" kind="primary" size="touch" isPending={busy}>
          {t('signIn.reset.submit')}
        </Button>
      </form>
    </SignInFrame>
  );
}

function Over() {
  const navigate = useNavigate();
  return (
    <SignInFrame title={t('signIn.reset.over')}>
      <p className="-mt-2 text-muted">{t('signIn.reset.over.note')}</p>
      <Button kind="primary" size="touch" onPress={() => void navigate({ to: '/sign-in', search: { step: 'forgot-password' } })}>
        {t('signIn.reset.again')}
      </Button>
      <Button kind="quiet" onPress={() => void navigate({ to: '/sign-in', search: {} })}>
        {t('signIn.back')}
      </Button>
    </SignInFrame>
  );
}
