import { ProblemError } from '../http.ts';
import { fetchInWorkspace } from '../workspace.ts';

/** Multipart upload; the JSON client does not carry files. `fields` are the text parts beside it. */
export async function uploadFile<T>(path: string, file: File, fields: Record<string, string> = {}): Promise<T> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', file);
  const response = await fetchInWorkspace(`/api/v1${path}`, { method: 'POST', credentials: 'same-origin', headers: { accept: 'application/json' }, body });
  if (response.ok) {
    const answer: T = await response.json();
    return answer;
  }
  const problem: unknown = await response.json().catch(() => null);
  const read = (key: string): string | undefined =>
    typeof problem === 'object' && problem !== null && key in problem ? String(Reflect.get(problem, key)) : undefined;
  throw new ProblemError({ title: read('detail') ?? response.statusText, status: response.status, type: read('code'), reference: read('requestId') });
}
