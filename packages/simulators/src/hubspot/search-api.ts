import { isList, isObject, textOf, textsOf } from '../crm/answers.ts';
import type { Json, JsonObject } from '../crm/answers.ts';
import { compareText } from '../crm/record-store.ts';
import { bodyOf, listIn, ok, wholeIn } from './api.ts';
import type { Call, Handler, Parts } from './api.ts';
import { invalid } from './errors.ts';
import { shown } from './object-views.ts';
import { valueOf } from './portal.ts';
import type { Row } from './portal.ts';
import type { ObjectKind, Property } from './schema.ts';
import { instant } from './values.ts';

/** Limits of the search: results that can be paged through, results a page, groups, filters of one group, and of all. */
const most = { results: 10_000, page: 200, groups: 5, filters: 6, allFilters: 18 } as const;

type Test = (row: Row) => boolean;
type Comparable = string | number | null;

export function searchApi(parts: Parts, call: Call, kind: ObjectKind): ReturnType<Handler> {
  const body = bodyOf(call);
  const limit = wholeIn(textOf(body['limit']), 'limit', 10, most.page);
  const after = wholeIn(textOf(body['after']), 'after', 0, Number.MAX_SAFE_INTEGER);
  if (after + limit > most.results) throw invalid(`There was a problem with the request: paging is possible through the first ${most.results} results only`);
  const groups = groupsOf(body);
  const tests = groups.map((group) => group.map((filter) => testOf(parts, kind, filter)));
  const words = (textOf(body['query']) ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const matches: Test = (row) =>
    row.archived === null &&
    (tests.length === 0 || tests.some((group) => group.every((test) => test(row)))) &&
    words.every((word) => textIn(kind, row).includes(word));
  const sort = sortOf(parts, kind, body);
  const byStamp = sort?.property.name === kind.modified && !sort.descending;
  const store = parts.portal.store(kind);
  const rows = [...(byStamp || sort === undefined ? store.fromStamp(byStamp ? floorOf(kind, groups) : undefined) : store.afterId())].filter(matches);
  const sorted = sort && !byStamp ? rows.toSorted(sort.compare) : rows;
  const page = sorted.slice(after, after + limit);
  const next = after + page.length;
  return ok({
    total: rows.length,
    results: page.map((row) => shown(parts, kind, row, { properties: textsOf(body['properties']), history: [], associations: [] })),
    ...(next < rows.length ? { paging: { next: { after: String(next) } } } : {}),
  });
}

function groupsOf(body: JsonObject): readonly (readonly JsonObject[])[] {
  const groups = listIn(body, 'filterGroups').map((group) =>
    isObject(group) ? listIn(group, 'filters').flatMap((filter) => (isObject(filter) ? [filter] : [])) : [],
  );
  const loose = listIn(body, 'filters').flatMap((filter) => (isObject(filter) ? [filter] : []));
  const all = loose.length > 0 ? [...groups, loose] : groups;
  if (all.length > most.groups || all.some((group) => group.length > most.filters) || all.flat().length > most.allFilters)
    throw invalid(`There are too many filters: at most ${most.groups} groups, ${most.filters} in one, ${most.allFilters} in all`);
  return all;
}

function propertyOf(parts: Parts, kind: ObjectKind, name: string): Property {
  const property = parts.portal.property(kind, name);
  if (!property || property.hidden) throw invalid(`There was a problem with the request: property ${name} does not exist`);
  return property;
}

function testOf(parts: Parts, kind: ObjectKind, filter: JsonObject): Test {
  const property = propertyOf(parts, kind, textOf(filter['propertyName']) ?? '');
  const read = (row: Row): Comparable => comparable(property, valueOf(kind, row, property.name));
  const given = (value: Json | undefined): Comparable => comparable(property, textOf(value) ?? null);
  const value = given(filter['value']);
  const operator = textOf(filter['operator']) ?? '';
  const compares = (test: (found: string | number, wanted: string | number) => boolean): Test => {
    if (value === null) throw invalid(`operator ${operator} requires a value`);
    return (row) => {
      const found = read(row);
      return found !== null && test(found, value);
    };
  };
  switch (operator) {
    case 'EQ':
      return compares((found, wanted) => found === wanted);
    case 'NEQ':
      return (row) => read(row) !== value;
    case 'LT':
      return compares((found, wanted) => found < wanted);
    case 'LTE':
      return compares((found, wanted) => found <= wanted);
    case 'GT':
      return compares((found, wanted) => found > wanted);
    case 'GTE':
      return compares((found, wanted) => found >= wanted);
    case 'BETWEEN': {
      const high = given(filter['highValue']);
      return compares((found, wanted) => found >= wanted && high !== null && found <= high);
    }
    case 'IN':
    case 'NOT_IN': {
      const values = new Set((isList(filter['values']) ? filter['values'] : []).map(given));
      return (row) => {
        const found = read(row);
        return found !== null && values.has(found) === (operator === 'IN');
      };
    }
    case 'HAS_PROPERTY':
      return (row) => read(row) !== null;
    case 'NOT_HAS_PROPERTY':
      return (row) => read(row) === null;
    case 'CONTAINS_TOKEN':
    case 'NOT_CONTAINS_TOKEN': {
      const wanted = String(value ?? '').replaceAll('*', '');
      return (row) => String(read(row) ?? '').includes(wanted) === (operator === 'CONTAINS_TOKEN');
    }
    default:
      throw invalid(`There was a problem with the request: operator ${operator} does not exist`);
  }
}

/** Texts compare whatever their case, numbers and times by size. */
function comparable(property: Property, value: string | null): Comparable {
  if (value === null || value === '') return null;
  if (property.type === 'number') return Number(value);
  if (property.type === 'date' || property.type === 'datetime') return instant(value) ?? null;
  return value.toLowerCase();
}

function sortOf(
  parts: Parts,
  kind: ObjectKind,
  body: JsonObject,
): { property: Property; descending: boolean; compare: (left: Row, right: Row) => number } | undefined {
  const [first, ...more] = listIn(body, 'sorts');
  if (more.length > 0) throw invalid('Only one sort is possible');
  if (first === undefined) return undefined;
  const property = propertyOf(parts, kind, isObject(first) ? (textOf(first['propertyName']) ?? '') : (textOf(first) ?? ''));
  const descending = isObject(first) && first['direction'] === 'DESCENDING';
  const compare = (left: Row, right: Row): number => {
    const [one, other] = [left, right].map((row) => comparable(property, valueOf(kind, row, property.name)));
    if (one === undefined || other === undefined || one === other) return compareText(left.id, right.id);
    if (one === null || other === null) return one === null ? 1 : -1;
    return (one < other ? -1 : 1) * (descending ? -1 : 1);
  };
  return { property, descending, compare };
}

/** The earliest change that all groups let through. */
function floorOf(kind: ObjectKind, groups: readonly (readonly JsonObject[])[]): number | undefined {
  const floors = groups.map((group) => {
    const filter = group.find((one) => one['propertyName'] === kind.modified && (one['operator'] === 'GTE' || one['operator'] === 'GT'));
    return filter === undefined ? undefined : instant(textOf(filter['value']) ?? '');
  });
  return floors.length === 0 || floors.includes(undefined) ? undefined : Math.min(...floors.map((floor) => floor ?? 0));
}

const textIn = (kind: ObjectKind, row: Row): string =>
  kind.shownByDefault
    .map((name) => row.values[name] ?? '')
    .join(' ')
    .toLowerCase();
