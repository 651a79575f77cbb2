import type { ShareState } from '@entente/kernel';
import { Link } from '@tanstack/react-router';
import type { Result } from '@entente/contracts/client';
import { t } from '../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { roleName } from '../../ui/role-glyph.tsx';

export type Share = Result<'shares.list'>['items'][number];
const shareTone: Readonly<Record<ShareState, Tone>> = {
  waiting_vendor: 'warn',
  waiting_partner: 'accent',
  active: 'ok',
  declined: 'neutral',
  ended: 'neutral',
};

/** Who wishes to take whom into the deal, as what, and where that stands. */
export function ShareRow({ share }: { share: Share }) {
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Link to="/partners/$partnerId" params={{ partnerId: share.fromPartnerId }} className="font-medium hover:underline">
          <bdi>{share.fromPartnerName}</bdi>
        </Link>
        <span aria-hidden className="flip inline-block text-muted">
          →
        </span>
        <span className="sr-only">{t('distribution.share.with')}</span>
        <Link to="/partners/$partnerId" params={{ partnerId: share.toPartnerId }} className="font-medium hover:underline">
          <bdi>{share.toPartnerName}</bdi>
        </Link>
        <Badge tone={shareTone[share.state]}>{t(`distribution.share.${share.state}`)}</Badge>
      </p>
      <p className="flex flex-wrap gap-x-2 text-12 text-muted">
        <span>{t('distribution.share.as', { role: roleName(share.role) })}</span>
        <RelativeTime at={share.createdAt} />
      </p>
      {share.message !== null && (
        <p className="whitespace-pre-wrap">
          <bdi>{share.message}</bdi>
        </p>
      )}
      {share.partnerSentence !== null && (
        <p className="text-muted">
          {t('distribution.share.told')} <bdi>{share.partnerSentence}</bdi>
        </p>
      )}
    </div>
  );
}
