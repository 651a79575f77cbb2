import type { ConnectionConfig } from '../platform/db/database.ts';
import { createApp } from '../compose/app.ts';
import { quietLogger } from './api.fixture.ts';

export type WorkerInput = { connection: ConnectionConfig; home: string; outboundPrivate?: boolean; secret?: string; simulatorsUrl?: string };

/** The product's worker as a process of its own, to be killed at any moment. Ready when it has said so. */
const input = JSON.parse(process.argv[2] ?? '{}') as WorkerInput;
const app = await createApp({
  ...input,
  secret: input.secret ?? 's'.repeat(43),
  smtpUrl: null,
  publicUrl: 'http://localhost:4400',
  webFolder: input.home,
  logger: quietLogger,
  role: 'worker',
});
await app.worker.start();
process.send?.('ready');
