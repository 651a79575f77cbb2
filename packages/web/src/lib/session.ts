import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import type { Result } from '@entente/contracts/client';
import { fetchJson, ProblemError } from './http.ts';
import { forgetWorkspace } from './workspace.ts';

export type Session = Omit<Result<'session.get'>, 'permissions'> & {
  permissions: readonly string[];
  /** Acts that wait, for the mark beside "Inbox". */
  counts?: { inbox?: number };
};

const DAY_MS = 86_400_000;
let renewedAt = Number.NEGATIVE_INFINITY;

/** Who comes here daily stays signed in: the sign-in library answers this with a cookie that lasts longer. */
function renew(): void {
  if (performance.now() - renewedAt < DAY_MS) return;
  renewedAt = performance.now();
  void fetchJson('/api/auth/get-session').catch(() => {
    renewedAt = Number.NEGATIVE_INFINITY;
  });
}

async function readSession(signal: AbortSignal): Promise<Session> {
  try {
    const session = await fetchJson<Session>('/api/v1/session', { signal });
    renew();
    return session;
  } catch (error) {
    // The workspace this browser remembers is not one of this person's: their own first one is asked for.
    if (error instanceof ProblemError && error.problem.status === 404 && forgetWorkspace()) return fetchJson<Session>('/api/v1/session', { signal });
    throw error;
  }
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => readSession(signal),
  staleTime: 5 * 60_000,
  retry: false,
});

export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data;
}

/** Any read that is told "not signed in" asks for the session anew; the shell then shows the way to the sign-in and back. */
export function heedSignedOut(client: QueryClient, error: unknown, query: { queryKey: readonly unknown[]; state: { data: unknown } }): void {
  if (!(error instanceof ProblemError) || error.problem.status !== 401) return;
  const isSession = query.queryKey[0] === sessionQuery.queryKey[0];
  if (isSession ? query.state.data !== undefined : client.getQueryData(sessionQuery.queryKey) !== undefined)
    void client.resetQueries({ queryKey: sessionQuery.queryKey });
}

export const allows = (session: Session | undefined, permission: string | undefined): boolean =>
  permission === undefined || (session?.permissions.includes(permission) ?? false);

/** For verbs that stay visible but greyed when the role does not include them. */
export function useCan(permission: string): boolean {
  return allows(useSession(), permission);
}
