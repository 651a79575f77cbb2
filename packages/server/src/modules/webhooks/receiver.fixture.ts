import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';

export type Got = { readonly id: string; readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string };
export type Receiver = { readonly url: string; readonly port: number; readonly got: Got[]; most: number; close(): Promise<void> };
/** What it answers to the message of this place; nothing is an answer that never comes. */
export type Answering = (response: ServerResponse, got: Got, index: number) => void;

/** A real receiver on this machine. `most` is how many messages were in its hands at the same time. */
export async function receiver(answering: Answering = (response) => response.writeHead(204).end()): Promise<Receiver> {
  const got: Got[] = [];
  let inHand = 0;
  const server: Server = createServer((request, response) => {
    inHand += 1;
    made.most = Math.max(made.most, inHand);
    response.on('close', () => (inHand -= 1));
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const one = { id: String(request.headers['webhook-id']), path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString('utf8') };
      got.push(one);
      answering(response, one, got.length - 1);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const made: Receiver = { url: `http://127.0.0.1:${port}/in`, port, got, most: 0, close };
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return made;
}
