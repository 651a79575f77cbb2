import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyField } from '../../../ui/copy-field.tsx';
import { Dialog } from '../../../ui/dialog.tsx';

export type MadeSecret = { secret: string; publicKey: string | null };

/** It closes only by saying that the secret was copied: a stray click would lose it. */
export function SecretOnce({ made, onClose }: { made: MadeSecret | undefined; onClose: () => void }) {
  return (
    <Dialog
      title={t('webhooks.secret.new')}
      isOpen={made !== undefined}
      onClose={onClose}
      isDismissable={false}
      footer={
        <Button kind="primary" onPress={onClose}>
          {t('webhooks.secret.kept')}
        </Button>
      }
    >
      {made && (
        <div className="flex flex-col gap-3">
          {made.publicKey === null ? (
            <>
              <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">{t('webhooks.secret.once')}</p>
              <CopyField label={t('webhooks.secret')} value={made.secret} />
            </>
          ) : (
            <>
              <p>{t('webhooks.secret.ed25519')}</p>
              <CopyField label={t('webhooks.publicKey')} value={made.publicKey} />
            </>
          )}
        </div>
      )}
    </Dialog>
  );
}
