import { isList, isObject, textOf } from '../crm/answers.ts';
import type { Json } from '../crm/answers.ts';
import { bodyOf, listIn, noContent, objectIn, ok } from './api.ts';
import type { Call, Handler, Parts } from './api.ts';
import { plainType, typesBetween } from './associations.ts';
import { batchError, invalid, notFound, Refused } from './errors.ts';
import type { ObjectKind } from './schema.ts';

/** `objects/{from}/{id}/associations/{to}[/{toId}]`, and the same with `default` for links without a label. */
export const recordAssociationsApi: Handler = (parts, call) => {
  const [type = '', id = '', , third = '', fourth, fifth] = call.path;
  const isDefault = third === 'default';
  const [from, to] = [parts.portal.kind(type), parts.portal.kind(isDefault ? (fourth ?? '') : third)];
  const toId = isDefault ? fifth : fourth;
  parts.writes.living(from, id);
  if (toId === undefined) return ok({ results: linksShown(parts, from, id, to) });
  if (call.method === 'DELETE') {
    parts.portal.associations.remove(from, id, to, toId);
    return noContent;
  }
  if (call.method !== 'PUT') throw notFound();
  const types = isDefault ? [plainType(from, to) ?? 0] : typesIn(listOf(call));
  linked(parts, from, id, to, toId, types);
  if (isDefault)
    return ok({
      status: 'COMPLETE',
      results: [{ from: { id }, to: { id: toId }, associationSpec: { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: types[0] } }],
      startedAt: now(parts),
      completedAt: now(parts),
    });
  return ok({ fromObjectTypeId: from.typeId, fromObjectId: id, toObjectTypeId: to.typeId, toObjectId: toId, labels: [] }, 201);
};

/** `associations/{from}/{to}/labels` and `associations/{from}/{to}/batch/{verb}`. */
export const associationsApi: Handler = (parts, call) => {
  const [fromType = '', toType = '', word, verb] = call.path;
  const [from, to] = [parts.portal.kind(fromType), parts.portal.kind(toType)];
  if (word === 'labels' && call.method === 'GET')
    return ok({
      results: typesBetween(from, to).map(([, , typeId], index) => ({ category: 'HUBSPOT_DEFINED', typeId, label: index === 0 ? null : 'Primary' })),
    });
  if (word !== 'batch' || call.method !== 'POST') throw notFound();
  const inputs = listIn(bodyOf(call), 'inputs').map((one) => (isObject(one) ? one : {}));
  const startedAt = now(parts);
  const results: object[] = [];
  const errors: object[] = [];
  for (const input of inputs) {
    const id = textOf(objectIn(input, 'from')['id']) ?? textOf(input['id']) ?? '';
    try {
      const done = batched(parts, from, to, verb ?? '', id, input);
      if (done) results.push(done);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      errors.push(batchError(error, undefined));
    }
  }
  if (verb === 'archive') return noContent;
  const body = { status: 'COMPLETE', results, startedAt, completedAt: now(parts) };
  return errors.length > 0 ? ok({ ...body, numErrors: errors.length, errors }, 207) : ok(body, verb === 'create' ? 201 : 200);
};

function batched(
  parts: Parts,
  from: ObjectKind,
  to: ObjectKind,
  verb: string,
  id: string,
  input: Readonly<Record<string, Json | undefined>>,
): object | undefined {
  switch (verb) {
    case 'read':
      parts.writes.living(from, id);
      return { from: { id }, to: linksShown(parts, from, id, to) };
    case 'create': {
      const toId = textOf(objectIn(input, 'to')['id']) ?? '';
      const types = typesIn(listIn(input, 'types'));
      linked(parts, from, id, to, toId, types);
      return { fromObjectTypeId: from.typeId, fromObjectId: Number(id), toObjectTypeId: to.typeId, toObjectId: Number(toId), labels: [] };
    }
    case 'archive':
      for (const one of listIn(input, 'to')) if (isObject(one)) parts.portal.associations.remove(from, id, to, textOf(one['id']) ?? '');
      return undefined;
    default:
      throw notFound();
  }
}

function linked(parts: Parts, from: ObjectKind, id: string, to: ObjectKind, toId: string, types: readonly number[]): void {
  parts.writes.living(from, id);
  parts.writes.living(to, toId);
  const allowed = typesBetween(from, to).map(([, , typeId]) => typeId);
  if (types.length === 0 || types.some((type) => !allowed.includes(type)))
    throw invalid(`One or more association types between ${from.name} and ${to.name} are not valid: ${types.join(', ')}`);
  parts.portal.associations.add(from, id, to, toId, types);
}

function listOf(call: Call): readonly Json[] {
  try {
    const parsed: unknown = JSON.parse(call.body.toString('utf8'));
    if (isList(parsed)) return parsed;
  } catch {
    // Said below.
  }
  throw invalid('Invalid input JSON: a list is expected');
}

const typesIn = (list: readonly Json[]): number[] => list.flatMap((one) => (isObject(one) ? Number(one['associationTypeId']) : []));
const now = (parts: Parts): string => new Date(parts.portal.now()).toISOString();

function linksShown(parts: Parts, from: ObjectKind, id: string, to: ObjectKind): readonly object[] {
  const plain = plainType(from, to);
  return parts.portal.associations.of(from, id, to).map((link) => ({
    toObjectId: Number(link.id),
    associationTypes: link.types.map((typeId) => ({ category: 'HUBSPOT_DEFINED', typeId, label: typeId === plain ? null : 'Primary' })),
  }));
}
