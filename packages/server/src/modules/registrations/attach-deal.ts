import { notFound, Problem, type ParticipantRole, type RegistrationKind } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { DealToAttach, RegistrationsPorts } from './ports.ts';
import type { Registration } from './store.ts';

export const roleOf: Readonly<Record<RegistrationKind, ParticipantRole>> = { sourcing: 'source', service_attach: 'service', renewal: 'resell' };

/**
 * The one deal of this purchase, locked: the one somebody named, the one the registration is on, the only open deal of the customer;
 * and only when there is none of these a new one.
 */
export async function attachDeal(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  row: Registration,
  named: { dealId?: string | null | undefined; accountId?: string | null | undefined; newDeal?: boolean | undefined },
): Promise<{ deal: DealToAttach; accountId: string }> {
  if (named.accountId) await requireAccount(tx, context, named.accountId);
  const accountId =
    named.accountId ??
    row.account_id ??
    (await ports.ensureAccount(tx, context, { name: row.company_name, domain: row.customer_domain, country: row.country, region: row.region }));
  const known = named.newDeal === true ? null : (named.dealId ?? row.deal_id ?? (await onlyOpenDeal(tx, ports, context, row, accountId)));
  const dealId = known ?? (await newDeal(tx, ports, context, row, accountId));
  const deal = await ports.lockDeal(tx, context.tenantId, dealId);
  if (!deal.open) throw new Problem('conflict', `D-${deal.number} is closed. Reopen it, or name another deal.`, { reason: 'deal_closed' });
  if (named.accountId && deal.accountId !== null && deal.accountId !== named.accountId)
    throw new Problem('conflict', `D-${deal.number} is with another account. Name its own, or another deal.`, { reason: 'other_account' });
  if (deal.accountId !== null && deal.accountId !== accountId && named.dealId === undefined && named.accountId === undefined) throw notFound('deal');
  return { deal, accountId: deal.accountId ?? accountId };
}

async function requireAccount(tx: Tx, context: Context, id: string): Promise<void> {
  const account = await tx.selectFrom('account').select('name').where('tenant_id', '=', context.tenantId).where('id', '=', id).executeTakeFirst();
  if (!account) throw notFound('account');
}

async function onlyOpenDeal(tx: Tx, ports: RegistrationsPorts, context: Context, row: Registration, accountId: string): Promise<string | null> {
  const open = (await ports.dealsOf(tx, context.tenantId, [accountId])).filter((deal) => deal.open);
  const theirs = open.filter((deal) => deal.partnerIds.includes(row.partner_id));
  if (theirs.length === 1) return theirs[0]?.dealId ?? null;
  return open.length === 1 ? (open[0]?.dealId ?? null) : null;
}

function newDeal(tx: Tx, ports: RegistrationsPorts, context: Context, row: Registration, accountId: string): Promise<string> {
  return ports.createDeal(tx, context, {
    name: `${row.company_name}, R-${row.number}`,
    accountId,
    amountMinor: row.amount_minor,
    currency: row.currency,
    closeOn: row.close_on,
    region: row.region,
    source: 'partner registration',
    productIds: row.product_ids,
  });
}

/** Another registration that sourced the deal already; asked under the deal's lock, so that two approvals in one instant are told apart. */
export async function refuseSecondSource(tx: Tx, context: Context, row: Registration, dealId: string): Promise<void> {
  if (row.kind !== 'sourcing') return;
  const other = await tx
    .selectFrom('registration')
    .select('number')
    .where('tenant_id', '=', context.tenantId)
    .where('deal_id', '=', dealId)
    .where('kind', '=', 'sourcing')
    .where('state', 'in', ['approved', 'extended'])
    .where('id', '<>', row.id)
    .executeTakeFirst();
  if (other)
    throw new Problem('conflict', `R-${other.number} is approved as the source of this deal; only one partner can have sourced it. Open a case instead.`, {
      reason: 'sourced_already',
    });
}
