import type { Parsed, Result } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { z } from 'zod';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { PlayDefinition } from './domain/play.ts';
import { PLAY_TEMPLATES } from './domain/templates.ts';
import { validatePlay } from './domain/validate-play.ts';
import { assertHoldersKnown } from './known-ids.ts';
import type { CosellPorts } from './ports.ts';

type PlayDetail = Result<'plays.get'>;
type Deps = { readonly database: Database };

/** The outline every definition must have before the domain looks at what it means; fields of a step differ by its kind. */
const outline = z.looseObject({
  name: z.string().trim().min(1).max(120),
  purpose: z.string().max(600).default(''),
  condition: z.string().max(1000).default(''),
  kpis: z.array(z.string().max(60)).max(20).default([]),
  trigger: z.union([z.object({ on: z.array(z.string().max(60)).min(1).max(20) }), z.object({ clock: z.looseObject({ check: z.string() }) })]),
  steps: z
    .array(z.looseObject({ id: z.string().min(1).max(60), kind: z.string(), title: z.string().min(1).max(120) }))
    .min(1)
    .max(60),
});

/** Parses a definition at the edge. What cannot be read as a play at all is refused; what can be read but is wrong is listed. */
export function readDefinition(value: unknown, key: string, version: number): PlayDefinition {
  return { ...(outline.parse(value) as unknown as PlayDefinition), key, version };
}

export const problemsOf = (play: PlayDefinition): PlayDetail['problems'] =>
  validatePlay(play).map(({ code, stepId, sentence }) => ({ path: stepId ?? code, code, sentence }));

const blank = (key: string, name: string): PlayDefinition => ({
  key,
  version: 1,
  name,
  purpose: '',
  trigger: { on: ['deal.stage_moved'] },
  condition: '',
  kpis: [],
  steps: [{ id: 'task', kind: 'assign', title: 'Name the task', assignee: 'deal_owner', clockHours: 24, next: null }],
});

export function createPlay({ database }: Deps, context: Context, body: Parsed<'plays.create'>['body']): Promise<PlayDetail> {
  requireScope(context, 'plays:write');
  const template = PLAY_TEMPLATES.find((candidate) => candidate.key === body.templateKey);
  if (body.templateKey && !template) throw notFound('template');
  return database.inTenant(context.tenantId, async (tx) =>
    insertPlay(tx, context, template ? { ...template, name: body.name } : blank('play', body.name), 'draft'),
  );
}

export async function insertPlay(tx: Tx, context: Context, play: PlayDefinition, status: 'draft' | 'live'): Promise<PlayDetail> {
  const id = newId(context.now.getTime());
  const at = context.now.toISOString();
  // Several plays may come from one template: the key says where it came from and stays unique by its id.
  const taken = await tx.selectFrom('play').select('id').where('tenant_id', '=', context.tenantId).where('key', '=', play.key).executeTakeFirst();
  const key = taken ? `${play.key}-${id.slice(-6)}` : play.key;
  const definition = { ...play, key, version: 1 };
  await tx
    .insertInto('play')
    .values({ tenant_id: context.tenantId, id, key, status, live_version: status === 'live' ? 1 : null, latest_version: 1, created_at: at, updated_at: at })
    .execute();
  await tx
    .insertInto('play_version')
    .values({ tenant_id: context.tenantId, play_id: id, version: 1, definition: JSON.stringify(definition), created_by: context.actor.name, created_at: at })
    .execute();
  await recordChange(tx, context, {
    operation: 'plays.create',
    recordType: 'play',
    recordId: id,
    after: { name: play.name, status },
    events: [{ type: 'play.created', payload: { name: play.name } }],
  });
  return readPlay(tx, context.tenantId, id);
}

export function savePlayVersion(
  { database, ports }: Deps & { readonly ports: CosellPorts },
  context: Context,
  id: string,
  body: Parsed<'plays.saveVersion'>['body'],
): Promise<PlayDetail> {
  requireScope(context, 'plays:write');
  return database.inTenant(context.tenantId, async (tx) => {
    const play = await lockPlay(tx, context.tenantId, id);
    const version = play.latest_version + 1;
    const definition = readDefinition(body.definition, play.key, version);
    await assertHoldersKnown(tx, ports, context.tenantId, definition);
    const at = context.now.toISOString();
    await tx
      .insertInto('play_version')
      .values({ tenant_id: context.tenantId, play_id: id, version, definition: JSON.stringify(definition), created_by: context.actor.name, created_at: at })
      .execute();
    await tx.updateTable('play').set({ latest_version: version, updated_at: at }).where('tenant_id', '=', context.tenantId).where('id', '=', id).execute();
    await recordChange(tx, context, {
      operation: 'plays.saveVersion',
      recordType: 'play',
      recordId: id,
      before: { version: play.latest_version },
      after: { version },
      events: [{ type: 'play.updated', payload: { name: definition.name, version } }],
    });
    return readPlay(tx, context.tenantId, id);
  });
}

export function setPlayStatus({ database }: Deps, context: Context, id: string, status: 'live' | 'paused'): Promise<PlayDetail> {
  requireScope(context, 'plays:write');
  return database.inTenant(context.tenantId, async (tx) => {
    const play = await lockPlay(tx, context.tenantId, id);
    if (status === 'live') {
      const problems = validatePlay((await readPlay(tx, context.tenantId, id)).definition as unknown as PlayDefinition);
      const first = problems[0];
      if (first) throw new Problem('conflict', `The play cannot run yet: ${first.sentence}`, { reason: 'play_has_problems' });
    }
    await tx
      .updateTable('play')
      .set({ status, live_version: status === 'live' ? play.latest_version : play.live_version, updated_at: context.now.toISOString() })
      .where('tenant_id', '=', context.tenantId)
      .where('id', '=', id)
      .execute();
    await recordChange(tx, context, {
      operation: 'plays.setStatus',
      recordType: 'play',
      recordId: id,
      before: { status: play.status },
      after: { status },
      events: [{ type: 'play.updated', payload: { status } }],
    });
    return readPlay(tx, context.tenantId, id);
  });
}

async function lockPlay(tx: Tx, tenantId: string, id: string) {
  const play = await tx.selectFrom('play').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!play) throw notFound('play');
  return play;
}

function playRows(tx: Tx, tenantId: string) {
  return tx
    .selectFrom('play as p')
    .innerJoin('play_version as v', (join) =>
      join.onRef('v.tenant_id', '=', 'p.tenant_id').onRef('v.play_id', '=', 'p.id').onRef('v.version', '=', 'p.latest_version'),
    )
    .where('p.tenant_id', '=', tenantId)
    .select([
      'p.id',
      'p.key',
      'p.status',
      'p.live_version',
      'p.latest_version',
      'p.updated_at',
      'v.definition',
      sql<number>`(select count(*)::int from play_run r where r.tenant_id = p.tenant_id and r.play_id = p.id)`.as('runs'),
      sql<number>`(select count(*)::int from play_run r where r.tenant_id = p.tenant_id and r.play_id = p.id and r.status in ('running', 'waiting'))`.as(
        'running',
      ),
    ]);
}
type PlayRow = Awaited<ReturnType<ReturnType<typeof playRows>['executeTakeFirstOrThrow']>>;

function playRow(row: PlayRow): Result<'plays.list'>['items'][number] {
  const play = row.definition as PlayDefinition;
  return {
    id: row.id,
    key: row.key,
    name: play.name,
    description: play.purpose,
    status: row.status as 'draft' | 'live' | 'paused',
    liveVersion: row.live_version,
    latestVersion: row.latest_version,
    trigger: 'on' in play.trigger ? play.trigger.on.join(', ') : `clock: ${play.trigger.clock.check}`,
    runs: row.runs,
    running: row.running,
    updatedAt: row.updated_at,
  };
}

export function listPlays({ database }: Deps, context: Context): Promise<Result<'plays.list'>> {
  requireScope(context, 'plays:read');
  return database.inTenant(context.tenantId, async (tx) => ({
    items: (await playRows(tx, context.tenantId).orderBy('p.updated_at', 'desc').limit(200).execute()).map(playRow),
    nextCursor: null,
  }));
}

export function getPlay({ database }: Deps, context: Context, id: string): Promise<PlayDetail> {
  requireScope(context, 'plays:read');
  return database.inTenant(context.tenantId, (tx) => readPlay(tx, context.tenantId, id));
}

async function readPlay(tx: Tx, tenantId: string, id: string): Promise<PlayDetail> {
  const row = await playRows(tx, tenantId).where('p.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('play');
  const versions = await tx
    .selectFrom('play_version')
    .select(['version', 'created_at', 'created_by'])
    .where('tenant_id', '=', tenantId)
    .where('play_id', '=', id)
    .orderBy('version', 'desc')
    .limit(50)
    .execute();
  const definition = row.definition as PlayDefinition;
  return {
    ...playRow(row),
    definition: { ...definition },
    problems: problemsOf(definition),
    versions: versions.map(({ version, created_at, created_by }) => ({ version, at: created_at, by: created_by })),
  };
}

export const playTemplates = (): Result<'plays.templates'> => ({
  items: PLAY_TEMPLATES.map((play) => ({ key: play.key, name: play.name, description: play.purpose, definition: { ...play } })),
  nextCursor: null,
});
