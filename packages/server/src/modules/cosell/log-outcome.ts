import { createHash } from 'node:crypto';
import type { Parsed, Result } from '@entente/contracts';
import { newId, notFound } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { CosellPorts } from './ports.ts';

/**
 * Logs what came of it once: the touch, the partner's role, the next step, the meeting as held, and one row for the CRM. The same
 * outcome logged again for the same meeting, or the same words on the same day, is recognised and changes nothing.
 */
export function logOutcome(
  { database, ports }: { database: Database; ports: CosellPorts },
  context: Context,
  dealId: string,
  body: Parsed<'outcome.log'>['body'],
): Promise<Result<'outcome.log'>> {
  requireScope(context, 'plays:run');
  return database.inTenant(context.tenantId, async (tx) => {
    const deal = await ports.deal(tx, context.tenantId, dealId, context.now);
    if (!deal) throw notFound('deal');
    if (body.meetingId && !(await meetingOfDeal(tx, context.tenantId, dealId, body.meetingId))) throw notFound('meeting');
    const at = context.now.toISOString();
    const occasion =
      body.meetingId ??
      createHash('sha256')
        .update(JSON.stringify([at.slice(0, 10), body.outcome, body.note ?? '', body.partnerId ?? '']))
        .digest('hex')
        .slice(0, 24);
    const logged = await ports.logTouch(tx, context, {
      dealId,
      partnerId: body.partnerId ?? null,
      kind: `outcome_${body.outcome}`,
      note: body.note ?? null,
      dedupeKey: `outcome:${dealId}:${occasion}`,
    });
    if (logged.alreadyLogged) return logged;
    if (body.partnerId && body.role)
      await ports.addParticipant(tx, context, {
        dealId,
        partnerId: body.partnerId,
        role: body.role,
        evidenceKind: 'outcome',
        evidenceNote: body.note ?? body.outcome.replaceAll('_', ' '),
      });
    if (body.nextStep) await ports.setNextStep(tx, context, dealId, body.nextStep);
    if (body.meetingId)
      await tx
        .updateTable('meeting')
        .set({ status: 'held', outcome: body.outcome, next_step: body.nextStep ?? null })
        .where('tenant_id', '=', context.tenantId)
        .where('id', '=', body.meetingId)
        .where('deal_id', '=', dealId)
        .execute();
    const payload = {
      outcome: body.outcome,
      note: body.note ?? null,
      nextStep: body.nextStep ?? null,
      partnerId: body.partnerId ?? null,
      role: body.role ?? null,
    };
    await tx
      .insertInto('crm_write')
      .values({ tenant_id: context.tenantId, id: newId(), deal_id: dealId, kind: 'outcome', payload: JSON.stringify(payload), created_at: at })
      .execute();
    await recordChange(tx, context, {
      operation: 'outcome.log',
      recordType: 'deal',
      recordId: dealId,
      after: payload,
      reason: body.note ?? null,
      events: [{ type: 'outcome.logged', dealId, payload }],
    });
    return logged;
  });
}

const meetingOfDeal = (tx: Tx, tenantId: string, dealId: string, id: string) =>
  tx.selectFrom('meeting').select('id').where('tenant_id', '=', tenantId).where('id', '=', id).where('deal_id', '=', dealId).executeTakeFirst();
