import { newId } from '@entente/kernel';
import { sql, type Selectable, type Updateable } from 'kysely';
import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { CloudStepTable } from '../../platform/db/schema.ts';
import { sameStepInput, stepInput, type StepInput, type StepName } from './domain/step.ts';
import type { Handle, Issue } from './ports.ts';

export type Step = Omit<Selectable<CloudStepTable>, 'step' | 'input' | 'handle' | 'issues'> & {
  readonly step: StepName;
  readonly input: StepInput;
  readonly handle: Handle | null;
  readonly issues: readonly Issue[];
};
const handle = z.object({ kind: z.string(), id: z.string() }).nullable();
const issues = z.array(
  z.object({
    field: z.string().nullable(),
    code: z.string(),
    severity: z.enum(['blocks_save', 'blocks_submit', 'blocks_stage', 'warning']),
    sentence: z.string(),
  }),
);
const typed = (row: Selectable<CloudStepTable>): Step => ({
  ...row,
  step: row.step as StepName,
  input: stepInput.parse(row.input),
  handle: handle.parse(row.handle),
  issues: issues.parse(row.issues),
});

export type NewStep = {
  readonly connectionId: string;
  readonly viewId: string | null;
  readonly invitationId: string | null;
  readonly dealId: string | null;
  readonly step: StepName;
  readonly input: StepInput;
};

/** Its token is reserved here, before anything is sent, and kept for all repetitions. Wanting twice what waits already is one step. */
export async function addStep(tx: Tx, context: Context, step: NewStep): Promise<string> {
  const open = await tx
    .selectFrom('cloud_step')
    .selectAll()
    .where('tenant_id', '=', context.tenantId)
    .where('connection_id', '=', step.connectionId)
    .where('status', 'in', ['waiting', 'under_way'])
    .where('view_id', step.viewId === null ? 'is' : '=', step.viewId)
    .where('invitation_id', step.invitationId === null ? 'is' : '=', step.invitationId)
    .where('step', '=', step.step)
    .execute();
  const known = open.map(typed).find((each) => sameStepInput(each.input, step.input));
  if (known) return known.id;
  const id = newId();
  await tx
    .insertInto('cloud_step')
    .values({
      tenant_id: context.tenantId,
      id,
      connection_id: step.connectionId,
      view_id: step.viewId,
      invitation_id: step.invitationId,
      deal_id: step.dealId,
      step: step.step,
      input: JSON.stringify(step.input),
      token: newId(),
      handle: null,
      status: 'waiting',
      sentence: null,
      issues: '[]',
      due_at: context.now.toISOString(),
      taken_until: null,
      created_by: context.actor.memberId ?? context.actor.id,
      created_at: context.now.toISOString(),
      finished_at: null,
    })
    .execute();
  return id;
}

/** Steps of the same thing that failed before: what they asked for is tried anew. */
export async function failedBefore(tx: Tx, tenantId: string, step: Pick<NewStep, 'viewId' | 'invitationId' | 'step'>): Promise<string[]> {
  const rows = await tx
    .selectFrom('cloud_step')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'failed')
    .where('view_id', step.viewId === null ? 'is' : '=', step.viewId)
    .where('invitation_id', step.invitationId === null ? 'is' : '=', step.invitationId)
    .where('step', '=', step.step)
    .orderBy('id', 'desc')
    .limit(20)
    .execute();
  return rows.map(({ id }) => id);
}

/** Takes what is due, for a while: a process that dies loses them to the next one, which repeats them with the same tokens. */
export async function takeDueSteps(tx: Tx, tenantId: string, now: Date, options: { limit: number; leaseMs: number }): Promise<Step[]> {
  const { rows } = await sql<Selectable<CloudStepTable>>`
    update cloud_step set taken_until = ${new Date(now.getTime() + options.leaseMs).toISOString()}::timestamptz, attempts = attempts + 1
    where tenant_id = ${tenantId}::uuid and id in (
      select id from cloud_step
      where tenant_id = ${tenantId}::uuid and status in ('waiting', 'under_way') and due_at <= ${now.toISOString()}::timestamptz
        and (taken_until is null or taken_until < ${now.toISOString()}::timestamptz)
      order by due_at, id limit ${options.limit} for update skip locked
    ) returning *`.execute(tx);
  return rows.map(typed).toSorted((a, b) => (a.due_at === b.due_at ? (a.id < b.id ? -1 : 1) : a.due_at < b.due_at ? -1 : 1));
}

/** The step, locked; null when it has ended meanwhile. */
export async function lockOpenStep(tx: Tx, tenantId: string, id: string): Promise<Step | null> {
  const row = await tx
    .selectFrom('cloud_step')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', 'in', ['waiting', 'under_way'])
    .forUpdate()
    .executeTakeFirst();
  return row ? typed(row) : null;
}
export async function changeStep(tx: Tx, step: { tenant_id: string; id: string }, after: Updateable<CloudStepTable>): Promise<void> {
  await tx.updateTable('cloud_step').set(after).where('tenant_id', '=', step.tenant_id).where('id', '=', step.id).execute();
}

/** Steps of views, the newest first, with the names of those who began them. */
export async function stepsOfViews(tx: Tx, tenantId: string, viewIds: readonly string[]): Promise<(Step & { readonly by: string })[]> {
  if (viewIds.length === 0) return [];
  const { rows } = await sql<Selectable<CloudStepTable> & { by: string | null }>`
    select s.*, coalesce(u.name, s.created_by) as by from cloud_step s
    left join membership m on m.tenant_id = s.tenant_id and m.id::text = s.created_by
    left join "user" u on u.id = m.user_id
    where s.tenant_id = ${tenantId}::uuid and s.view_id = any(${[...viewIds]}::uuid[]) order by s.id desc limit 200`.execute(tx);
  return rows.map((row) => ({ ...typed(row), by: row.by ?? row.created_by }));
}
