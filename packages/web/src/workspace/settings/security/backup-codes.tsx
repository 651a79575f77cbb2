import { Copy, Download } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { toast } from '../../../ui/toast.tsx';
import { download } from '../download.ts';

export function BackupCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const text = codes.join('\n');
  async function copy() {
    await navigator.clipboard.writeText(text);
    toast(t('ui.copied', { what: t('account.backup') }));
  }
  return (
    <div className="flex flex-col gap-3">
      <h3 className="font-semibold">{t('account.backup')}</h3>
      <p className="text-muted">{t('account.backup.note')}</p>
      <ul
        dir="ltr"
        aria-label={t('account.backup')}
        className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-popover bg-desk px-4 py-3 font-mono text-13 sm:max-w-80"
      >
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" onPress={onKept}>
          {t('account.backup.kept')}
        </Button>
        <Button icon={<Copy size={14} strokeWidth={1.75} aria-hidden />} onPress={() => void copy()}>
          {t('account.backup.copy')}
        </Button>
        <Button icon={<Download size={14} strokeWidth={1.75} aria-hidden />} onPress={() => download('entente-backup-codes.txt', 'text/plain', `${text}\n`)}>
          {t('account.backup.download')}
        </Button>
      </div>
    </div>
  );
}
