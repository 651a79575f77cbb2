import { isObject, textOf } from '../crm/answers.ts';
import type { Json } from '../crm/answers.ts';
import { typeName } from './associations.ts';
import { bodyOf, listIn, namesIn, noContent, objectIn, ok, wholeIn } from './api.ts';
import type { Call, Handler, Parts } from './api.ts';
import { batchApi } from './batch-api.ts';
import { invalid, notFound } from './errors.ts';
import { valueOf } from './portal.ts';
import type { Row } from './portal.ts';
import type { ObjectKind } from './schema.ts';
import { searchApi } from './search-api.ts';

/** `objects/{type}/…` */
export const objectsApi: Handler = (parts, call) => {
  const [type = '', second, third] = call.path;
  const kind = parts.portal.kind(type);
  if (second === 'batch') return batchApi(parts, call, kind, third ?? '');
  if (second === 'search' && call.method === 'POST') return searchApi(parts, call, kind);
  if (second === 'merge' && call.method === 'POST') {
    const body = bodyOf(call);
    const row = parts.writes.merge(kind, textOf(body['primaryObjectId']) ?? '', textOf(body['objectIdToMerge']) ?? '', call.writer);
    return ok(shown(parts, kind, row, { properties: [], history: [], associations: [] }));
  }
  if (second === undefined) return call.method === 'POST' ? create(parts, call, kind) : list(parts, call, kind);
  const id = identified(parts, kind, second, call.query.get('idProperty'));
  switch (call.method) {
    case 'GET':
      return ok(shown(parts, kind, readable(parts, kind, id, call.query.get('archived') === 'true'), viewOf(call)));
    case 'PATCH':
      return ok(
        shown(
          parts,
          kind,
          parts.writes.update(kind, id, objectIn(bodyOf(call), 'properties'), call.writer),
          { properties: [], history: [], associations: [] },
          true,
        ),
      );
    case 'DELETE':
      parts.writes.archive(kind, id, call.writer);
      return noContent;
    default:
      throw notFound();
  }
};

export type View = { readonly properties: readonly string[]; readonly history: readonly string[]; readonly associations: readonly string[] };
const viewOf = (call: Call): View => ({
  properties: namesIn(call.query, 'properties'),
  history: namesIn(call.query, 'propertiesWithHistory'),
  associations: namesIn(call.query, 'associations'),
});

function create(parts: Parts, call: Call, kind: ObjectKind): ReturnType<Handler> {
  const body = bodyOf(call);
  const row = parts.writes.create(kind, objectIn(body, 'properties'), call.writer);
  associate(parts, kind, row, listIn(body, 'associations'));
  return ok(shown(parts, kind, row, { properties: [], history: [], associations: [] }, true), 201);
}

/** Links that come with a new record. */
export function associate(parts: Parts, kind: ObjectKind, row: Row, given: readonly Json[]): void {
  for (const one of given) {
    const to = isObject(one) ? objectIn(one, 'to') : {};
    const types = isObject(one) ? listIn(one, 'types').flatMap((type) => (isObject(type) ? Number(type['associationTypeId']) : [])) : [];
    const target = parts.portal.associations.targetOf(kind, types[0]);
    const id = textOf(to['id']) ?? '';
    const targetKind = target === undefined ? undefined : parts.portal.kind(target);
    if (!targetKind || !parts.portal.store(targetKind).get(id)) throw invalid(`One or more associations are not valid: ${id}`);
    parts.portal.associations.add(kind, row.id, targetKind, id, types);
  }
}

function list(parts: Parts, call: Call, kind: ObjectKind): ReturnType<Handler> {
  if (call.method !== 'GET') throw notFound();
  const limit = wholeIn(call.query.get('limit') ?? undefined, 'limit', 10, 100);
  const archived = call.query.get('archived') === 'true';
  const view = viewOf(call);
  const results: object[] = [];
  let last = '';
  for (const row of parts.portal.store(kind).afterId(call.query.get('after') ?? '')) {
    if ((row.archived !== null) !== archived) continue;
    if (results.length === limit) return ok({ results, paging: { next: { after: last, link: `${call.base}/crm/v3/objects/${kind.name}?after=${last}` } } });
    results.push(shown(parts, kind, row, view));
    last = row.id;
  }
  return ok({ results });
}

/** The id of the record, from itself or from a unique property. */
export function identified(parts: Parts, kind: ObjectKind, text: string, idProperty: string | null): string {
  if (idProperty === null || idProperty === 'hs_object_id') return text;
  const property = parts.portal.property(kind, idProperty);
  if (!property?.hasUniqueValue) throw invalid(`Unable to find object by non-unique ${kind.typeId} property: ${idProperty}`);
  const id = parts.portal.byUnique(kind, idProperty, text);
  if (id === undefined) throw notFound();
  return id;
}

/** What a read shows of this id: of a merged record, the one it went into. */
export function readable(parts: Parts, kind: ObjectKind, id: string, archived = false): Row {
  const store = parts.portal.store(kind);
  let row = store.seen(id);
  while (row?.mergedInto && !archived) row = store.seen(row.mergedInto);
  if (!row || (row.archived !== null) !== archived) throw notFound();
  return row;
}

export function shown(parts: Parts, kind: ObjectKind, row: Row, view: View, written = false): object {
  const { portal } = parts;
  const visible = (name: string): boolean => portal.property(kind, name)?.hidden === false;
  const names = new Set([
    ...(written ? Object.keys(row.values) : []),
    ...(view.properties.length > 0 ? view.properties : kind.shownByDefault),
    'createdate',
    kind.modified,
    'hs_object_id',
  ]);
  const properties = Object.fromEntries([...names].filter(visible).map((name) => [name, valueOf(kind, row, name)]));
  const linked = view.associations
    .map((name) => portal.kind(name))
    .map((to) => [to, portal.associations.of(kind, row.id, to)] as const)
    .filter(([, links]) => links.length > 0);
  return {
    id: row.id,
    properties,
    createdAt: new Date(row.created).toISOString(),
    updatedAt: new Date(row.stamp).toISOString(),
    archived: row.archived !== null,
    ...(row.archived === null ? {} : { archivedAt: new Date(row.archived).toISOString() }),
    ...(view.history.length > 0 ? { propertiesWithHistory: Object.fromEntries(view.history.filter(visible).map((name) => [name, historyOf(row, name)])) } : {}),
    ...(linked.length > 0
      ? {
          associations: Object.fromEntries(
            linked.map(([to, links]) => [
              to.name,
              { results: links.flatMap((link) => link.types.map((type) => ({ id: link.id, type: typeName(kind.name, to.name, type) }))) },
            ]),
          ),
        }
      : {}),
  };
}

function historyOf(row: Row, name: string): readonly object[] {
  const first = row.values[name] === undefined ? [] : [{ value: row.values[name], at: row.created, source: row.source }];
  return (row.history[name] ?? first).map(({ value, at, source }) => ({
    value,
    timestamp: new Date(at).toISOString(),
    sourceType: source.type,
    sourceId: source.id,
  }));
}
