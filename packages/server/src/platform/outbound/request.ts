import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { ResolvedAddress } from './target.ts';

export type OutboundRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  /** Of a longer answer the beginning is enough; otherwise it is an error. */
  readonly truncate?: boolean;
  readonly signal?: AbortSignal;
};
/** Header names are in lower case; several values of one name are joined with a comma. */
export type OutboundResponse = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

/** Whether the request may have reached the other side: one that certainly did not can be sent again without a thought. */
export class NotReached extends Error {
  override readonly name = 'NotReached';
  readonly mayHaveArrived: boolean;
  constructor(sentence: string, mayHaveArrived: boolean, options?: ErrorOptions) {
    super(sentence, options);
    this.mayHaveArrived = mayHaveArrived;
  }
}

const TIMEOUT_MS = 20_000;
const MOST_BYTES = 20_000_000;
const settings = { keepAlive: true, maxSockets: 16, timeout: 30_000 };
const agents = { 'http:': new HttpAgent(settings), 'https:': new HttpsAgent(settings) };

/**
 * Sends to the one address that was checked; the name still stands in the certificate and the Host header. Connections are kept
 * open per checked address, so that a batch does not shake hands for each request. No redirect is followed.
 */
export function sendRequest(target: { url: URL; address: ResolvedAddress }, request: OutboundRequest): Promise<OutboundResponse> {
  const { url, address } = target;
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  const secure = url.protocol === 'https:';
  const mostBytes = request.maxBytes ?? MOST_BYTES;
  return new Promise((resolve, reject) => {
    let sent = false;
    const fail = (error: unknown): void =>
      reject(error instanceof NotReached ? error : new NotReached(`${url.host} could not be reached.`, sent, { cause: error }));
    const outgoing = (secure ? requestHttps : requestHttp)(
      {
        method: request.method,
        agent: secure ? agents['https:'] : agents['http:'],
        host: address.address,
        family: address.family,
        ...(isIP(host) === 0 ? { servername: host } : {}),
        port: url.port === '' ? undefined : Number(url.port),
        path: `${url.pathname}${url.search}`,
        headers: {
          'user-agent': 'Entente',
          ...request.headers,
          host: url.host,
          ...(request.body === undefined ? {} : { 'content-length': Buffer.byteLength(request.body) }),
        },
        signal: request.signal ?? AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS),
      },
      (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        const answer = (): void =>
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
            ),
            body: Buffer.concat(parts).subarray(0, mostBytes),
          });
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size <= mostBytes || request.truncate) parts.push(part);
          if (size <= mostBytes) return;
          if (request.truncate) {
            answer();
            response.destroy();
          } else response.destroy(new NotReached(`${url.host} sent more than ${mostBytes} bytes.`, true));
        });
        response.on('error', fail);
        response.on('aborted', () => fail(new NotReached(`${url.host} broke off its answer.`, true)));
        response.on('end', answer);
      },
    );
    outgoing.on('finish', () => {
      sent = true;
    });
    outgoing.on('error', fail);
    outgoing.end(request.body);
  });
}
