import type { Ids } from '../core/ids.ts';

export type Grant = { readonly user: string; readonly app: string; readonly scopes: readonly string[] };
type Session = Grant & { readonly expiresAt: number; readonly revoked: boolean };
export type TokenState = {
  readonly access: Readonly<Record<string, Session>>;
  readonly refresh: Readonly<Record<string, Grant & { readonly revoked: boolean }>>;
};
export type TokenCheck =
  | { readonly kind: 'valid'; readonly grant: Grant }
  | { readonly kind: 'expired'; readonly at: number }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'unknown' };

type Code = { readonly grant: Grant; readonly redirectUri: string; readonly challenge: string | undefined };

/** Access tokens, refresh tokens and codes of an OAuth server. Times are real ones: clients keep time by their own clock, not by ours. */
export class Tokens {
  readonly #access = new Map<string, Session>();
  readonly #refresh = new Map<string, Grant & { readonly revoked: boolean }>();
  readonly #codes = new Map<string, Code>();
  readonly #ids: Ids;
  readonly #prefixes: { readonly access: string; readonly refresh: string };

  constructor(ids: Ids, prefixes: { access: string; refresh: string }) {
    this.#ids = ids;
    this.#prefixes = prefixes;
  }

  access(grant: Grant, expiresAt: number): string {
    const token = this.#prefixes.access + this.#ids.letters(40);
    this.#access.set(token, { ...grant, expiresAt, revoked: false });
    return token;
  }

  refresh(grant: Grant): string {
    const token = this.#prefixes.refresh + this.#ids.letters(40);
    this.#refresh.set(token, { ...grant, revoked: false });
    return token;
  }

  code(code: Code): string {
    const key = this.#ids.letters(32);
    this.#codes.set(key, code);
    return key;
  }

  /** A code can be used once. */
  redeem(key: string): Code | undefined {
    const code = this.#codes.get(key);
    this.#codes.delete(key);
    return code;
  }

  check(token: string, now: number): TokenCheck {
    const session = this.#access.get(token);
    if (!session) return { kind: 'unknown' };
    if (session.revoked) return { kind: 'revoked' };
    return now >= session.expiresAt ? { kind: 'expired', at: session.expiresAt } : { kind: 'valid', grant: session };
  }

  refreshGrant(token: string): Grant | undefined {
    const grant = this.#refresh.get(token);
    return grant && !grant.revoked ? grant : undefined;
  }

  /** One token, either kind. */
  revoke(token: string): boolean {
    const session = this.#access.get(token);
    if (session) this.#access.set(token, { ...session, revoked: true });
    const refresh = this.#refresh.get(token);
    if (refresh) this.#refresh.set(token, { ...refresh, revoked: true });
    return Boolean(session ?? refresh);
  }

  /** All access tokens, and the refresh tokens too when the person has taken the app's access away. */
  revokeAll(alsoRefresh: boolean): number {
    const live = [...this.#access].filter(([, session]) => !session.revoked);
    for (const [token] of live) this.revoke(token);
    if (alsoRefresh) for (const token of this.#refresh.keys()) this.revoke(token);
    return live.length;
  }

  expireAll(now: number): number {
    let count = 0;
    for (const [token, session] of this.#access) {
      if (session.expiresAt <= now) continue;
      this.#access.set(token, { ...session, expiresAt: now });
      count += 1;
    }
    return count;
  }

  save(): TokenState {
    return { access: Object.fromEntries(this.#access), refresh: Object.fromEntries(this.#refresh) };
  }

  load(state: TokenState | undefined): void {
    this.#access.clear();
    this.#refresh.clear();
    this.#codes.clear();
    for (const [token, session] of Object.entries(state?.access ?? {})) this.#access.set(token, session);
    for (const [token, grant] of Object.entries(state?.refresh ?? {})) this.#refresh.set(token, grant);
  }
}
