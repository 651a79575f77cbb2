import { divideHalfUp } from '@entente/kernel';

/** One order as the figures count it. Renewals of it, and its end, are counted on the order that ended. */
export type Order = {
  readonly key: string;
  readonly label: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly inPeriod: boolean;
  readonly inPrevious: boolean;
  readonly hoursToAccept: number | null;
  readonly endedInPeriod: boolean;
  readonly renewed: boolean;
};
export type Figures = {
  readonly key: string;
  readonly label: string;
  readonly currency: string;
  readonly orders: number;
  readonly volumeMinor: bigint;
  readonly previousVolumeMinor: bigint;
  readonly growthBp: number | null;
  readonly averageMinor: bigint;
  readonly hoursToAccept: number | null;
  readonly ended: number;
  readonly renewed: number;
  readonly renewalBp: number | null;
};

/** Currencies are never added up: each has figures of its own. The most volume first. */
export function figuresOf(orders: readonly Order[]): Figures[] {
  const groups = Map.groupBy(orders, (order) => `${order.key} ${order.currency}`);
  return [...groups.values()]
    .map((group): Figures => {
      const [first] = group as [Order, ...Order[]];
      const now = group.filter((order) => order.inPeriod);
      const volumeMinor = now.reduce((sum, order) => sum + order.amountMinor, 0n);
      const previousVolumeMinor = group.filter((order) => order.inPrevious).reduce((sum, order) => sum + order.amountMinor, 0n);
      const hours = now.flatMap((order) => order.hoursToAccept ?? []);
      const ended = group.filter((order) => order.endedInPeriod);
      const renewed = ended.filter((order) => order.renewed).length;
      return {
        key: first.key,
        label: first.label,
        currency: first.currency,
        orders: now.length,
        volumeMinor,
        previousVolumeMinor,
        growthBp: previousVolumeMinor <= 0n ? null : Number(divideHalfUp((volumeMinor - previousVolumeMinor) * 10_000n, previousVolumeMinor)),
        averageMinor: now.length === 0 ? 0n : divideHalfUp(volumeMinor, BigInt(now.length)),
        hoursToAccept: hours.length === 0 ? null : Math.round((hours.reduce((sum, each) => sum + each, 0) / hours.length) * 10) / 10,
        ended: ended.length,
        renewed,
        renewalBp: ended.length === 0 ? null : Math.round((renewed * 10_000) / ended.length),
      };
    })
    .filter((one) => one.orders > 0 || one.previousVolumeMinor > 0n || one.ended > 0)
    .toSorted((a, b) => (a.volumeMinor === b.volumeMinor ? (a.label < b.label ? -1 : 1) : a.volumeMinor > b.volumeMinor ? -1 : 1));
}
