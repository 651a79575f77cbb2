import type { Context } from '../platform/context.ts';
import { createDatabase, type ConnectionConfig } from '../platform/db/database.ts';
import { payoutsOn, personOf } from './payouts.fixture.ts';

/** What a process of its own does to a run, so that it can be killed in the middle: begins a step, or goes on with what was left. */
export type PayoutsWorkerInput = {
  readonly connection: ConnectionConfig;
  readonly tenantId: string;
  readonly now: string;
  readonly step: { readonly kind: 'collect' | 'release' | 'paid' | 'goOn'; readonly runId: string; readonly contentHash?: string; readonly day?: string };
};

const given = process.argv[2];
if (given !== undefined) {
  const { connection, tenantId, now, step } = JSON.parse(given) as PayoutsWorkerInput;
  const database = createDatabase(connection, { max: 4 });
  const { payouts } = payoutsOn(database, { now: new Date(now) });
  const context: Context = { ...personOf(tenantId, 'finance', 'Worker'), now: new Date(now) };
  const params = { id: step.runId };
  const extra = { ifVersion: null };
  if (step.kind === 'collect') await payouts.routes['payoutRuns.collect']?.(context, { params, query: undefined, body: undefined }, extra);
  if (step.kind === 'release')
    await payouts.routes['payoutRuns.release']?.(
      context,
      { params, query: undefined, body: { contentHash: step.contentHash ?? '', payOn: step.day ?? '' } },
      extra,
    );
  if (step.kind === 'paid') await payouts.routes['payoutRuns.markPaid']?.(context, { params, query: undefined, body: { paidOn: step.day ?? '' } }, extra);
  if (step.kind === 'goOn') await payouts.work(tenantId);
  await payouts.settled();
  await database.close();
}
