import type { Parsed, Result } from '@entente/contracts';
import { programDefinition } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { checkDefinition } from './domain/check-definition.ts';
import type { ProgramDefinition } from './domain/definition.ts';
import { addProgram, ensureStandard } from './find-program.ts';
import { lockProgram, programDetail, programRows, publishedVersion } from './store.ts';

type Detail = Result<'programs.get'>;

/** A new programme is a draft of the first one's terms: nobody is ruled by it until it is published. */
export async function createProgram(tx: Tx, context: Context, body: Parsed<'programs.create'>['body']): Promise<Detail> {
  await ensureStandard(tx, context.tenantId, context.now);
  const rows = await programRows(tx, context.tenantId);
  const first = rows.find((row) => row.live_version !== null);
  if (!first || first.live_version === null) throw new Problem('conflict', 'Publish the first programme before adding another.');
  const { definition } = await publishedVersion(tx, context.tenantId, first.id, first.live_version);
  const position = Math.max(...rows.map((row) => row.position)) + 1;
  const id = await addProgram(tx, context, { name: body.name, position, partnerTypes: body.partnerTypes, definition, publish: false });
  if (id === null) throw new Problem('conflict', 'Somebody added a programme in the same moment. Try again.');
  return programDetail(tx, context.tenantId, id);
}

export async function updateProgram(tx: Tx, context: Context, id: string, ifVersion: number | null, body: Parsed<'programs.update'>['body']): Promise<Detail> {
  const row = await lockProgram(tx, context.tenantId, id, ifVersion);
  const after = { name: body.name ?? row.name, partner_types: body.partnerTypes ?? row.partner_types, position: body.position ?? row.position };
  if (after.position !== row.position) {
    // Two programmes change places; the spare number keeps the unique order at every moment.
    const other = (await programRows(tx, context.tenantId)).find((one) => one.position === after.position);
    if (other) {
      await setPosition(tx, context.tenantId, id, -1);
      await setPosition(tx, context.tenantId, other.id, row.position);
    }
  }
  await tx
    .updateTable('program')
    .set((eb) => ({ ...after, version: eb('version', '+', 1), updated_at: context.now.toISOString() }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .execute();
  await recordChange(tx, context, {
    operation: 'programs.update',
    recordType: 'program',
    recordId: id,
    before: { name: row.name, partner_types: row.partner_types, position: row.position },
    after,
    events: [{ type: 'program.updated', payload: { name: after.name } }],
  });
  return programDetail(tx, context.tenantId, id);
}

async function setPosition(tx: Tx, tenantId: string, id: string, position: number): Promise<void> {
  await tx.updateTable('program').set({ position }).where('tenant_id', '=', tenantId).where('id', '=', id).execute();
}

/** Keeps a draft as it is, with its faults; they are listed, and stop it from being published. */
export async function saveDraft(tx: Tx, context: Context, id: string, ifVersion: number | null, definition: ProgramDefinition | null): Promise<Detail> {
  const row = await lockProgram(tx, context.tenantId, id, ifVersion);
  if (definition === null && row.live_version === null) throw new Problem('conflict', 'This programme was never published; its draft is all there is of it.');
  await tx
    .updateTable('program')
    .set((eb) => ({ draft: definition === null ? null : JSON.stringify(definition), version: eb('version', '+', 1), updated_at: context.now.toISOString() }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .execute();
  await recordChange(tx, context, {
    operation: definition === null ? 'programs.discardDraft' : 'programs.saveDraft',
    recordType: 'program',
    recordId: id,
    after: { draft: definition !== null, rules: definition?.rules.length ?? null },
    events: [{ type: 'program.updated', payload: { name: row.name } }],
  });
  return programDetail(tx, context.tenantId, id);
}

export async function publish(tx: Tx, context: Context, id: string, ifVersion: number | null, note: string | null): Promise<Detail> {
  const row = await lockProgram(tx, context.tenantId, id, ifVersion);
  if (row.draft === null) throw new Problem('conflict', 'There is no draft to publish.');
  const definition = programDefinition.parse(row.draft);
  const problems = checkDefinition(definition);
  if (problems.length > 0) throw new Problem('invalid_input', 'The draft cannot be published as it is.', { fields: problems });
  const number = (row.live_version ?? 0) + 1;
  await tx
    .insertInto('program_version')
    .values({
      tenant_id: context.tenantId,
      program_id: id,
      number,
      definition: JSON.stringify(definition),
      note,
      published_by: context.actor.name,
      published_at: context.now.toISOString(),
    })
    .execute();
  await tx
    .updateTable('program')
    .set((eb) => ({ draft: null, live_version: number, version: eb('version', '+', 1), updated_at: context.now.toISOString() }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .execute();
  await recordChange(tx, context, {
    operation: 'programs.publish',
    recordType: 'program',
    recordId: id,
    before: { liveVersion: row.live_version },
    after: { liveVersion: number, rules: definition.rules.length },
    reason: note,
    events: [{ type: 'program.published', payload: { name: row.name, number } }],
  });
  return programDetail(tx, context.tenantId, id);
}
