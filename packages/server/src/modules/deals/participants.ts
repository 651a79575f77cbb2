import type { Parsed } from '@entente/contracts';
import { newId, notFound, Problem, type ParticipantRole } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { mayJoin } from './domain/team.ts';
import { partnerNames } from './names.ts';
import { childChanged, day, insist, lockDeal, participantFacts } from './store.ts';

export type NewParticipant = Parsed<'deals.addParticipant'>['body'];

/** Gives a partner a role. For plays: `skipIfPresent` answers the lane that is there instead of refusing. */
export async function addParticipant(
  tx: Tx,
  context: Context,
  dealId: string,
  input: NewParticipant,
  options: { skipIfPresent?: boolean } = {},
): Promise<{ participantId: string; added: boolean }> {
  const tenant = context.tenantId;
  await lockDeal(tx, tenant, dealId);
  const partnerName = (await partnerNames(tx, tenant, [input.partnerId])).get(input.partnerId) ?? '';
  const present = await participantFacts(tx, tenant, dealId);
  const same = present.find((one) => one.until === null && one.partnerId === input.partnerId && one.role === input.role);
  if (same && options.skipIfPresent) return { participantId: same.id, added: false };
  insist(mayJoin(present, input.partnerId, input.role, partnerName));
  const id = newId();
  const at = context.now.toISOString();
  const row = {
    partner_id: input.partnerId,
    role: input.role,
    since: input.since ?? day(context.now),
    step: input.step ?? null,
    due_at: input.dueAt ?? null,
    evidence_kind: input.evidence?.kind ?? null,
    evidence_note: input.evidence?.note ?? null,
    evidence_at: input.evidence ? at : null,
    added_by: context.actor.name,
  };
  await tx
    .insertInto('deal_participant')
    .values({ tenant_id: tenant, id, deal_id: dealId, ...row, until: null, share_bp: null })
    .execute();
  await childChanged(tx, context, dealId, {
    operation: 'deals.addParticipant',
    recordType: 'participant',
    recordId: id,
    after: { dealId, ...row },
    events: [{ type: 'participant.added', dealId, payload: { participantId: id, partnerId: input.partnerId, partnerName, role: input.role } }],
  });
  return { participantId: id, added: true };
}

async function load(tx: Tx, context: Context, dealId: string, id: string) {
  await lockDeal(tx, context.tenantId, dealId);
  const row = await tx
    .selectFrom('deal_participant')
    .selectAll()
    .where('tenant_id', '=', context.tenantId)
    .where('deal_id', '=', dealId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('participant');
  if (row.until !== null) throw new Problem('conflict', `This role ended on ${row.until}. Give the partner the role again to go on.`);
  const partnerName = (await partnerNames(tx, context.tenantId, [row.partner_id])).get(row.partner_id) ?? '';
  return { ...row, role: row.role as ParticipantRole, partnerName };
}

export async function updateParticipant(tx: Tx, context: Context, dealId: string, id: string, input: Parsed<'deals.updateParticipant'>['body']): Promise<void> {
  const row = await load(tx, context, dealId, id);
  const after = {
    state: input.state ?? row.state,
    step: input.step === undefined ? row.step : input.step,
    due_at: input.dueAt === undefined ? row.due_at : input.dueAt,
  };
  await tx.updateTable('deal_participant').set(after).where('tenant_id', '=', context.tenantId).where('id', '=', id).execute();
  await childChanged(tx, context, dealId, {
    operation: 'deals.updateParticipant',
    recordType: 'participant',
    recordId: id,
    before: { state: row.state, step: row.step, due_at: row.due_at },
    after,
    events: [
      {
        type: 'participant.updated',
        dealId,
        payload: {
          participantId: id,
          partnerId: row.partner_id,
          partnerName: row.partnerName,
          role: row.role,
          ...(after.state === row.state ? {} : { state: after.state }),
          ...(after.step === row.step || after.step === null ? {} : { step: after.step }),
        },
      },
    ],
  });
}

export async function endParticipant(tx: Tx, context: Context, dealId: string, id: string): Promise<void> {
  const row = await load(tx, context, dealId, id);
  const until = day(context.now) < row.since ? row.since : day(context.now);
  await tx.updateTable('deal_participant').set({ until }).where('tenant_id', '=', context.tenantId).where('id', '=', id).execute();
  await childChanged(tx, context, dealId, {
    operation: 'deals.endParticipant',
    recordType: 'participant',
    recordId: id,
    before: { until: null },
    after: { until },
    events: [{ type: 'participant.ended', dealId, payload: { participantId: id, partnerId: row.partner_id, partnerName: row.partnerName, role: row.role } }],
  });
}
