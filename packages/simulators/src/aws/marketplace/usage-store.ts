/** What a record has come to: the first quantity of an hour wins. */
export type MeterOutcome = 'new' | 'same' | 'other';
type Series = { hours: Map<number, number>; allocated: Map<number, string>; unbilled: Map<string, number> };
type SavedSeries = [licenseArn: string, dimension: string, hours: number[], allocated: [number, string][], unbilled: [string, number][]];
export type SavedUsage = SavedSeries[];

export const hourOf = (milliseconds: number): number => Math.floor(milliseconds / 3_600_000);

/** Metered usage: one number for each licence, dimension and hour, so that a million records fit easily. */
export class UsageStore {
  readonly #licenses = new Map<string, Map<string, Series>>();
  #monthHour = -1;
  #month = '';

  record(licenseArn: string, dimension: string, hour: number, quantity: number, allocation = ''): MeterOutcome {
    const series = this.#of(licenseArn, dimension);
    const known = series.hours.get(hour);
    if (known !== undefined) return known === quantity && (series.allocated.get(hour) ?? '') === allocation ? 'same' : 'other';
    series.hours.set(hour, quantity);
    if (allocation !== '') series.allocated.set(hour, allocation);
    if (quantity > 0) {
      const month = this.#monthOf(hour);
      series.unbilled.set(month, (series.unbilled.get(month) ?? 0) + quantity);
    }
    return 'new';
  }

  /** Usage not yet invoiced, by dimension and month (`2026-11`). Taken: it counts as invoiced from here on. */
  takeUnbilled(licenseArn: string): { dimension: string; month: string; quantity: number }[] {
    const taken: { dimension: string; month: string; quantity: number }[] = [];
    for (const [dimension, { unbilled }] of this.#licenses.get(licenseArn) ?? []) {
      for (const [month, quantity] of unbilled) taken.push({ dimension, month, quantity });
      unbilled.clear();
    }
    return taken.toSorted((left, right) => left.month.localeCompare(right.month) || left.dimension.localeCompare(right.dimension));
  }

  totals(): { licenseArn: string; dimension: string; records: number; quantity: number }[] {
    return [...this.#licenses].flatMap(([licenseArn, dimensions]) =>
      [...dimensions].map(([dimension, { hours }]) => {
        let quantity = 0;
        for (const value of hours.values()) quantity += value;
        return { licenseArn, dimension, records: hours.size, quantity };
      }),
    );
  }

  save(): SavedUsage {
    return [...this.#licenses].flatMap(([arn, dimensions]) =>
      [...dimensions].map(([dimension, { hours, allocated, unbilled }]): SavedSeries => [arn, dimension, [...hours].flat(), [...allocated], [...unbilled]]),
    );
  }

  static load(saved: SavedUsage): UsageStore {
    const store = new UsageStore();
    for (const [arn, dimension, flat, allocated, unbilled] of saved) {
      const series = store.#of(arn, dimension);
      for (let index = 0; index < flat.length; index += 2) series.hours.set(flat[index] ?? 0, flat[index + 1] ?? 0);
      series.allocated = new Map(allocated);
      series.unbilled = new Map(unbilled);
    }
    return store;
  }

  #of(licenseArn: string, dimension: string): Series {
    let dimensions = this.#licenses.get(licenseArn);
    if (dimensions === undefined) this.#licenses.set(licenseArn, (dimensions = new Map()));
    let series = dimensions.get(dimension);
    if (series === undefined) dimensions.set(dimension, (series = { hours: new Map(), allocated: new Map(), unbilled: new Map() }));
    return series;
  }

  /** Records come in runs of one hour; formatting a date for each would cost more than the rest. */
  #monthOf(hour: number): string {
    if (hour !== this.#monthHour) {
      this.#monthHour = hour;
      this.#month = new Date(hour * 3_600_000).toISOString().slice(0, 7);
    }
    return this.#month;
  }
}
