/** The daily request limit of an org: a number for any 24 hours. */
export type ApiLimitState = { readonly max: number; readonly used: number; readonly since: number };
const dayMs = 86_400_000;
/** What an Enterprise Edition org with a few users may send. */
export const usualLimit = 100_000;

export class ApiLimit {
  #state: ApiLimitState = { max: usualLimit, used: 0, since: 0 };

  /** False: there is nothing left, and the limit holds. */
  take(now: number, holds: boolean): boolean {
    if (now - this.#state.since >= dayMs) this.#state = { ...this.#state, used: 0, since: now };
    if (holds && this.#state.used >= this.#state.max) return false;
    this.#state = { ...this.#state, used: this.#state.used + 1 };
    return true;
  }

  setMax(max: number): void {
    this.#state = { ...this.#state, max };
  }

  get header(): string {
    return `api-usage=${this.#state.used}/${this.#state.max}`;
  }

  body(): object {
    const amount = (max: number, remaining: number): object => ({ Max: max, Remaining: remaining });
    return {
      DailyApiRequests: amount(this.#state.max, Math.max(0, this.#state.max - this.#state.used)),
      DailyBulkApiBatches: amount(15_000, 15_000),
      DataStorageMB: amount(10_240, 10_000),
      HourlyPublishedPlatformEvents: amount(50_000, 50_000),
      DailyDeliveredPlatformEvents: amount(50_000, 50_000),
    };
  }

  save(): ApiLimitState {
    return this.#state;
  }

  load(state: ApiLimitState | undefined): void {
    this.#state = state ?? { max: usualLimit, used: 0, since: 0 };
  }
}
