import type { OutboxHandler } from '../../platform/events/outbox.ts';
import type { SomeHandlers } from '../../platform/http/handlers.ts';
import { requireScope } from '../../platform/context.ts';
import { createEndpoint } from './create-endpoint.ts';
import { removeEndpoint, rotateSecret, setStatus, updateEndpoint } from './change-endpoint.ts';
import { createDeliverer } from './deliver.ts';
import { getDelivery, getEndpoint, listDeliveries, listEndpoints } from './deliveries.ts';
import type { WebhookDeps } from './deps.ts';
import { listEventTypes } from './domain/event-catalogue.ts';
import { forgetOld } from './forget.ts';
import { listEvents } from './list-events.ts';
import { queueEvents } from './queue-events.ts';
import { replay } from './replay.ts';
import { testEndpoint } from './test-endpoint.ts';

export type WebhooksModule = {
  readonly routes: SomeHandlers;
  readonly onEvents: OutboxHandler;
  /** Begins to send what is due; called often, by the worker. */
  readonly deliver: () => Promise<void>;
  /** The same, until all of it has been tried. */
  readonly deliverNow: () => Promise<void>;
  readonly forgetOld: (tenantId: string) => Promise<number>;
  readonly stop: () => Promise<void>;
};

/** Messages to outside systems. A process sends once its worker has asked it to; one that only answers requests leaves it to others. */
export function createWebhooksModule(deps: WebhookDeps): WebhooksModule {
  const deliverer = createDeliverer(deps);
  let works = false;
  const queued = (): void => {
    if (works) deliverer.round().catch(deps.onError);
  };
  return {
    routes: {
      'webhooks.eventTypes': async (context) => {
        requireScope(context, 'webhooks:read');
        return { items: listEventTypes() };
      },
      'webhooks.list': (context, input) => listEndpoints(deps, context, input),
      'webhooks.get': (context, input) => getEndpoint(deps, context, input),
      'webhooks.create': (context, input) => createEndpoint(deps, context, input),
      'webhooks.update': (context, input, extra) => updateEndpoint(deps, context, input, extra),
      'webhooks.setStatus': (context, input) => setStatus(deps, context, input),
      'webhooks.remove': (context, input) => removeEndpoint(deps, context, input),
      'webhooks.rotate': (context, input) => rotateSecret(deps, context, input),
      'webhooks.test': testEndpoint(deps),
      'webhooks.deliveries': (context, input) => listDeliveries(deps, context, input),
      'webhooks.delivery': (context, input) => getDelivery(deps, context, input),
      'webhooks.replay': (context, input) => replay(deps, context, input, queued),
      'events.list': (context, input) => listEvents(deps, context, input),
    },
    onEvents: queueEvents(deps, queued),
    deliver() {
      works = true;
      return deliverer.round();
    },
    deliverNow: () => deliverer.deliverNow(),
    forgetOld: (tenantId) => forgetOld(deps, tenantId),
    stop: () => deliverer.stop(),
  };
}
