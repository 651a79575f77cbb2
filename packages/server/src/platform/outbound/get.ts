import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { checkTarget, type Resolve } from './target.ts';

type Wanted = { readonly accept: string; readonly maxBytes: number };
type Allowed = { readonly allowPrivate: boolean; readonly resolve?: Resolve };

const MOST_REDIRECTS = 3;

export async function fetchText(text: string, wanted: Wanted, allowed: Allowed, signal: AbortSignal): Promise<string> {
  let at = text;
  for (let turn = 0; turn <= MOST_REDIRECTS; turn += 1) {
    const response = await open(at, wanted.accept, allowed, signal);
    const status = response.statusCode ?? 0;
    if (status === 200) return bodyOf(response, wanted.maxBytes);
    // Only its head is of interest.
    response.destroy();
    const { location } = response.headers;
    if (![301, 302, 303, 307, 308].includes(status) || location === undefined) throw new Error(`It answered with status ${status}.`);
    if (!URL.canParse(location, at)) throw new Error('It leads to something that is no address.');
    at = new URL(location, at).href;
  }
  throw new Error('It leads from one address to the next without an end.');
}

async function open(text: string, accept: string, allowed: Allowed, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, address } = await checkTarget(text, allowed);
  signal.throwIfAborted();
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(
      {
        // The address that was checked, and no second look-up; the name still stands in the certificate and the Host header.
        host: address.address,
        family: address.family,
        ...(isIP(host) === 0 ? { servername: host } : {}),
        port: url.port === '' ? undefined : Number(url.port),
        path: `${url.pathname}${url.search}`,
        headers: { host: url.host, accept, 'accept-encoding': 'identity', 'user-agent': 'Entente' },
        agent: false,
        signal,
      },
      resolve,
    );
    request.on('error', reject);
    request.end();
  });
}

async function bodyOf(response: IncomingMessage, maxBytes: number): Promise<string> {
  const tooLarge = new Error(`It is larger than ${Math.round(maxBytes / 1_000_000)} MB.`);
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    response.destroy();
    throw new Error('It answers in a packed form that was not asked for.');
  }
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) {
    response.destroy();
    throw tooLarge;
  }
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    // Leaving the loop ends the connection.
    if (size > maxBytes) throw tooLarge;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
