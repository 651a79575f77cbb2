import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { rememberAccountIds } from './account-ids.ts';
import { reverseIn } from './adjust.ts';
import type { LedgerPorts } from './ports.ts';
import { createPost } from './post.ts';
import { ledgerRoutes } from './routes.ts';
import { sealNew } from './seal.ts';
import { runVerifications } from './verify.ts';
import { walkChain, type Expected, type Found } from './walk-chain.ts';

type Options = { readonly database: Database; readonly ports: LedgerPorts; readonly now: () => Date; readonly onError: (error: unknown) => void };

/** The books: every business event that moves money, as entries that sum to zero. */
export function createLedgerModule({ database, ports, now, onError }: Options) {
  const accountIds = rememberAccountIds(database);
  const deps = { database, ports, accountIds };
  let stopping = false;
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  /** One run at a time for each workspace; what is asked for while it reads its list is done right after it. */
  const verify = (tenantId: string): Promise<void> => {
    const known = running.get(tenantId);
    if (known) {
      again.add(tenantId);
      return known;
    }
    const begun = (async () => {
      do {
        again.delete(tenantId);
        await runVerifications(database, tenantId, now, () => stopping).catch(onError);
      } while (again.has(tenantId) && !stopping);
      // In the same moment as the question above, so that nobody is told of a run that has ended.
      running.delete(tenantId);
    })();
    running.set(tenantId, begun);
    return begun;
  };
  return {
    routes: ledgerRoutes(deps, (tenantId) => void verify(tenantId)),
    /** Books events in the caller's transaction, each once by its template and cause. */
    post: createPost(accountIds),
    /** Takes a transaction back in whole, in the caller's transaction; the id of the reversal, which is the same when asked again. */
    reverse: (tx: Tx, context: Context, transactionId: string, day: string, reason: string): Promise<string> =>
      reverseIn(tx, context, accountIds, transactionId, day, reason),
    /** Seals what is new and brings the balances up to date; verifications that wait are begun beside. */
    async work(tenantId: string): Promise<void> {
      await sealNew(database, tenantId, now());
      void verify(tenantId);
    },
    seal: (tenantId: string): Promise<number> => sealNew(database, tenantId, now()),
    /** The chain from its beginning, while the caller waits. */
    walk: (tenantId: string, told: (done: number, total: number) => void, expected: Expected | null = null): Promise<Found> =>
      database.reading(tenantId, (tx) => walkChain(tx, tenantId, async (done, total) => told(done, total), expected)),
    idle: async (): Promise<void> => void (await Promise.all(running.values())),
    async stop(): Promise<void> {
      stopping = true;
      await Promise.all(running.values());
    },
  };
}
export type LedgerModule = ReturnType<typeof createLedgerModule>;
export type { Post } from './post.ts';
export type { LedgerPorts, PeriodCheck, SubLedger } from './ports.ts';
export { rateOn, type KnownRate } from './rates.ts';
export { legsOf } from './domain/templates.ts';
export { bookingDay, nextMonth } from './domain/months.ts';
