import { OutsideError, type Access } from '../../platform/outside/index.ts';
import type { OutboundResponse } from '../../platform/outbound/index.ts';
import { hostOf, type Api } from './hosts.ts';
import { jsonOf, notReached, refusalOf } from './outside-error.ts';
import { accessToken, forgetToken } from './token.ts';
import { isJson, listAt, textAt, type Json } from './values.ts';

export type Call = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Json;
};

/** Asks one of Google's APIs; what goes wrong is an OutsideError, and nothing is repeated but a request whose token had run out. */
export async function ask(access: Access, api: Api, call: Call): Promise<Json> {
  let answer = await send(access, api, call);
  if (answer.status === 401) {
    // A token can be revoked before its time; a new one tells whether the key itself still holds.
    forgetToken(access, api);
    answer = await send(access, api, call);
  }
  if (answer.status < 200 || answer.status > 299) throw refusalOf(answer, `${call.method} ${call.path}`, call.body ?? null);
  const body = jsonOf(answer.body);
  if (!isJson(body)) throw new OutsideError('protocol', 'Google answered what is no JSON.');
  return body;
}

async function send(access: Access, api: Api, call: Call): Promise<OutboundResponse> {
  const token = await accessToken(access, api);
  const query = new URLSearchParams(call.query).toString();
  try {
    return await access.request({
      method: call.method,
      url: `${hostOf(access, api)}${call.path}${query === '' ? '' : `?${query}`}`,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...(call.body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
  } catch (error) {
    throw notReached(error);
  }
}

export type Page = { readonly items: readonly Json[]; readonly next: string | null };
export async function askPage(
  access: Access,
  api: Api,
  call: { path: string; list: string; size: number; token: string | null; query?: Readonly<Record<string, string>> },
): Promise<Page> {
  const answer = await ask(access, api, {
    method: 'GET',
    path: call.path,
    query: { ...call.query, pageSize: String(call.size), ...(call.token === null ? {} : { pageToken: call.token }) },
  });
  return { items: listAt(answer, call.list).filter(isJson), next: textAt(answer, 'nextPageToken') };
}

/** Page after page, for whoever may stop in between. */
export async function* allOf(
  access: Access,
  api: Api,
  call: { path: string; list: string; size: number; query?: Readonly<Record<string, string>> },
): AsyncGenerator<Json> {
  let token: string | null = null;
  do {
    const page: Page = await askPage(access, api, { ...call, token });
    yield* page.items;
    token = page.next;
  } while (token !== null);
}

/** Null where it does not exist. */
export async function orNull<Value>(read: Promise<Value>): Promise<Value | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof OutsideError && error.failure === 'gone') return null;
    throw error;
  }
}
