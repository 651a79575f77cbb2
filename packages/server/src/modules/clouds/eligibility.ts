import type { Parsed, Result } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { CloudsDeps } from './deps.ts';
import { requirements, type Requirement } from './domain/requirements.ts';

type Item = Result<'eligibility.list'>['items'][number];

export async function eligibility(deps: CloudsDeps, context: Context): Promise<Result<'eligibility.list'>> {
  requireScope(context, 'deals:read');
  const { tenantId } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    await ensureRows(tx, tenantId);
    const rows = await tx.selectFrom('cloud_requirement').selectAll().where('tenant_id', '=', tenantId).execute();
    const launched = await launchedByCloud(tx, deps, tenantId);
    const items: Item[] = [];
    for (const each of requirements) {
      const row = rows.find((one) => one.cloud === each.cloud && one.program === each.program && one.key === each.key);
      if (!row) continue;
      const current = each.counted === null ? Number(row.current_value) : (launched.get(each.cloud) ?? 0);
      items.push({
        id: row.id,
        cloud: each.cloud,
        program: each.program,
        requirement: each.sentence,
        unit: each.unit,
        required: each.required,
        current,
        counted: each.counted !== null,
        earnedOn: row.earned_on,
        note: row.note,
        source: each.source,
        version: row.version,
      });
    }
    return { items };
  });
}

export async function setRequirement(
  deps: CloudsDeps,
  context: Context,
  { params, body }: Parsed<'eligibility.set'>,
  ifVersion: number | null,
): Promise<Result<'eligibility.set'>> {
  requireScope(context, 'connections:write');
  const { tenantId } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const row = await tx
      .selectFrom('cloud_requirement')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', params.id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw notFound('requirement');
    if (ifVersion !== null && row.version !== ifVersion)
      throw new Problem('version_stale', 'This requirement changed since you read it. Read it again, then state it.');
    const known = requirements.find((each) => each.cloud === row.cloud && each.program === row.program && each.key === row.key);
    // What is counted from our own deals is not stated; the day and the note beside it are.
    const counted = known !== undefined && known.counted !== null;
    if (!counted && known?.unit === 'yes_no' && body.current !== 0 && body.current !== 1)
      throw new Problem('invalid_input', 'Say yes (1) or no (0).', { fields: [{ path: 'current', code: 'range', sentence: 'Say yes (1) or no (0).' }] });
    const after = {
      current_value: counted ? String(row.current_value) : String(body.current),
      earned_on: body.earnedOn ?? null,
      note: body.note ?? null,
      stated_by: context.actor.memberId ?? context.actor.id,
      stated_at: context.now.toISOString(),
    };
    const changed = await tx
      .updateTable('cloud_requirement')
      .set((eb) => ({ ...after, version: eb('version', '+', 1) }))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', row.id)
      .returning(['id', 'version'])
      .executeTakeFirstOrThrow();
    await recordChange(tx, context, {
      operation: 'eligibility.set',
      recordType: 'cloud_requirement',
      recordId: row.id,
      before: { current: row.current_value, earnedOn: row.earned_on },
      after,
    });
    return changed;
  });
}

/** A requirement that came with a newer version of the product gets its row when somebody looks. */
async function ensureRows(tx: Tx, tenantId: string): Promise<void> {
  const wanted = requirements.map(({ cloud, program, key }) => ({ id: newId(), cloud, program, key }));
  await sql`
    insert into cloud_requirement (tenant_id, id, cloud, program, key)
    select ${tenantId}::uuid, r.id, r.cloud, r.program, r.key from json_to_recordset(${JSON.stringify(wanted)}::json) as r(id uuid, cloud text, program text, key text)
    where not exists (select 1 from cloud_requirement k where k.tenant_id = ${tenantId}::uuid and k.cloud = r.cloud and k.program = r.program and k.key = r.key)
    on conflict (tenant_id, cloud, program, key) do nothing`.execute(tx);
}
async function launchedByCloud(tx: Tx, deps: CloudsDeps, tenantId: string): Promise<ReadonlyMap<Requirement['cloud'], number>> {
  const counted = [...new Set(requirements.filter((each) => each.counted !== null).map(({ cloud }) => cloud))];
  const figures = new Map<Requirement['cloud'], number>();
  for (const cloud of counted) figures.set(cloud, (await deps.ports.deals.figures(tx, tenantId, cloud)).launched);
  return figures;
}
