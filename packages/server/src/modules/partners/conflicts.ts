import type { Result } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { invalidField } from './refuse.ts';
import { lockPartners } from './store.ts';

type Conflicts = Result<'partners.conflicts'>;

export function listConflicts(database: Database, context: Context, partnerId: string): Promise<Conflicts> {
  requireScope(context, 'partners:read');
  return database.inTenant(context.tenantId, async (tx) => {
    const known = await tx.selectFrom('partner').select('id').where('tenant_id', '=', context.tenantId).where('id', '=', partnerId).executeTakeFirst();
    if (!known) throw notFound('partner');
    return read(tx, context.tenantId, partnerId);
  });
}

/** The list replaces the one before. */
export function setCompetingProducts(database: Database, context: Context, partnerId: string, given: readonly string[]): Promise<Conflicts> {
  return changing(database, context, partnerId, async (tx, name) => {
    const after = [...new Set(given)].sort();
    const { competingProducts } = await read(tx, context.tenantId, partnerId);
    const before = competingProducts.map((product) => product.productId).sort();
    if (before.join() === after.join()) return;
    const { rows } = await sql`select 1 from product where tenant_id = ${context.tenantId}::uuid and id = any(${after}::uuid[])`.execute(tx);
    if (rows.length < after.length) throw invalidField('productIds', 'missing', 'There is no such product.');
    await sql`delete from partner_competing_product where tenant_id = ${context.tenantId}::uuid and partner_id = ${partnerId}::uuid and product_id <> all(${after}::uuid[])`.execute(
      tx,
    );
    await sql`
      insert into partner_competing_product (tenant_id, partner_id, product_id)
      select ${context.tenantId}::uuid, ${partnerId}::uuid, id from unnest(${after}::uuid[]) as named(id) on conflict do nothing`.execute(tx);
    await recordChange(tx, context, {
      operation: 'partners.setCompetingProducts',
      recordType: 'partner',
      recordId: partnerId,
      before: { competingProducts: before },
      after: { competingProducts: after },
      events: [{ type: 'partner.updated', payload: { name, changed: ['competingProducts'] } }],
    });
  });
}

export function openConflict(
  database: Database,
  context: Context,
  partnerId: string,
  conflict: { readonly accountId: string; readonly reason: string },
): Promise<Conflicts> {
  return changing(database, context, partnerId, async (tx, name) => {
    const { tenantId } = context;
    const account = await tx.selectFrom('account').select('name').where('tenant_id', '=', tenantId).where('id', '=', conflict.accountId).executeTakeFirst();
    if (!account) throw invalidField('accountId', 'missing', 'There is no such account.');
    const id = newId(context.now.getTime());
    // The partner is locked, so that two who record the same conflict meet here one after the other.
    const stored = await tx
      .insertInto('partner_conflict')
      .values({
        tenant_id: tenantId,
        id,
        partner_id: partnerId,
        account_id: conflict.accountId,
        reason: conflict.reason,
        opened_at: context.now.toISOString(),
        opened_by: context.actor.name,
      })
      .onConflict((clash) => clash.columns(['tenant_id', 'partner_id', 'account_id']).where('closed_at', 'is', null).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!stored) throw new Problem('conflict', `A conflict on ${account.name} is already open.`, { reason: 'already_open' });
    await recordChange(tx, context, {
      operation: 'partners.openConflict',
      recordType: 'partner',
      recordId: partnerId,
      after: { conflictId: id, ...conflict },
      reason: conflict.reason,
      events: [{ type: 'partner.updated', payload: { name, changed: ['conflicts'], accountName: account.name } }],
    });
  });
}

/** Saying it twice changes nothing and is no fault. */
export function closeConflict(database: Database, context: Context, partnerId: string, conflictId: string): Promise<Conflicts> {
  return changing(database, context, partnerId, async (tx, name) => {
    const { tenantId } = context;
    const row = await tx
      .selectFrom('partner_conflict')
      .select(['account_id', 'closed_at'])
      .where('tenant_id', '=', tenantId)
      .where('partner_id', '=', partnerId)
      .where('id', '=', conflictId)
      .executeTakeFirst();
    if (!row) throw notFound('conflict');
    if (row.closed_at !== null) return;
    const closed = { closed_at: context.now.toISOString(), closed_by: context.actor.name };
    await tx.updateTable('partner_conflict').set(closed).where('tenant_id', '=', tenantId).where('id', '=', conflictId).execute();
    await recordChange(tx, context, {
      operation: 'partners.closeConflict',
      recordType: 'partner',
      recordId: partnerId,
      before: { conflictId, accountId: row.account_id, open: true },
      after: { conflictId, accountId: row.account_id, open: false },
      events: [{ type: 'partner.updated', payload: { name, changed: ['conflicts'] } }],
    });
  });
}

function changing(database: Database, context: Context, partnerId: string, change: (tx: Tx, partnerName: string) => Promise<void>): Promise<Conflicts> {
  requireScope(context, 'partners:write');
  return database.inTenant(context.tenantId, async (tx) => {
    const partner = (await lockPartners(tx, context.tenantId, [partnerId])).get(partnerId);
    if (!partner) throw notFound('partner');
    await change(tx, partner.fields.name);
    return read(tx, context.tenantId, partnerId);
  });
}

async function read(tx: Tx, tenantId: string, partnerId: string): Promise<Conflicts> {
  const products = await sql<Conflicts['competingProducts'][number]>`
    select c.product_id as "productId", p.name as "productName" from partner_competing_product c join product p on p.tenant_id = ${tenantId}::uuid and p.id = c.product_id
    where c.tenant_id = ${tenantId}::uuid and c.partner_id = ${partnerId}::uuid order by lower(p.name), p.id`.execute(tx);
  const accounts = await sql<Conflicts['accounts'][number]>`
    select c.id, c.account_id as "accountId", a.name as "accountName", c.reason, c.opened_at as "openedAt", c.opened_by as "openedBy"
    from partner_conflict c join account a on a.tenant_id = ${tenantId}::uuid and a.id = c.account_id
    where c.tenant_id = ${tenantId}::uuid and c.partner_id = ${partnerId}::uuid and c.closed_at is null order by c.opened_at desc, c.id`.execute(tx);
  return { competingProducts: products.rows, accounts: accounts.rows };
}
