import type { BetterAuthPlugin } from 'better-auth';
import { createAuthEndpoint, sessionMiddleware } from 'better-auth/api';
import type pg from 'pg';

/** What the second factor remembers of a device, in the library's own words. */
const TRUST_RECORDS = 'trust-device-%';
const SHOWN = 50;

type SessionRow = { id: string; createdAt: Date; updatedAt: Date; ipAddress: string | null; userAgent: string | null };

/**
 * Where a person is signed in, newest use first. A session is named by its id: its token is as good as a password, and a
 * script that got into one page must not read the tokens of all the others.
 */
export function ownSessions(pool: pg.Pool): BetterAuthPlugin {
  return {
    id: 'own-sessions',
    endpoints: {
      listOwnSessions: createAuthEndpoint('/own-sessions', { method: 'GET', use: [sessionMiddleware] }, async (ctx) => {
        const { user, session } = ctx.context.session;
        const { rows } = await pool.query<SessionRow>(
          'select id, "createdAt", "updatedAt", "ipAddress", "userAgent" from session where "userId" = $1 and "expiresAt" > now() order by id = $2 desc, "updatedAt" desc limit $3',
          [user.id, session.id, SHOWN],
        );
        return ctx.json(rows.map((row) => ({ ...row, current: row.id === session.id })));
      }),
      endOtherSessions: createAuthEndpoint('/own-sessions/end-others', { method: 'POST', use: [sessionMiddleware] }, async (ctx) => {
        const { user, session } = ctx.context.session;
        const { rowCount } = await pool.query('delete from session where "userId" = $1 and id <> $2', [user.id, session.id]);
        await forgetTrustedDevices(pool, user.id);
        return ctx.json({ ended: rowCount ?? 0 });
      }),
    },
  };
}

/** A device that was trusted before somebody took care of their account is asked for a code again. */
export async function forgetTrustedDevices(pool: pg.Pool, userId: string): Promise<void> {
  await pool.query('delete from verification where value = $1 and identifier like $2', [userId, TRUST_RECORDS]);
}
