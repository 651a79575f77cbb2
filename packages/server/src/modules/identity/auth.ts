import { passkey } from '@better-auth/passkey';
import { newId } from '@entente/kernel';
import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { APIError, createAuthMiddleware, isAPIError } from 'better-auth/api';
import { magicLink, twoFactor } from 'better-auth/plugins';
import { createHash } from 'node:crypto';
import pg from 'pg';
import type { ConnectionConfig } from '../../platform/db/database.ts';
import type { AccountNotice } from './auth-mail.ts';
import { forgetTrustedDevices, ownSessions } from './own-sessions.ts';
import { secondFactorAfterLink } from './second-factor-after-link.ts';
import type { SignInGuard } from './sign-in-guard.ts';

export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 128;
export const CLIENT_ADDRESS_HEADER = 'x-entente-client-address';

export type AuthSettings = {
  readonly pool: pg.Pool;
  /** Signs cookies and encrypts second-factor secrets. */
  readonly secret: string;
  readonly publicUrl: string;
  readonly guard: SignInGuard;
  readonly sendSignInLink: (email: string, url: string) => Promise<void>;
  readonly sendResetLink: (email: string, url: string) => Promise<void>;
  /** Tells a person by mail what was done to their account, so that a stranger cannot do it unseen. */
  readonly sendNotice: (email: string, notice: AccountNotice) => Promise<void>;
  /** After anything that may have changed who is signed in. */
  readonly onChange: () => void;
  readonly log: { error(fields: object, sentence: string): void; warn(fields: object, sentence: string): void };
};

/** The login library wants real dates where our own pool gives text, so it has a small pool of its own. */
export function createAuthPool(connection: ConnectionConfig, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({ ...connection, max: 4, options: '-c role=entente_app -c statement_timeout=30000', application_name: 'entente-auth' });
  pool.on('error', onError);
  return pool;
}

/** Stored instead of the token: who reads the table cannot sign in with it. */
export const linkTokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const createAuth = (settings: AuthSettings) => betterAuth(authOptions(settings));
export type Auth = ReturnType<typeof createAuth>;

export function authOptions(settings: AuthSettings) {
  const url = new URL(settings.publicUrl);
  return {
    appName: 'Entente',
    baseURL: url.origin,
    basePath: '/api/auth',
    secret: settings.secret,
    database: settings.pool,
    trustedOrigins: originsOf(url),
    telemetry: { enabled: false },
    user: { modelName: 'user' },
    account: { modelName: 'authAccount', accountLinking: { enabled: false } },
    verification: { modelName: 'verification' },
    // No cookieCache: a session that was ended must end at once.
    session: { modelName: 'session', expiresIn: 14 * 86_400, updateAge: 86_400 },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: MAX_PASSWORD,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: 30 * 60,
      onPasswordReset: async ({ user }) => {
        await forgetTrustedDevices(settings.pool, user.id);
        await settings.sendNotice(user.email, 'password');
      },
      sendResetPassword: ({ user, token }) => settings.sendResetLink(user.email, `${settings.publicUrl}/reset-password?token=${encodeURIComponent(token)}`),
    },
    // Accounts are made by invitation, the command line or the sample; addresses do not change by themselves.
    disabledPaths: [
      '/sign-up/email',
      '/sign-in/social',
      '/link-social',
      '/unlink-account',
      '/change-email',
      '/delete-user',
      '/delete-user/callback',
      '/send-verification-email',
      '/verify-email',
      '/get-access-token',
      '/refresh-token',
      '/account-info',
      // They give the browser the tokens of other sessions; `own-sessions.ts` names sessions without them.
      '/list-sessions',
      '/revoke-session',
    ],
    advanced: {
      cookiePrefix: 'entente',
      useSecureCookies: url.protocol === 'https:',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      database: { generateId: () => newId() },
      // Set by us from the connection, never taken from the caller.
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    rateLimit: {
      enabled: true,
      storage: 'memory',
      window: 60,
      max: 120,
      customRules: {
        '/sign-in/email': { window: 60, max: 10 },
        '/sign-in/magic-link': { window: 60, max: 10 },
        '/magic-link/verify': { window: 60, max: 20 },
        '/request-password-reset': { window: 60, max: 5 },
        '/reset-password': { window: 60, max: 10 },
        '/two-factor/*': { window: 60, max: 20 },
      },
    },
    logger: { level: 'warn', log: (level, message) => settings.log[level === 'error' ? 'error' : 'warn']({ source: 'sign-in' }, message) },
    // Refusals are answers and not faults; the library would print them past our log.
    onAPIError: {
      onError: (error) => {
        if (!(error instanceof APIError) || error.statusCode >= 500) settings.log.error({ err: error }, 'sign-in failed');
      },
    },
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        if (ctx.path === '/sign-in/email' && !settings.guard.begin(addressIn(ctx.body)))
          throw new APIError('TOO_MANY_REQUESTS', {
            code: 'TOO_MANY_ATTEMPTS',
            message: 'There were too many attempts for this address. Try again in 15 minutes, or use a sign-in link.',
          });
      }),
      after: createAuthMiddleware(async (ctx) => {
        if (ctx.method !== 'GET') settings.onChange();
        const made = ctx.context.newSession;
        const halfWay = ctx.path === '/sign-in/email' && made?.user['twoFactorEnabled'] === true;
        if (made && !halfWay) settings.guard.succeeded(made.user.email);
        const changed = noticeOf[ctx.path];
        const owner = ctx.context.session?.user;
        if (changed && owner && !isAPIError(ctx.context.returned)) {
          if (changed !== 'passkey') await forgetTrustedDevices(settings.pool, owner.id);
          await settings.sendNotice(owner.email, changed);
        }
        // The plugin only prefers that the device checks its person; we refuse a sign-in without, so ask for it.
        if (ctx.path === '/passkey/generate-authenticate-options' && isOptions(ctx.context.returned))
          return ctx.json({ ...ctx.context.returned, userVerification: 'required' });
        return undefined;
      }),
    },
    plugins: [
      // Ten wrong codes in a row lock the second factor for 15 minutes, whichever process they reach. A passkey still signs in.
      twoFactor({ issuer: 'Entente', allowPasswordless: true }),
      magicLink({
        expiresIn: 600,
        disableSignUp: true,
        storeToken: { type: 'custom-hasher', hash: async (token) => linkTokenHash(token) },
        sendMagicLink: ({ email, url: link }) => settings.sendSignInLink(email, link),
      }),
      secondFactorAfterLink(`${settings.publicUrl}/sign-in`),
      ownSessions(settings.pool),
      passkey({
        rpID: url.hostname,
        rpName: 'Entente',
        origin: originsOf(url),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        authentication: {
          // A passkey stands for both factors only if the device has checked its person.
          afterVerification: async ({ verification }) => {
            if (!verification.authenticationInfo.userVerified)
              throw new APIError('UNAUTHORIZED', { code: 'USER_NOT_VERIFIED', message: 'The device did not check that it is you.' });
          },
        },
      }),
    ],
  } satisfies BetterAuthOptions;
}

const noticeOf: Readonly<Record<string, AccountNotice>> = {
  '/change-password': 'password',
  '/two-factor/disable': 'second-factor-off',
  '/passkey/verify-registration': 'passkey',
};

/** On one's own machine both names of it are the same place. */
function originsOf(url: URL): string[] {
  const port = url.port === '' ? '' : `:${url.port}`;
  return ['localhost', '127.0.0.1'].includes(url.hostname) ? [`${url.protocol}//localhost${port}`, `${url.protocol}//127.0.0.1${port}`] : [url.origin];
}

const isOptions = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && 'challenge' in value;

function addressIn(body: unknown): string {
  const email: unknown = typeof body === 'object' && body !== null && 'email' in body ? body.email : '';
  return typeof email === 'string' ? email : '';
}
