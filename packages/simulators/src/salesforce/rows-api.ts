import { createHash } from 'node:crypto';
import { isObject } from '../crm/answers.ts';
import type { JsonObject } from '../crm/answers.ts';
import type { SimulatedResponse } from '../core/simulator.ts';
import { jsonBodyOf, noContent, ok } from './api.ts';
import type { Call, Handler, Parts } from './api.ts';
import { described, summary } from './describe.ts';
import { notFound, refused } from './errors.ts';
import { valueOf } from './org.ts';
import type { Row } from './org.ts';
import { longId } from './record-ids.ts';
import type { ObjectDefinition } from './schema.ts';
import { parseInstant, shown } from './values.ts';
import type { Value } from './values.ts';
import { fieldNamed } from './writes.ts';

/** `sobjects/…`: the list, one object, its description, its rows. */
export const rowsApi: Handler = (parts, call) => {
  const { org } = parts;
  const [, object, third, fourth] = call.path;
  if (object === undefined)
    return ok({
      encoding: 'UTF-8',
      maxBatchSize: 200,
      sobjects: [...org.definitions.values()].filter((one) => one.hidden !== true).map((one) => summary(one, call.version)),
    });
  const definition = org.visible(object);
  if (!definition) throw notFound();
  if (third === undefined) return objectRoot(parts, call, definition);
  if (call.method === 'GET' && third === 'describe') return ok(described(org, definition, call.version));
  if (call.method === 'GET' && (third === 'updated' || third === 'deleted')) return replicated(parts, call, definition, third);
  return fourth === undefined ? oneRow(parts, call, definition, idIn(third)) : byExternalId(parts, call, definition, third, fourth);
};

function objectRoot(parts: Parts, call: Call, definition: ObjectDefinition): SimulatedResponse {
  if (call.method === 'GET') return ok({ objectDescribe: summary(definition, call.version), recentItems: [] });
  if (call.method !== 'POST') throw methodNotAllowed(call.method);
  const row = parts.writes.insert(definition, objectBody(call), call.writer);
  return ok({ id: row.id, success: true, errors: [] }, 201, { location: `/services/data/v${call.version}/sobjects/${definition.name}/${row.id}` });
}

function oneRow(parts: Parts, call: Call, definition: ObjectDefinition, id: string): SimulatedResponse {
  switch (call.method) {
    case 'GET': {
      const row = visibleRow(parts, definition, id);
      const etag: Record<string, string> = definition.name === 'Account' ? { etag: etagOf(row) } : {};
      if (unchanged(call, row, definition)) return { status: 304, headers: etag };
      return ok(rowBody(definition, row, call), 200, { ...etag, 'last-modified': new Date(row.stamp).toUTCString() });
    }
    case 'PATCH':
      checkPreconditions(call, parts.writes.living(definition, id), definition);
      parts.writes.update(definition, id, objectBody(call), call.writer);
      return noContent;
    case 'DELETE':
      parts.writes.remove(definition, id, call.writer);
      return noContent;
    default:
      throw methodNotAllowed(call.method);
  }
}

function byExternalId(parts: Parts, call: Call, definition: ObjectDefinition, fieldName: string, value: string): SimulatedResponse {
  const id = externalIdHolder(parts, definition, fieldName, value);
  if (call.method === 'PATCH' || call.method === 'POST') {
    const done = upserted(parts, call, definition, fieldName, value, objectBody(call));
    return ok({ id: done.row.id, success: true, errors: [], created: done.created }, done.created ? 201 : 200);
  }
  if (id === undefined) throw notFound();
  return oneRow(parts, call, definition, id);
}

/** Updates the record that has this value in the external id, or makes it. */
export function upserted(
  parts: Parts,
  call: Call,
  definition: ObjectDefinition,
  fieldName: string,
  value: Value,
  body: JsonObject,
): { readonly row: Row; readonly created: boolean } {
  const field = externalIdField(definition, fieldName);
  if (value === null || value === '') throw refused(400, 'MISSING_ARGUMENT', `${field.name} not specified`, [field.name]);
  const id = field.type === 'id' ? idIn(String(value)) : externalIdHolder(parts, definition, fieldName, String(value));
  const rest = Object.fromEntries(Object.entries(body).filter(([name]) => name.toLowerCase() !== field.name.toLowerCase()));
  if (id !== undefined) return { row: parts.writes.update(definition, id, rest, call.writer), created: false };
  return { row: parts.writes.insert(definition, { ...rest, [field.name]: value }, call.writer), created: true };
}

function externalIdField(definition: ObjectDefinition, name: string): NonNullable<ReturnType<typeof fieldNamed>> {
  const field = fieldNamed(definition, name);
  if (!field || field.access === 'none' || (!field.externalId && field.type !== 'id'))
    throw refused(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${name}`);
  return field;
}

function externalIdHolder(parts: Parts, definition: ObjectDefinition, fieldName: string, value: string): string | undefined {
  const field = externalIdField(definition, fieldName);
  if (field.type === 'id') return longId(value);
  if (field.unique) return parts.org.byUnique(definition.name, field, value);
  const holders = [...parts.org.where(definition.name, field.name, value)];
  if (holders.length > 1) throw refused(300, 'MULTIPLE_CHOICES', `More than one record has this value: ${holders.map((row) => row.id).join(', ')}`);
  return holders[0]?.id;
}

function visibleRow(parts: Parts, definition: ObjectDefinition, id: string): Row {
  const row = parts.org.store(definition.name).seen(id);
  if (!row) throw notFound();
  if (row.deleted) throw refused(404, 'ENTITY_IS_DELETED', 'entity is deleted');
  return row;
}

export function rowBody(definition: ObjectDefinition, row: Row, call: Pick<Call, 'query' | 'version'>): object {
  const wanted = call.query
    .get('fields')
    ?.split(',')
    .map((name) => name.trim());
  const fields = (wanted ?? definition.fields.map((one) => one.name)).map((name) => {
    const field = fieldNamed(definition, name);
    if (!field || (field.access === 'none' && wanted)) throw refused(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${definition.name}`);
    return field;
  });
  const shownFields = fields.filter((one) => one.access !== 'none');
  return {
    attributes: { type: definition.name, url: `/services/data/v${call.version}/sobjects/${definition.name}/${row.id}` },
    Id: row.id,
    ...Object.fromEntries(shownFields.map((one) => [one.name, shown(valueOf(row, one.name), one.type)])),
  };
}

/** What changed in a span of time, in the way of the replication calls. */
function replicated(parts: Parts, call: Call, definition: ObjectDefinition, kind: 'updated' | 'deleted'): SimulatedResponse {
  const [start, end] = ['start', 'end'].map((name) => parseInstant(call.query.get(name) ?? ''));
  if (start === undefined || end === undefined) throw refused(400, 'INVALID_REPLICATION_DATE', 'start and end are instants');
  if (start >= end) throw refused(400, 'INVALID_REPLICATION_DATE', 'startDate before endDate');
  const rows = [...parts.org.store(definition.name).fromStamp(start)].filter((row) => row.stamp <= end && row.deleted === (kind === 'deleted'));
  const latest = new Date(Math.min(end, parts.org.now())).toISOString().replace('Z', '+0000');
  if (kind === 'updated') return ok({ ids: rows.map((row) => row.id), latestDateCovered: latest });
  const deletedRecords = rows.map((row) => ({ deletedDate: shown(row.stamp, 'datetime'), id: row.id }));
  return ok({ deletedRecords, earliestDateAvailable: shown(start, 'datetime'), latestDateCovered: latest });
}

/** Entity tags exist for accounts only; all else has times, in whole seconds. */
const etagOf = (row: Row): string =>
  `"${createHash('sha1')
    .update(JSON.stringify([row.stamp, row.values]))
    .digest('base64')}"`;

function unchanged(call: Call, row: Row, definition: ObjectDefinition): boolean {
  const tag = call.headers['if-none-match'];
  if (tag !== undefined && definition.name === 'Account') return tag.includes(etagOf(row));
  const since = Date.parse(call.headers['if-modified-since'] ?? '');
  return !Number.isNaN(since) && row.stamp <= since;
}

function checkPreconditions(call: Call, row: Row, definition: ObjectDefinition): void {
  const tag = call.headers['if-match'];
  const since = call.headers['if-unmodified-since'];
  const failed = refused(412, 'PRECONDITION_FAILED', 'The record has changed since');
  if (tag !== undefined && definition.name === 'Account' && tag !== '*' && !tag.includes(etagOf(row))) throw failed;
  if (since === undefined) return;
  const time = Date.parse(since);
  if (Number.isNaN(time)) throw refused(400, 'INVALID_HEADER', 'If-Unmodified-Since is not a date');
  if (row.stamp > time) throw failed;
}

export function objectBody(call: Call): JsonObject {
  const body = jsonBodyOf(call);
  if (!isObject(body)) throw refused(400, 'JSON_PARSER_ERROR', 'The body must be an object at [line:1, column:1]');
  return body;
}

export function idIn(text: string): string {
  const id = longId(text);
  if (id === undefined) throw refused(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${text}`);
  return id;
}

const methodNotAllowed = (method: string): Error =>
  refused(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are GET,POST,PATCH,DELETE`);
