import type { Opportunity } from './model.ts';

type Entry = { current: Opportunity; previous?: { record: Opportunity | undefined; until: number } };

/** Opportunities in the order of their last change, so that a sweep by LastModifiedDate starts where it left off. */
class ModifiedOrder {
  #entries: { at: number; id: string }[] = [];
  #stale = 0;

  moved(id: string, at: number, isNew: boolean): void {
    let position = this.#entries.length;
    while (position > 0 && (this.#entries[position - 1]?.at ?? 0) > at) position -= 1;
    if (position === this.#entries.length) this.#entries.push({ at, id });
    else this.#entries.splice(position, 0, { at, id });
    if (!isNew) this.#stale += 1;
  }

  compact(isCurrent: (id: string, at: number) => boolean): void {
    if (this.#stale < 1000 || this.#stale < this.#entries.length / 2) return;
    this.#entries = this.#entries.filter(({ id, at }) => isCurrent(id, at));
    this.#stale = 0;
  }

  /** Upwards from the first at or after this time, or downwards from the last at or before it. Entries may be outdated. */
  *walk(direction: 'up' | 'down', at: number): Generator<{ readonly at: number; readonly id: string }> {
    const step = direction === 'up' ? 1 : -1;
    const start = direction === 'up' ? this.#firstNotBefore(at) : this.#firstNotBefore(at + 1) - 1;
    for (let index = start; index >= 0 && index < this.#entries.length; index += step) {
      const entry = this.#entries[index];
      if (entry !== undefined) yield entry;
    }
  }

  #firstNotBefore(at: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.at ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** All opportunities, by id and by account and catalog, with the record each reader may still be shown. */
export class OpportunityBook {
  readonly #entries = new Map<string, Entry>();
  readonly #orders = new Map<string, ModifiedOrder>();

  get size(): number {
    return this.#entries.size;
  }

  /** The truth, which writes are checked against. */
  get(id: string): Opportunity | undefined {
    return this.#entries.get(id)?.current;
  }

  /** What a read shows now: while it lags, the record before the last write, or nothing before the first. */
  visible(id: string, now: number): Opportunity | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    if (entry.previous !== undefined && now < entry.previous.until) return entry.previous.record;
    return entry.current;
  }

  put(record: Opportunity, visibleAt?: number): void {
    const entry = this.#entries.get(record.id);
    const previous = entry?.current;
    this.#entries.set(record.id, { current: record, ...(visibleAt === undefined ? {} : { previous: { record: previous, until: visibleAt } }) });
    if (previous !== undefined && previous.modifiedAt === record.modifiedAt) return;
    const order = this.#order(record.account, record.catalog);
    order.moved(record.id, record.modifiedAt, previous === undefined);
    order.compact((id, at) => this.get(id)?.modifiedAt === at);
  }

  /** In the order of their last change, from this time on. */
  *byModification(account: string, catalog: string, direction: 'up' | 'down', at: number): Generator<Opportunity> {
    for (const entry of this.#order(account, catalog).walk(direction, at)) {
      const record = this.get(entry.id);
      if (record !== undefined && record.modifiedAt === entry.at) yield record;
    }
  }

  *all(): Generator<Opportunity> {
    for (const entry of this.#entries.values()) yield entry.current;
  }

  clear(): void {
    this.#entries.clear();
    this.#orders.clear();
  }

  #order(account: string, catalog: string): ModifiedOrder {
    const key = `${account}/${catalog}`;
    const order = this.#orders.get(key) ?? new ModifiedOrder();
    this.#orders.set(key, order);
    return order;
  }
}
