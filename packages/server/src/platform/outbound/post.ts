import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { fetchText } from './get.ts';
import { sendRequest, type OutboundRequest, type OutboundResponse } from './request.ts';
import { checkTarget, type Resolve } from './target.ts';

export type Outbound = {
  /** Sends JSON once; resolves with the status the other side gave. No redirect is followed, and the answer's body is not kept. */
  post(url: string, body: unknown): Promise<number>;
  /** The text at an address. Redirects are followed, each checked like the first address. @throws {Error} with a sentence to show. */
  get(url: string, options: { readonly accept: string; readonly maxBytes: number; readonly timeoutMs: number }): Promise<string>;
  /** Any request to an outside system, with its whole answer. @throws {NotReached} and {Problem} when nothing may be sent there. */
  request(request: OutboundRequest): Promise<OutboundResponse>;
  /** @throws {Problem} when nothing may be sent there. */
  check(url: string): Promise<void>;
};
export type OutboundOptions = {
  readonly allowPrivate: boolean;
  /** Origins that are reached although they are in our own network: processes this installation runs itself. */
  readonly trusted?: readonly string[];
  readonly resolve?: Resolve;
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 5_000;

/** Messages that go out to addresses people have given us. */
export function createOutbound(options: OutboundOptions): Outbound {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  return {
    async check(url) {
      await checkTarget(url, options);
    },
    get: (url, { timeoutMs: limit, ...wanted }) => within(limit, (signal) => fetchText(url, wanted, options, signal)),
    request: async (request) => sendRequest(await checkTarget(request.url, options), request),
    post: (url, body) => within(timeoutMs, (signal) => send(url, JSON.stringify(body), options, signal)),
  };
}

/** The time is for everything: looking up the name, connecting and waiting for the answer. */
async function within<Value>(timeoutMs: number, work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const stop = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(`no answer within ${timeoutMs / 1000} seconds`));
    stop.abort();
  }, timeoutMs);
  try {
    return await Promise.race([work(stop.signal), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function send(text: string, body: string, options: OutboundOptions, signal: AbortSignal): Promise<number> {
  const { url, address } = await checkTarget(text, options);
  signal.throwIfAborted();
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(
      {
        method: 'POST',
        // The address that was checked, and no second look-up; the name still stands in the certificate and the Host header.
        host: address.address,
        family: address.family,
        ...(isIP(host) === 0 ? { servername: host } : {}),
        port: url.port === '' ? undefined : Number(url.port),
        path: `${url.pathname}${url.search}`,
        headers: { host: url.host, 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body), 'user-agent': 'Entente' },
        agent: false,
        signal,
      },
      (response) => {
        resolve(response.statusCode ?? 0);
        // What it says is of no interest, and could be endless.
        response.destroy();
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
