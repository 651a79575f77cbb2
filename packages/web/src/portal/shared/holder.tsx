import type { Result } from '../../lib/api/index.ts';
import { InstantText, RelativeTime } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { t } from '../text.ts';

type Holder = Result<'portalRegistrations.get'>['holder'];

export function holderWords(holder: Holder, vendor: string): string {
  if (holder.side === 'nobody') return t('portal.holder.nobody');
  if (holder.side === 'partner') return holder.name === null ? t('portal.holder.you') : t('portal.holder.youNamed', { name: holder.name });
  return t('portal.holder.vendor', { name: holder.name ?? vendor });
}

/** Who has it, since when, until when and why: never a bare "pending". */
export function HolderNote({ holder, vendor }: { holder: Holder; vendor: string }) {
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="font-medium">
          <bdi>{holderWords(holder, vendor)}</bdi>
        </span>
        {holder.late && <Badge tone="bad">{t('portal.holder.late')}</Badge>}
        {holder.side !== 'nobody' && holder.until !== null && <SlaClock dueAt={holder.until} startedAt={holder.since} />}
      </p>
      <p dir="auto">{holder.sentence}</p>
      <p className="flex flex-wrap gap-x-3 text-12 text-muted">
        <span>
          {t('portal.holder.since')} <RelativeTime at={holder.since} />
        </span>
        {holder.until !== null && (
          <span>
            {t('portal.holder.until')} <InstantText at={holder.until} />
          </span>
        )}
      </p>
    </div>
  );
}
