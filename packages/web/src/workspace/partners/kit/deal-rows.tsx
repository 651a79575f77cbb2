import { Link } from '@tanstack/react-router';
import type { Result } from '@entente/contracts/client';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, Money } from '../../../lib/i18n/values.tsx';
import { StageBadge } from '../../../ui/badge.tsx';
import { RoleStack } from '../../../ui/role-glyph.tsx';

type Deal = Result<'deals.list'>['items'][number];

/** Deals as short rows inside a card: name, stage, close date and value. */
export function DealRows({ deals, showAccount = true }: { deals: readonly Deal[]; showAccount?: boolean }) {
  return (
    <ul>
      {deals.map((deal) => (
        <li
          key={deal.id}
          className="relative flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0 hover:bg-hover"
        >
          <span className="min-w-48 flex-1">
            <Link to="/deals/$dealId" params={{ dealId: deal.id }} className="font-medium before:absolute before:inset-0">
              <bdi>{deal.name}</bdi>
            </Link>
            {showAccount && deal.accountName !== null && (
              <span className="block text-12 text-muted">
                <bdi>{deal.accountName}</bdi>
              </span>
            )}
          </span>
          {deal.roles.length > 0 && <RoleStack roles={deal.roles} />}
          <StageBadge stage={deal.stage} />
          <span className="w-28 text-end text-12 text-muted max-md:w-auto">{deal.closeOn === null ? t('work.noDate') : <DateText date={deal.closeOn} />}</span>
          <span className="w-28 text-end font-medium max-md:w-auto">
            {deal.amountMinor === null ? t('work.none') : <Money value={{ amountMinor: deal.amountMinor, currency: deal.currency }} look="compact" />}
          </span>
        </li>
      ))}
    </ul>
  );
}
