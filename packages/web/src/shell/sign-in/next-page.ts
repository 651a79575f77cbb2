/** Only paths of this application: an outside address must not ride along. */
export const nextPage = (next: string | undefined): string =>
  next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') && !next.startsWith('/reset-password') ? next : '/inbox';
