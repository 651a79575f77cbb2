import type { Access } from '../../platform/outside/index.ts';
import { awsCredentials, awsSettings } from './settings.ts';

/** A request as the official clients hand it over, already signed. */
type SignedRequest = {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
};
type Answer = { readonly response: { readonly statusCode: number; readonly headers: Record<string, string>; readonly body: Uint8Array } };

/**
 * Lets the official clients send through the connection's own way out, where addresses are checked. The clients sign and read; nothing
 * of theirs opens a socket.
 */
export function sdkHandler(access: Pick<Access, 'request'>) {
  return {
    async handle(request: SignedRequest, options: { abortSignal?: unknown } = {}): Promise<Answer> {
      const signal = options.abortSignal instanceof AbortSignal ? { signal: options.abortSignal } : {};
      // Host and length are set by whoever sends.
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !/^(?:host|content-length)$/i.test(name)));
      const answer = await access.request({ method: request.method, url: urlOf(request), headers, ...bodyOf(request.body), ...signal });
      return { response: { statusCode: answer.status, headers: { ...answer.headers }, body: new Uint8Array(answer.body) } };
    },
    updateHttpClientConfig(): void {
      // There is nothing to set: sockets and limits belong to the way out.
    },
    httpHandlerConfigs: () => ({}),
  };
}

function urlOf(request: SignedRequest): string {
  const query = Object.entries(request.query ?? {})
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((each) => (each === null ? encode(name) : `${encode(name)}=${encode(String(each))}`)),
    )
    .join('&');
  const port = request.port === undefined ? '' : `:${request.port}`;
  return `${request.protocol}//${request.hostname}${port}${request.path}${query === '' ? '' : `?${query}`}`;
}

/** As the signature counts it: RFC 3986, stricter than what the language encodes by itself. */
const encode = (text: string): string => encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

function bodyOf(body: unknown): { body?: string | Uint8Array } {
  if (body === undefined || body === null) return {};
  if (typeof body === 'string' || body instanceof Uint8Array) return { body };
  throw new TypeError('A body that is a stream is not sent.');
}

/** What all of AWS' clients are given. Our engine decides about trying again, so they never do. */
export function clientSettings(access: Access) {
  return {
    region: awsSettings(access).region,
    maxAttempts: 1,
    ...(access.baseUrl === null ? {} : { endpoint: access.baseUrl }),
    credentials: awsCredentials(access),
    requestHandler: sdkHandler(access),
  };
}
