import { settlementSettings, type Parsed, type Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { defaultSettings } from './domain/default-settings.ts';

type Shape = Result<'settlement.settings'>;

export async function readSettings(tx: Tx, tenantId: string): Promise<Shape> {
  const row = await tx.selectFrom('settlement_settings').selectAll().where('tenant_id', '=', tenantId).orderBy('version', 'desc').limit(1).executeTakeFirst();
  if (!row) return { version: 0, document: defaultSettings, note: null, createdBy: null, createdAt: null };
  // Parsed like what comes in: what is not known any more refuses, and is not passed over.
  return { version: row.version, document: settlementSettings.parse(row.document), note: row.note, createdBy: row.created_by, createdAt: row.created_at };
}

export async function setSettings(tx: Tx, context: Context, body: Parsed<'settlement.setSettings'>['body']): Promise<Shape> {
  const { tenantId, now, actor } = context;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`settlement-settings:${tenantId}`}, 0))`.execute(tx);
  const before = await readSettings(tx, tenantId);
  if (before.version !== body.seen) throw new Problem('version_stale', 'Somebody changed these settings since you opened them. Reload to see them.');
  const named = [...new Set(body.document.feeTerms.flatMap(({ marketplaceId }) => marketplaceId ?? []))];
  const known = named.length === 0 ? [] : await tx.selectFrom('marketplace').select('id').where('tenant_id', '=', tenantId).where('id', 'in', named).execute();
  if (known.length !== named.length) throw refused('document.feeTerms', 'A marketplace these terms name does not exist.');
  const keys = body.document.feeTerms.map(({ from, marketplaceId }) => `${from}|${marketplaceId ?? ''}`);
  if (new Set(keys).size !== keys.length) throw refused('document.feeTerms', 'Two entries hold from the same day for the same marketplace.');
  const version = before.version + 1;
  await tx
    .insertInto('settlement_settings')
    .values({
      tenant_id: tenantId,
      version,
      document: JSON.stringify(body.document),
      note: body.note ?? null,
      created_by: actor.name,
      created_at: now.toISOString(),
    })
    .execute();
  await recordChange(tx, context, {
    operation: 'settlement.setSettings',
    recordType: 'settlement_settings',
    recordId: tenantId,
    before: before.document,
    after: body.document,
    reason: body.note ?? null,
  });
  return readSettings(tx, tenantId);
}

const refused = (path: string, sentence: string): Problem => new Problem('invalid_input', sentence, { fields: [{ path, code: 'refused', sentence }] });
