import type { FastifyInstance } from 'fastify';

/** `close()` alone waits for keep-alive connections to end by themselves (over a minute); idle ones are closed as they become idle. */
export async function closeServer(app: FastifyInstance): Promise<void> {
  const idle = setInterval(() => app.server.closeIdleConnections(), 100);
  const hard = setTimeout(() => app.server.closeAllConnections(), 3_000);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(hard);
  }
}
