type Kept<T> = { now: T | null; before: T | null; changedAt: number };

/**
 * Records by id, each with what it was before its last change: a reader may for a while still be shown that.
 * Values are never changed in place; a change puts another value.
 */
export class Shelf<T> {
  readonly #kept = new Map<string, Kept<T>>();
  readonly #time: () => number;

  constructor(time: () => number) {
    this.#time = time;
  }

  put(id: string, value: T): T {
    this.#kept.set(id, { now: value, before: this.#kept.get(id)?.now ?? null, changedAt: this.#time() });
    return value;
  }

  remove(id: string): void {
    const kept = this.#kept.get(id);
    if (kept !== undefined) this.#kept.set(id, { now: null, before: kept.now, changedAt: this.#time() });
  }

  /** As it truly is. */
  get(id: string): T | undefined {
    return this.#kept.get(id)?.now ?? undefined;
  }

  all(): T[] {
    return [...this.#kept.values()].flatMap((kept) => (kept.now === null ? [] : [kept.now]));
  }

  /** As a reader sees it within the lag. */
  seen(id: string, lagMs: number): T | undefined {
    const kept = this.#kept.get(id);
    return kept === undefined ? undefined : (this.#shown(kept, lagMs) ?? undefined);
  }

  allSeen(lagMs: number): T[] {
    return [...this.#kept.values()].flatMap((kept) => this.#shown(kept, lagMs) ?? []);
  }

  #shown(kept: Kept<T>, lagMs: number): T | null {
    return lagMs > 0 && this.#time() - kept.changedAt < lagMs ? kept.before : kept.now;
  }

  save(): [string, T][] {
    return [...this.#kept].flatMap(([id, kept]) => (kept.now === null ? [] : [[id, kept.now] satisfies [string, T]]));
  }

  load(entries: readonly (readonly [string, T])[]): void {
    this.#kept.clear();
    for (const [id, value] of entries) this.#kept.set(id, { now: value, before: value, changedAt: 0 });
  }
}
