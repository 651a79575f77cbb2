import type { Operation } from './operation.ts';
import type { OperationId, Request, Result } from './index.ts';
import { operationTable } from './operation-table.ts';

export type { OperationId, Request, Result } from './index.ts';
export type { Operation };

type Given<T> = { [Key in keyof T as T[Key] extends undefined ? never : Key]: T[Key] };
/** What the caller passes; a part without required fields may be left out. */
export type CallInput<Id extends OperationId> = OptionalParts<Given<Request<Id>>> & { ifVersion?: number; idempotencyKey?: string; signal?: AbortSignal };
type OptionalParts<T> = { [Key in keyof T as Record<never, never> extends T[Key] ? never : Key]: T[Key] } & {
  [Key in keyof T as Record<never, never> extends T[Key] ? Key : never]?: T[Key];
};

/** A refusal as the API states it (problem+json). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  readonly fields: readonly { path: string; code: string; sentence: string }[];
  constructor(body: { status: number; code: string; detail: string; requestId: string; fields?: readonly { path: string; code: string; sentence: string }[] }) {
    super(body.detail);
    this.name = 'ApiProblem';
    this.status = body.status;
    this.code = body.code;
    this.requestId = body.requestId;
    this.fields = body.fields ?? [];
  }
}

export type ClientOptions = { baseUrl?: string; apiKey?: string; workspace?: string; fetch?: typeof globalThis.fetch };
export type Client = <Id extends OperationId>(
  id: Id,
  ...input: Record<never, never> extends CallInput<Id> ? [input?: CallInput<Id>] : [input: CallInput<Id>]
) => Promise<Result<Id>>;

type QueryValue = string | number | boolean | null | undefined;
type LooseInput = {
  params?: Record<string, string>;
  query?: Record<string, QueryValue | readonly QueryValue[]>;
  body?: unknown;
  ifVersion?: number;
  idempotencyKey?: string;
  signal?: AbortSignal;
};

export function createClient(options: ClientOptions = {}): Client {
  const call = async (id: string, input: LooseInput = {}): Promise<unknown> => {
    const entry = operationTable[id];
    if (!entry) throw new TypeError(`unknown operation ${id}`);
    const [method, template] = entry;
    const path = template.replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(input.params?.[key] ?? ''));
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(input.query ?? {})) if (value !== undefined && value !== null && value !== '') query.set(key, String(value));
    const headers: Record<string, string> = { accept: 'application/json' };
    if (input.body !== undefined) headers['content-type'] = 'application/json';
    if (options.apiKey) headers['authorization'] = `Bearer ${options.apiKey}`;
    if (options.workspace) headers['entente-workspace'] = options.workspace;
    if (input.ifVersion !== undefined) headers['if-match'] = `"${input.ifVersion}"`;
    if (input.idempotencyKey) headers['idempotency-key'] = input.idempotencyKey;
    const text = query.toString();
    const response = await (options.fetch ?? globalThis.fetch)(`${options.baseUrl ?? ''}/api/v1${path}${text ? `?${text}` : ''}`, {
      method,
      headers,
      credentials: 'same-origin',
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
      ...(input.signal ? { signal: input.signal } : {}),
    });
    const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null);
    if (response.ok) return answer;
    throw new ApiProblem(
      isProblemBody(answer)
        ? answer
        : {
            status: response.status,
            code: 'unavailable',
            detail: 'The server gave no answer that can be read.',
            requestId: response.headers.get('x-request-id') ?? '',
          },
    );
  };
  return call as Client;
}

function isProblemBody(value: unknown): value is ConstructorParameters<typeof ApiProblem>[0] {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && 'status' in value;
}
