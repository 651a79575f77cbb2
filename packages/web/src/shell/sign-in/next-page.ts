/** Only paths of this application: an outside address must not ride along. */
export const nextPage = (next: string | undefined): string =>
  next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') && !next.startsWith('/reset-password') ? next : '/inbox';

/** The portal is a page of its own: it is loaded, not navigated to. Whoever does not belong there is sent on by it. */
export const isPortalPage = (path: string): boolean => /^\/portal(?:[/?#]|$)/.test(path);
