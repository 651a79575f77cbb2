import type { Result } from '@entente/contracts';
import { notFound } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { partnersOf } from './domain/facts.ts';
import { planForPartner } from './domain/for-partner.ts';
import type { SettlementPorts } from './ports.ts';
import { standing } from './store.ts';

/** For a partner that takes part in the deal now, or sells it; for any other there is no such deal. Null until it is chosen how it settles. */
export async function partnersWaterfall(tx: Tx, ports: SettlementPorts, context: Context, dealId: string): Promise<Result<'portalSettlement.waterfall'>> {
  const { tenantId, actor, now } = context;
  const { partnerId } = actor;
  if (partnerId === null) throw notFound('partner');
  const deal = await ports.deal(tx, tenantId, dealId, now.toISOString().slice(0, 10), false);
  const version = deal ? await standing(tx, tenantId, dealId) : null;
  const takesPart = deal?.participants.some((one) => one.partnerId === partnerId) ?? false;
  if (!deal) throw notFound('deal');
  if (!takesPart && !(version && partnersOf(version.candidate).includes(partnerId))) {
    // Who took part before, or was let into it by another, may open the deal, and reads nothing of its money.
    if (await ports.openTo(tx, tenantId, dealId, partnerId)) return null;
    throw notFound('deal');
  }
  return version ? planForPartner(dealId, version, partnerId) : null;
}
