import type { WebhookEventType } from '@entente/contracts';
import { notFound } from '@entente/kernel';
import { sql, type Selectable, type Updateable } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { WebhookEndpointTable, WebhookMessageTable } from '../../platform/db/schema.ts';

export type Endpoint = Selectable<WebhookEndpointTable>;
export type Message = Selectable<WebhookMessageTable>;
export type Tenant = Pick<Context, 'tenantId'>;

export const endpoints = (tx: Tx, { tenantId }: Tenant) => tx.selectFrom('webhook_endpoint').selectAll().where('tenant_id', '=', tenantId);
export const messages = (tx: Tx, { tenantId }: Tenant, endpointId: string) =>
  tx.selectFrom('webhook_message').selectAll().where('tenant_id', '=', tenantId).where('endpoint_id', '=', endpointId);

export async function endpointOf(tx: Tx, tenant: Tenant, id: string): Promise<Endpoint> {
  const row = await endpoints(tx, tenant).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('endpoint');
  return row;
}

/** Whoever changes an endpoint or takes one of its messages holds it, and comes to its messages only then. */
export async function holdEndpoint(tx: Tx, tenant: Tenant, id: string): Promise<Endpoint> {
  const row = await endpoints(tx, tenant).where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  if (!row) throw notFound('endpoint');
  return row;
}

export const changeEndpoint = (tx: Tx, { tenantId }: Tenant, id: string, values: Updateable<WebhookEndpointTable>): Promise<Endpoint> =>
  tx.updateTable('webhook_endpoint').set(values).where('tenant_id', '=', tenantId).where('id', '=', id).returningAll().executeTakeFirstOrThrow();

/** What the record of changes may hold of an endpoint. */
export function told(row: Endpoint): Record<string, unknown> {
  const { url_sealed: _url, secret_sealed: _secret, earlier_secret_sealed: _earlier, ...rest } = row;
  return rest;
}

export const wants = (endpoint: Pick<Endpoint, 'event_types'>, type: WebhookEventType): boolean =>
  endpoint.event_types === null || endpoint.event_types.includes(type);

/** Nobody reads a larger number, and counting further would take long where much has failed. */
const COUNT_UP_TO = 1000;
export async function countOf(tx: Tx, { tenantId }: Tenant, endpointId: string): Promise<{ waiting: number; failed: number }> {
  const count = (state: 'waiting' | 'failed') =>
    sql<number>`(select count(*)::int from (select from webhook_message where tenant_id = ${tenantId}::uuid and endpoint_id = ${endpointId}::uuid and state = ${sql.lit(state)} limit ${sql.lit(COUNT_UP_TO)}) as few)`;
  const { rows } = await sql<{ waiting: number; failed: number }>`select ${count('waiting')} as waiting, ${count('failed')} as failed`.execute(tx);
  return rows[0] ?? { waiting: 0, failed: 0 };
}
