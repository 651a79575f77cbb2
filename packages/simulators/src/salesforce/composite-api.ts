import { isList, isObject, textOf } from '../crm/answers.ts';
import type { Json, JsonObject } from '../crm/answers.ts';
import { jsonBodyOf, ok, segments } from './api.ts';
import type { Call, Handler, Parts } from './api.ts';
import { collectionError, errorBody, notFound, Refused, refused } from './errors.ts';
import type { Fault } from './errors.ts';
import { objectBody, idIn, upserted } from './rows-api.ts';
import { rowBody } from './rows-api.ts';
import type { ObjectDefinition } from './schema.ts';
import { longId } from './record-ids.ts';

const mostRecords = 200;
const mostRequests = 25;

type Outcome = { readonly id?: string; readonly success: boolean; readonly errors: readonly object[]; readonly created?: boolean };
const rolledBack: object = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};

/** `composite/sobjects`: up to 200 records, in order, each with its own outcome. */
export const collectionsApi: Handler = (parts, call) => {
  const [, , object, external] = call.path;
  if (call.method === 'DELETE') return ok(inTransaction(parts, call.query.get('allOrNone') === 'true', idsOf(call), (text) => removed(parts, call, text)));
  if (call.method === 'GET' && object !== undefined) return ok(read(parts, call, object));
  const body = objectBody(call);
  const records = isList(body['records']) ? body['records'] : [];
  if (records.length === 0) throw refused(400, 'INVALID_INPUT', 'The records list is empty');
  tooMany(records.length);
  const allOrNone = body['allOrNone'] === true;
  if (call.method === 'POST' && object === undefined) return ok(inTransaction(parts, allOrNone, records, (record) => created(parts, call, record)));
  if (call.method === 'PATCH' && object === undefined) return ok(inTransaction(parts, allOrNone, records, (record) => updated(parts, call, record)));
  if (call.method !== 'PATCH' || object === undefined || external === undefined) throw notFound();
  const definition = parts.org.visible(object);
  if (!definition) throw notFound();
  return ok(inTransaction(parts, allOrNone, records, (record) => upsertedOne(parts, call, definition, external, record)));
};

function inTransaction<T>(parts: Parts, allOrNone: boolean, items: readonly T[], work: (item: T) => Outcome): readonly Outcome[] {
  return parts.org.transaction(() =>
    parts.events.during(() => {
      const outcomes = items.map((item) => attempted(() => work(item)));
      const failed = allOrNone && outcomes.some((one) => !one.success);
      return { keep: !failed, result: failed ? outcomes.map((one) => (one.success ? { success: false, errors: [rolledBack] } : one)) : outcomes };
    }),
  );
}

function attempted(work: () => Outcome): Outcome {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { success: false, errors: error.faults.map((one: Fault) => collectionError(one)) };
  }
}

function typed(parts: Parts, record: Json): { readonly definition: ObjectDefinition; readonly body: JsonObject } {
  const attributes = isObject(record) ? record['attributes'] : undefined;
  const type = isObject(attributes) ? textOf(attributes['type']) : undefined;
  if (!isObject(record) || type === undefined) throw refused(400, 'INVALID_INPUT', 'Each record needs attributes with its type');
  const definition = parts.org.visible(type);
  if (!definition) throw refused(400, 'INVALID_TYPE', `sObject type '${type}' is not supported`);
  return { definition, body: record };
}

function created(parts: Parts, call: Call, record: Json): Outcome {
  const { definition, body } = typed(parts, record);
  return { id: parts.writes.insert(definition, body, call.writer).id, success: true, errors: [] };
}

function updated(parts: Parts, call: Call, record: Json): Outcome {
  const { definition, body } = typed(parts, record);
  const { id: small, Id: large, ...rest } = body;
  const id = longId(textOf(large ?? small) ?? '');
  if (id === undefined) throw refused(400, 'MISSING_ARGUMENT', 'Id not specified in an update call', ['Id']);
  parts.writes.update(definition, id, rest, call.writer);
  return { id, success: true, errors: [] };
}

function upsertedOne(parts: Parts, call: Call, definition: ObjectDefinition, external: string, record: Json): Outcome {
  if (!isObject(record)) throw refused(400, 'INVALID_INPUT', 'Each record is an object');
  const key = Object.keys(record).find((name) => name.toLowerCase() === external.toLowerCase()) ?? external;
  const value = textOf(record[key]) ?? null;
  if (record['Id'] !== undefined && external.toLowerCase() !== 'id')
    throw refused(400, 'INVALID_FIELD', 'The Id field should not be specified in the sobject data.', ['Id']);
  const done = upserted(parts, call, definition, external, value, record);
  return { id: done.row.id, success: true, errors: [], created: done.created };
}

function removed(parts: Parts, call: Call, text: string): Outcome {
  const id = idIn(text);
  const definition = parts.org.objectOf(id);
  if (!definition) throw refused(400, 'MALFORMED_ID', `malformed id ${text}`);
  parts.writes.remove(definition, id, call.writer);
  return { id, success: true, errors: [] };
}

function read(parts: Parts, call: Call, object: string): readonly (object | null)[] {
  const definition = parts.org.visible(object);
  if (!definition) throw notFound();
  return idsOf(call).map((text) => {
    const row = parts.org.store(definition.name).seen(longId(text) ?? '');
    return row && !row.deleted ? rowBody(definition, row, call) : null;
  });
}

function idsOf(call: Call): readonly string[] {
  const ids = (call.query.get('ids') ?? '').split(',').filter((id) => id !== '');
  tooMany(ids.length);
  return ids;
}

function tooMany(count: number): void {
  if (count > mostRecords) throw refused(400, 'EXCEEDED_MAX_SIZE_REQUEST', `The request contains ${count} records, more than the limit of ${mostRecords}`);
}

/** `composite`: up to 25 calls in order; a later one may name results of an earlier one. */
export const compositeApi =
  (dispatch: Handler): Handler =>
  (parts, call) => {
    const body = jsonBodyOf(call);
    const requests = isObject(body) && isList(body['compositeRequest']) ? body['compositeRequest'] : [];
    if (call.method !== 'POST' || requests.length === 0) throw refused(400, 'INVALID_INPUT', 'compositeRequest is needed');
    if (requests.length > mostRequests) throw refused(400, 'LIMIT_EXCEEDED', `A composite request may have at most ${mostRequests} subrequests`);
    const allOrNone = isObject(body) && body['allOrNone'] === true;
    const results = new Map<string, unknown>();
    const answers: { body: unknown; httpHeaders: object; httpStatusCode: number; referenceId: string }[] = [];
    const keep = parts.org.transaction(() => parts.events.during(() => run()));
    return ok({ compositeResponse: keep ? answers : answers.map((one) => (one.httpStatusCode < 400 ? { ...one, body: [halted], httpStatusCode: 400 } : one)) });

    function run(): { keep: boolean; result: boolean } {
      for (const request of requests) {
        const sub = isObject(request) ? request : {};
        const referenceId = textOf(sub['referenceId']) ?? '';
        const failedBefore = allOrNone && answers.some((one) => one.httpStatusCode >= 400);
        const answer = failedBefore ? { status: 400, body: [halted] } : subAnswer(sub);
        results.set(referenceId, answer.body);
        answers.push({ body: answer.body ?? null, httpHeaders: {}, httpStatusCode: answer.status, referenceId });
      }
      const isKept = !allOrNone || answers.every((one) => one.httpStatusCode < 400);
      return { keep: isKept, result: isKept };
    }

    function subAnswer(sub: JsonObject): { readonly status: number; readonly body: unknown } {
      try {
        const url = new URL(filledText(textOf(sub['url']) ?? '', results), 'http://composite.invalid');
        const [services, data, version, ...path] = segments(url.pathname);
        if (services !== 'services' || data !== 'data' || version === undefined || (path[0] === 'composite' && path[1] !== 'sobjects')) throw notFound();
        const inner: Call = {
          ...call,
          method: textOf(sub['method']) ?? 'GET',
          path,
          query: url.searchParams,
          headers: headersOf(sub['httpHeaders']),
          body: Buffer.from(JSON.stringify(filled(sub['body'] ?? null, results))),
        };
        const answer = dispatch(parts, inner);
        if (answer instanceof Promise) throw refused(400, 'INVALID_INPUT', 'This call cannot be part of a composite request');
        return { status: answer.status, body: answer.body ?? null };
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return { status: error.status, body: error.faults.map((one) => errorBody(one)) };
      }
    }
  };

const halted: object = { errorCode: 'PROCESSING_HALTED', message: 'The transaction was rolled back since another operation in the same transaction failed.' };

function headersOf(value: Json | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(isObject(value) ? value : {}).map(([name, one]) => [name.toLowerCase(), textOf(one) ?? '']));
}

/** Puts results of earlier calls where `@{reference.field}` stands. */
function filledText(text: string, results: ReadonlyMap<string, unknown>): string {
  return text.replaceAll(/@\{(\w+)\.([\w.[\]]+)\}/g, (_, reference: string, path: string) => referenced(results, reference, path));
}

function filled(value: Json, results: ReadonlyMap<string, unknown>): Json {
  if (typeof value === 'string') return filledText(value, results);
  if (isList(value)) return value.map((item) => filled(item, results));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, one === undefined ? null : filled(one, results)]));
  return value;
}

function referenced(results: ReadonlyMap<string, unknown>, reference: string, path: string): string {
  let at: unknown = results.get(reference);
  for (const part of path.split(/[.[\]]/).filter((one) => one !== '')) at = isList(at) ? at[Number(part)] : isObject(at) ? at[part] : undefined;
  const text = textOf(at);
  if (text === undefined) throw refused(400, 'PROCESSING_HALTED', `Invalid reference specified. No value for ${reference}.${path} found`);
  return text;
}
