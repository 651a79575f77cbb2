import type { SimulatedResponse } from '../core/simulator.ts';
import type { Grant } from '../crm/tokens.ts';
import type { ApiLimit } from './api-limits.ts';
import type { ChangeEvents } from './change-events.ts';
import type { QueryCursors } from './query-cursors.ts';
import { jsonHeaders, notFound, refused } from './errors.ts';
import type { OAuth } from './oauth.ts';
import type { Org } from './org.ts';
import type { Writer, Writes } from './writes.ts';

/** All parts of one org. */
export type Parts = {
  readonly org: Org;
  readonly writes: Writes;
  readonly events: ChangeEvents;
  readonly oauth: OAuth;
  readonly limit: ApiLimit;
  readonly cursors: QueryCursors;
};

/** One call to the REST API, after its session was checked. `path` is what follows the version. */
export type Call = {
  readonly method: string;
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly version: string;
  readonly grant: Grant;
  readonly writer: Writer;
};
export type Handler = (parts: Parts, call: Call) => SimulatedResponse | Promise<SimulatedResponse>;

export const versions = [60, 61, 62, 63, 64, 65, 66, 67].map((number) => `${number}.0`);
const seasons: Readonly<Record<number, string>> = { 0: 'Spring', 1: 'Summer', 2: 'Winter' };

/** 60.0 is Spring '24; three come a year, and the third is named after the next. */
export function versionList(): object[] {
  return versions.map((version, index) => ({
    label: `${seasons[index % 3] ?? ''} '${24 + Math.floor((index + 1) / 3)}`,
    url: `/services/data/v${version}`,
    version,
  }));
}

export function writerOf(org: Org, grant: Grant, headers: Readonly<Record<string, string>>, version: string): Writer {
  const client = /(?:^|,)\s*client=([^,]+)/i.exec(headers['sforce-call-options'] ?? '')?.[1]?.trim();
  const origin = `com/salesforce/api/rest/${version}${client === undefined ? '' : `;client=${client}`}`;
  return { user: grant.user, origin, transaction: newTransaction(org), sequence: { next: 0 } };
}

export function newTransaction(org: Org): string {
  const number = org.world.ids.next('salesforce-transaction').toString(16).padStart(12, '0');
  return `00000000-0000-4000-8000-${number}`;
}

export const ok = (body: object, status = 200, headers: Readonly<Record<string, string>> = {}): SimulatedResponse => ({
  status,
  headers: { ...jsonHeaders, ...headers },
  body,
});
export const noContent: SimulatedResponse = { status: 204 };

export function jsonBodyOf(call: Pick<Call, 'body'>): unknown {
  try {
    return JSON.parse(call.body.toString('utf8'));
  } catch (error) {
    throw refused(400, 'JSON_PARSER_ERROR', error instanceof Error ? error.message : 'The body is not JSON');
  }
}

/** The segments of a path, decoded. */
export function segments(path: string): string[] {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    throw notFound();
  }
}
