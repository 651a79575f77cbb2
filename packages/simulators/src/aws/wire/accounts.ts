import { createHash } from 'node:crypto';
import type { SimulatedRequest } from '../../core/simulator.ts';

export type AwsAccount = { readonly id: string; readonly companyName: string };

/** The account that signed: SigV4 names the access key in its credential scope. Signatures are not checked: no secret is known here. */
export function accessKeyOf(request: SimulatedRequest): string | undefined {
  const authorization = request.headers.authorization ?? '';
  return /Credential=([^/,\s]+)\//.exec(authorization)?.[1] ?? request.query.get('X-Amz-Credential')?.split('/')[0];
}

/** Twelve digits inside the key are the account (`AKIA111122223333`); any other key has an account of its own, always the same. */
export function defaultAccountId(accessKey: string): string {
  const written = /(?<!\d)\d{12}(?!\d)/.exec(accessKey)?.[0];
  if (written !== undefined) return written;
  const number = createHash('sha256').update(accessKey).digest().readUIntBE(0, 6) % 900_000_000_000;
  return String(100_000_000_000 + number);
}

export type AwsAccounts = {
  /** Undefined: the request carries no credentials. */
  of(request: SimulatedRequest): string | undefined;
  name(accountId: string): string;
  list(): readonly AwsAccount[];
  /** Gives an access key an account, and the account a name. */
  assign(input: { accessKey?: string; accountId: string; companyName?: string }): void;
  save(): unknown;
  load(state: unknown): void;
  reset(): void;
};

type Saved = { keys: [string, string][]; names: [string, string][] };

export function createAwsAccounts(): AwsAccounts {
  const keys = new Map<string, string>();
  const names = new Map<string, string>();
  const seen = new Set<string>();
  return {
    of(request) {
      const key = accessKeyOf(request);
      if (key === undefined) return undefined;
      const account = keys.get(key) ?? defaultAccountId(key);
      seen.add(account);
      return account;
    },
    name: (accountId) => names.get(accountId) ?? `Partner ${accountId}`,
    list: () => [...new Set([...seen, ...keys.values(), ...names.keys()])].map((id) => ({ id, companyName: names.get(id) ?? `Partner ${id}` })),
    assign({ accessKey, accountId, companyName }) {
      if (accessKey !== undefined && accessKey !== '') keys.set(accessKey, accountId);
      if (companyName !== undefined && companyName !== '') names.set(accountId, companyName);
      seen.add(accountId);
    },
    save: (): Saved => ({ keys: [...keys], names: [...names] }),
    load(state) {
      const saved = state as Saved;
      for (const [key, account] of saved.keys) keys.set(key, account);
      for (const [account, name] of saved.names) names.set(account, name);
    },
    reset() {
      keys.clear();
      names.clear();
      seen.clear();
    },
  };
}
