import { newId } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { problemBody } from '../../platform/http/problem.ts';
import type { SomeHandlers } from '../../platform/http/handlers.ts';
import { createMail } from '../../platform/mail/index.ts';
import { createSecrets } from '../../platform/secrets.ts';
import { addMembership, createIdentity, createPerson, type Identity } from './index.ts';
import type { Role } from '@entente/contracts/permissions';

export const PUBLIC_URL = 'http://localhost:4400';
export const PASSWORD = 'correct horse battery';

/** A server with sign-in and one protected address, over a database of its own. */
export async function startIdentity() {
  const test = await testDatabase();
  const { db } = test;
  let clock: Date | null = null;
  const now = (): Date => clock ?? new Date();
  const log = { error: () => undefined, warn: () => undefined };
  const mail = createMail({ database: db, smtpUrl: null, from: 'Entente <no-reply@localhost>', now, log });
  const identity = createIdentity({ database: db, connection: test.connection, secrets: createSecrets('s'.repeat(43)), mail, publicUrl: PUBLIC_URL, now, log });
  const app = Fastify();
  app.setErrorHandler((error, request, reply) => {
    const body = problemBody(error, request.id);
    void reply.code(body.status).send(body);
  });
  await identity.authRoutes(app);
  app.get('/whoami', async (request, reply) => {
    const caller = await identity.authenticate(request);
    if (!caller) return reply.code(401).send({});
    return {
      tenantId: caller.tenantId,
      memberId: caller.actor.memberId,
      role: caller.actor.role,
      audience: caller.actor.audience,
      partnerId: caller.actor.partnerId,
      kind: caller.actor.kind,
      scopes: [...caller.actor.scopes],
    };
  });
  const browser = createBrowser(app);
  return {
    db,
    admin: test.admin,
    identity,
    app,
    mail,
    now,
    browser,
    setClock: (at: Date | null) => {
      clock = at;
    },
    async workspace(slug: string, name: string): Promise<string> {
      const id = newId();
      await db.inSystem((tx) => tx.insertInto('workspace').values({ id, slug, name }).execute());
      return id;
    },
    member: (tenantId: string, email: string, role: Role, options: { password?: string; partnerId?: string; name?: string } = {}) =>
      addMember(db, tenantId, email, role, options),
    context: (tenantId: string, memberId: string, role: Role, scopes: readonly string[]): Context => ({
      tenantId,
      requestId: newId(),
      now: now(),
      actor: {
        kind: 'person',
        id: memberId,
        name: 'Tester',
        memberId,
        audience: 'workspace',
        partnerId: null,
        role,
        scopes: new Set(scopes) as Context['actor']['scopes'],
        onBehalfOf: null,
      },
    }),
    /** The newest link in the mail to an address. */
    async linkTo(address: string): Promise<string> {
      await identity.idle();
      const { rows } = await test.admin.query<{ text_body: string }>('select text_body from mail_message where to_address = $1 order by id desc limit 1', [
        address,
      ]);
      const link = /https?:\/\/\S+/.exec(rows[0]?.text_body ?? '')?.[0];
      if (!link) throw new Error(`there is no link for ${address}`);
      return link;
    },
    async close() {
      await app.close();
      await identity.close();
      await test.close();
    },
  };
}

async function addMember(
  db: Database,
  tenantId: string,
  email: string,
  role: Role,
  options: { password?: string; partnerId?: string; name?: string },
): Promise<{ memberId: string; userId: string }> {
  return db.inTenant(tenantId, async (tx) => {
    const { userId } = await createPerson(tx, {
      email,
      name: options.name ?? email,
      ...(options.password === undefined ? {} : { password: options.password }),
    });
    const { id } = await addMembership(tx, tenantId, { userId, role, partnerId: options.partnerId ?? null, now: new Date() });
    return { memberId: id, userId };
  });
}

export type Answer = { status: number; body: Record<string, unknown>; location: string };

/** Keeps cookies as a browser does, and comes from its own network address. */
function createBrowser(app: FastifyInstance) {
  let opened = 0;
  return () => {
    const jar = new Map<string, string>();
    opened += 1;
    const remoteAddress = `10.0.0.${opened}`;
    const send = async (method: 'GET' | 'POST', path: string, options: { body?: object; headers?: Record<string, string> } = {}): Promise<Answer> => {
      const url = new URL(path, PUBLIC_URL);
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = {
        host: url.host,
        ...(method === 'POST' ? { origin: PUBLIC_URL, 'content-type': 'application/json' } : {}),
        ...(cookie === '' ? {} : { cookie }),
        ...options.headers,
      };
      const answer = await app.inject({
        method,
        url: url.pathname + url.search,
        headers,
        remoteAddress,
        ...(options.body ? { payload: JSON.stringify(options.body) } : {}),
      });
      for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
        const [pair = ''] = line.split(';');
        const name = pair.slice(0, pair.indexOf('='));
        if (/max-age=0/i.test(line)) jar.delete(name);
        else jar.set(name, pair.slice(name.length + 1));
      }
      let body: unknown = {};
      try {
        body = answer.body === '' ? {} : answer.json();
      } catch {
        body = { text: answer.body };
      }
      return { status: answer.statusCode, body: (body ?? {}) as Record<string, unknown>, location: String(answer.headers.location ?? '') };
    };
    return {
      jar,
      get: (path: string, headers?: Record<string, string>) => send('GET', path, headers ? { headers } : {}),
      post: (path: string, body: object, headers?: Record<string, string>) => send('POST', path, headers ? { body, headers } : { body }),
    };
  };
}

/** A handler that the module surely has. */
export function handlerOf<Id extends keyof SomeHandlers>(identity: Identity, id: Id): NonNullable<SomeHandlers[Id]> {
  const handler = identity.routes[id];
  if (!handler) throw new Error(`${id} has no handler`);
  return handler;
}
