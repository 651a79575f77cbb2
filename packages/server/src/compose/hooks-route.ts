import type { FastifyInstance } from 'fastify';
import { isId, notFound, Problem } from '@entente/kernel';
import { OutsideError } from '../platform/outside/index.ts';
import type { SyncComposition } from './sync.ts';

const MOST_BYTES = 1_000_000;

/**
 * Where outside systems send their events. What came is verified over its very bytes, kept, and answered at once; the work it causes
 * is done after. Whoever cannot sign learns only that it was refused.
 */
export function mountHooksRoute(server: FastifyInstance, sync: SyncComposition): void {
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) => done(null, body));
    scope.post<{ Params: { tenantId: string; connectionId: string } }>('/api/v1/hooks/:tenantId/:connectionId', async (request, reply) => {
      const { tenantId, connectionId } = request.params;
      if (!isId(tenantId) || !isId(connectionId)) throw notFound('connection');
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
      );
      try {
        const received = await sync.receive(tenantId, connectionId, {
          method: request.method,
          url: request.originalUrl,
          headers,
          body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        });
        return await reply.code(202).send(received);
      } catch (error) {
        if (error instanceof OutsideError)
          throw new Problem(error.failure === 'auth' ? 'not_signed_in' : 'invalid_input', 'The message could not be verified.');
        throw error;
      }
    });
  });
}
