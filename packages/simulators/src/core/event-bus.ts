import type { EventBus, EventBusOptions, OutgoingEvent, Subscription } from './events.ts';
import type { SimulatorName } from './simulator.ts';

export type RunningEventBus = EventBus & {
  /** Nothing is sent any more; what was waiting is dropped. */
  close(): void;
};
type Outcome = { readonly id: string; readonly simulator: SimulatorName; readonly type: string; outcome: string; readonly at: string };
type Delivery = { readonly event: OutgoingEvent; readonly subscription: Subscription; readonly record: Outcome };

const attempts = 3;
const retryAfterMs = [200, 1000];
/** An event held back for reordering is sent after this time even if nothing has overtaken it. */
const holdAtMostMs = 1000;
const sendTimeoutMs = 10_000;

/**
 * In a perfect world events of one subscription arrive in order, one after the other. A failed one is tried again aside, so that it
 * comes late instead of stopping those behind it, as with the vendors' own delivery.
 */
export function createEventBus(options: EventBusOptions & { readonly emitted?: (simulator: SimulatorName) => void }): RunningEventBus {
  const send = options.send ?? fetch;
  const subscriptions = new Map<string, Subscription>();
  const recent: Outcome[] = [];
  const queues = new Map<string, Promise<void>>();
  const running = new Set<Promise<void>>();
  const waiting = new Map<() => void, NodeJS.Timeout>();
  const held = new Map<string, (() => void)[]>();
  let hurry = false;
  const closing = new AbortController();

  const track = (work: Promise<void>): void => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };
  const later = (ms: number, action: () => void): void => {
    if (closing.signal.aborted) return;
    const run = (): void => {
      clearTimeout(waiting.get(run));
      if (waiting.delete(run)) action();
    };
    waiting.set(run, setTimeout(run, hurry ? 0 : ms));
  };

  async function attempt(delivery: Delivery, count: number): Promise<void> {
    const { event, subscription, record } = delivery;
    if (closing.signal.aborted || !subscriptions.has(subscription.id)) return void (record.outcome = 'not sent: the subscription ended');
    const signed = event.sign(subscription);
    let trouble: string;
    try {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(sendTimeoutMs)]);
      const answer = await send(subscription.url, { method: 'POST', headers: { ...signed.headers }, body: signed.body, redirect: 'manual', signal });
      await answer.body?.cancel();
      if (answer.ok) return void (record.outcome = count === 1 ? 'sent' : `sent at attempt ${count}`);
      trouble = `answered ${answer.status}`;
    } catch (error) {
      trouble = error instanceof Error ? error.message : 'no answer';
    }
    if (count >= attempts) return void (record.outcome = `failed after ${attempts} attempts: ${trouble}`);
    record.outcome = `attempt ${count} failed: ${trouble}`;
    later(retryAfterMs[count - 1] ?? 1000, () => track(attempt(delivery, count + 1)));
  }

  function enqueue(delivery: Delivery): void {
    const key = delivery.subscription.id;
    const turn = (queues.get(key) ?? Promise.resolve()).then(() => attempt(delivery, 1));
    queues.set(key, turn);
    track(turn);
    const overtaken = held.get(key);
    if (overtaken === undefined) return;
    held.delete(key);
    for (const release of overtaken) release();
  }

  function hold(delivery: Delivery): void {
    delivery.record.outcome = 'held back';
    let released = false;
    const release = (): void => {
      if (released) return;
      released = true;
      enqueue(delivery);
    };
    const key = delivery.subscription.id;
    held.set(key, [...(held.get(key) ?? []), release]);
    later(holdAtMostMs, () => {
      held.set(
        key,
        (held.get(key) ?? []).filter((other) => other !== release),
      );
      release();
    });
  }

  function dispatch(event: OutgoingEvent, subscription: Subscription): void {
    const settings = options.faults.of(event.simulator);
    const copies = options.faults.happens(settings.doubleEvents) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const record = note(event, 'waiting');
      if (options.faults.happens(settings.loseEvents)) record.outcome = 'lost';
      else if (options.faults.happens(settings.reorderEvents)) hold({ event, subscription, record });
      else if (settings.delayEventsMs > 0) later(options.faults.random() * settings.delayEventsMs, () => enqueue({ event, subscription, record }));
      else enqueue({ event, subscription, record });
    }
  }

  function note(event: OutgoingEvent, outcome: string): Outcome {
    const record: Outcome = { id: event.id, simulator: event.simulator, type: event.type, outcome, at: options.now().toISOString() };
    recent.unshift(record);
    if (recent.length > 100) recent.length = 100;
    return record;
  }

  return {
    emit(event) {
      options.emitted?.(event.simulator);
      const interested = [...subscriptions.values()].filter((subscription) => subscription.simulator === event.simulator);
      if (interested.length === 0) note(event, 'nobody subscribed');
      for (const subscription of interested) dispatch(event, subscription);
    },
    subscribe(subscription) {
      const known = [...subscriptions.values()].find((one) => one.simulator === subscription.simulator && one.url === subscription.url);
      const saved: Subscription = { id: known?.id ?? options.newId(), simulator: subscription.simulator, url: subscription.url, secret: subscription.secret };
      subscriptions.set(saved.id, saved);
      return saved;
    },
    unsubscribe(id) {
      subscriptions.delete(id);
      queues.delete(id);
      held.delete(id);
    },
    subscriptions: () => [...subscriptions.values()],
    recent: () => recent.map((record) => ({ ...record })),
    async settle() {
      hurry = true;
      try {
        while (waiting.size > 0 || running.size > 0) {
          for (const run of waiting.keys()) run();
          await Promise.all(running);
        }
      } finally {
        hurry = false;
      }
    },
    load(saved) {
      subscriptions.clear();
      for (const subscription of saved) subscriptions.set(subscription.id, subscription);
    },
    close() {
      closing.abort();
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
