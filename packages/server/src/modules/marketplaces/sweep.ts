import type { Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { adapterOf, type MarketplacesDeps } from './context.ts';
import { refreshListing } from './listings.ts';
import { readable, readEntitlements, replayFor } from './notices.ts';
import { runOperation } from './operations.ts';
import { recordAgreement } from './record-agreement.ts';
import { marketplaceRow, type MarketplaceRow } from './store.ts';

/** What notices brought is only confirmed by it; what they lost is found by it. */
const EVERY_MS = 15 * 60_000;
/** Searches lag behind what happened, so each looks back over what the last one saw. */
const OVERLAP_MS = 24 * 3_600_000;
const MOST_PAGES = 200;
const AT_ONCE = 20;

type Swept = { agreements: number; changed: number; settled: number };

export async function sweepMarketplace(deps: MarketplacesDeps, tenantId: string, marketplaceId: string): Promise<Swept> {
  const marketplace = await deps.database.reading(tenantId, (tx) => marketplaceRow(tx, tenantId, marketplaceId));
  const adapter = adapterOf(deps.ports, marketplace);
  if (marketplace.connection_id === null) throw new Problem('conflict', `${marketplace.name} has no connection to ask by.`, { reason: 'no_connection' });
  const begun = deps.now();
  let failure: string | null = null;
  const swept: Swept = { agreements: 0, changed: 0, settled: 0 };
  try {
    const access = await deps.ports.access(tenantId, marketplace.connection_id);
    const since = marketplace.swept_at === null ? undefined : new Date(Date.parse(marketplace.swept_at) - OVERLAP_MS).toISOString();
    let cursor: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const found: Awaited<ReturnType<typeof adapter.agreements>> = await adapter.agreements(access, {
        ...(since === undefined ? {} : { since }),
        ...(cursor === null ? {} : { cursor }),
      });
      for (const item of found.items) {
        swept.agreements += 1;
        const known = await knownState(deps, tenantId, marketplaceId, item.id);
        const quiet = known !== null && known.status === item.status && known.dealId !== null && known.endsAt === item.endsAt;
        if (quiet && (known.entitled || item.status !== 'active')) continue;
        const readAt = deps.now().toISOString();
        const full = quiet ? item : ((await readable(() => adapter.agreement(access, item.id))) ?? item);
        const recorded = await deps.database.inTenant(tenantId, (tx) =>
          recordAgreement(
            tx,
            systemContext(tenantId, marketplace.name, deps.now()),
            deps.ports,
            marketplace,
            { ...full, offerId: full.offerId ?? item.offerId },
            readAt,
          ),
        );
        if (recorded.changed) swept.changed += 1;
        await readEntitlements(deps, tenantId, marketplace, adapter, access, recorded.id, null);
      }
      cursor = found.cursor;
      if (cursor === null) break;
    }
    swept.settled = await replayFor(deps, tenantId, marketplaceId);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    failure = error.message;
  }
  await deps.database.inTenant(tenantId, (tx) =>
    tx
      .updateTable('marketplace')
      .set({
        ...(failure === null ? { swept_at: begun.toISOString() } : {}),
        sweep_error: failure,
        sweep_at: new Date(deps.now().getTime() + EVERY_MS).toISOString(),
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', marketplaceId)
      .execute(),
  );
  if (failure !== null) throw new Problem('unavailable', failure, { reason: 'outside' });
  return swept;
}

const knownState = (
  deps: MarketplacesDeps,
  tenantId: string,
  marketplaceId: string,
  externalId: string,
): Promise<{ status: string; dealId: string | null; endsAt: string | null; entitled: boolean } | null> =>
  deps.database.reading(tenantId, async (tx) => {
    const row = await tx
      .selectFrom('agreement as a')
      .select(['a.status', 'a.deal_id as dealId', 'a.ends_at as endsAt'])
      .select(
        sql<boolean>`exists (select 1 from entitlement e where e.tenant_id = a.tenant_id and e.agreement_id = a.id and e.state in ('active', 'ended'))`.as(
          'entitled',
        ),
      )
      .where('a.tenant_id', '=', tenantId)
      .where('a.marketplace_id', '=', marketplaceId)
      .where('a.external_id', '=', externalId)
      .executeTakeFirst();
    return row ?? null;
  });

export async function sweepNow(deps: MarketplacesDeps, context: Context, id: string): Promise<Result<'marketplaces.sweep'>> {
  requireScope(context, 'marketplaces:write');
  const swept = await sweepMarketplace(deps, context.tenantId, id);
  const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
  return {
    ...swept,
    sentence: `${plural(swept.agreements, 'agreement')} read, ${swept.changed} changed, ${plural(swept.settled, 'waiting notice')} understood.`,
  };
}

/** What is due in one workspace: unanswered operations, sweeps, listings to be compared. Returns how much was done. */
export async function workOn(deps: MarketplacesDeps, tenantId: string): Promise<number> {
  const now = deps.now().toISOString();
  const due = await deps.database.reading(tenantId, async (tx) => ({
    operations: await tx
      .selectFrom('offer_operation')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('finished_at', 'is', null)
      .where('poll_at', '<=', now)
      .orderBy('poll_at')
      .limit(AT_ONCE)
      .execute(),
    sweeps: await tx
      .selectFrom('marketplace')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('retired_at', 'is', null)
      .where('sweep_at', '<=', now)
      .limit(AT_ONCE)
      .execute(),
    listings: await tx.selectFrom('listing').select('id').where('tenant_id', '=', tenantId).where('check_at', '<=', now).limit(AT_ONCE).execute(),
  }));
  let done = 0;
  for (const { id } of due.operations) {
    const ended = await runOperation(deps, tenantId, id);
    if (ended === 'finished') await replayOf(deps, tenantId, id);
    done += 1;
  }
  for (const marketplace of due.sweeps)
    if (await leased(deps, tenantId, marketplace))
      done += await quietly(deps, 'a sweep of a marketplace', () => sweepMarketplace(deps, tenantId, marketplace.id));
  for (const { id } of due.listings) {
    await putOffCheck(deps, tenantId, id);
    done += await quietly(deps, 'a comparison of a listing', () => refreshListing(deps, systemContext(tenantId, 'Marketplaces', deps.now()), id));
  }
  return done;
}

async function replayOf(deps: MarketplacesDeps, tenantId: string, operationId: string): Promise<void> {
  const row = await deps.database.reading(tenantId, (tx) =>
    tx.selectFrom('offer_operation').select('marketplace_id').where('tenant_id', '=', tenantId).where('id', '=', operationId).executeTakeFirst(),
  );
  if (row) await replayFor(deps, tenantId, row.marketplace_id);
}

/** Of several processes one sweeps. */
async function leased(deps: MarketplacesDeps, tenantId: string, marketplace: MarketplaceRow): Promise<boolean> {
  if (marketplace.sweep_at === null || deps.ports.adapter(marketplace.kind) === null) return false;
  const taken = await deps.database.inTenant(tenantId, (tx) =>
    tx
      .updateTable('marketplace')
      .set({ sweep_at: new Date(deps.now().getTime() + EVERY_MS).toISOString() })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', marketplace.id)
      .where('sweep_at', '=', marketplace.sweep_at)
      .returning('id')
      .executeTakeFirst(),
  );
  return taken !== undefined;
}

const DAY_MS = 24 * 3_600_000;
/** Before it is done: one that cannot be compared waits for the next night like all others. */
const putOffCheck = (deps: MarketplacesDeps, tenantId: string, id: string): Promise<unknown> =>
  deps.database.inTenant(tenantId, (tx) =>
    tx
      .updateTable('listing')
      .set({ check_at: new Date(deps.now().getTime() + DAY_MS).toISOString() })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute(),
  );

async function quietly(deps: MarketplacesDeps, what: string, work: () => Promise<unknown>): Promise<number> {
  try {
    await work();
  } catch (error) {
    // What a person must mend is written on the record itself.
    if (!(error instanceof Problem) && !(error instanceof OutsideError)) deps.onError(error, what);
  }
  return 1;
}
