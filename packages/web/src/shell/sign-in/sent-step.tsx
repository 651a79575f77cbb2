import { useState } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { requestLink, requestReset } from './auth.ts';
import { GoodLine, isolated, RefusalLine } from './notice.tsx';
import { useAttempt } from './use-attempt.ts';

type Sent = { kind: 'link' | 'reset'; email: string; next: string | undefined; mailIsKept: boolean; onBack: () => void };

/** The answer is the same whether or not there is such an account. */
export function SentStep({ kind, email, next, mailIsKept, onBack }: Sent) {
  const { refusal, busy, attempt } = useAttempt();
  const [again, setAgain] = useState(false);
  function send() {
    setAgain(false);
    void attempt(
      () => (kind === 'link' ? requestLink(email, next) : requestReset(email)),
      () => setAgain(true),
    );
  }
  return (
    <>
      <output className="-mt-2 block">{t(`signIn.sent.${kind}`, { email: isolated(email) })}</output>
      <p className="text-muted">
        {t(mailIsKept ? 'signIn.sent.kept' : 'signIn.sent.hint', mailIsKept ? { command: isolated('npx entente mailbox') } : undefined)}
      </p>
      <RefusalLine refusal={refusal} />
      {again && <GoodLine>{t('signIn.sent.done')}</GoodLine>}
      <Button size="touch" isPending={busy} onPress={send}>
        {t('signIn.sent.again')}
      </Button>
      <Button kind="quiet" onPress={onBack}>
        {t('signIn.back')}
      </Button>
    </>
  );
}
