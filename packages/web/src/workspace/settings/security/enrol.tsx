import { type FormEvent, useState } from 'react';
import { Copy } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { authCall } from '../../../shell/sign-in/auth-call.ts';
import { RefusalLine } from '../../../shell/sign-in/notice.tsx';
import { useAttempt } from '../../../shell/sign-in/use-attempt.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { QrCode } from './qr-code.tsx';

export type Enrolment = { totpURI: string; backupCodes: readonly string[] };

export function Enrol({ enrolment, onDone, onCancel }: { enrolment: Enrolment; onDone: () => void; onCancel: () => void }) {
  const [code, setCode] = useState('');
  const { refusal, busy, attempt } = useAttempt();
  const secret = new URL(enrolment.totpURI).searchParams.get('secret') ?? '';
  async function copy() {
    await navigator.clipboard.writeText(secret);
    toast(t('ui.copied', { what: t('account.factor.secret.copy') }));
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    void attempt(() => authCall('/two-factor/verify-totp', { code: code.replaceAll(/\D/g, '') }, 'signIn.error.code'), onDone);
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <p>{t('account.factor.scan')}</p>
      <div className="flex flex-wrap items-start gap-5">
        <QrCode text={enrolment.totpURI} label={t('account.factor.qr')} />
        <div className="flex min-w-60 flex-1 flex-col gap-3">
          <div className="flex flex-col gap-1">
            <span className="text-12 font-medium">{t('account.factor.secret')}</span>
            <span className="flex items-start gap-1 rounded-control border border-line bg-desk py-1 ps-2.5 pe-0.5">
              {/* In groups of four, and never cut off: somebody types it on a phone. */}
              <code dir="ltr" className="min-w-0 flex-1 py-0.5 font-mono text-12 break-words select-all">
                {secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
              </code>
              <IconButton size="compact" label={t('ui.copy', { what: t('account.factor.secret.copy') })} onPress={() => void copy()}>
                <Copy size={14} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </span>
          </div>
          <a className="link self-start" href={enrolment.totpURI}>
            {t('account.factor.openApp')}
          </a>
          <RefusalLine refusal={refusal} />
          <TextField label={t('signIn.code.label')} inputMode="numeric" autoComplete="one-time-code" maxLength={8} value={code} onChange={setCode} isRequired />
          <div className="flex gap-2">
            <Button type="submit" kind="primary" isPending={busy}>
              {t('account.factor.verify')}
            </Button>
            <Button onPress={onCancel}>{t('ui.cancel')}</Button>
          </div>
        </div>
      </div>
    </form>
  );
}
