import { textOf } from '../crm/answers.ts';
import { bodyOf, listIn, namesIn, noContent, objectIn, ok, wholeIn } from './api.ts';
import type { Call, Handler, Parts } from './api.ts';
import { batchApi } from './batch-api.ts';
import { notFound } from './errors.ts';
import type { ObjectKind } from './schema.ts';
import { associate, identified, readable, shown } from './object-views.ts';
import type { View } from './object-views.ts';
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
