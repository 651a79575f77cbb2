import { Problem } from '@entente/kernel';
import { NotReached } from '../../platform/outbound/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };
export type JsonObject = { readonly [key: string]: Json | undefined };
export type CrmAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Json };
export type CrmCall = {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
};

/** One call to a CRM, whatever its status. @throws {OutsideError} where no answer came, or one that is no JSON. */
export async function callCrm(access: Access, system: string, call: CrmCall): Promise<CrmAnswer> {
  const body = call.json === undefined ? (call.form === undefined ? undefined : new URLSearchParams(call.form).toString()) : JSON.stringify(call.json);
  const type = call.json === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
  let response;
  try {
    response = await access.request({
      method: call.method,
      url: call.url,
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': type }), ...call.headers },
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    if (error instanceof NotReached) throw new OutsideError('unavailable', `${system} could not be reached. ${error.message}`, { cause: error });
    if (error instanceof Problem) throw new OutsideError('auth', `The address of this connection cannot be used. ${error.message}`, { cause: error });
    throw error;
  }
  const text = response.body.toString('utf8');
  return { status: response.status, headers: response.headers, body: text.trim() === '' ? null : parsed(system, response.status, text) };
}

function parsed(system: string, status: number, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    // A proxy or a page of maintenance speaks HTML; a cut answer is no JSON either. Both pass.
    const failure = status >= 500 || status === 200 ? 'unavailable' : 'protocol';
    throw new OutsideError(
      failure,
      `${system} answered ${status} with something that is no JSON. It is tried again; if it stays so, check the address of the connection.`,
      {
        exchange: { request: null, response: { status, body: text.slice(0, 2_000) } },
        cause: error,
      },
    );
  }
}

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);
export const listIn = (value: Json | undefined, key: string): readonly Json[] => {
  const found = isObject(value) ? value[key] : undefined;
  return isList(found) ? found : [];
};
export const objectsIn = (value: Json | undefined, key: string): readonly JsonObject[] => listIn(value, key).filter(isObject);
export const textIn = (value: Json | undefined, key: string): string | null => {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : null;
};

const LONGEST_KEPT = 20_000;
/** What can be kept of an exchange for people to look at. */
export function cut(value: unknown): unknown {
  const text = JSON.stringify(value) ?? 'null';
  return text.length <= LONGEST_KEPT ? (JSON.parse(text) as unknown) : { cut: text.slice(0, LONGEST_KEPT) };
}

/** From `Retry-After`: seconds, or a date by their clock. */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: Date): number | null {
  const given = headers['retry-after'];
  if (given === undefined) return null;
  const seconds = Number(given);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(given) - now.getTime();
  return Number.isFinite(wait) && wait > 0 ? Math.min(wait, 3_600_000) : null;
}
