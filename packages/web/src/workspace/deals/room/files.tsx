import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { FileText, Trash2 } from 'lucide-react';
import { uploadFile, useApiMutation } from '../../../lib/api/index.ts';
import { formatNumber } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../lib/i18n/values.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { FileDrop } from '../../../ui/file-drop.tsx';
import { Card } from '../../../ui/page.tsx';
import { toast } from '../../../ui/toast.tsx';
import { sayRefusal } from '../kit/notify.ts';
import type { Deal } from './use-room.ts';

export function Files({ deal }: { deal: Deal }) {
  const client = useQueryClient();
  const [sending, setSending] = useState<File | null>(null);
  const [asked, setAsked] = useState<Deal['files'][number] | null>(null);
  const remove = useApiMutation('deals.removeFile', { invalidates: ['deals.get', 'deals.timeline'] });

  async function send(file: File | null) {
    if (file === null) return;
    setSending(file);
    try {
      await uploadFile<unknown>(`/deals/${deal.id}/files`, file);
      toast(t('deals.file.added', { name: file.name }));
      for (const key of ['deals.get', 'deals.timeline']) void client.invalidateQueries({ queryKey: [key] });
    } catch (error) {
      sayRefusal(error);
    } finally {
      setSending(null);
    }
  }

  return (
    <Card title={t('deals.files')}>
      <ul className="mb-3 flex flex-col gap-2 empty:hidden">
        {deal.files.map((file) => (
          <li key={file.id} className="flex items-center gap-2">
            <FileText size={16} className="text-muted" aria-hidden />
            <div className="min-w-0 flex-1">
              <a href={`/api/v1/deals/${deal.id}/files/${file.id}`} download={file.name} className="link block truncate">
                <bdi>{file.name}</bdi>
              </a>
              <p className="text-12 text-muted">
                <bdi>{file.addedBy}</bdi> · <RelativeTime at={file.addedAt} /> ·{' '}
                <bdi className="num">{`${formatNumber(Math.max(1, Math.round(file.sizeBytes / 1024)))} KB`}</bdi>
              </p>
            </div>
            {deal.mayWrite && (
              <IconButton size="compact" label={t('ui.file.remove', { name: file.name })} onPress={() => setAsked(file)}>
                <Trash2 size={14} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {deal.mayWrite &&
        (sending ? (
          <output className="text-muted">{t('deals.file.sending', { name: sending.name })}</output>
        ) : (
          <FileDrop label={t('deals.file.add')} file={null} onFile={(file) => void send(file)} />
        ))}
      {!deal.mayWrite && deal.files.length === 0 && <p className="text-muted">{t('deals.files.empty')}</p>}
      {asked && (
        <ConfirmDialog
          title={t('ui.file.remove', { name: asked.name })}
          body={t('deals.file.removeNote')}
          verb={t('deals.file.remove')}
          danger
          isOpen
          onClose={() => setAsked(null)}
          onConfirm={() => remove.mutate({ params: { id: deal.id, childId: asked.id } }, { onError: sayRefusal })}
        />
      )}
    </Card>
  );
}
