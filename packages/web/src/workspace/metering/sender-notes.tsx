import { CircleAlert } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { formatInstant } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useNow } from '../../ui/use-now.ts';
import type { Sender } from './words.ts';

/** One line for each connection that sends. One that does not says why, and where to mend it. */
export function SenderNotes({ senders }: { senders: readonly Sender[] }) {
  const now = useNow();
  if (senders.length === 0) return null;
  return (
    <ul className="flex shrink-0 flex-col gap-1 border-b border-line bg-surface px-4 py-2 text-12 md:px-5">
      {senders.map((sender) => {
        const paused = sender.pausedUntil !== null && Date.parse(sender.pausedUntil) > now.getTime() ? sender.pausedUntil : null;
        const troubled = paused !== null || sender.sentence !== null;
        return (
          <li
            key={sender.connectionId}
            className={
              troubled ? 'flex flex-wrap items-center gap-x-2 gap-y-1 rounded-popover bg-warn-soft px-3 py-1.5 text-warn' : 'flex flex-wrap gap-x-2 text-muted'
            }
          >
            {troubled && <CircleAlert size={14} strokeWidth={1.75} aria-hidden className="shrink-0" />}
            <span className={troubled ? 'font-medium' : undefined}>
              {paused !== null
                ? t('metering.sender.paused', { marketplace: sender.marketplace, time: formatInstant(paused) })
                : t(troubled ? 'metering.sender.waits' : 'metering.sender.runs', { marketplace: sender.marketplace })}
            </span>
            {sender.sentence !== null && <bdi className="min-w-0 text-text">{sender.sentence}</bdi>}
            <span>{t('metering.sender.open', { n: sender.openBatches })}</span>
            {troubled && (
              <Link to="/connections/$connectionId" params={{ connectionId: sender.connectionId }} className="link underline underline-offset-2">
                {t('metering.sender.connection')}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}
