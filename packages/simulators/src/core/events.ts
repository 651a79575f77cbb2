import type { Faults } from './faults.ts';
import type { SimulatorName } from './simulator.ts';

/** Where events of one simulator are sent. The secret signs them in the vendor's own way. */
export type Subscription = { readonly id: string; readonly simulator: SimulatorName; readonly url: string; readonly secret: string };
/** `sign` is called for each attempt, since most vendors sign the moment of sending too. */
export type OutgoingEvent = {
  readonly id: string;
  readonly simulator: SimulatorName;
  readonly type: string;
  sign(subscription: Subscription): { readonly headers: Readonly<Record<string, string>>; readonly body: string };
};

export type EventBus = {
  emit(event: OutgoingEvent): void;
  subscribe(subscription: Omit<Subscription, 'id'>): Subscription;
  unsubscribe(id: string): void;
  subscriptions(): readonly Subscription[];
  /** The last hundred, the newest first: what became of each. */
  recent(): readonly { readonly id: string; readonly simulator: SimulatorName; readonly type: string; readonly outcome: string; readonly at: string }[];
  /** Everything held back is sent now, and all sending is awaited. */
  settle(): Promise<void>;
  load(subscriptions: readonly Subscription[]): void;
};

export type EventBusOptions = { readonly faults: Faults; readonly now: () => Date; readonly send?: typeof fetch; readonly newId: () => string };
