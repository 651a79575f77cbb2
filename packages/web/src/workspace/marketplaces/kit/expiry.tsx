import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { endOfDay, type OfferRow } from '../words.ts';

const CLOCK_FROM_DAYS = 14;
const DAY_MS = 86_400_000;

/** How long the buyer has: a countdown in the last two weeks, the date before that; nothing once it is decided. */
export function Expiry({ offer }: { offer: Pick<OfferRow, 'phase' | 'expiresOn' | 'sentAt'> }) {
  const now = useNow();
  const { expiresOn, phase } = offer;
  if (expiresOn === null) return <span className="text-muted">{t('offers.noExpiry')}</span>;
  const due = endOfDay(expiresOn);
  const runs = (phase === 'released' || phase === 'sending') && Date.parse(due) - now.getTime() < CLOCK_FROM_DAYS * DAY_MS;
  return runs ? (
    <SlaClock dueAt={due} startedAt={offer.sentAt ?? undefined} />
  ) : (
    <span className="text-muted">
      <DateText date={expiresOn} />
    </span>
  );
}
