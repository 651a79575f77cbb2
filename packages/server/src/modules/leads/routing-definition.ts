import { leadRoutingDefinition, type Result } from '@entente/contracts';
import { Problem, type InvalidField } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { checkDefinition } from './domain/check-definition.ts';
import type { RoutingDefinition } from './domain/routing.ts';
import { standardDefinition } from './domain/standard-definition.ts';
import type { LeadsPorts } from './ports.ts';

type Routing = Result<'leadRouting.get'>;

/** The routing in force. A workspace always has one; the first who needs it makes it. */
export async function routingInForce(tx: Tx, tenantId: string, now: Date): Promise<{ number: number; definition: RoutingDefinition }> {
  const read = () =>
    tx.selectFrom('lead_routing').select(['number', 'definition']).where('tenant_id', '=', tenantId).orderBy('number', 'desc').limit(1).executeTakeFirst();
  let row = await read();
  if (!row) {
    await addVersion(tx, tenantId, { number: 1, definition: standardDefinition, note: null, by: 'Standard routing', at: now });
    row = await read();
  }
  if (!row) throw new Error('the standard routing was not kept');
  return { number: row.number, definition: leadRoutingDefinition.parse(row.definition) };
}

async function addVersion(
  tx: Tx,
  tenantId: string,
  version: { number: number; definition: RoutingDefinition; note: string | null; by: string; at: Date },
): Promise<boolean> {
  const added = await tx
    .insertInto('lead_routing')
    .values({
      tenant_id: tenantId,
      number: version.number,
      definition: JSON.stringify(version.definition),
      note: version.note,
      published_by: version.by,
      published_at: version.at.toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'number']).doNothing())
    .returning('number')
    .executeTakeFirst();
  return added !== undefined;
}

export async function routingDetail(tx: Tx, tenantId: string, now: Date): Promise<Routing> {
  const { definition } = await routingInForce(tx, tenantId, now);
  const rows = await tx
    .selectFrom('lead_routing')
    .select(['number', 'note', 'published_by', 'published_at'])
    .where('tenant_id', '=', tenantId)
    .orderBy('number', 'desc')
    .execute();
  const versions = rows.map((row) => ({ number: row.number, note: row.note, by: row.published_by, at: row.published_at }));
  const live = versions[0];
  if (!live) throw new Error('the routing has no version');
  return { ...live, definition, versions };
}

/** What a routing names has to be there: products and partners of this workspace. */
export async function unknownIn(tx: Tx, ports: LeadsPorts, context: Context, { routes }: RoutingDefinition): Promise<InvalidField[]> {
  const partners = new Set((await ports.partners(tx, context.tenantId, context.now.toISOString().slice(0, 10))).map(({ id }) => id));
  const products = new Map<string, boolean>();
  for (const id of new Set(routes.flatMap(({ when }) => when.productIds))) products.set(id, await ports.productExists(tx, context.tenantId, id));
  return routes.flatMap(({ name, when, among }, index): InvalidField[] => {
    const path = `definition.routes.${index}`;
    const unknown = (field: string, what: string): InvalidField => ({
      path: `${path}.${field}`,
      code: 'unknown',
      sentence: `“${name}” names a ${what} that is not there.`,
    });
    return [
      ...(when.productIds.every((id) => products.get(id)) ? [] : [unknown('when.productIds', 'product')]),
      ...(among.partnerIds.every((id) => partners.has(id)) ? [] : [unknown('among.partnerIds', 'partner')]),
    ];
  });
}

export async function publishRouting(tx: Tx, context: Context, ports: LeadsPorts, definition: RoutingDefinition, note: string | null): Promise<Routing> {
  const problems = [...checkDefinition(definition), ...(await unknownIn(tx, ports, context, definition))];
  if (problems.length > 0) throw new Problem('invalid_input', 'The routing cannot be published as it is.', { fields: problems });
  const before = await routingInForce(tx, context.tenantId, context.now);
  const number = before.number + 1;
  const added = await addVersion(tx, context.tenantId, { number, definition, note, by: context.actor.name, at: context.now });
  if (!added) throw new Problem('conflict', 'Somebody published a routing in the same moment. Read it, then publish yours again.');
  await recordChange(tx, context, {
    operation: 'leadRouting.publish',
    recordType: 'lead_routing',
    recordId: context.tenantId,
    before: { number: before.number },
    after: { number, routes: definition.routes.length },
    reason: note,
    events: [{ type: 'lead_routing.published', payload: { number } }],
  });
  return routingDetail(tx, context.tenantId, context.now);
}
