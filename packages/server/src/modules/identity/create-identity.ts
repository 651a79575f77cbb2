import type { FastifyInstance } from 'fastify';
import type { ConnectionConfig, Database } from '../../platform/db/database.ts';
import type { SomeHandlers } from '../../platform/http/handlers.ts';
import type { Authenticate } from '../../platform/http/server.ts';
import { isUnreachable, type Mail } from '../../platform/mail/index.ts';
import type { Secrets } from '../../platform/secrets.ts';
import { createAuth, createAuthPool, type AuthSettings } from './auth.ts';
import { noticeMail, resetMail, signInMail } from './auth-mail.ts';
import { mountAuthRoutes } from './auth-routes.ts';
import { createAuthenticate } from './authenticate.ts';
import { PrincipalCache } from './principal.ts';
import { partnerPeople, type PartnerPeople } from './partner-people.ts';
import { identityRoutes } from './routes.ts';
import { SignInGuard } from './sign-in-guard.ts';
import { isMemberAnywhere } from './store.ts';

export type IdentityOptions = {
  readonly database: Database;
  /** The login library's own small pool is opened from it. */
  readonly connection: ConnectionConfig;
  readonly secrets: Secrets;
  readonly mail: Mail;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly now: () => Date;
  readonly log: AuthSettings['log'];
  /** After mail was written outside a request's own write, so that the worker sends it at once. */
  readonly afterMail?: () => void;
};

export type Identity = {
  readonly authenticate: Authenticate;
  authRoutes(app: FastifyInstance): Promise<void>;
  readonly routes: SomeHandlers;
  /** A partner's own people, for its pages. */
  readonly partnerPeople: PartnerPeople;
  /** Resolves when mail that was asked for has been written; for a clean stop. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

export function createIdentity(options: IdentityOptions): Identity {
  const { database, mail, publicUrl, now, log } = options;
  const cache = new PrincipalCache(now);
  const guard = new SignInGuard(now);
  const pending = new Set<Promise<void>>();

  /**
   * Looks up and writes behind the answer: whoever asks learns neither from the words nor from the time it takes whether
   * there is such a person. Only members get mail, and no address gets a flood of it.
   */
  const mailMember = (kind: string, email: string, write: (to: string) => { to: string; subject: string; text: string }): Promise<void> => {
    const work = (async () => {
      const address = email.toLowerCase();
      if (isUnreachable(address) || !guard.begin(`${kind} ${address}`)) return;
      await database.inSystem(async (tx) => {
        const user = await tx.selectFrom('user').select(['id', 'email']).where('email', '=', address).executeTakeFirst();
        if (!user || !(await isMemberAnywhere(tx, user.id))) return;
        await mail.enqueue(tx, { tenantId: null, ...write(user.email) });
      });
      options.afterMail?.();
    })().catch((error: unknown) => log.error({ err: error }, 'sign-in mail could not be written'));
    pending.add(work);
    void work.finally(() => pending.delete(work));
    return Promise.resolve();
  };

  const pool = createAuthPool(options.connection, (error) => log.warn({ err: error }, 'an idle connection of sign-in was lost'));
  const auth = createAuth({
    pool,
    publicUrl,
    guard,
    log,
    secret: options.secrets.derive('sign-in'),
    onChange: () => cache.clear(),
    sendSignInLink: (email, url) => mailMember('link', email, (to) => signInMail(to, url)),
    sendResetLink: (email, url) => mailMember('reset', email, (to) => resetMail(to, url)),
    sendNotice: (email, notice) => mailMember('notice', email, (to) => noticeMail(to, notice, publicUrl)),
  });
  const idle = async (): Promise<void> => {
    while (pending.size > 0) await Promise.all(pending);
  };
  const people = { database, mail, publicUrl, onChange: () => cache.clear() };
  return {
    authenticate: createAuthenticate({ database, auth, cache, now }),
    authRoutes: (app) => mountAuthRoutes(app, auth, publicUrl, mail.keeps),
    routes: identityRoutes(people),
    partnerPeople: partnerPeople(people),
    idle,
    async close() {
      await idle();
      await pool.end();
    },
  };
}
