import { isObject, textOf } from '../crm/answers.ts';
import type { Json } from '../crm/answers.ts';
import { typeName } from './associations.ts';
import { listIn, objectIn } from './api.ts';
import type { Parts } from './api.ts';
import { invalid, notFound } from './errors.ts';
import { valueOf } from './portal.ts';
import type { Row, Source } from './portal.ts';
import type { ObjectKind } from './schema.ts';

export type View = { readonly properties: readonly string[]; readonly history: readonly string[]; readonly associations: readonly string[] };

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

const appLabel = 'Entente sample app';
const userOf = (source: Source): object => {
  const user = /^userId:(\d+)$/.exec(source.id)?.[1];
  return user === undefined ? {} : { updatedByUserId: Number(user) };
};

function historyOf(row: Row, name: string): readonly object[] {
  const first = row.values[name] === undefined ? [] : [{ value: row.values[name], at: row.created, source: row.source }];
  return (row.history[name] ?? first).map(({ value, at, source }) => ({
    value,
    timestamp: new Date(at).toISOString(),
    sourceType: source.type,
    sourceId: source.id,
    ...(source.type === 'INTEGRATION' ? { sourceLabel: appLabel } : {}),
    ...userOf(source),
  }));
}
