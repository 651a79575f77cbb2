import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { useSession } from '../../../lib/session.ts';
import { authCall } from '../../../shell/sign-in/auth-call.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useReloadAccount } from './account-data.ts';
import { BackupCodes } from './backup-codes.tsx';
import { type Enrolment, Enrol } from './enrol.tsx';
import { PasswordDialog } from './password-dialog.tsx';

type Asking = 'start' | 'disable' | 'codes';

export function SecondFactorCard() {
  const on = useSession()?.person.twoFactor === true;
  const reload = useReloadAccount();
  const [asking, setAsking] = useState<Asking>();
  const [enrolment, setEnrolment] = useState<Enrolment>();
  const [codes, setCodes] = useState<readonly string[]>();
  const close = () => setAsking(undefined);
  return (
    <Card title={t('account.factor')} actions={<Badge tone={on ? 'ok' : 'neutral'}>{t(on ? 'account.factor.on' : 'account.factor.off')}</Badge>}>
      {codes !== undefined ? (
        <BackupCodes codes={codes} onKept={() => setCodes(undefined)} />
      ) : enrolment !== undefined ? (
        <Enrol
          enrolment={enrolment}
          onCancel={() => setEnrolment(undefined)}
          onDone={() => {
            // Only now are the codes worth keeping: before, the second factor might never have been turned on.
            setCodes(enrolment.backupCodes);
            setEnrolment(undefined);
            toast(t('account.factor.done'));
            reload();
          }}
        />
      ) : (
        <div className="flex flex-col items-start gap-3">
          <p className="text-muted">{t('account.factor.note')}</p>
          <div className="flex flex-wrap gap-2">
            {on ? (
              <>
                <Button onPress={() => setAsking('codes')}>{t('account.backup.new')}</Button>
                <Button kind="danger" onPress={() => setAsking('disable')}>
                  {t('account.factor.disable')}
                </Button>
              </>
            ) : (
              <Button onPress={() => setAsking('start')}>{t('account.factor.start')}</Button>
            )}
          </div>
        </div>
      )}
      {asking === 'start' && (
        <PasswordDialog<Enrolment>
          title={t('account.factor')}
          note={t('account.factor.confirm')}
          verb={t('account.factor.continue')}
          ask={(password) => authCall('/two-factor/enable', password, 'signIn.error.refused')}
          onDone={setEnrolment}
          onClose={close}
        />
      )}
      {asking === 'codes' && (
        <PasswordDialog<{ backupCodes: readonly string[] }>
          title={t('account.backup.new')}
          note={t('account.backup.new.note')}
          verb={t('account.backup.new')}
          ask={(password) => authCall('/two-factor/generate-backup-codes', password, 'signIn.error.refused')}
          onDone={(made) => setCodes(made.backupCodes)}
          onClose={close}
        />
      )}
      {asking === 'disable' && (
        <PasswordDialog
          title={t('account.factor.disable')}
          note={t('account.factor.disable.note')}
          verb={t('account.factor.disable')}
          ask={(password) => authCall('/two-factor/disable', password, 'signIn.error.refused')}
          onDone={() => {
            toast(t('account.factor.disabled'));
            reload();
          }}
          onClose={close}
        />
      )}
    </Card>
  );
}
