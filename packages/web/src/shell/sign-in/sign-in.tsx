import { useEffect, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { fetchJson, ProblemError } from '../../lib/http.ts';
import { type MessageId, t } from '../../lib/i18n/i18n.ts';
import { sessionQuery } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { authCall, type Refusal, refusalOfLink } from './auth-call.ts';
import { CodeStep } from './code-step.tsx';
import { ForgotStep } from './forgot-step.tsx';
import { SignInFrame } from './frame.tsx';
import { isPortalPage, nextPage } from './next-page.ts';
import { GoodLine, isolated } from './notice.tsx';
import { PasswordStep } from './password-step.tsx';
import { SentStep } from './sent-step.tsx';

type Known = { user: { email: string } } | null;

function goOn(history: { replace: (path: string) => void }, next: string | undefined): void {
  const path = nextPage(next);
  if (isPortalPage(path)) window.location.replace(path);
  else history.replace(path);
}

export function SignIn() {
  const { next, step, error, notice } = useSearch({ from: '/sign-in' });
  const client = useQueryClient();
  const navigate = useNavigate();
  const { history } = useRouter();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState<{ kind: 'link' | 'reset'; mailIsKept: boolean }>();
  const [refused, setRefused] = useState<Refusal | undefined>(error === undefined ? undefined : refusalOfLink(error));
  // Who is signed in already only wants to get on; who is, but nowhere a member, must be told.
  const known = useQuery({ queryKey: ['signed-in'], queryFn: () => fetchJson<Known>('/api/auth/get-session'), staleTime: 0, gcTime: 0, retry: false });
  const session = useQuery({ ...sessionQuery, enabled: known.data !== undefined && known.data !== null });
  const keep = next === undefined ? {} : { next };

  const isIn = known.data !== undefined && known.data !== null && session.data !== undefined;
  useEffect(() => {
    if (isIn) goOn(history, next);
  }, [isIn, history, next]);

  async function enter() {
    client.clear();
    goOn(history, next);
  }
  function goTo(wanted?: 'second-factor' | 'forgot-password') {
    setSent(undefined);
    void navigate({ to: '/sign-in', search: wanted === undefined ? keep : { ...keep, step: wanted }, replace: wanted === undefined });
  }

  if (isIn) return <main className="min-h-full bg-desk" />;
  if (known.data && session.error instanceof ProblemError && session.error.problem.status === 401) return <Nowhere email={known.data.user.email} />;

  const title: MessageId =
    sent !== undefined
      ? 'signIn.sent.title'
      : step === 'second-factor'
        ? 'signIn.code.title'
        : step === 'forgot-password'
          ? 'signIn.forgot.title'
          : 'signIn.title';
  return (
    <SignInFrame title={t(title)}>
      {sent !== undefined ? (
        <SentStep {...sent} email={email} next={next} onBack={() => goTo()} />
      ) : step === 'second-factor' ? (
        <CodeStep
          onEntered={enter}
          onOver={(refusal) => {
            setRefused(refusal);
            goTo();
          }}
        />
      ) : step === 'forgot-password' ? (
        <ForgotStep email={email} onEmail={setEmail} onSent={(mailIsKept) => setSent({ kind: 'reset', mailIsKept })} onBack={() => goTo()} />
      ) : (
        <PasswordStep
          next={next}
          email={email}
          onEmail={setEmail}
          refused={refused}
          note={notice === 'password-saved' && <GoodLine>{t('signIn.reset.done')}</GoodLine>}
          onEntered={enter}
          onCode={() => {
            setRefused(undefined);
            goTo('second-factor');
          }}
          onLinkSent={(mailIsKept) => setSent({ kind: 'link', mailIsKept })}
        />
      )}
    </SignInFrame>
  );
}

function Nowhere({ email }: { email: string }) {
  async function leave() {
    await authCall('/sign-out', {}, 'signIn.error.refused');
    location.assign('/sign-in');
  }
  return (
    <SignInFrame title={t('signIn.nowhere.title', { email: isolated(email) })}>
      <p className="-mt-2 text-muted">{t('signIn.nowhere.note')}</p>
      <Button size="touch" onPress={() => void leave()}>
        {t('shell.signOut')}
      </Button>
    </SignInFrame>
  );
}
