import { type FormEvent, useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { useSession } from '../../../lib/session.ts';
import { requestReset } from '../../../shell/sign-in/auth.ts';
import { authCall } from '../../../shell/sign-in/auth-call.ts';
import { isolated, RefusalLine } from '../../../shell/sign-in/notice.tsx';
import { MIN_PASSWORD, PasswordField } from '../../../shell/sign-in/password-field.tsx';
import { useAttempt } from '../../../shell/sign-in/use-attempt.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useHasPassword, useReloadAccount } from './account-data.ts';

export function PasswordCard() {
  const has = useHasPassword();
  return (
    <Card title={t('account.password')}>
      {has.data === undefined ? (
        has.error === null ? (
          <SkeletonRows rows={2} widths={[60]} what={t('account.password')} />
        ) : (
          <ErrorState compact error={has.error} onRetry={() => void has.refetch()} />
        )
      ) : has.data ? (
        <ChangePassword />
      ) : (
        <NoPassword />
      )}
    </Card>
  );
}

function ChangePassword() {
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const [tried, setTried] = useState(false);
  const { refusal, busy, attempt } = useAttempt();
  const reload = useReloadAccount();
  const session = useSession();
  const short = wanted.length < MIN_PASSWORD;
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (short) return;
    void attempt(
      () => authCall('/change-password', { currentPassword: current, newPassword: wanted, revokeOtherSessions: true }, 'signIn.error.refused'),
      () => {
        setCurrent('');
        setWanted('');
        setTried(false);
        toast(t('account.password.changed'));
        reload();
      },
    );
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <p className="text-muted">{t('account.password.note')}</p>
      <RefusalLine refusal={refusal} />
      {/* For password managers: whose password this is. */}
      <input type="email" name="email" autoComplete="username" value={session?.person.email ?? ''} readOnly hidden />
      <PasswordField label={t('account.password.current')} value={current} onChange={setCurrent} use="current" />
      <PasswordField
        label={t('signIn.password.new')}
        value={wanted}
        onChange={setWanted}
        use="new"
        error={tried && short && wanted !== '' ? t('signIn.password.short') : undefined}
      />
      <Button type="submit" isPending={busy} className="self-start">
        {t('account.password.change')}
      </Button>
    </form>
  );
}

function NoPassword() {
  const email = useSession()?.person.email ?? '';
  const { refusal, busy, attempt } = useAttempt();
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-muted">{t('account.password.none')}</p>
      <RefusalLine refusal={refusal} />
      <Button
        isPending={busy}
        onPress={() =>
          void attempt(
            () => requestReset(email),
            () => toast(t('account.password.sent', { email: isolated(email) })),
          )
        }
      >
        {t('account.password.set')}
      </Button>
    </div>
  );
}
