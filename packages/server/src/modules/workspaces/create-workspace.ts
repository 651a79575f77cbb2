import { newId, Problem } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';

export type NewWorkspace = { readonly slug: string; readonly name: string; readonly baseCurrency?: string; readonly sample?: boolean; readonly now: Date };
export type Workspace = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly baseCurrency: string;
  readonly sample: boolean;
  readonly createdAt: string;
};

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Only the command line and the sample make workspaces; there is no way to do it from a screen. */
export async function createWorkspace(tx: Tx, workspace: NewWorkspace): Promise<Workspace> {
  if (!SLUG.test(workspace.slug)) throw new Problem('invalid_input', 'The short name of a workspace has small letters, digits and hyphens.');
  const baseCurrency = workspace.baseCurrency ?? 'EUR';
  if (!/^[A-Z]{3}$/.test(baseCurrency)) throw new Problem('invalid_input', 'The base currency is a three-letter code, such as EUR.');
  const row = {
    id: newId(),
    slug: workspace.slug,
    name: workspace.name.trim(),
    base_currency: baseCurrency,
    sample: workspace.sample ?? false,
    created_at: workspace.now.toISOString(),
  };
  const made = await tx
    .insertInto('workspace')
    .values(row)
    .onConflict((c) => c.column('slug').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) throw new Problem('conflict', `There already is a workspace called ${workspace.slug}.`, { reason: 'slug_taken' });
  return { id: row.id, slug: row.slug, name: row.name, baseCurrency, sample: row.sample, createdAt: row.created_at };
}

export async function listWorkspaces(tx: Tx): Promise<readonly Workspace[]> {
  const rows = await tx.selectFrom('workspace').selectAll().orderBy('id').execute();
  return rows.map((row) => ({ id: row.id, slug: row.slug, name: row.name, baseCurrency: row.base_currency, sample: row.sample, createdAt: row.created_at }));
}
