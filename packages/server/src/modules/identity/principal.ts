import { createHash } from 'node:crypto';
import type { Actor } from '../../platform/context.ts';

export type Principal = { readonly tenantId: string; readonly actor: Actor };

const LIFE_MS = 5_000;
const LIMIT = 5_000;

/**
 * Who a credential belongs to, for five seconds, so that a screen that asks ten things checks once. Our own changes clear it;
 * a change made by another process is seen five seconds later at the latest.
 */
export class PrincipalCache {
  readonly #entries = new Map<string, { principal: Principal | null; until: number }>();
  readonly #now: () => Date;
  /** A look-up that began before a clear must not put back what it had read. */
  #generation = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  async get(credential: string, load: () => Promise<Principal | null>): Promise<Principal | null> {
    const key = createHash('sha256').update(credential).digest('base64');
    const known = this.#entries.get(key);
    if (known && known.until > this.#now().getTime()) return known.principal;
    const generation = this.#generation;
    const principal = await load();
    if (principal !== null && generation === this.#generation) {
      if (this.#entries.size >= LIMIT) this.#entries.clear();
      this.#entries.set(key, { principal, until: this.#now().getTime() + LIFE_MS });
    }
    return principal;
  }

  clear(): void {
    this.#generation += 1;
    this.#entries.clear();
  }
}
