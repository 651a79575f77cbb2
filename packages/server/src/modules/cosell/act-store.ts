import type { shapes } from '@entente/contracts';
import { isRole } from '@entente/contracts/permissions';
import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { z } from 'zod';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { choicesOf, recordTypeOf } from './domain/act-choices.ts';

export type ActShape = z.output<typeof shapes.act>;
export type NewAct = {
  readonly kind: string;
  readonly title: string;
  readonly detail: string | null;
  readonly dealId: string | null;
  readonly partnerId: string | null;
  readonly runId: string | null;
  readonly stepKey: string | null;
  readonly assigneeId: string | null;
  readonly assigneeRole: string | null;
  readonly dueAt: string | null;
  readonly escalateAt: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
};

/** Opens an act once for a step of a run; the same step asked for again changes nothing. */
export async function openAct(tx: Tx, context: Context, act: NewAct): Promise<string | null> {
  const id = newId(context.now.getTime());
  const row = await tx
    .insertInto('act')
    .values({
      tenant_id: context.tenantId,
      id,
      kind: act.kind,
      title: act.title,
      detail: act.detail,
      deal_id: act.dealId,
      partner_id: act.partnerId,
      run_id: act.runId,
      step_key: act.stepKey,
      assignee_id: act.assigneeId,
      assignee_role: act.assigneeRole,
      payload: JSON.stringify(act.payload),
      opened_at: context.now.toISOString(),
      due_at: act.dueAt,
      escalate_at: act.escalateAt,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'run_id', 'step_key']).where('run_id', 'is not', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return null;
  await recordChange(tx, context, {
    operation: 'acts.open',
    recordType: 'act',
    recordId: id,
    after: { title: act.title, kind: act.kind },
    events: [{ type: 'act.opened', dealId: act.dealId, payload: { title: act.title, kind: act.kind, dueAt: act.dueAt } }],
  });
  return id;
}

export function actQuery(tx: Tx, tenantId: string) {
  return tx
    .selectFrom('act as a')
    .leftJoin('deal as d', (join) => join.onRef('d.tenant_id', '=', 'a.tenant_id').onRef('d.id', '=', 'a.deal_id'))
    .leftJoin('partner as p', (join) => join.onRef('p.tenant_id', '=', 'a.tenant_id').onRef('p.id', '=', 'a.partner_id'))
    .leftJoin('membership as m', (join) => join.onRef('m.tenant_id', '=', 'a.tenant_id').onRef('m.id', '=', 'a.assignee_id'))
    .leftJoin('user as u', 'u.id', 'm.user_id')
    .where('a.tenant_id', '=', tenantId)
    .select([
      'a.id',
      'a.kind',
      'a.title',
      'a.detail',
      'a.deal_id',
      'd.number as deal_number',
      'd.name as deal_name',
      'd.account_name',
      'd.amount_minor',
      'd.currency',
      'a.partner_id',
      'p.name as partner_name',
      'a.run_id',
      'a.step_key',
      'a.assignee_id',
      'u.name as assignee_name',
      'a.assignee_role',
      'a.status',
      'a.outcome',
      'a.note',
      'a.opened_at',
      'a.due_at',
      'a.escalated_at',
      'a.closed_at',
      'a.closed_by',
      'a.version',
      'a.payload',
    ]);
}
export type ActRow = Awaited<ReturnType<ReturnType<typeof actQuery>['executeTakeFirstOrThrow']>>;

/** Which record the act stands for; null for acts of runs and of people. */
export function recordOf(payload: unknown): string | null {
  return typeof payload === 'object' && payload !== null && 'recordId' in payload && typeof payload.recordId === 'string' ? payload.recordId : null;
}

export function actShape(row: ActRow, context: Context): ActShape {
  const recordId = recordOf(row.payload);
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    detail: row.detail,
    dealId: row.deal_id,
    dealNumber: row.deal_number,
    dealName: row.deal_name,
    accountName: row.account_name,
    amountMinor: row.amount_minor,
    currency: row.currency,
    partnerId: row.partner_id,
    partnerName: row.partner_name,
    runId: row.run_id,
    stepKey: row.step_key,
    recordType: recordId === null ? null : recordTypeOf(row.kind),
    recordId,
    assigneeId: row.assignee_id,
    assigneeName: row.assignee_name,
    assigneeRole: row.assignee_role !== null && isRole(row.assignee_role) ? row.assignee_role : null,
    status: row.status as ActShape['status'],
    outcome: row.outcome,
    note: row.note,
    choices: choicesOf(row.kind, recordId).map((choice) => ({ ...choice })),
    openedAt: row.opened_at,
    dueAt: row.due_at,
    escalatedAt: row.escalated_at,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
    mayDecide: context.actor.scopes.has('acts:decide'),
    version: row.version,
  };
}

/** Mine: given to me, to my role, or to nobody yet. Owners and admins also see what is given to roles nobody holds. */
export function mine(context: Context) {
  const { memberId, role } = context.actor;
  return role === 'owner' || role === 'admin'
    ? sql<boolean>`(a.assignee_id = ${memberId} or a.assignee_id is null)`
    : sql<boolean>`(a.assignee_id = ${memberId} or (a.assignee_id is null and (a.assignee_role is null or a.assignee_role = ${role})))`;
}
