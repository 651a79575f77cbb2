import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { partnerNames } from './names.ts';
import { addParticipant } from './participants.ts';
import { childChanged, lockDeal, participantFacts } from './store.ts';

/**
 * Sets how the partners' credit of a deal is shared between some of them; null takes a partner's share away. A partner with a share
 * and no role is given one that says it had a part in the deal.
 */
export async function shareCredit(
  tx: Tx,
  context: Context,
  dealId: string,
  shares: readonly { partnerId: string; basisPoints: number | null }[],
  evidence: string,
): Promise<void> {
  const tenant = context.tenantId;
  await lockDeal(tx, tenant, dealId);
  for (const { partnerId, basisPoints } of shares) {
    let active = (await participantFacts(tx, tenant, dealId)).filter((one) => one.until === null && one.partnerId === partnerId);
    if (basisPoints !== null && active.length === 0) {
      await addParticipant(tx, context, dealId, { partnerId, role: 'influence', evidence: { kind: 'case', note: evidence } });
      active = (await participantFacts(tx, tenant, dealId)).filter((one) => one.until === null && one.partnerId === partnerId);
    }
    const holder = basisPoints === null ? undefined : (active.find((one) => one.role === 'source') ?? active[0]);
    const name = (await partnerNames(tx, tenant, [partnerId])).get(partnerId) ?? '';
    for (const one of active) {
      const share = one.id === holder?.id ? basisPoints : null;
      const changed = await tx
        .updateTable('deal_participant')
        .set({ share_bp: share })
        .where('tenant_id', '=', tenant)
        .where('id', '=', one.id)
        .where('share_bp', 'is distinct from', share)
        .returning('id')
        .executeTakeFirst();
      if (!changed) continue;
      await childChanged(tx, context, dealId, {
        operation: 'deals.shareCredit',
        recordType: 'participant',
        recordId: one.id,
        after: { share_bp: share },
        reason: evidence,
        events: [{ type: 'participant.updated', dealId, payload: { participantId: one.id, partnerId, partnerName: name, role: one.role } }],
      });
    }
  }
}
