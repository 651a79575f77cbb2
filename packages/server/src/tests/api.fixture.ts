import { operations, type Operation, type OperationId } from '@entente/contracts';
import { createClient, type CallInput, type Client } from '@entente/contracts/client';
import type { StartedServer } from '@entente/testkit';
import { pino } from 'pino';

export const quietLogger = pino({ level: 'silent' });

export type Headers = Readonly<Record<string, string>>;
export type Answer = { readonly status: number; readonly text: string; readonly headers: globalThis.Headers };

/** The generated client, calling as whoever the headers make it. */
export const clientOf = (server: StartedServer, headers: Headers): Client =>
  createClient({ baseUrl: server.url, fetch: (url, init) => fetch(url, { ...init, headers: { ...headers, ...(init?.headers as Headers) } }) });

/** What any operation may be given, whatever its own types are. */
export type LooseInput = { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown; ifVersion?: number };

/** A call as bytes on the wire: refused or not, the whole answer comes back to be looked at. */
export async function send(server: StartedServer, headers: Headers, id: OperationId, input: LooseInput): Promise<Answer> {
  const operation: Operation = operations[id];
  const path = operation.path.replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(input.params?.[key] ?? ''));
  const query = new URLSearchParams(Object.entries(input.query ?? {}).map(([key, value]) => [key, String(value)])).toString();
  const answer = await fetch(`${server.url}/api/v1${path}${query === '' ? '' : `?${query}`}`, {
    method: operation.method,
    headers: {
      ...headers,
      ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(operation.versioned ? { 'if-match': `"${input.ifVersion ?? 1}"` } : {}),
    },
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

export const bearer = (secret: string): Headers => ({ authorization: `Bearer ${secret}` });

export type { CallInput, Client };
