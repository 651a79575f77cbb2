import { createHash } from 'node:crypto';

const WINDOW_MS = 15 * 60_000;
const ALLOWED = 10;
const LIMIT = 20_000;

/**
 * Counts tries of one address from wherever they come, beside the limit per network address: a password, and the codes of a
 * second factor (five to each password entered), cannot be guessed from many machines. Links and passkeys keep working, so
 * that nobody can be shut out by a stranger.
 */
export class SignInGuard {
  readonly #tries = new Map<string, { count: number; until: number }>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Counts a try that begins; false when there were too many. */
  begin(address: string): boolean {
    const key = keyOf(address);
    const now = this.#now().getTime();
    const known = this.#tries.get(key);
    if (!known || known.until <= now) {
      if (this.#tries.size >= LIMIT) this.#forgetOld(now);
      this.#tries.set(key, { count: 1, until: now + WINDOW_MS });
      return true;
    }
    known.count += 1;
    return known.count <= ALLOWED;
  }

  succeeded(address: string): void {
    this.#tries.delete(keyOf(address));
  }

  #forgetOld(now: number): void {
    for (const [key, entry] of this.#tries) if (entry.until <= now) this.#tries.delete(key);
    // Still full: somebody tries many addresses. The oldest goes, the limit per network address holds them.
    const oldest = this.#tries.keys().next();
    if (this.#tries.size >= LIMIT && !oldest.done) this.#tries.delete(oldest.value);
  }
}

const keyOf = (address: string): string => createHash('sha256').update(address.trim().toLowerCase()).digest('base64');
