import { ApiProblem, createClient, type CallInput, type OperationId, type Result } from '@entente/contracts/client';
import { ProblemError } from '../http.ts';
import { fetchInWorkspace } from '../workspace.ts';

const extraHeaders: Record<string, string> = {};
/** Sent with every request of this page from now on; null takes it away. */
export function setApiHeader(name: string, value: string | null): void {
  if (value === null) delete extraHeaders[name];
  else extraHeaders[name] = value;
}

export const api = createClient({
  fetch: (input, init) => fetchInWorkspace(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), ...extraHeaders } }),
});

/** The same client with the input always optional: hooks pass on what their own signature has already checked. */
export const callApi = api as <Id extends OperationId>(id: Id, input?: CallInput<Id>) => Promise<Result<Id>>;

/** Screens show a refusal by its sentence and reference; `ErrorState` and the retry rule read this form. */
export function asProblemError(error: unknown): unknown {
  if (!(error instanceof ApiProblem)) return error;
  return new ProblemError({ title: error.message, status: error.status, type: error.code, reference: error.requestId || undefined });
}

export const isStale = (error: unknown): boolean => error instanceof ApiProblem && (error.code === 'version_stale' || error.status === 412);

/** The sentence of a refusal, for a notice beside the field or in a toast. */
export function problemSentence(error: unknown, fallback: string): string {
  if (error instanceof ApiProblem) return error.fields[0]?.sentence ?? error.message;
  if (error instanceof ProblemError) return error.message;
  return fallback;
}
