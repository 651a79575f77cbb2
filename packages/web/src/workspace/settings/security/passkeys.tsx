import { useState } from 'react';
import type { StartRegistrationOpts } from '@simplewebauthn/browser';
import { KeyRound } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../lib/i18n/values.tsx';
import { isWrongPlace, passkeysPossible } from '../../../shell/sign-in/auth.ts';
import { authCall, type Outcome } from '../../../shell/sign-in/auth-call.ts';
import { isolated } from '../../../shell/sign-in/notice.tsx';
import { useAttempt } from '../../../shell/sign-in/use-attempt.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { type Passkey, usePasskeys, useReloadAccount } from './account-data.ts';
import { RefusalOrSignIn } from './not-fresh.tsx';

const nameOf = (passkey: Passkey): string => passkey.name?.trim() || t('account.passkey.unnamed');

export function PasskeysCard() {
  const passkeys = usePasskeys();
  const reload = useReloadAccount();
  const [naming, setNaming] = useState<Passkey>();
  const [ending, setEnding] = useState<Passkey>();
  const add = useAttempt();
  const remove = useAttempt();
  return (
    <Card
      title={t('account.passkeys')}
      flush
      actions={
        passkeysPossible() && (
          <Button
            size="compact"
            icon={<KeyRound size={14} strokeWidth={1.75} aria-hidden />}
            isPending={add.busy}
            onPress={() =>
              void add.attempt(register, () => {
                toast(t('account.passkey.added'));
                reload();
              })
            }
          >
            {t('account.passkey.add')}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3 border-b border-line px-4 py-3 last:border-b-0">
        <p className="text-muted">{t('account.passkeys.note')}</p>
        <RefusalOrSignIn refusal={add.refusal ?? remove.refusal} />
      </div>
      {passkeys.data === undefined ? (
        passkeys.error === null ? (
          <SkeletonRows rows={1} height={48} widths={[40, 20]} what={t('account.passkeys')} />
        ) : (
          <div className="p-4">
            <ErrorState compact error={passkeys.error} onRetry={() => void passkeys.refetch()} />
          </div>
        )
      ) : passkeys.data.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t('account.passkeys.none')}</p>
      ) : (
        <ul>
          {passkeys.data.map((passkey) => (
            <li key={passkey.id} className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
              <span className="min-w-40 flex-1">
                <bdi className="font-medium">{nameOf(passkey)}</bdi>
                {passkey.createdAt !== null && (
                  <span className="block text-12 text-muted">
                    {t('account.passkey.made')} <RelativeTime at={passkey.createdAt} />
                  </span>
                )}
              </span>
              {passkey.backedUp && <Badge>{t('account.passkey.synced')}</Badge>}
              <Button size="compact" aria-label={t('account.passkey.rename.of', { name: nameOf(passkey) })} onPress={() => setNaming(passkey)}>
                {t('account.passkey.rename')}
              </Button>
              <Button kind="danger" size="compact" aria-label={t('account.passkey.remove.of', { name: nameOf(passkey) })} onPress={() => setEnding(passkey)}>
                {t('account.passkey.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {naming && <Rename passkey={naming} onClose={() => setNaming(undefined)} />}
      <ConfirmDialog
        title={t('account.passkey.remove')}
        body={<p>{t('account.passkey.remove.note', { name: isolated(ending ? nameOf(ending) : '') })}</p>}
        verb={t('account.passkey.remove')}
        danger
        isOpen={ending !== undefined}
        onClose={() => setEnding(undefined)}
        onConfirm={() => {
          if (ending)
            void remove.attempt(
              () => authCall('/passkey/delete-passkey', { id: ending.id }, 'signIn.error.refused'),
              () => {
                toast(t('account.passkey.removed', { name: isolated(nameOf(ending)) }));
                reload();
              },
            );
        }}
      />
    </Card>
  );
}

type RegistrationOptions = StartRegistrationOpts['optionsJSON'];

async function register(): Promise<Outcome<unknown>> {
  const asked = await authCall<RegistrationOptions>('/passkey/generate-register-options', undefined, 'account.passkey.refused');
  if (!asked.ok) return asked;
  try {
    const { startRegistration } = await import('@simplewebauthn/browser');
    const response = await startRegistration({ optionsJSON: asked.data });
    return await authCall('/passkey/verify-registration', { response }, 'account.passkey.refused');
  } catch (error) {
    const known = error instanceof Error && error.name === 'InvalidStateError';
    return {
      ok: false,
      code: 'PASSKEY',
      refusal: { id: isWrongPlace(error) ? 'signIn.error.passkeyPlace' : known ? 'account.passkey.known' : 'account.passkey.refused' },
    };
  }
}

function Rename({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const [name, setName] = useState(passkey.name ?? '');
  const reload = useReloadAccount();
  const { refusal, busy, attempt } = useAttempt();
  function submit() {
    if (name.trim() === '') return;
    void attempt(
      () => authCall('/passkey/update-passkey', { id: passkey.id, name: name.trim() }, 'signIn.error.refused'),
      () => {
        toast(t('account.passkey.renamed'));
        reload();
        onClose();
      },
    );
  }
  return (
    <FormDrawer look="modal" title={t('account.passkey.rename')} verb={t('ui.save')} isOpen onClose={onClose} onSubmit={submit} isPending={busy} error={null}>
      <RefusalOrSignIn refusal={refusal} />
      <TextField label={t('account.passkey.name')} value={name} onChange={setName} maxLength={60} description={t('account.passkey.name.note')} isRequired />
    </FormDrawer>
  );
}
