import { Paperclip } from 'lucide-react';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import type { Entry } from './words.ts';

export function EntryRows({ entries, dealId }: { entries: readonly Entry[]; dealId: string | null }) {
  return (
    <ul className="flex flex-col gap-3">
      {entries.map((entry) => (
        <li key={entry.id} className="flex flex-col gap-1 border-s-2 border-line-strong ps-3">
          <p className="whitespace-pre-wrap">
            <bdi>{entry.body}</bdi>
          </p>
          {entry.fileId !== null && dealId !== null && (
            <a href={`/api/v1/deals/${dealId}/files/${entry.fileId}`} download className="link inline-flex items-center gap-1 self-start">
              <Paperclip size={14} aria-hidden />
              {t('cases.file')}
            </a>
          )}
          <p className="flex flex-wrap gap-x-1.5 text-12 text-muted">
            <bdi>{entry.by}</bdi>
            <span aria-hidden>·</span>
            <InstantText at={entry.at} />
          </p>
        </li>
      ))}
    </ul>
  );
}
