import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { createSubscriptionsModule } from './index.ts';
import type { AcceptedQuote, RenewalDeal } from './ports.ts';

export type Scene = ReturnType<typeof scene>;

/** A module on a clock of its own, with quotes and renewal deals that a test arranges. */
export function scene(database: Database, tenantId: string, start: string) {
  const clock = { now: new Date(start) };
  const quotes = new Map<string, AcceptedQuote>();
  const renewals: RenewalDeal[] = [];
  const module = createSubscriptionsModule({
    database,
    now: () => clock.now,
    onError: (error) => {
      throw error;
    },
    ports: {
      acceptedQuote: async (_tx, _tenant, dealId) => quotes.get(dealId) ?? null,
      openRenewalDeal: async (tx, context, renewal) => {
        renewals.push(renewal);
        return newDeal(tx, context.tenantId, clock.now);
      },
    },
  });
  return {
    module,
    clock,
    quotes,
    renewals,
    tenantId,
    context: (): Context => ({ ...systemContext(tenantId, 'Test', clock.now), now: clock.now }),
  };
}

export async function newDeal(tx: Parameters<Parameters<Database['inTenant']>[1]>[0], tenantId: string, now: Date): Promise<string> {
  const id = newId();
  const at = now.toISOString();
  await sql`insert into deal (tenant_id, id, number, name, stage, status, currency, last_activity_at, created_at, updated_at)
    values (${tenantId}::uuid, ${id}::uuid, ${Math.floor(Math.random() * 1e9)}, 'A deal', 'won', 'won', 'EUR', ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz)`.execute(
    tx,
  );
  return id;
}

export async function newAccount(database: Database, tenantId: string, name = 'Halden Water'): Promise<string> {
  const id = newId();
  await database.inTenant(tenantId, (tx) =>
    sql`insert into account (tenant_id, id, name, created_at, updated_at) values (${tenantId}::uuid, ${id}::uuid, ${name}, now(), now())`.execute(tx),
  );
  return id;
}
