/** Entries in order, numbered from 1, kept for a time. A reader keeps the number of the last one it has; what it missed beyond the time is gone. */
export type JournalEntry<E> = { readonly number: number; readonly at: number; readonly entry: E };

export class Journal<E> {
  readonly #retentionMs: number;
  readonly #waiting = new Set<() => void>();
  #entries: JournalEntry<E>[] = [];
  #last = 0;

  constructor(retentionMs: number) {
    this.#retentionMs = retentionMs;
  }

  get last(): number {
    return this.#last;
  }

  append(entry: E, at: number): JournalEntry<E> {
    this.#last += 1;
    const kept = { number: this.#last, at, entry };
    this.#entries.push(kept);
    for (const wake of this.#waiting) wake();
    return kept;
  }

  /** Forgets what is older than the time it is kept. */
  expire(now: number): void {
    const kept = this.#entries.findIndex((entry) => entry.at > now - this.#retentionMs);
    if (kept < 0) this.#entries = [];
    else if (kept > 0) this.#entries = this.#entries.slice(kept);
  }

  /** The number before the first that is still there. */
  get floor(): number {
    return this.#last - this.#entries.length;
  }

  /** Whether a reader that has everything up to this number can go on without a gap. */
  continues(number: number): boolean {
    return number >= this.floor && number <= this.#last;
  }

  after(number: number, limit: number): readonly JournalEntry<E>[] {
    const start = Math.max(0, number - this.floor);
    return this.#entries.slice(start, start + limit);
  }

  /** Resolves when something is appended, or when the time is over. */
  async changed(waitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      // A reader that waits must not keep the process alive.
      timer.unref();
      this.#waiting.add(done);
    });
  }

  entries(): readonly JournalEntry<E>[] {
    return this.#entries;
  }

  load(last: number, entries: readonly JournalEntry<E>[]): void {
    this.#last = last;
    this.#entries = [...entries];
    for (const wake of this.#waiting) wake();
  }
}
