import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import { OutsideError } from '../../platform/outside/index.ts';
import { systemContext } from '../../platform/system-actor.ts';
import type { UsageDeps } from './context.ts';
import { rulesOf } from './domain/rules.ts';
import { reserveBatches } from './reserve.ts';
import { sendBatches } from './send.ts';
import { addZeroHours } from './zero-hours.ts';

export type SenderDeps = UsageDeps & {
  readonly now: () => Date;
  readonly onError: (error: unknown, connectionId: string) => void;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** Whose turn it is ends by itself after this, when a process ended without a word. */
  readonly holdMs?: number;
};

const HOLD_MS = 15_000;
const LINES_OF_BATCH = 25;
const BATCHES_AT_ONCE = 40;
const STOPPED_MS = 300_000;

/** Sends the usage of a workspace. Several processes may run it: of a connection, one has the turn. */
export function createUsageSender(deps: SenderDeps) {
  const { database, ports, onError } = deps;
  const holder = newId();
  const holdMs = deps.holdMs ?? HOLD_MS;
  const sleep = deps.sleep ?? ((milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)));
  const paces = new Map<string, { next: number }>();
  const zeroed = new Map<string, string>();
  let stopped = false;

  const takeTurn = (tenantId: string, connectionId: string): Promise<boolean> =>
    database.inTenant(tenantId, async (tx) => {
      const now = deps.now();
      const { rows } = await sql`
        update usage_sender set holder = ${holder}, held_until = ${new Date(now.getTime() + holdMs).toISOString()}::timestamptz
        where tenant_id = ${tenantId}::uuid and connection_id = ${connectionId}::uuid and (holder is null or holder = ${holder} or held_until <= ${now.toISOString()}::timestamptz)
          and (paused_until is null or paused_until <= ${now.toISOString()}::timestamptz) returning 1`.execute(tx);
      return rows.length > 0;
    });
  const leaveTurn = (tenantId: string, connectionId: string, pause: { until: Date; sentence: string } | null, clear: boolean): Promise<void> =>
    database.inTenant(tenantId, async (tx) => {
      await sql`
        update usage_sender set holder = null, held_until = null, paused_until = ${pause?.until.toISOString() ?? null}::timestamptz,
          last_error = case when ${pause !== null} then ${pause?.sentence ?? null} when ${clear} then null else last_error end
        where tenant_id = ${tenantId}::uuid and connection_id = ${connectionId}::uuid and holder = ${holder}`.execute(tx);
    });

  /** Requests of one connection follow each other at its pace, whatever batch they belong to. */
  const paceOf =
    (connectionId: string, perSecond: number): (() => Promise<void>) =>
    async () => {
      const pace = paces.get(connectionId) ?? { next: 0 };
      paces.set(connectionId, pace);
      const at = Math.max(performance.now(), pace.next);
      pace.next = at + 1000 / perSecond;
      const wait = at - performance.now();
      if (wait > 0) await sleep(wait);
    };

  const dueConnections = (tenantId: string): Promise<{ connectionId: string }[]> =>
    database.reading(tenantId, async (tx) => {
      const at = deps.now().toISOString();
      const { rows } = await sql<{ connectionId: string }>`
        select s.connection_id as "connectionId" from usage_sender s where s.tenant_id = ${tenantId}::uuid and (s.paused_until is null or s.paused_until <= ${at}::timestamptz)
          and (s.holder is null or s.holder = ${holder} or s.held_until <= ${at}::timestamptz)
          and (exists (select from usage_batch b where b.tenant_id = s.tenant_id and b.connection_id = s.connection_id and b.state = 'reserved' and b.next_attempt_at <= ${at}::timestamptz)
            or exists (select from usage_line l where l.tenant_id = s.tenant_id and l.connection_id = s.connection_id and l.state = 'waiting' and l.ready_at <= ${at}::timestamptz))
        order by s.connection_id`.execute(tx);
      return rows;
    });

  async function work(tenantId: string, connectionId: string): Promise<number> {
    if (!(await takeTurn(tenantId, connectionId))) return 0;
    let done = 0;
    let pause: { until: Date; sentence: string } | null = null;
    let clear = false;
    try {
      const context = () => systemContext(tenantId, 'Metering', deps.now());
      const access = await ports.access(tenantId, connectionId).catch((error: unknown) => {
        if (!(error instanceof OutsideError)) throw error;
        pause = { until: new Date(deps.now().getTime() + STOPPED_MS), sentence: error.message };
        return null;
      });
      const meter = access === null ? null : ports.meter(access.system);
      if (access !== null && meter === null)
        pause = { until: new Date(deps.now().getTime() + STOPPED_MS), sentence: 'Usage cannot be sent to this marketplace.' };
      const requestsPerSecond = Number(access?.settings['meteringRequestsPerSecond'] ?? rulesOf(access?.system ?? '').requestsPerSecond);
      const pace = paceOf(connectionId, requestsPerSecond > 0 ? requestsPerSecond : 1);
      while (!stopped && pause === null && access !== null && meter !== null) {
        // As many as fit well into the turn at this pace; no more is reserved than is sent.
        const most = Math.max(1, Math.min(BATCHES_AT_ONCE, Math.floor((requestsPerSecond * holdMs) / 3000)));
        const reserved = await reserveBatches(deps, context(), connectionId, most * LINES_OF_BATCH);
        const sent = await sendBatches(deps, context(), connectionId, { most, pace, access, meter });
        pause = sent.pause;
        clear = true;
        done += reserved + sent.batches;
        if (reserved + sent.batches === 0 || !(await takeTurn(tenantId, connectionId))) break;
      }
      // Without a connection, hours still wait, and still expire.
      if (access === null || meter === null) done += await reserveExpired(deps, context(), connectionId);
    } finally {
      await leaveTurn(tenantId, connectionId, pause, clear);
    }
    return done;
  }

  return {
    /** Sends what is due of every connection of the workspace; answers with how much was done. */
    async tick(tenantId: string): Promise<number> {
      const hour = deps.now().toISOString().slice(0, 13);
      if (zeroed.get(tenantId) !== hour) {
        await addZeroHours(deps, systemContext(tenantId, 'Metering', deps.now()));
        zeroed.set(tenantId, hour);
      }
      let done = 0;
      for (const { connectionId } of await dueConnections(tenantId)) {
        if (stopped) break;
        try {
          done += await work(tenantId, connectionId);
        } catch (error) {
          onError(error, connectionId);
        }
      }
      return done;
    },
    stop(): void {
      stopped = true;
    },
  };
}
export type UsageSender = ReturnType<typeof createUsageSender>;

/** Only those whose time is over are settled; the others are left waiting. */
async function reserveExpired({ database }: UsageDeps, context: ReturnType<typeof systemContext>, connectionId: string): Promise<number> {
  const { tenantId, now } = context;
  return database.inTenant(tenantId, async (tx) => {
    const { rows } = await sql`
      update usage_line set state = 'expired', outcome = 'expired', sentence = 'The connection could not send it in time, and the marketplace does not take this hour any more.',
        updated_at = ${now.toISOString()}::timestamptz, version = version + 1
      where tenant_id = ${tenantId}::uuid and connection_id = ${connectionId}::uuid and state = 'waiting' and expires_at <= ${now.toISOString()}::timestamptz returning 1`.execute(
      tx,
    );
    return rows.length;
  });
}
