/** A version of a record. Versions are never changed in place, so events and earlier reads may hold on to them. */
export type Version = { readonly id: string; readonly stamp: number };

/** How long a write stays unseen by reads: nothing at all in a perfect world. */
export type Lag = { now(): number; delay(): number };
export const noLag: Lag = { now: () => 0, delay: () => 0 };

/**
 * Records of one kind, in two orders: by (stamp, id), as cursors walk, and by id.
 * Both are sorted arrays to which almost every write appends; versions that were replaced stay in the first until half of it is stale.
 */
export class RecordStore<R extends Version> {
  readonly #current = new Map<string, R>();
  readonly #hidden = new Map<string, { readonly until: number; readonly before: R | undefined }>();
  readonly #lag: Lag;
  #byStamp: R[] = [];
  #ids: string[] = [];

  constructor(lag: Lag = noLag) {
    this.#lag = lag;
  }

  get size(): number {
    return this.#current.size;
  }

  /** What is true, whatever a read may still show. */
  get(id: string): R | undefined {
    return this.#current.get(id);
  }

  put(record: R): void {
    const before = this.#current.get(record.id);
    const delay = this.#lag.delay();
    if (delay > 0) this.#hidden.set(record.id, { until: this.#lag.now() + delay, before });
    this.#current.set(record.id, record);
    if (!before) this.#insertId(record.id);
    this.#insertVersion(record);
    if (this.#byStamp.length > 64 && this.#byStamp.length > this.#current.size * 2) this.#byStamp = this.#byStamp.filter((entry) => this.#isCurrent(entry));
  }

  /** Puts back what was before a write that is rolled back; undefined: it was not there. */
  undo(id: string, before: R | undefined): void {
    this.#hidden.delete(id);
    if (before) {
      this.#current.set(id, before);
      this.#insertVersion(before);
      return;
    }
    this.#current.delete(id);
    const place = lowerBound(this.#ids, (entry) => entry < id);
    if (this.#ids[place] === id) this.#ids.splice(place, 1);
  }

  /** What a read shows now. */
  seen(id: string): R | undefined {
    const hidden = this.#hiddenNow(id);
    return hidden ? hidden.before : this.#current.get(id);
  }

  /** By (stamp, id), from this stamp on, as a read shows them. */
  *fromStamp(stamp = Number.NEGATIVE_INFINITY): Generator<R> {
    const lagging = this.#laggingVersions().toSorted(compareVersions);
    let next = 0;
    for (let index = lowerBound(this.#byStamp, (entry) => entry.stamp < stamp); index < this.#byStamp.length; index += 1) {
      const entry = this.#byStamp[index];
      if (!entry || !this.#isCurrent(entry) || this.#hidden.has(entry.id)) continue;
      for (let late = lagging[next]; late && compareVersions(late, entry) < 0; late = lagging[next]) {
        if (late.stamp >= stamp) yield late;
        next += 1;
      }
      yield entry;
    }
    for (const late of lagging.slice(next)) if (late.stamp >= stamp) yield late;
  }

  /** By id, after this one, as a read shows them. */
  *afterId(id = ''): Generator<R> {
    for (let index = lowerBound(this.#ids, (entry) => entry <= id); index < this.#ids.length; index += 1) {
      const seen = this.seen(this.#ids[index] ?? '');
      if (seen) yield seen;
    }
  }

  /** All that is true, by id. */
  *all(): Generator<R> {
    for (const id of this.#ids) {
      const record = this.#current.get(id);
      if (record) yield record;
    }
  }

  load(records: Iterable<R>): void {
    this.#current.clear();
    this.#hidden.clear();
    for (const record of records) this.#current.set(record.id, record);
    this.#ids = [...this.#current.keys()].toSorted(compareText);
    this.#byStamp = [...this.#current.values()].toSorted(compareVersions);
  }

  #isCurrent(entry: R): boolean {
    return this.#current.get(entry.id) === entry;
  }

  #hiddenNow(id: string): { readonly before: R | undefined } | undefined {
    if (this.#hidden.size === 0) return undefined;
    const hidden = this.#hidden.get(id);
    if (!hidden || hidden.until > this.#lag.now()) return hidden;
    this.#hidden.delete(id);
    return undefined;
  }

  #laggingVersions(): R[] {
    return [...this.#hidden.keys()].flatMap((id) => this.#hiddenNow(id)?.before ?? []);
  }

  #insertId(id: string): void {
    const last = this.#ids.at(-1);
    if (last === undefined || last < id) this.#ids.push(id);
    else
      this.#ids.splice(
        lowerBound(this.#ids, (entry) => entry < id),
        0,
        id,
      );
  }

  #insertVersion(record: R): void {
    const last = this.#byStamp.at(-1);
    const place =
      !last || compareVersions(last, record) <= 0 ? this.#byStamp.length : lowerBound(this.#byStamp, (entry) => compareVersions(entry, record) <= 0);
    for (let index = place - 1; index >= 0; index -= 1) {
      const entry = this.#byStamp[index];
      if (entry === record) return;
      if (!entry || compareVersions(entry, record) !== 0) break;
    }
    if (place === this.#byStamp.length) this.#byStamp.push(record);
    else this.#byStamp.splice(place, 0, record);
  }
}

export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareVersions(left: Version, right: Version): number {
  return left.stamp - right.stamp || compareText(left.id, right.id);
}

/** The first place whose entry is not before. */
function lowerBound<T>(entries: readonly T[], before: (entry: T) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && before(entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}
