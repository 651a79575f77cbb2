import { dateSpan } from './date-spans.ts';
import { refused } from './errors.ts';
import { longId } from './record-ids.ts';
import type { Field } from './schema.ts';
import { malformed } from './soql-parse.ts';
import type { Comparison, Condition, Literal } from './soql-parse.ts';
import { isDay, parseInstant } from './values.ts';
import type { Value } from './values.ts';
import type { Row } from './org.ts';

export type Path = { readonly field: Field; readonly read: (row: Row) => Value };
export type Test = (row: Row) => boolean;
type Resolve = (path: string) => Path;
type Range = { readonly from: number; readonly to: number };

export function compiled(condition: Condition, resolve: Resolve, now: number): Test {
  switch (condition.kind) {
    case 'and': {
      const parts = condition.parts.map((part) => compiled(part, resolve, now));
      return (row) => parts.every((part) => part(row));
    }
    case 'or': {
      const parts = condition.parts.map((part) => compiled(part, resolve, now));
      return (row) => parts.some((part) => part(row));
    }
    case 'not': {
      const part = compiled(condition.part, resolve, now);
      return (row) => !part(row);
    }
    case 'compare':
      return comparison(resolve(condition.path), condition.operator, condition.values, now);
  }
}

function comparison(path: Path, operator: Comparison, literals: readonly Literal[], now: number): Test {
  const { field, read } = path;
  if (field.filterable === false || (field.type === 'textarea' && field.length > 255))
    throw refused(400, 'INVALID_FIELD', `field '${field.name}' can not be filtered in a query call`);
  const [first = { kind: 'null' } as const] = literals;
  if (operator === 'like') {
    if (first.kind !== 'text') throw mistyped(field);
    const pattern = likePattern(first.text);
    return (row) => pattern.test(String(read(row) ?? ''));
  }
  if (operator === 'in' || operator === 'not in') {
    const wanted = new Set(literals.map((literal) => keyOf(field, constant(field, literal))));
    return (row) => wanted.has(keyOf(field, read(row))) === (operator === 'in');
  }
  if (first.kind === 'span') return spanTest(path, operator, first, now);
  const wanted = constant(field, first);
  if (wanted === null) {
    if (operator !== '=' && operator !== '!=') throw malformed(`null cannot be compared with ${operator}`);
    return (row) => (read(row) === null) === (operator === '=');
  }
  if (operator === '=' || operator === '!=') {
    const key = keyOf(field, wanted);
    return (row) => (keyOf(field, read(row)) === key) === (operator === '=');
  }
  if (field.type === 'boolean') throw malformed(`filtering on a boolean field with ${operator} is not possible`);
  return (row) => {
    const value = read(row);
    return value !== null && ordered(operator, compareValues(field, value, wanted));
  };
}

function ordered(operator: Comparison, difference: number): boolean {
  switch (operator) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    case '=':
    case '!=':
    case 'like':
    case 'in':
    case 'not in':
      return difference === 0;
  }
}

function spanTest(path: Path, operator: Comparison, literal: { readonly name: string; readonly count: number | undefined }, now: number): Test {
  const { field, read } = path;
  const range: Range | undefined = dateSpan(literal.name, literal.count, now);
  if (!range) throw refused(400, 'INVALID_FIELD', `No such column '${literal.name}' on entity; date literals are written without quotes`);
  if (field.type !== 'date' && field.type !== 'datetime') throw mistyped(field);
  const instant = (row: Row): number | undefined => {
    const value = read(row);
    return typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(`${value}T00:00:00Z`) : undefined;
  };
  const tests: Partial<Record<Comparison, (at: number) => boolean>> = {
    '=': (at) => at >= range.from && at < range.to,
    '!=': (at) => at < range.from || at >= range.to,
    '<': (at) => at < range.from,
    '<=': (at) => at < range.to,
    '>': (at) => at >= range.to,
    '>=': (at) => at >= range.from,
  };
  const test = tests[operator];
  return (row) => {
    const at = instant(row);
    return at === undefined ? operator === '!=' : (test?.(at) ?? false);
  };
}

const mistyped = (field: Field): Error =>
  refused(
    400,
    'INVALID_FIELD',
    `value of filter criterion for field '${field.name}' must be of type ${field.type === 'datetime' ? 'dateTime' : field.type} and should be enclosed in quotes only for texts`,
  );

/** A literal as a stored value. */
export function constant(field: Field, literal: Literal): Value {
  if (literal.kind === 'null') return null;
  switch (field.type) {
    case 'boolean':
      if (literal.kind !== 'boolean') throw mistyped(field);
      return literal.value;
    case 'currency':
    case 'double':
    case 'int':
    case 'percent':
      if (literal.kind !== 'number') throw mistyped(field);
      return literal.number;
    case 'date':
      if (literal.kind !== 'date' || !isDay(literal.text)) throw mistyped(field);
      return literal.text;
    case 'datetime': {
      const stamp = literal.kind === 'instant' ? parseInstant(literal.text) : undefined;
      if (stamp === undefined) throw mistyped(field);
      return stamp;
    }
    case 'id':
    case 'reference': {
      if (literal.kind !== 'text') throw mistyped(field);
      const id = longId(literal.text);
      if (id === undefined) throw refused(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${literal.text}`);
      return id;
    }
    case 'string':
    case 'textarea':
    case 'picklist':
    case 'email':
    case 'phone':
    case 'url':
      if (literal.kind !== 'text') throw mistyped(field);
      return literal.text;
  }
}

const exact = (field: Field): boolean => field.caseSensitive || field.type === 'id' || field.type === 'reference' || field.type === 'date';

/** Texts are equal whatever their case, except ids and fields made case-sensitive. */
function keyOf(field: Field, value: Value): Value {
  return typeof value === 'string' && !exact(field) ? value.toLowerCase() : value;
}

export function compareValues(field: Field, left: Value, right: Value): number {
  const [one, other] = [keyOf(field, left), keyOf(field, right)];
  if (one === other || one === null || other === null) return 0;
  return one < other ? -1 : 1;
}

function likePattern(text: string): RegExp {
  const source = text.replaceAll(/\\[%_]|[%_]|[.*+?^${}()|[\]\\]/g, (part) =>
    part === '%' ? '[^]*' : part === '_' ? '[^]' : part.startsWith('\\') && part.length === 2 ? part.slice(1) : `\\${part}`,
  );
  return new RegExp(`^${source}$`, 'i');
}
