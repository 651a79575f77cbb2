import { newId, Problem, type PartnerType } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import type { ProgramDefinition } from './domain/definition.ts';
import { standardDefinition } from './domain/standard-definition.ts';
import { programRows, publishedVersion, type LiveProgram } from './store.ts';

/** Published versions never change, so one read serves for as long as the process lives. */
const published = new Map<string, ProgramDefinition>();
const KEPT = 500;

async function definition(tx: Tx, tenantId: string, programId: string, number: number): Promise<ProgramDefinition> {
  const key = `${programId} ${number}`;
  const known = published.get(key);
  if (known) return known;
  const { definition: read } = await publishedVersion(tx, tenantId, programId, number);
  if (published.size >= KEPT) published.clear();
  published.set(key, read);
  return read;
}

/** The programme a partner of these types is in: the first published one that is for any of them. */
export async function programFor(tx: Tx, tenantId: string, partnerTypes: readonly PartnerType[]): Promise<LiveProgram> {
  await ensureStandard(tx, tenantId);
  const rows = await programRows(tx, tenantId);
  const row = rows.find(
    (one) => one.live_version !== null && (one.partner_types.length === 0 || partnerTypes.some((type) => one.partner_types.includes(type))),
  );
  if (!row || row.live_version === null) throw new Problem('conflict', 'No programme is open for partners of this type.', { reason: 'no_program' });
  return { id: row.id, name: row.name, number: row.live_version, definition: await definition(tx, tenantId, row.id, row.live_version) };
}

export async function definitionOf(tx: Tx, tenantId: string, programId: string): Promise<LiveProgram> {
  const row = (await programRows(tx, tenantId)).find((one) => one.id === programId);
  if (!row || row.live_version === null) throw new Problem('conflict', 'This programme is not open.', { reason: 'no_program' });
  return { id: row.id, name: row.name, number: row.live_version, definition: await definition(tx, tenantId, row.id, row.live_version) };
}

/** A workspace always has one programme; the first who needs it makes it. */
export async function ensureStandard(tx: Tx, tenantId: string, now = new Date()): Promise<void> {
  const there = await tx.selectFrom('program').select('id').where('tenant_id', '=', tenantId).limit(1).executeTakeFirst();
  if (there) return;
  const workspace = await tx.selectFrom('workspace').select('base_currency').where('id', '=', tenantId).executeTakeFirstOrThrow();
  await addProgram(tx, systemContext(tenantId, 'Standard programme', now), {
    name: 'Partner programme',
    position: 1,
    partnerTypes: [],
    definition: standardDefinition(workspace.base_currency),
    publish: true,
  });
}

export async function addProgram(
  tx: Tx,
  context: Context,
  program: { name: string; position: number; partnerTypes: readonly PartnerType[]; definition: ProgramDefinition; publish: boolean },
): Promise<string | null> {
  const id = newId();
  const at = context.now.toISOString();
  const added = await tx
    .insertInto('program')
    .values({
      tenant_id: context.tenantId,
      id,
      name: program.name,
      position: program.position,
      partner_types: [...program.partnerTypes],
      live_version: program.publish ? 1 : null,
      draft: program.publish ? null : JSON.stringify(program.definition),
      created_at: at,
      updated_at: at,
    })
    // Two who need the first programme in the same instant make one.
    .onConflict((conflict) => conflict.columns(['tenant_id', 'position']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) return null;
  if (program.publish) {
    await tx
      .insertInto('program_version')
      .values({
        tenant_id: context.tenantId,
        program_id: id,
        number: 1,
        definition: JSON.stringify(program.definition),
        note: null,
        published_by: context.actor.name,
        published_at: at,
      })
      .execute();
  }
  await recordChange(tx, context, {
    operation: 'programs.create',
    recordType: 'program',
    recordId: id,
    after: { name: program.name, partnerTypes: program.partnerTypes, liveVersion: program.publish ? 1 : null },
    events: [{ type: 'program.created', payload: { name: program.name } }],
  });
  return id;
}
