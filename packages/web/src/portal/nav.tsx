import { ClipboardCheck, HandCoins, Handshake, House, Inbox, Search, Settings2, Wallet, type LucideIcon } from 'lucide-react';
import type { Result } from '../lib/api/index.ts';
import type { PortalSession } from './session.ts';
import type { PortalMessageId } from './text.ts';

type NavItem = { to: string; label: PortalMessageId; icon: LucideIcon; /** Other addresses that belong to it. */ also?: RegExp };

/** Reports are there only where there is somebody to report for. */
export const reportsSales = (session: PortalSession, home: Result<'portal.home'> | undefined): boolean =>
  session.permissions.includes('portal:distribution') && (home?.resellers.length ?? 0) > 0;

/** At most eight, of which money and funds are there for whoever may see them: reports of sales stand beside the deals that they speak of. */
export function navFor(session: PortalSession): readonly NavItem[] {
  const money = session.permissions.includes('portal:money');
  return [
    { to: '/portal', label: 'portal.nav.home', icon: House },
    { to: '/portal/deals', label: 'portal.nav.deals', icon: Handshake, also: money ? /^\/portal\/reports/ : /^\/portal\/(reports|incentives)/ },
    { to: '/portal/registrations', label: 'portal.nav.registrations', icon: ClipboardCheck, also: /^\/portal\/(register|cases)/ },
    { to: '/portal/leads', label: 'portal.nav.leads', icon: Inbox },
    { to: '/portal/partners', label: 'portal.nav.partners', icon: Search, also: /^\/portal\/shares/ },
    ...(money ? [{ to: '/portal/money', label: 'portal.nav.money' as const, icon: Wallet, also: /^\/portal\/incentives/ }] : []),
    ...(session.permissions.includes('portal:funds') ? [{ to: '/portal/funds', label: 'portal.nav.funds' as const, icon: HandCoins }] : []),
    { to: '/portal/team', label: 'portal.nav.team', icon: Settings2, also: /^\/portal\/(settings|notifications)/ },
  ];
}

export const isOpen = (item: NavItem, path: string): boolean =>
  path === item.to || (item.to !== '/portal' && path.startsWith(`${item.to}/`)) || (item.also?.test(path) ?? false);
