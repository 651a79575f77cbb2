/** How many requests a rolling window still allows. */
export class RollingWindow {
  readonly #lengthMs: number;
  #times: number[] = [];
  readonly max: number;

  constructor(max: number, lengthMs: number) {
    this.max = max;
    this.#lengthMs = lengthMs;
  }

  /** Takes one when there is one; says what is left afterwards, or -1 when there was none. */
  take(now: number): number {
    this.#times = this.#times.filter((time) => time > now - this.#lengthMs);
    if (this.#times.length >= this.max) return -1;
    this.#times.push(now);
    return this.max - this.#times.length;
  }

  get lengthMs(): number {
    return this.#lengthMs;
  }

  clear(): void {
    this.#times = [];
  }
}
