import { isObject, textOf, textsOf } from '../crm/answers.ts';
import type { JsonObject } from '../crm/answers.ts';
import { bodyOf, listIn, noContent, objectIn, ok } from './api.ts';
import type { Call, Handler, Parts } from './api.ts';
import { batchError, invalid, notFound, Refused } from './errors.ts';
import { associate, identified, readable, shown } from './object-views.ts';
import type { View } from './object-views.ts';
import type { ObjectKind } from './schema.ts';

const mostInputs = 100;
const mostWithHistory = 50;
const plain: View = { properties: [], history: [], associations: [] };

/** `batch/{verb}`: up to 100 inputs. */
export function batchApi(parts: Parts, call: Call, kind: ObjectKind, verb: string): ReturnType<Handler> {
  if (call.method !== 'POST') throw notFound();
  const body = bodyOf(call);
  const inputs = listIn(body, 'inputs').map((one) => (isObject(one) ? one : {}));
  if (inputs.length === 0) throw invalid('The inputs are empty');
  if (inputs.length > mostInputs) throw invalid(`Request contains ${inputs.length} inputs, more than the limit of ${mostInputs}`);
  const started = new Date(parts.portal.now()).toISOString();
  const keys = verb === 'create' ? [] : inputs.map((one) => `${textOf(one['idProperty']) ?? ''}=${textOf(one['id']) ?? ''}`);
  if (new Set(keys).size < keys.length) throw invalid('Duplicate IDs found in batch input. IDs must be unique');
  switch (verb) {
    case 'read':
      return read(parts, kind, body, inputs, started);
    case 'archive':
      parts.events.together(() => inputs.forEach((one) => parts.writes.archive(kind, textOf(one['id']) ?? '', call.writer)));
      return noContent;
    case 'create':
      return each(
        parts,
        inputs,
        started,
        201,
        (input) => created(parts, call, kind, input),
        (input) => parts.writes.check(kind, objectIn(input, 'properties'), undefined),
      );
    case 'update':
      return each(
        parts,
        inputs,
        started,
        200,
        (input) => updated(parts, call, kind, input),
        (input) => {
          const row = parts.writes.living(kind, idOf(parts, kind, input));
          parts.writes.check(kind, objectIn(input, 'properties'), row);
        },
      );
    case 'upsert':
      return each(parts, inputs, started, 200, (input) => upserted(parts, call, kind, input), undefined);
    default:
      throw notFound();
  }
}

/**
 * With trace ids (and always for upserts) each input has its own outcome; without them one bad input refuses the whole batch,
 * which is checked before anything is written.
 */
function each(
  parts: Parts,
  inputs: readonly JsonObject[],
  started: string,
  success: number,
  work: (input: JsonObject) => object,
  check: ((input: JsonObject) => void) | undefined,
): ReturnType<Handler> {
  const partial = check === undefined || inputs.some((one) => one['objectWriteTraceId'] !== undefined);
  if (!partial) for (const input of inputs) check(input);
  const results: object[] = [];
  const errors: object[] = [];
  parts.events.together(() => {
    for (const input of inputs) {
      const trace = textOf(input['objectWriteTraceId']);
      try {
        results.push({ ...work(input), ...(trace === undefined ? {} : { objectWriteTraceId: trace }) });
      } catch (error) {
        if (!(error instanceof Refused) || !partial) throw error;
        errors.push(batchError(error, trace));
      }
    }
  });
  return finished(parts, started, results, errors, success);
}

function finished(parts: Parts, startedAt: string, results: readonly object[], errors: readonly object[], success: number): ReturnType<Handler> {
  const body = { status: 'COMPLETE', results, startedAt, completedAt: new Date(parts.portal.now()).toISOString() };
  return errors.length === 0 ? ok(body, success) : ok({ ...body, numErrors: errors.length, errors }, 207);
}

function created(parts: Parts, call: Call, kind: ObjectKind, input: JsonObject): object {
  const row = parts.writes.create(kind, objectIn(input, 'properties'), call.writer);
  associate(parts, kind, row, listIn(input, 'associations'));
  return shown(parts, kind, row, plain, true);
}

function updated(parts: Parts, call: Call, kind: ObjectKind, input: JsonObject): object {
  return shown(parts, kind, parts.writes.update(kind, idOf(parts, kind, input), objectIn(input, 'properties'), call.writer), plain, true);
}

function upserted(parts: Parts, call: Call, kind: ObjectKind, input: JsonObject): object {
  const idProperty = textOf(input['idProperty']) ?? null;
  const id = textOf(input['id']) ?? '';
  const property = idProperty === null ? undefined : parts.portal.property(kind, idProperty);
  if (idProperty !== null && idProperty !== 'hs_object_id' && !property?.hasUniqueValue)
    throw invalid(`Unable to perform update/upsert by non-unique ${kind.typeId} property`);
  const known = property?.hasUniqueValue ? parts.portal.byUnique(kind, property.name, id) : id;
  const properties = objectIn(input, 'properties');
  if (known !== undefined && (property?.hasUniqueValue || parts.portal.store(kind).get(known)))
    return { ...shown(parts, kind, parts.writes.update(kind, known, properties, call.writer), plain, true), new: false };
  if (!property) throw notFound();
  return { ...shown(parts, kind, parts.writes.create(kind, { ...properties, [property.name]: id }, call.writer), plain, true), new: true };
}

const idOf = (parts: Parts, kind: ObjectKind, input: JsonObject): string =>
  identified(parts, kind, textOf(input['id']) ?? '', textOf(input['idProperty']) ?? null);

function read(parts: Parts, kind: ObjectKind, body: JsonObject, inputs: readonly JsonObject[], started: string): ReturnType<Handler> {
  const withHistory = textsOf(body['propertiesWithHistory']).length > 0;
  if (withHistory && inputs.length > mostWithHistory)
    throw invalid(`Request contains ${inputs.length} inputs, more than the limit of ${mostWithHistory} for reads with history`);
  const view = { properties: textsOf(body['properties']), history: textsOf(body['propertiesWithHistory']), associations: [] };
  const idProperty = textOf(body['idProperty']) ?? null;
  const results: object[] = [];
  const missing: string[] = [];
  for (const input of inputs) {
    const id = textOf(input['id']) ?? '';
    try {
      results.push(shown(parts, kind, readable(parts, kind, identified(parts, kind, id, idProperty)), view));
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 404) throw error;
      missing.push(id);
    }
  }
  const message = `Could not get some ${kind.singular.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`;
  return finished(
    parts,
    started,
    results,
    missing.length === 0 ? [] : [batchError(new Refused(404, 'OBJECT_NOT_FOUND', message, { context: { ids: missing } }), undefined)],
    200,
  );
}
