import { sql } from 'kysely';
import { notFound } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';
import type { OutsideSystemName } from '../../platform/outside/index.ts';
import type { MappedField } from './domain/translate.ts';
import type { Authority, OutsideField, RecordKind } from './ports.ts';

export type Connection = {
  readonly id: string;
  readonly system: OutsideSystemName;
  readonly name: string;
  readonly environment: 'live' | 'sandbox' | 'simulator';
  readonly baseUrl: string | null;
  readonly account: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly credentialsSealed: string;
  readonly eventSecretSealed: string;
  readonly status: 'active' | 'paused' | 'stopped';
  readonly statusSentence: string | null;
  readonly statusAt: string;
  readonly resumesAt: string | null;
  readonly failures: number;
  readonly lastReadAt: string | null;
  readonly lastWroteAt: string | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly version: number;
};
const connectionColumns = sql`id, system, name, environment, base_url as "baseUrl", account, settings, credentials_sealed as "credentialsSealed",
  event_secret_sealed as "eventSecretSealed", status, status_sentence as "statusSentence", status_at as "statusAt", resumes_at as "resumesAt", failures,
  last_read_at as "lastReadAt", last_wrote_at as "lastWroteAt", created_by as "createdBy", created_at as "createdAt", version`;

export async function findConnection(tx: Tx, tenantId: string, id: string, options: { readonly lock?: boolean } = {}): Promise<Connection> {
  const { rows } =
    await sql<Connection>`select ${connectionColumns} from connection where tenant_id = ${tenantId}::uuid and id = ${id}::uuid ${options.lock === true ? sql`for update` : sql``}`.execute(
      tx,
    );
  const [row] = rows;
  if (!row) throw notFound('connection');
  return row;
}
export async function listConnections(tx: Tx, tenantId: string): Promise<Connection[]> {
  return (await sql<Connection>`select ${connectionColumns} from connection where tenant_id = ${tenantId}::uuid order by lower(name), id`.execute(tx)).rows;
}

export type ConnectionObject = {
  readonly id: string;
  readonly connectionId: string;
  readonly kind: RecordKind;
  readonly object: string;
  readonly createsHere: boolean;
  readonly createsThere: boolean;
  readonly described: readonly OutsideField[] | null;
  readonly describedAt: string | null;
  readonly cursor: string | null;
  readonly readAt: string | null;
  readonly walkAfter: string | null;
  readonly walking: boolean;
  readonly walked: number;
  readonly walkJobId: string | null;
  readonly version: number;
};
const objectColumns = sql`id, connection_id as "connectionId", kind, object, creates_here as "createsHere", creates_there as "createsThere", described,
  described_at as "describedAt", cursor, read_at as "readAt", walk_after as "walkAfter", walking, walked, walk_job_id as "walkJobId", version`;

/** In the order in which they depend on each other: people and accounts before the deals that name them. */
export async function objectsOf(tx: Tx, tenantId: string, connectionId: string): Promise<ConnectionObject[]> {
  return (
    await sql<ConnectionObject>`select ${objectColumns} from connection_object where tenant_id = ${tenantId}::uuid and connection_id = ${connectionId}::uuid order by position, id`.execute(
      tx,
    )
  ).rows;
}

export type StoredMapping = {
  readonly field: string;
  readonly outsideField: string;
  readonly authority: Authority;
  readonly valueMap: readonly { readonly ours: string; readonly theirs: string }[] | null;
};
export async function mappingsOf(tx: Tx, tenantId: string, objectId: string): Promise<StoredMapping[]> {
  return (
    await sql<StoredMapping>`select field, outside_field as "outsideField", authority, value_map as "valueMap" from field_mapping
      where tenant_id = ${tenantId}::uuid and object_id = ${objectId}::uuid order by position, id`.execute(tx)
  ).rows;
}

/** Mapped fields with both sides' descriptions; references are filled in for each batch. */
export function mappedFields(
  mappings: readonly StoredMapping[],
  ours: readonly { readonly key: string; readonly type: MappedField['type']; readonly writable: boolean; readonly refersTo?: RecordKind }[],
  theirs: readonly OutsideField[] | null,
): (MappedField & { readonly refersTo: RecordKind | null; readonly createOnly: boolean })[] {
  return mappings.flatMap((mapping) => {
    const here = ours.find((field) => field.key === mapping.field);
    if (!here) return [];
    const there = theirs?.find((field) => field.key === mapping.outsideField);
    return [
      {
        field: mapping.field,
        outsideField: mapping.outsideField,
        authority: mapping.authority,
        type: here.type,
        valueMap: mapping.valueMap,
        writableHere: here.writable,
        // Until they are described nothing is known, and the other side refuses what it does not let us set.
        writableThere: there === undefined ? theirs === null : there.writable,
        createOnly: there?.createOnly ?? false,
        travelsWith: there?.travelsWith ?? [],
        references: null,
        refersTo: here.refersTo ?? null,
      },
    ];
  });
}

/** A connection acts under its own name, so that the timeline says where a change came from and its echo is known. */
export const actorOf = (connection: Pick<Connection, 'name'>): string => `Sync: ${connection.name}`;
