import type { SimulatorName } from './simulator.ts';

/** What goes wrong on the way. Shares are between 0 and 1, times in real milliseconds. All zero: a perfect world. */
export type FaultSettings = {
  /** Events that never arrive. */
  readonly loseEvents: number;
  /** Events that arrive twice. */
  readonly doubleEvents: number;
  /** Events held back until a later one has overtaken them. */
  readonly reorderEvents: number;
  /** Each event waits for a time between 0 and this. */
  readonly delayEventsMs: number;
  /** Requests answered as too many, beside those that break the true quota. */
  readonly throttle: number;
  /** Requests answered with 500 or 503 before anything was done. */
  readonly failBefore: number;
  /** Requests that are carried out, and whose answer is lost (the connection is cut). */
  readonly failAfter: number;
  /** How long a read may still show what was before a write. */
  readonly readLagMs: number;
  /** Each answer waits this long. */
  readonly latencyMs: number;
  /** Whether the true quotas of the vendor hold. */
  readonly quotas: boolean;
};
export const noFaults: FaultSettings = {
  loseEvents: 0,
  doubleEvents: 0,
  reorderEvents: 0,
  delayEventsMs: 0,
  throttle: 0,
  failBefore: 0,
  failAfter: 0,
  readLagMs: 0,
  latencyMs: 0,
  quotas: true,
};

export class Faults {
  readonly #random: () => number;
  readonly #settings = new Map<SimulatorName, FaultSettings>();

  constructor(random: () => number) {
    this.#random = random;
  }

  of(simulator: SimulatorName): FaultSettings {
    return this.#settings.get(simulator) ?? noFaults;
  }

  set(simulator: SimulatorName, change: Partial<FaultSettings>): void {
    this.#settings.set(simulator, { ...this.of(simulator), ...change });
  }

  /** Whether a thing of this share happens now. */
  happens(share: number): boolean {
    return share > 0 && this.#random() < share;
  }

  /** Between 0 and 1. */
  random(): number {
    return this.#random();
  }
}
