import type { BetterAuthPlugin } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import { deleteSessionCookie } from 'better-auth/cookies';
import { randomBytes } from 'node:crypto';

/** The names the two-factor plugin looks for. */
const CHALLENGE_COOKIE = 'two_factor';
const CHALLENGE_SECONDS = 600;

/**
 * The two-factor plugin asks for the second factor after a password only. A link from a mailbox is one factor as well, so it
 * begins the same challenge: the session just made is taken back, and the code is asked for on the sign-in page.
 */
export function secondFactorAfterLink(signInPage: string): BetterAuthPlugin {
  return {
    id: 'second-factor-after-link',
    hooks: {
      after: [
        {
          matcher: (context) => context.path === '/magic-link/verify',
          handler: createAuthMiddleware(async (ctx) => {
            const made = ctx.context.newSession;
            if (!made || made.user['twoFactorEnabled'] !== true) return;
            deleteSessionCookie(ctx, true);
            await ctx.context.internalAdapter.deleteSession(made.session.token);
            ctx.context.setNewSession(null);
            const identifier = `2fa-${randomBytes(15).toString('base64url')}`;
            const expiresAt = new Date(Date.now() + CHALLENGE_SECONDS * 1000);
            await ctx.context.internalAdapter.createVerificationValue({ identifier, value: made.user.id, expiresAt });
            await ctx.context.internalAdapter.createVerificationValue({ identifier: `2fa-attempts-${identifier}`, value: '0', expiresAt });
            const cookie = ctx.context.createAuthCookie(CHALLENGE_COOKIE, { maxAge: CHALLENGE_SECONDS });
            await ctx.setSignedCookie(cookie.name, identifier, ctx.context.secret, cookie.attributes);
            throw ctx.redirect(challengePage(signInPage, ctx.query?.['callbackURL']));
          }),
        },
      ],
    },
  };
}

/** The library has checked that the wanted page is ours; only its path travels on. */
function challengePage(signInPage: string, wanted: unknown): string {
  const page = new URL(signInPage);
  page.searchParams.set('step', 'second-factor');
  if (typeof wanted === 'string' && wanted !== '' && wanted !== '/') {
    const { pathname, search } = new URL(wanted, page);
    page.searchParams.set('next', pathname + search);
  }
  return page.toString();
}
