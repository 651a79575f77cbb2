import type { SimulatedResponse } from '../core/simulator.ts';
import { isList, isObject } from '../crm/answers.ts';
import type { Json, JsonObject } from '../crm/answers.ts';
import type { Grant } from '../crm/tokens.ts';
import { invalid } from './errors.ts';
import type { OAuth } from './oauth.ts';
import type { PortalEvents } from './portal-events.ts';
import type { Portal } from './portal.ts';
import type { Writer, Writes } from './writes.ts';

export type Parts = { readonly portal: Portal; readonly writes: Writes; readonly events: PortalEvents; readonly oauth: OAuth };
/** One call after its token was checked. `path` is what follows the API's own prefix and version. */
export type Call = {
  readonly method: string;
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly base: string;
  readonly grant: Grant;
  readonly writer: Writer;
};
export type Handler = (parts: Parts, call: Call) => SimulatedResponse;

export const ok = (body: object, status = 200): SimulatedResponse => ({ status, body });
export const noContent: SimulatedResponse = { status: 204 };

export function bodyOf(call: Pick<Call, 'body'>): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(call.body.toString('utf8'));
  } catch {
    throw invalid('Invalid input JSON on line 1, column 1');
  }
  if (!isObject(parsed)) throw invalid('Invalid input JSON: an object is expected');
  return parsed;
}

export function objectIn(body: JsonObject, name: string): JsonObject {
  const value = body[name] ?? {};
  if (!isObject(value)) throw invalid(`Invalid input JSON: ${name} is an object`);
  return value;
}

export function listIn(body: JsonObject, name: string): readonly Json[] {
  const value = body[name] ?? [];
  if (!isList(value)) throw invalid(`Invalid input JSON: ${name} is a list`);
  return value;
}

/** Names from a query: given several times, or with commas. */
export const namesIn = (query: URLSearchParams, name: string): readonly string[] =>
  query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');

export function wholeIn(text: string | undefined, name: string, otherwise: number, most: number): number {
  if (text === undefined || text === '') return otherwise;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > most) throw invalid(`${name} must be a whole number up to ${most}`);
  return number;
}
