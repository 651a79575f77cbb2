import { sql } from 'kysely';
import type { WebhookDeps } from './deps.ts';
import { attempt } from './attempt.ts';
import { recordAttempt } from './record-attempt.ts';
import { endpoints, type Endpoint, type Message } from './store.ts';

export type Deliverer = {
  /** Begins to send what is due, and does not wait for it. */
  round(): Promise<void>;
  /** Sends what is due and waits for the end of it. */
  deliverNow(): Promise<void>;
  /** What is under way is given a moment, and otherwise sent again by whoever comes next. */
  stop(): Promise<void>;
};
type Place = { readonly tenantId: string; readonly endpointId: string };

/** Longer than any attempt takes: a message whose sender died is due again afterwards. */
const LEASE_MS = 60_000;
/** Endpoints that are sent to at the same time, so that slow ones do not keep the others waiting. */
const AT_ONCE = 64;
const GRACE_MS = 2_000;

export function createDeliverer(deps: WebhookDeps): Deliverer {
  const { database, now, onError } = deps;
  const under = new Map<string, Promise<void>>();
  const halt = new AbortController();
  let stopped = false;

  async function round(): Promise<void> {
    if (stopped) return;
    for (const place of await placesDue(deps)) {
      if (under.size >= AT_ONCE) return;
      if (under.has(place.endpointId)) continue;
      under.set(
        place.endpointId,
        drain(place)
          .catch(onError)
          .finally(() => under.delete(place.endpointId)),
      );
    }
  }

  /** One after the other, and as many beside each other as the endpoint permits, until nothing is due. */
  async function drain(place: Place): Promise<void> {
    const slots = new Set<Promise<void>>();
    const open = (): void => {
      const slot: Promise<void> = work()
        .catch(onError)
        .finally(() => slots.delete(slot));
      slots.add(slot);
    };
    const work = async (): Promise<void> => {
      for (;;) {
        const taken = stopped ? null : await claim(place);
        if (!taken) return;
        if (slots.size < taken.endpoint.concurrency) open();
        await send(taken);
      }
    };
    open();
    while (slots.size > 0) await Promise.race(slots);
  }

  async function send({ endpoint, message }: { endpoint: Endpoint; message: Message }): Promise<void> {
    const made = await attempt(deps, endpoint, message, halt.signal);
    // Broken off by us, it says nothing about the receiver.
    if (halt.signal.aborted && made.status === null) await release(message);
    else await database.inTenant(message.tenant_id, (tx) => recordAttempt(tx, message, made, now(), (deps.chance ?? Math.random)()));
  }

  /** The endpoint's row is held, so that of several processes together no more are under way than it permits. */
  function claim({ tenantId, endpointId }: Place): Promise<{ endpoint: Endpoint; message: Message } | null> {
    const at = now();
    const until = new Date(at.getTime() + LEASE_MS).toISOString();
    return database.inTenant(tenantId, async (tx) => {
      const endpoint = await endpoints(tx, { tenantId }).where('id', '=', endpointId).forNoKeyUpdate().executeTakeFirst();
      if (endpoint?.status !== 'active') return null;
      if (endpoint.throttled_until !== null && Date.parse(endpoint.throttled_until) > at.getTime()) return null;
      const { rows } = await sql<Message>`
        update webhook_message set due_at = ${until}::timestamptz, sending_until = ${until}::timestamptz
        where tenant_id = ${tenantId}::uuid and id = (
          select id from webhook_message where tenant_id = ${tenantId}::uuid and endpoint_id = ${endpointId}::uuid and state = 'waiting' and due_at <= ${at.toISOString()}::timestamptz
            and (select count(*) from webhook_message where tenant_id = ${tenantId}::uuid and endpoint_id = ${endpointId}::uuid and sending_until > ${at.toISOString()}::timestamptz) < ${endpoint.concurrency}
          order by due_at, id limit 1)
        returning *`.execute(tx);
      const message = rows[0];
      return message ? { endpoint, message } : null;
    });
  }

  const release = (message: Message): Promise<unknown> =>
    database.inTenant(message.tenant_id, (tx) =>
      tx
        .updateTable('webhook_message')
        .set({ due_at: now().toISOString(), sending_until: null })
        .where('tenant_id', '=', message.tenant_id)
        .where('id', '=', message.id)
        .where('state', '=', 'waiting')
        .execute(),
    );

  const settled = async (): Promise<void> => void (await Promise.allSettled(under.values()));
  return {
    round,
    async deliverNow() {
      await round();
      await settled();
    },
    async stop() {
      stopped = true;
      const timer = setTimeout(() => halt.abort(), GRACE_MS);
      await settled();
      clearTimeout(timer);
    },
  };
}

/** Goes from one endpoint with something waiting to the next by the index, however much waits for each. */
function placesDue({ database, now }: Pick<WebhookDeps, 'database' | 'now'>): Promise<Place[]> {
  return database.inSystem(async (tx) => {
    const { rows } = await sql<Place>`
      with recursive place as (
        (select tenant_id, endpoint_id from webhook_message where state = 'waiting' order by tenant_id, endpoint_id limit 1)
        union all
        select n.tenant_id, n.endpoint_id from place p, lateral (
          select m.tenant_id, m.endpoint_id from webhook_message m where m.state = 'waiting' and (m.tenant_id, m.endpoint_id) > (p.tenant_id, p.endpoint_id)
          order by m.tenant_id, m.endpoint_id limit 1) n
      )
      select p.tenant_id as "tenantId", p.endpoint_id as "endpointId" from place p cross join lateral (
        select due_at from webhook_message m where m.tenant_id = p.tenant_id and m.endpoint_id = p.endpoint_id and m.state = 'waiting' order by due_at limit 1) first
      where first.due_at <= ${now().toISOString()}::timestamptz order by first.due_at`.execute(tx);
    return rows;
  });
}
