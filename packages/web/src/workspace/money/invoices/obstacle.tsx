import { CircleAlert } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { ViewLink } from './bits.tsx';
import type { Invoice } from './words.ts';

/** Why a draft cannot be issued as it stands, and where that is mended. */
export function Obstacle({ invoice }: { invoice: Invoice }) {
  if (invoice.obstacle === null) return null;
  return (
    <div role="note" className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-popover bg-warn-soft px-3 py-2 text-warn">
      <CircleAlert size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
      <bdi className="min-w-40 flex-1">{invoice.obstacle}</bdi>
      <ViewLink search={{ tab: 'settings' }}>{t('invoices.toSettings')}</ViewLink>
      <Link to="/accounts/$accountId" params={{ accountId: invoice.accountId }} className="link">
        {t('invoices.toProfile')}
      </Link>
    </div>
  );
}
