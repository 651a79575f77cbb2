import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { notReached, toOutsideError } from './outside-error.ts';
import { originOf, type Service } from './services.ts';
import { forgetToken, tokenFor } from './tokens.ts';
import { isFields, type Fields } from './values.ts';

export type Call = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the service's address, or a whole address that the service itself named. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};
export type Answered = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Fields };

/** One request with the token of its service. @throws {OutsideError} for all that is no success. */
export async function call(access: Access, service: Service, asked: Call): Promise<Answered> {
  const url = urlOf(access, service, asked);
  for (let attempt = 0; ; attempt += 1) {
    const token = await tokenFor(access, service);
    const answer = await access
      .request({
        method: asked.method,
        url,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...asked.headers,
        },
        ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
      })
      .catch((error: unknown) => {
        throw notReached(error);
      });
    if (answer.status >= 200 && answer.status < 300) return { status: answer.status, headers: answer.headers, body: bodyOf(answer.body) };
    // A token may be taken back before its time; whether the connection is over, only a new one tells.
    if (answer.status === 401 && attempt === 0) {
      forgetToken(access, service, token);
      continue;
    }
    throw toOutsideError(answer, { operation: `${asked.method} ${new URL(url).pathname}`, body: asked.body });
  }
}

/** Null where there is nothing. */
export async function callOrNull(access: Access, service: Service, asked: Call): Promise<Answered | null> {
  try {
    return await call(access, service, asked);
  } catch (error) {
    if (error instanceof OutsideError && error.failure === 'gone') return null;
    throw error;
  }
}

/** A token goes to the service it is for and nowhere else, whatever address an answer names as the next. */
function urlOf(access: Access, service: Service, { path, query }: Call): string {
  const origin = originOf(access, service);
  const url = new URL(path.startsWith('/') ? `${origin}${path}` : path);
  if (url.origin !== new URL(origin).origin) throw new OutsideError('protocol', 'Microsoft named an address outside of its service; it was not followed.');
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  return url.href;
}

function bodyOf(body: Buffer): Fields {
  if (body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new OutsideError('protocol', 'Microsoft answered what is no JSON.', { cause: error });
  }
  return isFields(parsed) ? parsed : { value: parsed };
}
