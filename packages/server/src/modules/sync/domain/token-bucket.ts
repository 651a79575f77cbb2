/**
 * How often one may ask, for one account and kind of request. Live work takes what there is; back-fill leaves a reserve, so that live
 * work never waits behind it. Times are milliseconds of any clock that only goes ahead.
 */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;
  #notBefore = 0;

  constructor(options: { readonly perSecond: number; readonly burst: number; readonly now: number }) {
    this.#perSecond = options.perSecond;
    this.#burst = options.burst;
    this.#tokens = options.burst;
    this.#at = options.now;
  }

  /** 0 when it was taken; else how long to wait before asking again. */
  take(now: number, urgency: 'live' | 'backfill'): number {
    this.#refill(now);
    if (now < this.#notBefore) return this.#notBefore - now;
    const reserve = urgency === 'backfill' ? this.#burst / 2 : 0;
    if (this.#tokens - 1 >= reserve || (this.#burst <= 1 && this.#tokens >= 1)) {
      this.#tokens -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil(((reserve + 1 - this.#tokens) / this.#perSecond) * 1000));
  }

  /** The other side said "too many": nothing goes before then, and the burst is spent. */
  holdUntil(at: number, now: number): void {
    this.#refill(now);
    this.#tokens = Math.min(this.#tokens, 0);
    this.#notBefore = Math.max(this.#notBefore, at);
  }

  left(now: number): number {
    this.#refill(now);
    return Math.max(0, Math.floor(this.#tokens));
  }

  #refill(now: number): void {
    if (now <= this.#at) return;
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
  }
}
