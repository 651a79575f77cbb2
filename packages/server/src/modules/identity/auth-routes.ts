import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CLIENT_ADDRESS_HEADER, type Auth } from './auth.ts';

/** Mounts the login library. It reads the request itself, so its part of the server takes bodies as they come. */
export async function mountAuthRoutes(app: FastifyInstance, auth: Auth, publicUrl: string, keepsMail: boolean): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 64 * 1024 }, (_request, body, done) => done(null, body));
    scope.route({
      method: ['GET', 'POST'],
      url: '/api/auth/*',
      handler: async (request, reply) => {
        // Of the installation and not of the address asked for: it says nothing about who has an account.
        if (keepsMail && asksForMail(request)) void reply.header(MAIL_HEADER, 'kept');
        return send(reply, await auth.handler(toWebRequest(request, publicUrl)));
      },
    });
  });
}

/** On the answer to a request for a link by mail, when no server sends mail and somebody has to look into the mailbox. */
const MAIL_HEADER = 'entente-mail';
const asksForMail = ({ url }: FastifyRequest): boolean => /^\/api\/auth\/(?:sign-in\/magic-link|request-password-reset)(?:\?|$)/.test(url);

function toWebRequest(request: FastifyRequest, publicUrl: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    // Node joins or lists repeated headers; what describes the connection is not ours to hand on.
    if (value !== undefined && name !== 'content-length' && name !== 'transfer-encoding' && name !== 'connection')
      headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  headers.set(CLIENT_ADDRESS_HEADER, request.ip);
  const body = Buffer.isBuffer(request.body) && request.method !== 'GET' ? new Uint8Array(request.body) : null;
  return new Request(new URL(request.url, publicUrl), { method: request.method, headers, body });
}

async function send(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  void reply.code(response.status);
  for (const [name, value] of response.headers) if (name !== 'set-cookie') void reply.header(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) void reply.header('set-cookie', cookies);
  void reply.header('cache-control', 'no-store');
  return reply.send(Buffer.from(await response.arrayBuffer()));
}
