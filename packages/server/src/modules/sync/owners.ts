import type { Parsed, Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { findConnection, mappingsOf, objectsOf, type ConnectionObject, type StoredMapping } from './connection-store.ts';
import type { ConnectionsDeps } from './connections.ts';
import { NOBODY } from './domain/translate.ts';
import type { OutsideRecord, SyncPorts } from './ports.ts';
import { ask } from './tasks.ts';

type Listed = Result<'connections.owners'>;
type OwnerField = { readonly object: ConnectionObject; readonly mapping: StoredMapping };
const MOST_LISTED = 200;

/** Fields that name a person over there: the owners of deals and of accounts. What is said of an owner holds for all of them. */
async function ownerFields(tx: Tx, tenantId: string, ports: Pick<SyncPorts, 'our'>, connectionId: string): Promise<OwnerField[]> {
  const found: OwnerField[] = [];
  for (const object of await objectsOf(tx, tenantId, connectionId)) {
    const people = new Set((await ports.our[object.kind].fields(tx, tenantId)).filter((field) => field.refersTo === 'person').map((field) => field.key));
    for (const mapping of await mappingsOf(tx, tenantId, object.id))
      if (people.has(mapping.field) && mapping.authority !== 'none') found.push({ object, mapping });
  }
  return found;
}

/** Owners of records that are here, who were not recognised as one of ours by their mail address; each with what was said of them. */
export async function listOwners(context: Context, deps: ConnectionsDeps, connectionId: string): Promise<Listed> {
  const { tenantId } = context;
  const system = await deps.systems.byId(tenantId, connectionId);
  const { said, counted, people } = await deps.database.reading(tenantId, async (tx) => {
    const fields = await ownerFields(tx, tenantId, deps.ports, connectionId);
    const pairs = new Map(fields.flatMap(({ mapping }) => (mapping.valueMap ?? []).map((pair) => [pair.theirs, pair.ours] as const)));
    const objects = await objectsOf(tx, tenantId, connectionId);
    const object = objects.find((each) => each.kind === 'person');
    return {
      said: pairs,
      counted: await countOwners(tx, tenantId, connectionId, fields),
      people: object ? { object: object.object, mappings: await mappingsOf(tx, tenantId, object.id) } : null,
    };
  });
  const ids = [...new Set([...counted.keys(), ...said.keys()])].sort((a, b) => (counted.get(b) ?? 0) - (counted.get(a) ?? 0) || (a < b ? -1 : 1));
  const listed = ids.slice(0, MOST_LISTED);
  const outsideField = (field: string): string | undefined => people?.mappings.find((mapping) => mapping.field === field)?.outsideField;
  const known = new Map<string, OutsideRecord>();
  let sentence: string | null = null;
  if (people && system.records)
    try {
      const columns = [outsideField('name'), outsideField('email')].filter((column) => column !== undefined);
      const most = system.records.limits.readAtOnce;
      for (let at = 0; at < listed.length; at += most)
        for (const record of await system.records.read(people.object, columns, listed.slice(at, at + most))) known.set(record.id, record);
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      sentence = error.message;
    }
  const text = (record: OutsideRecord | undefined, field: string): string | null => {
    const value = record?.values[outsideField(field) ?? ''];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const ours = await deps.database.reading(tenantId, (tx) =>
    deps.ports.our.person.read(
      tx,
      tenantId,
      [...new Set(said.values())].filter((id) => id !== NOBODY),
    ),
  );
  return {
    items: listed.map((outsideId) => {
      const answer = said.get(outsideId);
      const person = answer === undefined ? undefined : ours.get(answer);
      const email = person?.values['email'];
      return {
        outsideId,
        name: text(known.get(outsideId), 'name'),
        email: text(known.get(outsideId), 'email'),
        records: counted.get(outsideId) ?? 0,
        answer: answer === NOBODY ? 'nobody' : person === undefined ? 'open' : 'person',
        personId: person?.id ?? null,
        personName: person?.label ?? null,
        personEmail: typeof email === 'string' ? email : null,
      };
    }),
    more: ids.length > listed.length,
    sentence,
  };
}

async function countOwners(tx: Tx, tenantId: string, connectionId: string, fields: readonly OwnerField[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { object, mapping } of fields) {
    const { rows } = await sql<{ outsideId: string; n: number }>`
      select o.id as "outsideId", o.n from (
        select shown ->> ${mapping.outsideField} as id, count(*)::int as n from outside_view
        where tenant_id = ${tenantId}::uuid and connection_id = ${connectionId}::uuid and kind = ${object.kind} and status <> 'gone'
          and coalesce(shown ->> ${mapping.outsideField}, '') <> '' group by 1
      ) o where not exists (
        select from outside_view p where p.tenant_id = ${tenantId}::uuid and p.connection_id = ${connectionId}::uuid and p.kind = 'person' and p.outside_id = o.id and p.status <> 'gone')
      order by o.n desc limit ${MOST_LISTED + 1}`.execute(tx);
    for (const { outsideId, n } of rows) counts.set(outsideId, (counts.get(outsideId) ?? 0) + n);
  }
  return counts;
}

/**
 * Kept in the value map of every field that names a person. The records concerned are looked at again as if never compared, so that who
 * owns them is settled now and not when they change next. Gives how many those are.
 */
export async function setOwners(
  tx: Tx,
  context: Context,
  ports: Pick<SyncPorts, 'our'>,
  connectionId: string,
  owners: Parsed<'connections.setOwners'>['body']['owners'],
): Promise<number> {
  const { tenantId } = context;
  const connection = await findConnection(tx, tenantId, connectionId, { lock: true });
  const wanted = owners.flatMap((owner) => (owner.answer === 'person' ? [owner.personId ?? ''] : []));
  const people = await ports.our.person.read(
    tx,
    tenantId,
    wanted.filter((id) => id !== ''),
  );
  if (wanted.some((id) => !people.has(id))) throw new Problem('invalid_input', 'Choose a person of this workspace.');
  const fields = await ownerFields(tx, tenantId, ports, connectionId);
  if (fields.length === 0) throw new Problem('conflict', `No field of ${connection.name} names an owner.`);
  const ids = [...new Set(owners.map((owner) => owner.outsideId))];
  const pairs = [...new Map(owners.map((owner) => [owner.outsideId, owner])).values()].flatMap((owner) =>
    owner.answer === 'open' ? [] : [{ ours: owner.answer === 'person' ? (owner.personId ?? NOBODY) : NOBODY, theirs: owner.outsideId }],
  );
  let records = 0;
  for (const { object, mapping } of fields) {
    const valueMap = [...(mapping.valueMap ?? []).filter((pair) => !ids.includes(pair.theirs)), ...pairs];
    if (valueMap.length > 500) throw new Problem('invalid_input', 'No more than 500 owners can be told apart by hand. Invite them here instead.');
    await sql`
      update field_mapping set value_map = ${valueMap.length === 0 ? null : JSON.stringify(valueMap)}::jsonb
      where tenant_id = ${tenantId}::uuid and object_id = ${object.id}::uuid and field = ${mapping.field}`.execute(tx);
    await sql`update connection_object set version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${object.id}::uuid`.execute(tx);
    const { rows } = await sql<{ key: string }>`
      update outside_view set agreed = agreed - ${mapping.field}, version = version + 1
      where tenant_id = ${tenantId}::uuid and connection_id = ${connectionId}::uuid and kind = ${object.kind} and status <> 'gone' and outside_id is not null
        and shown ->> ${mapping.outsideField} = any(${ids}::text[]) returning outside_id as key`.execute(tx);
    records += rows.length;
    const asks = rows.map(({ key }) => ({ kind: object.kind, key, urgency: 2 as const }));
    for (let at = 0; at < asks.length; at += 1_000) await ask(tx, tenantId, connectionId, asks.slice(at, at + 1_000), context.now);
  }
  await recordChange(tx, context, {
    operation: 'connections.setOwners',
    recordType: 'connection',
    recordId: connectionId,
    after: { owners },
    events: [{ type: 'connection.updated', payload: { name: connection.name } }],
  });
  return records;
}
