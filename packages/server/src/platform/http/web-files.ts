import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { Problem } from '@entente/kernel';
import type { FastifyInstance } from 'fastify';
import { problemBody } from './problem.ts';

/** Serves the built web application; any address that is no file and no API is a screen of it, under /portal one of the partner's. */
export async function mountWebFiles(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'));
  if (built)
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      preCompressed: true,
      setHeaders: (reply, path) => void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
    });
  app.setNotFoundHandler((request, reply) => {
    if (
      built &&
      request.method === 'GET' &&
      !/^\/(api\/|openapi|metrics|healthz|readyz)/.test(request.url) &&
      (request.headers.accept ?? '').includes('text/html')
    )
      return reply.sendFile(/^\/portal(?:[/?]|$)/.test(request.url) ? 'portal.html' : 'index.html');
    return reply
      .code(404)
      .type('application/problem+json')
      .send(problemBody(new Problem('not_found', 'There is nothing at this address.'), request.id));
  });
}
