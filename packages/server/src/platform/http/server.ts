import { operationEntries, type Operation, type OperationId } from '@entente/contracts';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { newId, Problem } from '@entente/kernel';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { nobodyContext, type Actor, type Context } from '../context.ts';
import type { Database } from '../db/database.ts';
import type { Extra, SomeHandlers } from './handlers.ts';
import { withIdempotency } from './idempotency.ts';
import { openApiDocument } from './openapi.ts';
import { problemBody } from './problem.ts';

/** Finds out who calls; null is nobody. Throws a Problem when a credential is given but no good. */
export type Authenticate = (request: FastifyRequest) => Promise<{ tenantId: string; actor: Actor } | null>;

export type HttpOptions = {
  readonly database: Database;
  readonly handlers: SomeHandlers;
  readonly authenticate: Authenticate;
  readonly logger: Logger;
  readonly publicUrl: string;
  readonly now: () => Date;
  /** Proxies that may say whom they speak for; without any, the connection itself says it. */
  readonly trustProxy?: number | string[] | undefined;
  /** Requests a minute for one caller. */
  readonly requestsPerMinute: number;
  /** Requests a minute from one address to what anybody may call. */
  readonly publicRequestsPerMinute: number;
  /** After a write has been committed: wakes those who read the outbox. */
  readonly afterWrite: () => void;
};

export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    genReqId: () => newId(),
    requestIdHeader: false,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 2 * 1024 * 1024,
    trustProxy: trusted(options.trustProxy),
    routerOptions: { maxParamLength: 500 },
  });
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    refuseForeignWrites(request);
  });
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: options.publicUrl.startsWith('https:') ? [] : null,
      },
    },
    strictTransportSecurity: options.publicUrl.startsWith('https:'),
  });
  await app.register(rateLimit, {
    max: options.requestsPerMinute,
    timeWindow: '1 minute',
    keyGenerator: (request) => request.headers.authorization ?? request.headers.cookie ?? request.ip,
    allowList: (request) => !request.url.startsWith('/api/'),
  });
  for (const [id, operation] of operationEntries()) mount(app, options, id, operation);
  const document = openApiDocument(options.publicUrl);
  app.get('/openapi.json', async () => document);
  return app;
}

/** Fastify takes addresses as they are; a number of proxies is a question about each hop, counted from us. */
function trusted(proxies: HttpOptions['trustProxy']): false | string[] | ((address: string, hop: number) => boolean) {
  return typeof proxies === 'number' ? (_address, hop) => hop < proxies : (proxies ?? false);
}

/** A browser says where a request comes from; a cookie is not accepted for writes from another site. */
function refuseForeignWrites(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.headers.cookie === undefined) return;
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  // A page without an origin of its own (a sandbox, a file) sends the word null, which is no address.
  const hostOf = (text: string): string | undefined => (URL.canParse(text) ? new URL(text).host : undefined);
  const foreign = site !== undefined ? site !== 'same-origin' && site !== 'none' : origin !== undefined && hostOf(origin) !== request.headers.host;
  if (foreign) throw new Problem('not_allowed', 'This request came from another site.');
}

function mount(app: FastifyInstance, options: HttpOptions, id: OperationId, operation: Operation): void {
  if (operation.audience !== 'public' && operation.audience !== 'signed_in' && operation.scope === null) throw new Error(`${id} names no scope`);
  const handler = options.handlers[id] as ((context: Context, input: unknown, extra: Extra) => Promise<unknown>) | undefined;
  if (!handler) throw new Error(`${id} has no handler`);
  app.route({
    method: operation.method,
    url: `/api/v1${operation.path}`,
    ...(operation.audience === 'public'
      ? { config: { rateLimit: { max: options.publicRequestsPerMinute, timeWindow: '1 minute', keyGenerator: addressOf } } }
      : {}),
    handler: async (request, reply) => {
      const context = await contextOf(options, request, operation);
      const input = {
        params: operation.params?.parse(request.params),
        query: operation.query?.parse(request.query),
        body: operation.body?.parse(request.body),
      };
      const extra: Extra = { ifVersion: operation.versioned ? versionOf(request) : null };
      const status = operation.status ?? 200;
      const work = async (): Promise<{ status: number; body: unknown }> => ({ status, body: checked(operation, id, await handler(context, input, extra)) });
      const key = request.headers['idempotency-key'];
      const answer =
        operation.method !== 'GET' && operation.audience !== 'public' && !operation.secretAnswer && typeof key === 'string' && key !== ''
          ? await withIdempotency(options.database, context, key.slice(0, 200), [id, input], work)
          : await work();
      if (operation.method !== 'GET') options.afterWrite();
      const version = (answer.body as { version?: unknown } | null)?.version;
      if (typeof version === 'number') reply.header('etag', `"${version}"`);
      return reply.code(answer.status).send(answer.body);
    },
  });
}

/** Credentials do not count where none are needed: whoever sends many cannot have many shares. */
const addressOf = (request: FastifyRequest): string => `public ${request.ip}`;

async function contextOf(options: HttpOptions, request: FastifyRequest, operation: Operation): Promise<Context> {
  if (operation.audience === 'public') return nobodyContext(request.id, options.now());
  const caller = await options.authenticate(request);
  if (!caller) throw new Problem('not_signed_in', 'Sign in, or send an API key.');
  const { actor } = caller;
  if (operation.audience !== 'signed_in' && operation.audience !== actor.audience) throw new Problem('not_found', 'There is nothing at this address.');
  if (operation.scope !== null && !actor.scopes.has(operation.scope))
    throw new Problem('not_allowed', `Your role (${actor.role.replaceAll('_', ' ')}) does not include this. Ask an owner or admin of the workspace.`);
  return { tenantId: caller.tenantId, actor, requestId: request.id, now: options.now() };
}

function versionOf(request: FastifyRequest): number {
  const header = request.headers['if-match'];
  if (header === undefined) throw new Problem('version_missing', 'Send If-Match with the version you read, so that nobody else’s change is lost.');
  const version = Number(header.replaceAll(/^W\/|"/g, ''));
  if (!Number.isInteger(version)) throw new Problem('invalid_input', 'If-Match holds no version.');
  return version;
}

/** An answer that does not fit its contract is a fault of ours, and must not leak what the contract does not name. */
function checked(operation: Operation, id: string, value: unknown): unknown {
  const result = operation.output.safeParse(value);
  if (!result.success)
    throw new Error(`${id} answered outside its contract: ${result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`);
  return result.data;
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const body = problemBody(error, request.id);
  if (body.status >= 500) request.log.error({ err: error, url: request.url }, 'request failed');
  else request.log.info({ code: body.code, url: request.url }, 'request refused');
  void reply.code(body.status).type('application/problem+json').send(body);
}
