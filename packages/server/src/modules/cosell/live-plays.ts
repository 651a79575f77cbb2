import type { Tx } from '../../platform/db/database.ts';
import type { PlayDefinition } from './domain/play.ts';

export type LivePlay = { readonly id: string; readonly version: number; readonly play: PlayDefinition };

export async function livePlays(tx: Tx, tenantId: string): Promise<LivePlay[]> {
  const rows = await tx
    .selectFrom('play as p')
    .innerJoin('play_version as v', (join) =>
      join.onRef('v.tenant_id', '=', 'p.tenant_id').onRef('v.play_id', '=', 'p.id').onRef('v.version', '=', 'p.live_version'),
    )
    .select(['p.id', 'v.version', 'v.definition'])
    .where('p.tenant_id', '=', tenantId)
    .where('p.status', '=', 'live')
    .execute();
  return rows.map((row) => ({ id: row.id, version: row.version, play: { ...(row.definition as PlayDefinition), version: row.version } }));
}
