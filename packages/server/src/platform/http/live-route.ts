import { Problem } from '@entente/kernel';
import type { FastifyInstance } from 'fastify';
import type { LiveFeed } from '../events/live-feed.ts';
import { problemBody } from './problem.ts';
import type { Authenticate } from './server.ts';

const HEARTBEAT_MS = 20_000;

/** Server-sent events at /api/v1/events: what changed, never its content; the screen reads that through its own operations and rights. */
export function mountLiveRoute(app: FastifyInstance, options: { authenticate: Authenticate; feed: LiveFeed; heartbeatMs?: number }): void {
  app.get('/api/v1/events', async (request, reply) => {
    const caller = await options.authenticate(request);
    if (!caller || caller.actor.audience !== 'workspace')
      return reply
        .code(401)
        .type('application/problem+json')
        .send(problemBody(new Problem('not_signed_in', 'Sign in, or send an API key.'), request.id));
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    });
    raw.write('retry: 2000\n\n');
    const leave = options.feed.listen(caller.tenantId, ({ type, recordType, recordId, dealId }) =>
      raw.write(`data: ${JSON.stringify({ type, recordType, recordId, dealId })}\n\n`),
    );
    // Rights may be taken away while a stream is open: each heartbeat asks again.
    const beat = async (): Promise<void> => {
      const still = await options.authenticate(request).catch(() => null);
      if (still?.tenantId === caller.tenantId && still.actor.audience === 'workspace') raw.write(': \n\n');
      else raw.end();
    };
    const heartbeat = setInterval(() => void beat(), options.heartbeatMs ?? HEARTBEAT_MS);
    raw.on('close', () => {
      clearInterval(heartbeat);
      leave();
    });
    return reply;
  });
}
