import { t } from '../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { cx } from '../../../ui/cx.ts';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { type Invitation, tones } from './words.ts';

export function InvitationList({ rows, openId, onOpen }: { rows: readonly Invitation[]; openId: string | undefined; onOpen: (id: string) => void }) {
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.id}>
          <button
            type="button"
            onClick={() => onOpen(row.id)}
            aria-current={row.id === openId}
            data-invitation={row.id}
            className={cx(
              'flex w-full flex-col gap-1 border-b border-line px-4 py-2.5 text-start outline-offset-[-2px] hover:bg-hover',
              row.id === openId && 'bg-accent-soft hover:bg-accent-soft',
            )}
          >
            <span className="flex w-full items-start gap-3">
              <span className="min-w-0 flex-1 font-medium">
                <bdi>{row.title}</bdi>
              </span>
              {row.status === 'pending' ? (
                <SlaClock dueAt={row.expiresAt} startedAt={row.receivedAt} />
              ) : (
                <Badge tone={tones[row.status]}>{t(`cosell.invitation.is.${row.status}`)}</Badge>
              )}
            </span>
            <span className="flex w-full min-w-0 gap-1.5 text-12 text-muted">
              <bdi className="truncate">{row.customer['name'] ?? t('cosell.hidden')}</bdi>
              <span aria-hidden>·</span>
              <bdi className="truncate">{row.sender}</bdi>
              <span aria-hidden>·</span>
              <span className="shrink-0">
                <RelativeTime at={row.decidedAt ?? row.receivedAt} />
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
