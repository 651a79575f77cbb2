import { type FormEvent, useState } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { focusFirstField } from '../../ui/focus.ts';
import { TextField } from '../../ui/text-field.tsx';
import { verifySecondFactor } from './auth.ts';
import type { Refusal } from './auth-call.ts';
import { RefusalLine } from './notice.tsx';
import { useAttempt } from './use-attempt.ts';

/** The server has ended the step: the way on begins with the password or a link again. */
const over = new Set(['INVALID_TWO_FACTOR_COOKIE', 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE']);

export function CodeStep({ onEntered, onOver }: { onEntered: () => Promise<void>; onOver: (refusal?: Refusal) => void }) {
  const [way, setWay] = useState<'app' | 'backup'>('app');
  const [code, setCode] = useState('');
  const [trust, setTrust] = useState(false);
  const { refusal, setRefusal, busy, attempt } = useAttempt();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const outcome = await attempt(() => verifySecondFactor(way, code, trust), onEntered);
    if (outcome.ok) return;
    setCode('');
    if (over.has(outcome.code)) onOver(outcome.refusal);
  }
  function change() {
    setWay(way === 'app' ? 'backup' : 'app');
    setCode('');
    setRefusal(undefined);
  }

  return (
    <form key={way} onSubmit={(event) => void submit(event)} ref={focusFirstField} className="flex flex-col gap-4">
      <RefusalLine refusal={refusal} />
      {way === 'app' ? (
        <TextField
          label={t('signIn.code.label')}
          description={t('signIn.code.note')}
          value={code}
          onChange={setCode}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={8}
          isRequired
        />
      ) : (
        <TextField
          label={t('signIn.backup.label')}
          description={t('signIn.backup.note')}
          value={code}
          onChange={setCode}
          autoComplete="off"
          autoCorrect="off"
          spellCheck="false"
          maxLength={20}
          isRequired
        />
      )}
      <Checkbox isSelected={trust} onChange={setTrust}>
        {t('signIn.code.trust')}
      </Checkbox>
      <Button type="submit" kind="primary" size="touch" isPending={busy}>
        {t('signIn.code.submit')}
      </Button>
      <div className="flex flex-wrap justify-between gap-2">
        <Button kind="quiet" className="-ms-3" onPress={() => onOver()}>
          {t('signIn.back')}
        </Button>
        <Button kind="quiet" className="-me-3" onPress={change}>
          {t(way === 'app' ? 'signIn.code.toBackup' : 'signIn.code.toApp')}
        </Button>
      </div>
    </form>
  );
}
