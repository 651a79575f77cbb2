import { CalendarDays, Paperclip } from 'lucide-react';
import type { Result } from '@entente/contracts/client';
import { useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Nothing } from '../partners/kit/record-page.tsx';
import { download } from './download.ts';
import { htmlToText } from './html-text.ts';

type Mail = Result<'mailbox.list'>['items'][number];
const tones: Readonly<Record<Mail['status'], Tone>> = { queued: 'accent', sent: 'ok', kept: 'neutral', failed: 'bad' };

export function Mailbox() {
  const list = useApiPages('mailbox.list', {});
  return (
    <Card title={t('settings.mailbox')} note={t('settings.mailbox.note')} flush>
      {list.error !== null && list.rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isLoading ? (
        <SkeletonRows rows={8} height={56} what={t('settings.mailbox')} />
      ) : list.rows.length === 0 ? (
        <Nothing>{t('settings.mailbox.none')}</Nothing>
      ) : (
        <ul>
          {list.rows.map((mail) => (
            <MailLine key={mail.id} mail={mail} />
          ))}
        </ul>
      )}
      {list.hasMore && (
        <p className="p-3 text-center">
          <Button isPending={list.isLoadingMore} onPress={list.loadMore}>
            {t('work.more')}
          </Button>
        </p>
      )}
    </Card>
  );
}

function MailLine({ mail }: { mail: Mail }) {
  // Mail is shown as text: markup from outside never becomes part of the page.
  const body = mail.text.trim() !== '' || mail.html === null ? mail.text : htmlToText(mail.html);
  return (
    <li className="border-b border-line last:border-b-0">
      <details>
        <summary className="flex min-h-14 cursor-default flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-hover">
          <span className="min-w-56 flex-1">
            <bdi className="font-medium">{mail.subject}</bdi>
            <span className="block text-12 text-muted">
              <bdi dir="ltr">{mail.to}</bdi>
            </span>
          </span>
          {mail.attachments.length > 0 && (
            <span className="relative text-muted">
              <Paperclip size={14} aria-hidden />
              <span className="sr-only">{t('settings.mail.attachments')}</span>
            </span>
          )}
          <Badge tone={tones[mail.status]}>{t(`settings.mail.${mail.status}`)}</Badge>
          <span className="text-12 text-muted">
            <InstantText at={mail.createdAt} />
          </span>
        </summary>
        <div className="flex flex-col gap-3 px-4 pb-4">
          <p className="max-w-180 rounded-popover bg-desk p-4 break-words whitespace-pre-wrap">
            <bdi>{body}</bdi>
          </p>
          {mail.attachments.length > 0 && (
            <p className="flex flex-wrap gap-2">
              {mail.attachments.map((file) => (
                <Button
                  key={file.name}
                  size="compact"
                  icon={<CalendarDays size={14} aria-hidden />}
                  onPress={() => download(file.name, file.mediaType, file.content)}
                >
                  {t('settings.mail.download', { name: file.name })}
                </Button>
              ))}
            </p>
          )}
        </div>
      </details>
    </li>
  );
}
