import { type AnchorHTMLAttributes, type MouseEvent, type ReactNode, useSyncExternalStore } from 'react';

/**
 * The portal's own way about: a dozen flat pages need no router library, and the first load stays small.
 * The address holds the page, its filter and its tab.
 */
const listeners = new Set<() => void>();
const tell = (): void => listeners.forEach((listener) => listener());
window.addEventListener('popstate', tell);

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The server names pages of the portal with or without its prefix. */
export const inPortal = (to: string): string => (/^\/portal(?:[/?#]|$)/.test(to) ? to : `/portal${to.startsWith('/') ? to : `/${to}`}`);

export function go(to: string, how: { replace?: boolean } = {}): void {
  const target = inPortal(to);
  if (how.replace) history.replaceState(null, '', target);
  else history.pushState(null, '', target);
  if (!how.replace) window.scrollTo(0, 0);
  tell();
}

export const usePath = (): string => useSyncExternalStore(subscribe, () => window.location.pathname.replace(/\/+$/, ''));

export function useParam(name: string): [string | undefined, (value: string | undefined) => void] {
  const value = useSyncExternalStore(subscribe, () => new URLSearchParams(window.location.search).get(name) ?? undefined);
  const set = (next: string | undefined): void => {
    const query = new URLSearchParams(window.location.search);
    if (next === undefined || next === '') query.delete(name);
    else query.set(name, next);
    const text = query.toString();
    go(`${window.location.pathname}${text ? `?${text}` : ''}`, { replace: true });
  };
  return [value, set];
}

const opensElsewhere = (event: MouseEvent): boolean => event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;

export function Go({ to, children, onClick, ...rest }: Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & { to: string; children: ReactNode }) {
  return (
    <a
      {...rest}
      href={inPortal(to)}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || opensElsewhere(event)) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
