import { type FormEvent, useState } from 'react';
import { KeyRound } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../lib/api/index.ts';
import { fetchJson, ProblemError } from '../../lib/http.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Card } from '../../ui/page.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';

type Enrolment = { totpURI: string; backupCodes: readonly string[] };

export function Security() {
  return (
    <div className="flex max-w-160 flex-col gap-4">
      <TwoFactor />
      <Passkeys />
    </div>
  );
}

const sentence = (error: unknown, refused: string): string =>
  error instanceof ProblemError ? (error.problem.status === 429 ? t('signIn.error.rate') : refused) : t('signIn.error.network');

function TwoFactor() {
  const client = useQueryClient();
  const session = useApi('session.get');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [enrolment, setEnrolment] = useState<Enrolment>();
  const [reason, setReason] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function attempt(act: () => Promise<void>, refused: string) {
    setBusy(true);
    setReason(undefined);
    try {
      await act();
    } catch (error) {
      setReason(sentence(error, refused));
    } finally {
      setBusy(false);
    }
  }
  function enrol(event: FormEvent) {
    event.preventDefault();
    void attempt(async () => {
      setEnrolment(await fetchJson<Enrolment>('/api/auth/two-factor/enable', { method: 'POST', body: { password } }));
      setPassword('');
    }, t('settings.password.wrong'));
  }
  function verify(event: FormEvent) {
    event.preventDefault();
    void attempt(async () => {
      await fetchJson('/api/auth/two-factor/verify-totp', { method: 'POST', body: { code: code.replace(/\s/g, '') } });
      setEnrolment(undefined);
      toast(t('settings.twoFactor.done'));
      await Promise.all([client.invalidateQueries({ queryKey: ['session.get'] }), client.invalidateQueries({ queryKey: ['people.list'] })]);
    }, t('signIn.error.code'));
  }

  const on = session.data?.person.twoFactor === true;
  return (
    <Card title={t('settings.twoFactor')} actions={<Badge tone={on ? 'ok' : 'warn'}>{t(on ? 'settings.twoFactor.on' : 'settings.twoFactor.off')}</Badge>}>
      <div className="flex flex-col gap-4">
        {reason !== undefined && (
          <p role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
            {reason}
          </p>
        )}
        {enrolment === undefined ? (
          <form onSubmit={enrol} className="flex flex-col gap-3">
            <p className="text-muted">{t(on ? 'settings.twoFactor.again' : 'settings.twoFactor.note')}</p>
            <TextField label={t('signIn.password')} type="password" autoComplete="current-password" value={password} onChange={setPassword} isRequired />
            <Button type="submit" kind="primary" isPending={busy} className="self-start">
              {t('settings.twoFactor.start')}
            </Button>
          </form>
        ) : (
          <form onSubmit={verify} className="flex flex-col gap-4">
            <p>{t('settings.twoFactor.add')}</p>
            <CopyField label={t('settings.twoFactor.secret')} value={new URL(enrolment.totpURI).searchParams.get('secret') ?? enrolment.totpURI} />
            <p>
              <a className="link" href={enrolment.totpURI}>
                {t('settings.twoFactor.openApp')}
              </a>
            </p>
            <div>
              <p className="font-medium">{t('settings.backup')}</p>
              <p className="text-muted">{t('settings.backup.note')}</p>
              <ul dir="ltr" className="mt-2 grid grid-cols-2 gap-1 rounded-popover bg-desk p-3 font-mono text-12">
                {enrolment.backupCodes.map((backup) => (
                  <li key={backup}>{backup}</li>
                ))}
              </ul>
            </div>
            <CopyField label={t('settings.backup')} hideLabel value={enrolment.backupCodes.join(' ')} />
            <TextField
              label={t('signIn.code.label')}
              description={t('signIn.code.note')}
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onChange={setCode}
              isRequired
            />
            <div className="flex gap-2">
              <Button type="submit" kind="primary" isPending={busy}>
                {t('signIn.code.submit')}
              </Button>
              <Button onPress={() => setEnrolment(undefined)}>{t('ui.cancel')}</Button>
            </div>
          </form>
        )}
      </div>
    </Card>
  );
}

function Passkeys() {
  const [name, setName] = useState('');
  const [reason, setReason] = useState<string>();
  const [busy, setBusy] = useState(false);
  async function add(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setReason(undefined);
    try {
      const { startRegistration } = await import('@simplewebauthn/browser');
      const optionsJSON = await fetchJson<Parameters<typeof startRegistration>[0]['optionsJSON']>('/api/auth/passkey/generate-register-options');
      const response = await startRegistration({ optionsJSON });
      await fetchJson('/api/auth/passkey/verify-registration', { method: 'POST', body: { response, name: name.trim() === '' ? undefined : name.trim() } });
      setName('');
      toast(t('settings.passkey.added'));
    } catch (error) {
      setReason(error instanceof TypeError ? t('signIn.error.network') : t('settings.passkey.refused'));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Card title={t('settings.passkey')}>
      <form onSubmit={(event) => void add(event)} className="flex flex-col gap-3">
        <p className="text-muted">{t('settings.passkey.note')}</p>
        {reason !== undefined && (
          <p role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
            {reason}
          </p>
        )}
        <TextField label={t('settings.passkey.name')} value={name} onChange={setName} description={t('settings.passkey.name.note')} />
        <Button type="submit" icon={<KeyRound size={14} aria-hidden />} isPending={busy} className="self-start">
          {t('settings.passkey.add')}
        </Button>
      </form>
    </Card>
  );
}
