import type { Scope } from '@entente/contracts/permissions';
import { type Result, setApiHeader, useApi } from '../lib/api/index.ts';
import { t } from './text.ts';

export type PortalSession = Result<'session.get'>;

export function usePortalSession() {
  return useApi('session.get', {}, { staleTime: 5 * 60_000 });
}

/** Undefined when it may be done; else the reason, to be shown on the greyed verb. */
export function useWhyNot(): (scope: Scope) => string | undefined {
  const session = usePortalSession().data;
  return (scope) => {
    if (session?.viewAs) return t('portal.viewAs.readOnly', { partner: session.viewAs.partnerName });
    return session === undefined || session.permissions.includes(scope) ? undefined : t('portal.denied.verb');
  };
}

export function useHome(refetchInterval: number | false = false) {
  return useApi('portal.home', {}, { refetchInterval });
}

let vendorName = '';
export const setPortalName = (name: string): void => {
  vendorName = name;
};
export const portalName = (): string => vendorName || t('portal.title');

const VIEW_AS = 'entente.viewAs';
const HEADER = 'entente-view-as';

/** Staff come with `?as=<partner>`: the partner is kept for this tab only and taken out of the address. */
export function startViewAs(): void {
  const address = new URL(window.location.href);
  const asked = address.searchParams.get('as');
  if (asked !== null) {
    sessionStorage.setItem(VIEW_AS, asked);
    address.searchParams.delete('as');
    history.replaceState(null, '', address);
  }
  // A signed link is its holder's own act, whoever else is signed in here.
  setApiHeader(HEADER, address.pathname === '/portal/link' ? null : sessionStorage.getItem(VIEW_AS));
}

/** Before the session is known, and where there is none. */
export const looksAsPartner = (): boolean => sessionStorage.getItem(VIEW_AS) !== null;

export function leaveViewAs(): void {
  const partner = sessionStorage.getItem(VIEW_AS);
  sessionStorage.removeItem(VIEW_AS);
  setApiHeader(HEADER, null);
  window.location.assign(partner === null ? '/' : `/partners/${encodeURIComponent(partner)}`);
}
