import type { Database } from '../../platform/db/database.ts';
import type { SyncPorts } from './ports.ts';
import { runConnection, type Lane } from './run-connection.ts';
import type { Systems } from './systems.ts';

export type Engine = { start(): void; wake(): void; stop(): Promise<void> };

/** Looks for connections that were made or resumed meanwhile. */
const LOOK_MS = 5_000;

/** Works on every active connection, each in its own line, until stopped. Several processes may run one: a connection belongs to one of them. */
export function createEngine(options: { database: Database; systems: Systems; ports: SyncPorts; now: () => Date; onError: (error: unknown) => void }): Engine {
  const lines = new Map<string, Line>();
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> = Promise.resolve();

  const line = (tenantId: string, connectionId: string, lane: Lane): Line => {
    let awake = Promise.withResolvers<void>();
    let ending = false;
    const work = async (): Promise<void> => {
      while (!ending) {
        // Made before the round: a wish that comes during it is not slept over.
        awake = Promise.withResolvers<void>();
        let pause = 1_000;
        try {
          pause = await runConnection(options, tenantId, connectionId, lane);
        } catch (error) {
          options.onError(error);
        }
        if (pause === 0 || ending) continue;
        const alarm = setTimeout(() => awake.resolve(), pause);
        await awake.promise;
        clearTimeout(alarm);
      }
    };
    const ended = work();
    return {
      wake: () => awake.resolve(),
      end() {
        ending = true;
        awake.resolve();
        return ended;
      },
    };
  };

  const look = async (): Promise<void> => {
    const { rows } = await options.database.pool.query<{ id: string }>('select id from workspace');
    const active = new Set<string>();
    for (const { id: tenantId } of rows) {
      const connections = await options.database.reading(tenantId, (tx) =>
        tx.selectFrom('connection').select('id').where('tenant_id', '=', tenantId).where('status', '=', 'active').execute(),
      );
      for (const { id } of connections) {
        active.add(id);
        if (!lines.has(id) && !stopped) lines.set(id, both(line(tenantId, id, 'live'), line(tenantId, id, 'backfill')));
      }
    }
    for (const [id, each] of lines) {
      if (active.has(id)) continue;
      lines.delete(id);
      await each.end();
    }
  };
  const again = (): void => {
    looking = look()
      .catch(options.onError)
      .then(() => {
        if (!stopped) timer = setTimeout(again, LOOK_MS);
      });
  };
  return {
    start: again,
    wake() {
      for (const each of lines.values()) each.wake();
    },
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await looking;
      await Promise.all([...lines.values()].map((each) => each.end()));
    },
  };
}

/** The work on one connection, one round after the other. */
type Line = { wake(): void; end(): Promise<void> };
const both = (a: Line, b: Line): Line => ({
  wake() {
    a.wake();
    b.wake();
  },
  async end() {
    await Promise.all([a.end(), b.end()]);
  },
});
