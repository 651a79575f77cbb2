import type { ComponentType } from 'react';
import {
  Banknote,
  Building2,
  Cable,
  ClipboardCheck,
  Handshake,
  Inbox,
  LayoutGrid,
  type LucideProps,
  Scale,
  Settings,
  Store,
  Users,
  Workflow,
} from 'lucide-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { type MessageId, t } from '../lib/i18n/i18n.ts';
import { Num } from '../lib/i18n/values.tsx';
import type { Session } from '../lib/session.ts';
import { cx } from '../ui/cx.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { Focusable } from 'react-aria-components';

export type NavItem = {
  id: string;
  to: string;
  label: MessageId;
  icon: ComponentType<LucideProps>;
  shortcut: string;
  partner: boolean;
  /** Places that belong to it and have their links on its pages. */ also?: readonly string[];
};

export const navItems: readonly NavItem[] = [
  { id: 'inbox', to: '/inbox', label: 'shell.nav.inbox', icon: Inbox, shortcut: 'g i', partner: true },
  { id: 'overview', to: '/overview', label: 'shell.nav.overview', icon: LayoutGrid, shortcut: 'g o', partner: false },
  { id: 'deals', to: '/deals', label: 'shell.nav.deals', icon: Handshake, shortcut: 'g d', partner: true, also: ['/cosell'] },
  {
    id: 'registrations',
    to: '/registrations',
    label: 'shell.nav.registrations',
    icon: ClipboardCheck,
    shortcut: 'g r',
    partner: false,
    also: ['/leads', '/cases'],
  },
  { id: 'partners', to: '/partners', label: 'shell.nav.partners', icon: Users, shortcut: 'g p', partner: false },
  { id: 'accounts', to: '/accounts', label: 'shell.nav.accounts', icon: Building2, shortcut: 'g a', partner: false },
  { id: 'programs', to: '/programs', label: 'shell.nav.programs', icon: Scale, shortcut: 'g e', partner: false },
  { id: 'plays', to: '/plays', label: 'shell.nav.plays', icon: Workflow, shortcut: 'g y', partner: false },
  {
    id: 'marketplaces',
    to: '/marketplaces',
    label: 'marketplaces.title',
    icon: Store,
    shortcut: 'g k',
    partner: false,
    also: ['/offers', '/metering', '/disbursements'],
  },
  { id: 'money', to: '/money', label: 'money.title', icon: Banknote, shortcut: 'g t', partner: false },
];
/** Below the rest: what the workspace runs on. */
const connectionsItem: NavItem = {
  id: 'connections',
  to: '/connections',
  label: 'connections.title',
  icon: Cable,
  shortcut: 'g n',
  partner: false,
  also: ['/conflicts', '/imports'],
};
const settingsItem: NavItem = { id: 'settings', to: '/settings', label: 'shell.nav.settings', icon: Settings, shortcut: 'g s', partner: false };

export const foundations: readonly NavItem[] = [connectionsItem, settingsItem];

/** Beside the registrations: what else partners bring and contend. The navigation holds ten places; these are reached from there. */
export const claimPages = [
  { id: 'leads', to: '/leads', label: 'leads.title', shortcut: 'g l' },
  { id: 'cases', to: '/cases', label: 'cases.title', shortcut: 'g c' },
] as const satisfies readonly { id: string; to: string; label: MessageId; shortcut: string }[];

/** What comes in and goes out: connections, what they cannot settle by themselves, and files. */
export const dataPages = [
  { id: 'connections', to: '/connections', label: 'connections.title', shortcut: 'g n' },
  { id: 'conflicts', to: '/conflicts', label: 'conflicts.title', shortcut: 'g f' },
  { id: 'imports', to: '/imports', label: 'shell.nav.imports', shortcut: 'g m' },
] as const satisfies readonly { id: string; to: string; label: MessageId; shortcut: string }[];

/** Beside the deals: what clouds offer, and what they ask of those who sell with them. */
export const cosellPages = [
  { id: 'invitations', to: '/cosell/invitations', label: 'cosell.invitations', shortcut: 'g v' },
  { id: 'eligibility', to: '/cosell/programs', label: 'cosell.eligibility', shortcut: 'g b' },
] as const satisfies readonly { id: string; to: string; label: MessageId; shortcut: string }[];

/** What goes to marketplaces and what comes back: usage that is billed there, and what they pay out. */
export const marketPages = [
  { id: 'metering', to: '/metering', label: 'metering.title', shortcut: 'g u' },
  { id: 'disbursements', to: '/disbursements', label: 'disbursements.title', shortcut: 'g w' },
] as const satisfies readonly { id: string; to: string; label: MessageId; shortcut: string }[];

/** What stands behind “Money”, in the order in which money flows; each is shown to whoever may read it. */
export const moneyAreas = [
  { id: 'quotes', to: '/money/quotes', label: 'money.quotes', scope: 'quotes:read' },
  { id: 'pricing', to: '/money/pricing', label: 'money.pricing', scope: 'pricing:read' },
  { id: 'subscriptions', to: '/money/subscriptions', label: 'money.subscriptions', scope: 'subscriptions:read' },
  { id: 'invoices', to: '/money/invoices', label: 'money.invoices', scope: 'invoices:read' },
  { id: 'splits', to: '/money/splits', label: 'money.splits', scope: 'splits:read' },
  { id: 'incentives', to: '/money/incentives', label: 'money.incentives', scope: 'incentives:read' },
  { id: 'funds', to: '/money/funds', label: 'money.funds', scope: 'funds:read' },
  { id: 'payouts', to: '/money/payouts', label: 'money.payouts', scope: 'payouts:read' },
  { id: 'ledger', to: '/money/ledger', label: 'money.ledger', scope: 'ledger:read' },
] as const satisfies readonly { id: string; to: string; label: MessageId; scope: string }[];

export const itemsFor = (session: Session): readonly NavItem[] => navItems.filter((item) => session.audience === 'workspace' || item.partner);

export function NavLink({ item, collapsed, count, onGo }: { item: NavItem; collapsed: boolean; count?: number; onGo?: () => void }) {
  const Icon = item.icon;
  const path = useRouterState({ select: (state) => state.location.pathname });
  const within = item.also?.some((place) => path === place || path.startsWith(`${place}/`)) ?? false;
  const link = (
    <Link
      to={item.to}
      onClick={onGo}
      aria-label={collapsed ? t(item.label) : undefined}
      className={cx(
        'flex h-8 items-center gap-3 rounded-control text-muted hover:bg-hover hover:text-text max-md:h-11',
        collapsed ? 'justify-center px-0' : 'px-2',
        within && 'bg-hover font-medium text-text',
      )}
      activeProps={{ className: 'bg-hover font-medium text-text', 'aria-current': 'page' }}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
      {!collapsed && <span className="min-w-0 flex-1 truncate">{t(item.label)}</span>}
      {!collapsed && count !== undefined && count > 0 && (
        <span className="text-12">
          <span aria-hidden>
            <Num value={count} />
          </span>
          <span className="sr-only">{t('shell.nav.waiting', { n: count })}</span>
        </span>
      )}
    </Link>
  );
  return collapsed ? (
    <Tooltip text={t(item.label)} shortcut={item.shortcut}>
      <Focusable>{link}</Focusable>
    </Tooltip>
  ) : (
    link
  );
}
