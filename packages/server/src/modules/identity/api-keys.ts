import type { Parsed, Result } from '@entente/contracts';
import { isRole, scopesOfRole } from '@entente/contracts/permissions';
import { newId, notFound, Problem } from '@entente/kernel';
import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { ApiKeyTable } from '../../platform/db/schema.ts';
import { makeApiKey, scopesOfKey } from './domain/api-key.ts';
import { assertMayGive } from './domain/grants.ts';

export type ApiKeyDeps = { readonly database: Database; readonly onChange: () => void };
type ApiKey = Result<'apiKeys.revoke'>;

export async function listApiKeys({ database }: ApiKeyDeps, context: Context): Promise<Result<'apiKeys.list'>> {
  requireScope(context, 'api_keys:write');
  const rows = await database.inTenant(context.tenantId, (tx) =>
    tx.selectFrom('api_key').selectAll().where('tenant_id', '=', context.tenantId).orderBy('id', 'desc').limit(500).execute(),
  );
  return { items: rows.map(toApiKey), nextCursor: null };
}

export async function createApiKey({ database }: ApiKeyDeps, context: Context, { body }: Parsed<'apiKeys.create'>): Promise<Result<'apiKeys.create'>> {
  requireScope(context, 'api_keys:write');
  assertMayGive(context.actor, body.role);
  const wanted = body.scopes ?? scopesOfRole[body.role];
  const beyond = wanted.filter((scope) => !scopesOfRole[body.role].includes(scope));
  if (beyond.length > 0)
    throw new Problem('invalid_input', `The role does not include ${beyond.join(', ')}.`, {
      fields: [{ path: 'body.scopes', code: 'beyond_role', sentence: 'Choose scopes that the role includes.' }],
    });
  const expiresAt = body.expiresAt ?? null;
  if (expiresAt !== null && Date.parse(expiresAt) <= context.now.getTime())
    throw new Problem('invalid_input', 'The key would already have expired.', {
      fields: [{ path: 'body.expiresAt', code: 'in_past', sentence: 'Choose a time to come.' }],
    });
  const { key, prefix, hash } = makeApiKey(randomBytes(40));
  const id = newId();
  return database.inTenant(context.tenantId, async (tx) => {
    const row = await tx
      .insertInto('api_key')
      .values({
        tenant_id: context.tenantId,
        id,
        name: body.name,
        prefix,
        hash,
        role: body.role,
        scopes: [...new Set(wanted)],
        created_by: context.actor.memberId,
        created_at: context.now.toISOString(),
        expires_at: expiresAt,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await recordChange(tx, context, {
      operation: 'apiKeys.create',
      recordType: 'api_key',
      recordId: id,
      after: { name: body.name, prefix, role: body.role, scopes: row.scopes, expiresAt },
    });
    return { ...toApiKey(row), secret: key };
  });
}

export async function revokeApiKey({ database, onChange }: ApiKeyDeps, context: Context, { params }: Parsed<'apiKeys.revoke'>): Promise<ApiKey> {
  requireScope(context, 'api_keys:write');
  const { tenantId } = context;
  const revoked = await database.inTenant(tenantId, async (tx) => {
    const row = await tx.selectFrom('api_key').selectAll().where('tenant_id', '=', tenantId).where('id', '=', params.id).forUpdate().executeTakeFirst();
    if (!row) throw notFound('API key');
    if (row.revoked_at !== null) return toApiKey(row);
    const revokedAt = context.now.toISOString();
    await tx.updateTable('api_key').set({ revoked_at: revokedAt }).where('tenant_id', '=', tenantId).where('id', '=', params.id).execute();
    await recordChange(tx, context, {
      operation: 'apiKeys.revoke',
      recordType: 'api_key',
      recordId: params.id,
      before: { revokedAt: null },
      after: { revokedAt },
    });
    return toApiKey({ ...row, revoked_at: revokedAt });
  });
  onChange();
  return revoked;
}

function toApiKey(row: Selectable<ApiKeyTable>): ApiKey {
  if (!isRole(row.role)) throw new Error(`API key ${row.id} has the unknown role ${row.role}`);
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    role: row.role,
    scopes: scopesOfKey(row),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}
