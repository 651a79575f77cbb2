import { createDatabase, type ConnectionConfig } from '../platform/db/database.ts';
import { createUsageModule } from '../modules/usage/index.ts';
import { accessOver } from './metering.fixture.ts';
import { usagePorts } from './usage-ports.ts';

export type SenderInput = {
  readonly connection: ConnectionConfig;
  readonly tenantId: string;
  readonly baseUrl: string;
  readonly now: number | null;
  readonly settings: Record<string, unknown>;
  readonly holdMs?: number;
  /** How far its clock is from the real one. */ readonly aheadMs?: number;
};

/** The sender of usage as a process of its own, to be killed at any moment. Sends until it is killed or told to stop. */
const input = JSON.parse(process.argv[2] ?? '{}') as SenderInput;
const now = (): Date => (input.now === null ? new Date(Date.now() + (input.aheadMs ?? 0)) : new Date(input.now));
const database = createDatabase(input.connection, { max: 4 });
const usage = createUsageModule({
  database,
  ports: usagePorts({ access: accessOver({ baseUrl: input.baseUrl, settings: input.settings, now }) }),
  now,
  ...(input.holdMs === undefined ? {} : { holdMs: input.holdMs }),
  onError: (error) => console.error(error),
});
process.send?.('ready');
let running = true;
process.on('message', () => {
  running = false;
});
while (running) {
  const done = await usage.sender.tick(input.tenantId);
  if (done === 0) await new Promise((resolve) => setTimeout(resolve, 100));
}
await database.close();
process.disconnect?.();
