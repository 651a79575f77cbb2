import { Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Clock } from '../../platform/clocks.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import type { MarketplacesDeps } from './context.ts';
import { agreementRow, marketplaceRow, type AgreementRow } from './store.ts';

export const RENEWAL_CLOCK = 'agreement.renewal';
const DAY_MS = 86_400_000;
const LEAD_DAYS = 90;

/** Ninety days ahead; of a short agreement, from its middle on. */
export function renewalClock(agreement: Pick<AgreementRow, 'id' | 'starts_at' | 'ends_at'>): Clock | null {
  if (agreement.ends_at === null) return null;
  const ends = Date.parse(agreement.ends_at);
  const starts = agreement.starts_at === null ? null : Date.parse(agreement.starts_at);
  const lead = Math.min(LEAD_DAYS * DAY_MS, starts === null ? Infinity : (ends - starts) / 2);
  return { kind: RENEWAL_CLOCK, recordId: agreement.id, dueAt: new Date(ends - lead) };
}

/** When the day has come. An agreement that has ended or was renewed meanwhile needs no deal. */
export async function openRenewal(tx: Tx, deps: MarketplacesDeps, tenantId: string, agreementId: string, now: Date): Promise<string | null> {
  const agreement = await agreementRow(tx, tenantId, agreementId, true);
  if (agreement.status !== 'active' || agreement.renewal_deal_id !== null || agreement.deal_id === null) return agreement.renewal_deal_id;
  const marketplace = await marketplaceRow(tx, tenantId, agreement.marketplace_id);
  return renew(tx, systemContext(tenantId, marketplace.name, now), deps, agreement);
}

export async function renewNow(tx: Tx, context: Context, deps: MarketplacesDeps, agreementId: string): Promise<void> {
  const agreement = await agreementRow(tx, context.tenantId, agreementId, true);
  if (agreement.deal_id === null) throw new Problem('conflict', 'Say first which deal this agreement belongs to.', { reason: 'unmatched' });
  if (agreement.renewal_deal_id !== null) throw new Problem('conflict', 'Its renewal deal is open already.', { reason: 'renewed_already' });
  if (agreement.ends_at === null) throw new Problem('conflict', 'It has no end, and so nothing to renew.', { reason: 'endless' });
  await renew(tx, context, deps, agreement);
}

/** Who carries the customer carries the renewal. Who only brought the first deal is remembered for its influence; the marketplace joins with its order. */
async function renew(tx: Tx, context: Context, deps: MarketplacesDeps, agreement: AgreementRow): Promise<string | null> {
  const deal = agreement.deal_id === null ? null : await deps.ports.deal(tx, context.tenantId, agreement.deal_id);
  if (!deal || agreement.ends_at === null) return null;
  const incumbents = deal.participants
    .filter((one) => one.until === null && one.role !== 'marketplace')
    .map((one) => ({ partnerId: one.partnerId, role: one.role === 'source' ? 'influence' : one.role }));
  const endsOn = agreement.ends_at.slice(0, 10);
  const sameMoney = agreement.currency === null || agreement.currency === deal.currency;
  const renewalId = await deps.ports.openRenewalDeal(tx, context, {
    name: `Renewal: ${deal.name}`.slice(0, 200),
    accountId: deal.accountId,
    currency: deal.currency,
    amountMinor: (sameMoney ? agreement.amount_minor : null) ?? deal.amountMinor,
    closeOn: endsOn,
    ownerId: deal.ownerId,
    lines: deal.lines,
    incumbents: [...new Map(incumbents.map((one) => [`${one.partnerId} ${one.role}`, one])).values()],
  });
  await tx
    .updateTable('agreement')
    .set((eb) => ({ renewal_deal_id: renewalId, version: eb('version', '+', 1) }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', agreement.id)
    .execute();
  await recordChange(tx, context, {
    operation: 'agreements.renew',
    recordType: 'agreement',
    recordId: agreement.id,
    after: { renewal_deal_id: renewalId },
    events: [{ type: 'agreement.renewal_opened', dealId: deal.id, payload: { agreementId: agreement.id, renewalDealId: renewalId, endsOn } }],
  });
  return renewalId;
}
