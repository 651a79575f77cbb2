import { queryOptions, useQuery } from '@tanstack/react-query';
import { fetchJson } from './http.ts';

export type Session = {
  person: { id: string; name: string; email: string };
  workspace: { id: string; name: string; slug: string };
  role: string;
  permissions: readonly string[];
  audience: 'workspace' | 'partner';
  /** Acts that wait, for the mark beside "Inbox". */
  counts?: { inbox?: number };
};

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => fetchJson<Session>('/api/v1/session', { signal }),
  staleTime: 5 * 60_000,
  retry: false,
});

export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data;
}

export const allows = (session: Session | undefined, permission: string | undefined): boolean =>
  permission === undefined || (session?.permissions.includes(permission) ?? false);

/** For verbs that stay visible but greyed when the role does not include them. */
export function useCan(permission: string): boolean {
  return allows(useSession(), permission);
}
