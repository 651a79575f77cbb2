import { fetchInWorkspace } from './workspace.ts';

/** RFC 9457 problem details, as the server sends them. */
export type Problem = {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  /** What to quote when asking for help. */
  reference?: string;
  errors?: readonly { path?: string; message: string }[];
};

export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  const fields = isRecord(body) ? body : {};
  return {
    type: text(fields['type']),
    title: text(fields['title']) ?? response.statusText,
    status: response.status,
    detail: text(fields['detail']) ?? text(fields['message']),
    reference: text(fields['reference']) ?? text(fields['requestId']) ?? response.headers.get('x-request-id') ?? undefined,
    errors: Array.isArray(fields['errors'])
      ? fields['errors'].filter(isRecord).map((entry) => ({ path: text(entry['path']), message: text(entry['message']) ?? '' }))
      : undefined,
  };
}

/** Cookies carry the session; a refusal becomes a ProblemError. */
export async function fetchJson<T>(
  path: string,
  init: { method?: string; body?: unknown; signal?: AbortSignal; headers?: Record<string, string> } = {},
): Promise<T> {
  const response = await fetchInWorkspace(path, {
    method: init.method ?? 'GET',
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...(init.body === undefined ? {} : { 'content-type': 'application/json' }), ...init.headers },
    body: init.body === undefined ? undefined : JSON.stringify(init.body),
    signal: init.signal,
  });
  if (!response.ok) throw new ProblemError(await problemOf(response));
  const body: T = response.status === 204 ? null : await response.json();
  return body;
}
