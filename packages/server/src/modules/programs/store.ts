import { programDefinition, type Result } from '@entente/contracts';
import { notFound, Problem, type PartnerType } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';
import { checkDefinition } from './domain/check-definition.ts';
import type { ProgramDefinition } from './domain/definition.ts';

type ProgramDetail = Result<'programs.get'>;
export type LiveProgram = { readonly id: string; readonly name: string; readonly number: number; readonly definition: ProgramDefinition };

const columns = ['id', 'name', 'position', 'partner_types', 'live_version', 'draft', 'version', 'updated_at'] as const;

export function programRows(tx: Tx, tenantId: string) {
  return tx.selectFrom('program').select(columns).where('tenant_id', '=', tenantId).orderBy('position').execute();
}

/** The programme, locked until the transaction ends. */
export async function lockProgram(tx: Tx, tenantId: string, id: string, ifVersion: number | null) {
  const row = await tx.selectFrom('program').select(columns).where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw notFound('programme');
  if (ifVersion !== null && row.version !== ifVersion) throw new Problem('version_stale', 'Somebody changed this programme since you read it.');
  return row;
}

/** A published definition as it was published. Kinds it does not know are kept: ruling deals with them. */
export async function publishedVersion(tx: Tx, tenantId: string, programId: string, number: number) {
  const row = await tx
    .selectFrom('program_version')
    .select(['number', 'definition', 'note', 'published_by', 'published_at'])
    .where('tenant_id', '=', tenantId)
    .where('program_id', '=', programId)
    .where('number', '=', number)
    .executeTakeFirst();
  if (!row) throw notFound('version');
  return { number: row.number, definition: row.definition as unknown as ProgramDefinition, note: row.note, by: row.published_by, at: row.published_at };
}

export async function programDetail(tx: Tx, tenantId: string, id: string): Promise<ProgramDetail> {
  const row = await tx.selectFrom('program').select(columns).where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('programme');
  const versions = await tx
    .selectFrom('program_version')
    .select(['number', 'note', 'published_by', 'published_at'])
    .where('tenant_id', '=', tenantId)
    .where('program_id', '=', id)
    .orderBy('number', 'desc')
    .execute();
  const live = row.live_version === null ? null : (await publishedVersion(tx, tenantId, id, row.live_version)).definition;
  const draft = row.draft === null ? null : programDefinition.parse(row.draft);
  const edited = draft ?? live;
  return {
    ...programRow(row),
    live,
    draft,
    problems: edited === null ? [] : checkDefinition(edited),
    versions: versions.map((one) => ({ number: one.number, note: one.note, by: one.published_by, at: one.published_at })),
  };
}

type ProgramRow = Awaited<ReturnType<typeof programRows>>[number];
export const programRow = (row: ProgramRow): Result<'programs.list'>['items'][number] => ({
  id: row.id,
  name: row.name,
  position: row.position,
  partnerTypes: row.partner_types as PartnerType[],
  liveVersion: row.live_version,
  hasDraft: row.draft !== null,
  updatedAt: row.updated_at,
  version: row.version,
});
