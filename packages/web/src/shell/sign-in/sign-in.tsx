import { type FormEvent, useState } from 'react';
import { KeyRound, Mail } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type MessageId, t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { RoleGlyph } from '../../ui/role-glyph.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type Outcome, requestLink, signInWithPassword, signInWithPasskey, verifyCode } from './auth.ts';

const brandRoles = ['source', 'influence', 'integrate', 'resell', 'distribute', 'marketplace', 'technology', 'service'] as const;
/** Only paths of this application: an outside address must not ride along. */
const inside = (next: string | undefined): string => (next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/inbox');

export function SignIn() {
  const { next } = useSearch({ from: '/sign-in' });
  const client = useQueryClient();
  const navigate = useNavigate();
  const [step, setStep] = useState<'password' | 'code' | 'sent'>('password');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [reason, setReason] = useState<MessageId>();
  const [busy, setBusy] = useState(false);

  async function attempt(act: () => Promise<Outcome>, onDone: () => void | Promise<void>) {
    setBusy(true);
    setReason(undefined);
    const outcome = await act();
    setBusy(false);
    if (outcome.kind === 'code') setStep('code');
    else if (outcome.kind === 'refused') setReason(outcome.reason);
    else await onDone();
  }

  async function enter() {
    client.clear();
    await navigate({ to: inside(next), replace: true });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    void (step === 'code' ? attempt(() => verifyCode(code.replace(/\s/g, '')), enter) : attempt(() => signInWithPassword(email, password), enter));
  }

  function link() {
    if (email.trim() === '') {
      setReason('signIn.error.email');
      return;
    }
    void attempt(
      () => requestLink(email, inside(next)),
      () => setStep('sent'),
    );
  }

  return (
    <main className="grid min-h-full place-items-center bg-desk p-4">
      <div className="w-full max-w-95">
        <div className="mb-6 flex flex-col items-center gap-2 text-center">
          <span className="flex gap-1" aria-hidden>
            {brandRoles.map((role) => (
              <RoleGlyph key={role} role={role} size={14} labelled={false} />
            ))}
          </span>
          <p className="text-24 font-semibold">Entente</p>
          <p className="text-muted">{t('signIn.tagline')}</p>
        </div>
        <form onSubmit={submit} className="flex flex-col gap-4 rounded-card border border-line bg-surface p-6">
          <h1 className="text-15 font-semibold">{t(step === 'code' ? 'signIn.code.title' : 'signIn.title')}</h1>
          {reason !== undefined && (
            <p role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
              {t(reason)}
            </p>
          )}
          {step === 'sent' && (
            <p role="status" className="rounded-popover bg-ok-soft px-3 py-2 text-ok">
              {t('signIn.magic.sent', { email })}
            </p>
          )}
          {step === 'code' ? (
            <>
              <TextField
                key="code"
                label={t('signIn.code.label')}
                description={t('signIn.code.note')}
                value={code}
                onChange={setCode}
                inputMode="numeric"
                autoComplete="one-time-code"
                autoFocus
                isRequired
              />
              <Button type="submit" kind="primary" size="touch" isPending={busy}>
                {t('signIn.code.submit')}
              </Button>
              <Button
                kind="quiet"
                onPress={() => {
                  setStep('password');
                  setReason(undefined);
                }}
              >
                {t('signIn.back')}
              </Button>
            </>
          ) : (
            <>
              <TextField label={t('signIn.email')} type="email" name="email" value={email} onChange={setEmail} autoComplete="username webauthn" isRequired />
              <TextField
                label={t('signIn.password')}
                type="password"
                name="password"
                value={password}
                onChange={setPassword}
                autoComplete="current-password"
                isRequired
              />
              <Button type="submit" kind="primary" size="touch" isPending={busy}>
                {t('signIn.submit')}
              </Button>
              <p className="flex items-center gap-3 text-12 text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
                {t('signIn.or')}
              </p>
              <Button size="touch" icon={<Mail size={16} strokeWidth={1.75} aria-hidden />} onPress={link}>
                {t('signIn.magic')}
              </Button>
              <Button size="touch" icon={<KeyRound size={16} strokeWidth={1.75} aria-hidden />} onPress={() => void attempt(signInWithPasskey, enter)}>
                {t('signIn.passkey')}
              </Button>
            </>
          )}
        </form>
      </div>
    </main>
  );
}
