import { at, instant, word } from './kit/json.ts';
import type { Json } from './kit/json.ts';

/** The part of OData that lists of referrals take. A query we do not understand is refused, never ignored. */
export class BadQuery extends Error {
  override readonly name = 'BadQuery';
}
export type Test = (document: Json) => boolean;

type Token = { readonly kind: 'name' | 'text' | 'literal' | 'mark'; readonly value: string };

function tokens(source: string): Token[] {
  const found: Token[] = [];
  const pattern = /\s*(?:(?<text>'(?:[^']|'')*')|(?<mark>[(),])|(?<literal>-?\d[\w.:+-]*)|(?<name>[A-Za-z_][\w/]*))/gy;
  let end = 0;
  for (;;) {
    const match = pattern.exec(source);
    if (match === null) break;
    end = pattern.lastIndex;
    const { text, mark, literal, name } = match.groups ?? {};
    if (text !== undefined) found.push({ kind: 'text', value: text.slice(1, -1).replaceAll("''", "'") });
    else if (mark !== undefined) found.push({ kind: 'mark', value: mark });
    else if (literal !== undefined) found.push({ kind: 'literal', value: literal });
    else found.push({ kind: 'name', value: name ?? '' });
  }
  if (source.slice(end).trim() !== '') throw new BadQuery(`The filter cannot be read at '${source.slice(end).trim().slice(0, 20)}'.`);
  return found;
}

export function filterOf(source: string): Test {
  const list = tokens(source);
  let place = 0;
  const peek = (): Token | undefined => list[place];
  const next = (): Token => {
    const token = list[place];
    if (token === undefined) throw new BadQuery('The filter ends too early.');
    place += 1;
    return token;
  };
  const isMark = (value: string): boolean => peek()?.kind === 'mark' && peek()?.value === value;
  const isWord = (value: string): boolean => peek()?.kind === 'name' && peek()?.value === value;
  const mark = (value: string): void => {
    if (!isMark(value)) throw new BadQuery(`'${value}' is missing in the filter.`);
    place += 1;
  };

  const either = (): Test => {
    let left = both();
    while (isWord('or')) {
      place += 1;
      const one = left;
      const other = both();
      left = (document) => one(document) || other(document);
    }
    return left;
  };
  const both = (): Test => {
    let left = single();
    while (isWord('and')) {
      place += 1;
      const one = left;
      const other = single();
      left = (document) => one(document) && other(document);
    }
    return left;
  };
  const single = (): Test => {
    if (isWord('not')) {
      place += 1;
      const inner = single();
      return (document) => !inner(document);
    }
    if (isMark('(')) {
      place += 1;
      const inner = either();
      mark(')');
      return inner;
    }
    const field = next();
    if (field.kind !== 'name') throw new BadQuery(`'${field.value}' is no property.`);
    if (field.value === 'contains' || field.value === 'startswith') {
      mark('(');
      const path = fieldPath(next().value);
      mark(',');
      const wanted = next().value.toLowerCase();
      mark(')');
      const whole = field.value === 'contains';
      return (document) => {
        const value = word(at(document, path)).toLowerCase();
        return whole ? value.includes(wanted) : value.startsWith(wanted);
      };
    }
    const operator = next().value;
    const compare = comparisons[operator];
    if (compare === undefined) throw new BadQuery(`The operator '${operator}' is not supported.`);
    const literal = next();
    const path = fieldPath(field.value);
    return (document) => compare(order(at(document, path), literal));
  };
  const whole = either();
  if (place < list.length) throw new BadQuery(`The filter goes on after its end: '${peek()?.value ?? ''}'.`);
  return whole;
}

/** NaN where the two cannot be ordered; every comparison but `ne` is then false. */
const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
};
const fieldPath = (name: string): string => name.split('/').map(lowerFirst).join('.');
export const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function order(value: unknown, literal: Token): number {
  if (literal.kind === 'name') {
    const wanted = literal.value === 'null' ? null : literal.value === 'true' ? true : literal.value === 'false' ? false : undefined;
    if (wanted === undefined) throw new BadQuery(`'${literal.value}' is no value.`);
    return (value ?? null) === wanted ? 0 : Number.NaN;
  }
  if (literal.kind === 'literal') {
    const [given, wanted] = [instant(value), instant(literal.value)];
    if (given !== undefined && wanted !== undefined) return given - wanted;
    return typeof value === 'number' && Number.isFinite(Number(literal.value))
      ? value - Number(literal.value)
      : typeof value === 'string'
        ? text(value, literal.value)
        : Number.NaN;
  }
  const [given, wanted] = [instant(value), instant(literal.value)];
  if (given !== undefined && wanted !== undefined) return given - wanted;
  return typeof value === 'string' ? text(value, literal.value) : Number.NaN;
}
const text = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);

export function sorterOf(source: string): (one: Json, other: Json) => number {
  const keys = source.split(',').map((part) => {
    const [name = '', direction = 'asc', ...rest] = part.trim().split(/\s+/);
    if (!/^[A-Za-z][\w/]*$/.test(name) || !['asc', 'desc'].includes(direction) || rest.length > 0) throw new BadQuery(`'${part.trim()}' cannot be ordered by.`);
    return { path: fieldPath(name), sign: direction === 'desc' ? -1 : 1 };
  });
  return (one, other) => {
    for (const { path, sign } of keys) {
      const [a, b] = [at(one, path), at(other, path)];
      const difference = typeof a === 'number' && typeof b === 'number' ? a - b : text(word(a), word(b));
      if (difference !== 0) return difference * sign;
    }
    return 0;
  };
}

export function count(value: string | null, name: string, highest: number): number | undefined {
  if (value === null) return undefined;
  if (!/^\d{1,9}$/.test(value) || Number(value) > highest) throw new BadQuery(`${name} is a number from 0 to ${highest}.`);
  return Number(value);
}
