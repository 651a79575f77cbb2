import { useQuery, useQueryClient } from '@tanstack/react-query';
import { fetchJson } from '../../../lib/http.ts';

export type Passkey = { id: string; name?: string | null; createdAt: string | null; backedUp: boolean };
export type OwnSession = { id: string; createdAt: string; updatedAt: string; ipAddress: string | null; userAgent: string | null; current: boolean };

/** Live events do not speak of these: they are one's own and change only here. */
const keys = { accounts: ['account', 'accounts'], passkeys: ['account', 'passkeys'], sessions: ['account', 'sessions'] } as const;

/** Who came by invitation may never have set a password. */
export const useHasPassword = () =>
  useQuery({
    queryKey: keys.accounts,
    queryFn: async ({ signal }) =>
      (await fetchJson<readonly { providerId: string }[]>('/api/auth/list-accounts', { signal })).some((each) => each.providerId === 'credential'),
  });

export const usePasskeys = () =>
  useQuery({ queryKey: keys.passkeys, queryFn: ({ signal }) => fetchJson<readonly Passkey[]>('/api/auth/passkey/list-user-passkeys', { signal }) });

export const useOwnSessions = () =>
  useQuery({ queryKey: keys.sessions, queryFn: ({ signal }) => fetchJson<readonly OwnSession[]>('/api/auth/own-sessions', { signal }) });

export function useReloadAccount(): () => void {
  const client = useQueryClient();
  return () => {
    for (const queryKey of [['account'], ['session'], ['people.list']]) void client.invalidateQueries({ queryKey });
  };
}
