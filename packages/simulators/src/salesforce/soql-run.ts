import { compareText } from '../crm/record-store.ts';
import { refused } from './errors.ts';
import { valueOf } from './org.ts';
import type { Org, Row } from './org.ts';
import type { Field, ObjectDefinition } from './schema.ts';
import { compareValues, compiled, constant } from './soql-conditions.ts';
import type { Path } from './soql-conditions.ts';
import { malformed } from './soql-parse.ts';
import type { Condition, Order, Soql } from './soql-parse.ts';
import { shown } from './values.ts';
import { fieldNamed } from './writes.ts';

export type Found = { readonly rows: readonly Row[]; readonly project: (row: Row, version: string) => object };

export function runSoql(org: Org, soql: Soql, includeDeleted: boolean): Found {
  const definition = org.visible(soql.object);
  if (!definition)
    throw refused(
      400,
      'INVALID_TYPE',
      `sObject type '${soql.object}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name.`,
    );
  const resolve = (path: string): Path => resolved(org, definition, path);
  const paths = soql.fields.flatMap((name) => expanded(definition, name, soql.limit)).map((name) => ({ name, names: canonical(org, definition, name) }));
  const test = soql.where ? compiled(soql.where, resolve, org.now()) : () => true;
  const order = soql.order.map((one) => ({ ...one, ...resolve(one.path) }));
  const rows = limited(
    candidates(org, definition, soql, (row) => (includeDeleted || !row.deleted) && test(row)),
    order,
    soql,
  );
  return {
    rows,
    project: (row, version) =>
      projected(
        org,
        definition,
        row,
        paths.map((one) => one.names),
        version,
      ),
  };
}

/** Walks in the order asked for where an index gives it, so that a page of many records costs a page. */
function candidates(
  org: Org,
  definition: ObjectDefinition,
  soql: Soql,
  test: (row: Row) => boolean,
): { readonly rows: Generator<Row>; readonly sorted: boolean } {
  const store = org.store(definition.name);
  const about = idsWanted(definition, soql.where, 'OpportunityId');
  const ids = idsWanted(definition, soql.where, 'Id') ?? (about ? org.historyOf(definition.name, about) : undefined);
  if (ids)
    return {
      rows: filtered(
        ids.flatMap((id) => store.seen(id) ?? []),
        test,
      ),
      sorted: false,
    };
  const [first, second] = soql.order;
  const stampFirst = first && /^(?:SystemModstamp|LastModifiedDate)$/i.test(first.path);
  const byStamp = stampFirst && !first.descending && (second === undefined || (/^Id$/i.test(second.path) && !second.descending));
  const byId = first && /^Id$/i.test(first.path) && !first.descending;
  if (byId) return { rows: filtered(store.afterId(boundOf(definition, soql.where, 'Id', (value) => String(value)) ?? ''), test), sorted: true };
  const from = boundOf(definition, soql.where, 'SystemModstamp', Number) ?? boundOf(definition, soql.where, 'LastModifiedDate', Number);
  if (byStamp || from !== undefined) return { rows: filtered(store.fromStamp(from), test), sorted: Boolean(byStamp) };
  return { rows: filtered(store.afterId(), test), sorted: soql.order.length === 0 };
}

function* filtered(rows: Iterable<Row>, test: (row: Row) => boolean): Generator<Row> {
  for (const row of rows) if (test(row)) yield row;
}

function limited(found: { readonly rows: Generator<Row>; readonly sorted: boolean }, order: readonly (Order & Path)[], soql: Soql): readonly Row[] {
  const end = soql.limit === undefined ? undefined : soql.offset + soql.limit;
  if (!found.sorted) return [...found.rows].toSorted((left, right) => compareRows(order, left, right)).slice(soql.offset, end);
  const rows: Row[] = [];
  for (const row of found.rows) {
    if (end !== undefined && rows.length >= end) break;
    rows.push(row);
  }
  return soql.offset > 0 ? rows.slice(soql.offset) : rows;
}

function compareRows(order: readonly (Order & Path)[], left: Row, right: Row): number {
  for (const { read, field, descending, nullsLast } of order) {
    const [one, other] = [read(left), read(right)];
    if (one === null || other === null) {
      if (one === other) continue;
      return (one === null) === nullsLast ? 1 : -1;
    }
    const difference = compareValues(field, one, other);
    if (difference !== 0) return descending ? -difference : difference;
  }
  return compareText(left.id, right.id);
}

/** The least value a field can have where the condition holds; undefined when it says nothing about it. */
function boundOf<T extends string | number>(
  definition: ObjectDefinition,
  condition: Condition | undefined,
  name: string,
  convert: (value: unknown) => T,
): T | undefined {
  if (!condition || condition.kind === 'not') return undefined;
  if (condition.kind === 'compare') {
    const field = condition.path.toLowerCase() === name.toLowerCase() ? fieldNamed(definition, name) : undefined;
    const [literal] = condition.values;
    if (!field || !literal || literal.kind === 'span' || literal.kind === 'null') return undefined;
    // An id is compared with «after», so that only the strict comparison may bound it.
    const bounding = name === 'Id' ? condition.operator === '>' : condition.operator === '=' || condition.operator === '>' || condition.operator === '>=';
    return bounding ? convert(constant(field, literal)) : undefined;
  }
  const bounds = condition.parts.map((part) => boundOf(definition, part, name, convert));
  const known = bounds.filter((bound) => bound !== undefined).toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  return condition.kind === 'and' ? known.at(-1) : known.length === bounds.length ? known[0] : undefined;
}

/** The ids of a condition that names them. */
function idsWanted(definition: ObjectDefinition, condition: Condition | undefined, name: 'Id' | 'OpportunityId'): string[] | undefined {
  if (condition?.kind === 'and') return condition.parts.map((part) => idsWanted(definition, part, name)).find((ids) => ids !== undefined);
  if (condition?.kind !== 'compare' || condition.path.toLowerCase() !== name.toLowerCase() || (condition.operator !== '=' && condition.operator !== 'in'))
    return undefined;
  const field = fieldNamed(definition, name);
  return field ? [...new Set(condition.values.map((literal) => String(constant(field, literal))))] : undefined;
}

function expanded(definition: ObjectDefinition, name: string, limit: number | undefined): readonly string[] {
  if (!name.startsWith('FIELDS(')) return [name];
  const visible = definition.fields.filter((one) => one.access !== 'none');
  if (name === 'FIELDS(STANDARD)') return visible.filter((one) => !one.custom).map((one) => one.name);
  if ((name !== 'FIELDS(ALL)' && name !== 'FIELDS(CUSTOM)') || limit === undefined || limit > 200)
    throw malformed('The SOQL FIELDS function must have a LIMIT of at most 200');
  return visible.filter((one) => name === 'FIELDS(ALL)' || one.custom).map((one) => one.name);
}

function visibleField(definition: ObjectDefinition, name: string): Field {
  const field = fieldNamed(definition, name);
  if (!field || field.access === 'none')
    throw refused(
      400,
      'INVALID_FIELD',
      `No such column '${name}' on entity '${definition.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  return field;
}

function relationship(org: Org, definition: ObjectDefinition, name: string): { readonly field: Field; readonly target: ObjectDefinition } {
  const field = definition.fields.find((one) => one.relationshipName?.toLowerCase() === name.toLowerCase() && one.access !== 'none');
  const target = org.definition(field?.referenceTo[0] ?? '');
  if (!field || !target)
    throw refused(
      400,
      'INVALID_FIELD',
      `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name.`,
    );
  return { field, target };
}

function resolved(org: Org, definition: ObjectDefinition, path: string): Path {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    const field = visibleField(definition, head);
    return { field, read: (row) => valueOf(row, field.name) ?? (field.type === 'boolean' ? false : null) };
  }
  const { field, target } = relationship(org, definition, head);
  const inner = resolved(org, target, rest.join('.'));
  const store = org.store(target.name);
  return {
    field: inner.field,
    read: (row) => {
      const parent = store.seen(String(valueOf(row, field.name) ?? ''));
      return parent ? inner.read(parent) : null;
    },
  };
}

/** The names along a path as the schema spells them. */
function canonical(org: Org, definition: ObjectDefinition, path: string): readonly string[] {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) return [visibleField(definition, head).name];
  if (rest.length > 5) throw malformed('A path may have at most five relationships');
  const { field, target } = relationship(org, definition, head);
  return [field.relationshipName ?? '', ...canonical(org, target, rest.join('.'))];
}

function projected(org: Org, definition: ObjectDefinition, row: Row, paths: readonly (readonly string[])[], version: string): object {
  const record: Record<string, unknown> = { attributes: { type: definition.name, url: `/services/data/v${version}/sobjects/${definition.name}/${row.id}` } };
  const nested = new Map<string, (readonly string[])[]>();
  for (const [head = '', ...rest] of paths) {
    if (rest.length > 0) nested.set(head, [...(nested.get(head) ?? []), rest]);
    else {
      const field = fieldNamed(definition, head);
      if (field) record[field.name] = shown(valueOf(row, field.name), field.type);
    }
  }
  for (const [name, inner] of nested) {
    const { field, target } = relationship(org, definition, name);
    const parent = org.store(target.name).seen(String(valueOf(row, field.name) ?? ''));
    record[name] = parent ? projected(org, target, parent, inner, version) : null;
  }
  return record;
}
