import { randomBytes } from 'node:crypto';
import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { recordChange } from '../../platform/change.ts';
import type { Access } from '../../platform/outside/index.ts';
import { recordKinds, type DefaultMapping, type SystemAdapter } from './ports.ts';
import type { Systems } from './systems.ts';

export type NewConnection = {
  readonly system: Access['system'];
  readonly name: string;
  readonly environment: Access['environment'];
  readonly baseUrl: string | null;
  readonly account: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly credentials: Readonly<Record<string, string>>;
};

/** A connection with the mapping its adapter proposes. Credentials are sealed; what the other side signs with is made here. */
export async function insertConnection(tx: Tx, context: Context, systems: Systems, adapter: SystemAdapter, input: NewConnection): Promise<string> {
  const id = newId();
  const at = context.now.toISOString();
  const eventSecret = randomBytes(32).toString('base64url');
  await tx
    .insertInto('connection')
    .values({
      tenant_id: context.tenantId,
      id,
      system: input.system,
      name: input.name,
      environment: input.environment,
      base_url: input.baseUrl,
      account: input.account,
      settings: JSON.stringify(input.settings),
      credentials_sealed: systems.seal(id, input.credentials),
      event_secret_sealed: systems.sealEventSecret(id, eventSecret),
      status: 'active',
      status_at: at,
      created_by: context.actor.name,
      created_at: at,
      updated_at: at,
    })
    .execute();
  const { rows } = await sql<{ credentialsSealed: string; eventSecretSealed: string }>`
    select credentials_sealed as "credentialsSealed", event_secret_sealed as "eventSecretSealed" from connection where tenant_id = ${context.tenantId}::uuid and id = ${id}::uuid`.execute(
    tx,
  );
  const [sealed] = rows;
  const opened = systems.open(
    {
      id,
      ...input,
      credentialsSealed: sealed?.credentialsSealed ?? '',
      eventSecretSealed: sealed?.eventSecretSealed ?? '',
      status: 'active',
      statusSentence: null,
      statusAt: at,
      resumesAt: null,
      failures: 0,
      lastReadAt: null,
      lastWroteAt: null,
      createdBy: context.actor.name,
      createdAt: at,
      version: 1,
    },
    context.tenantId,
  );
  await insertDefaults(tx, context.tenantId, id, opened.records?.defaults ?? []);
  await recordChange(tx, context, {
    operation: 'connections.create',
    recordType: 'connection',
    recordId: id,
    after: {
      system: input.system,
      name: input.name,
      environment: input.environment,
      baseUrl: input.baseUrl,
      account: input.account,
      uses: adapter.uses,
      credentials: Object.keys(input.credentials),
    },
    events: [{ type: 'connection.created', payload: { name: input.name, system: input.system } }],
  });
  return id;
}

async function insertDefaults(tx: Tx, tenantId: string, connectionId: string, defaults: readonly DefaultMapping[]): Promise<void> {
  for (const mapping of defaults) {
    const objectId = newId();
    await tx
      .insertInto('connection_object')
      .values({
        tenant_id: tenantId,
        id: objectId,
        connection_id: connectionId,
        kind: mapping.kind,
        object: mapping.object,
        position: recordKinds.indexOf(mapping.kind),
        creates_here: mapping.createsHere,
        creates_there: mapping.createsThere,
      })
      .execute();
    if (mapping.fields.length > 0)
      await tx
        .insertInto('field_mapping')
        .values(
          mapping.fields.map((field, position) => ({
            tenant_id: tenantId,
            id: newId(),
            object_id: objectId,
            field: field.field,
            outside_field: field.outsideField,
            authority: field.authority,
            value_map: field.valueMap ? JSON.stringify(field.valueMap) : null,
            position,
          })),
        )
        .execute();
  }
}
