import type { World } from '../../core/simulator.ts';
import { throttled } from './refusals.ts';

/** Requests per second, and per rolling day. The day is counted in hours, which is as exact as anybody needs. */
type Limit = { readonly perSecond: number; readonly perDay: number };
const limits = {
  read: { perSecond: 10, perDay: 100_000 },
  write: { perSecond: 1, perDay: 10_000 },
  createEngagement: { perSecond: 15, perDay: 10_000 },
} as const satisfies Readonly<Record<string, Limit>>;
export type QuotaKind = keyof typeof limits;

const hourMs = 3_600_000;
type Usage = { tokens: number; refilledAt: number; readonly hours: Map<number, number> };

/** A bucket per account and kind that fills again at the given rate. */
export class Quotas {
  readonly #world: World;
  readonly #usage = new Map<string, Usage>();

  constructor(world: World) {
    this.#world = world;
  }

  /** @throws {AwsError} ThrottlingException */
  take(account: string, kind: QuotaKind): void {
    if (!this.#world.faults.of('aws').quotas) return;
    const { perSecond, perDay } = limits[kind];
    const now = this.#world.clock.now().getTime();
    const key = `${account}/${kind}`;
    const usage = this.#usage.get(key) ?? { tokens: perSecond, refilledAt: now, hours: new Map<number, number>() };
    this.#usage.set(key, usage);
    usage.tokens = Math.min(perSecond, usage.tokens + ((now - usage.refilledAt) * perSecond) / 1000);
    usage.refilledAt = now;
    if (usage.tokens < 1) throw throttled();
    const hour = Math.floor(now / hourMs);
    let today = 0;
    for (const [counted, requests] of usage.hours) {
      if (counted <= hour - 24) usage.hours.delete(counted);
      else today += requests;
    }
    if (today >= perDay) throw throttled();
    usage.tokens -= 1;
    usage.hours.set(hour, (usage.hours.get(hour) ?? 0) + 1);
  }

  clear(): void {
    this.#usage.clear();
  }
}
