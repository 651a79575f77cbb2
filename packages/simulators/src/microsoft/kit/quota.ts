/** So many calls in a sliding minute, counted for each caller. */
export class Quota {
  readonly #perMinute: number;
  readonly #calls = new Map<string, number[]>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Null when the call may pass; otherwise after how many seconds it may be tried again. */
  take(caller: string, now: number): number | null {
    const recent = (this.#calls.get(caller) ?? []).filter((moment) => now - moment < 60_000);
    const oldest = recent[0];
    if (recent.length >= this.#perMinute && oldest !== undefined) {
      this.#calls.set(caller, recent);
      return Math.max(1, Math.ceil((60_000 - (now - oldest)) / 1000));
    }
    recent.push(now);
    this.#calls.set(caller, recent);
    return null;
  }
}
