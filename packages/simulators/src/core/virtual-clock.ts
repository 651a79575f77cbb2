/** The simulators' own time: it runs with the real one, and can be moved ahead, so that fifteen days pass in a moment. */
export class VirtualClock {
  #aheadMs: number;
  readonly #real: () => number;
  readonly #moved: (() => void)[] = [];

  constructor(options: { aheadMs?: number; real?: () => number } = {}) {
    this.#aheadMs = options.aheadMs ?? 0;
    this.#real = options.real ?? Date.now;
  }

  /** Whole milliseconds: clients of some systems lose anything finer, and a lock value must survive the round trip. */
  now(): Date {
    return new Date(this.#real() + this.#aheadMs);
  }

  get aheadMs(): number {
    return this.#aheadMs;
  }

  /** Time never goes back: what has expired stays so. */
  advance(milliseconds: number): void {
    if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) throw new RangeError('The clock can only be moved ahead.');
    this.#aheadMs += milliseconds;
    for (const listener of this.#moved) listener();
  }

  onMoved(listener: () => void): void {
    this.#moved.push(listener);
  }
}
