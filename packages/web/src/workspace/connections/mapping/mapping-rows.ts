import type { Result } from '@entente/contracts/client';

export type ObjectMapping = Result<'connections.mapping'>;
export type OurField = ObjectMapping['ours'][number];
export type TheirField = ObjectMapping['theirs'][number];
export type Mapping = ObjectMapping['mappings'][number];
export type Authority = Mapping['authority'];
export type MappingProblem = ObjectMapping['problems'][number];

export const authorities = ['theirs', 'ours', 'newest', 'propose', 'none'] as const satisfies readonly Authority[];
export const shows = ['all', 'required', 'conditional', 'unmapped', 'problems'] as const;
export type Show = (typeof shows)[number];

/** One line of the page: a pair that is mapped, or a field of one side that is not. */
export type Row = {
  key: string;
  ours: OurField | null;
  theirs: TheirField | null;
  mapping: Mapping | null;
  problems: readonly MappingProblem[];
};

/** Mapped pairs first, then what they demand and nothing meets, then the rest of theirs, then the rest of ours. */
export function rowsOf(known: Pick<ObjectMapping, 'ours' | 'theirs' | 'problems'>, mappings: readonly Mapping[]): Row[] {
  const ours = new Map(known.ours.map((field) => [field.key, field]));
  const theirs = new Map(known.theirs.map((field) => [field.key, field]));
  const mapped = mappings.map((mapping): Row => ({
    key: `m:${mapping.field}`,
    ours: ours.get(mapping.field) ?? null,
    theirs: theirs.get(mapping.outsideField) ?? null,
    mapping,
    problems: known.problems.filter((problem) => problem.field === mapping.field && problem.outsideField === mapping.outsideField),
  }));
  const usedOurs = new Set(mappings.map((mapping) => mapping.field));
  const usedTheirs = new Set(mappings.map((mapping) => mapping.outsideField));
  const rank = { always: 0, conditional: 1, no: 2 } as const;
  const open = known.theirs
    .filter((field) => !usedTheirs.has(field.key))
    .toSorted((a, b) => rank[a.required] - rank[b.required])
    .map((field): Row => ({
      key: `t:${field.key}`,
      ours: null,
      theirs: field,
      mapping: null,
      problems: known.problems.filter((problem) => problem.field === null && problem.outsideField === field.key),
    }));
  const rest = known.ours
    .filter((field) => !usedOurs.has(field.key))
    .map((field): Row => ({ key: `o:${field.key}`, ours: field, theirs: null, mapping: null, problems: [] }));
  return [...mapped, ...open, ...rest];
}

const isIn: Readonly<Record<Show, (row: Row) => boolean>> = {
  all: () => true,
  required: (row) => row.theirs?.required === 'always',
  conditional: (row) => row.theirs?.required === 'conditional',
  unmapped: (row) => row.mapping === null,
  problems: (row) => row.problems.length > 0,
};

export function shownRows(rows: readonly Row[], show: Show, typed: string): Row[] {
  const words = typed.trim().toLowerCase();
  const says = (text: string | undefined): boolean => text?.toLowerCase().includes(words) ?? false;
  return rows.filter(
    (row) =>
      isIn[show](row) &&
      (words === '' || says(row.ours?.label) || says(row.ours?.key) || says(row.theirs?.label) || says(row.theirs?.key) || says(row.mapping?.outsideField)),
  );
}

export const countOf = (rows: readonly Row[], show: Show): number => rows.filter(isIn[show]).length;

const texts: readonly string[] = ['text', 'long_text', 'choice', 'choices'];
const figures: readonly string[] = ['number', 'money'];
const days: readonly string[] = ['date', 'instant'];
const alike = (group: readonly string[], a: string, b: string): boolean => group.includes(a) && group.includes(b);

/** Whether a value of one can be a value of the other; anything can be written down in a text, and a short list maps by its values. */
export const fits = (ours: OurField, theirs: TheirField): boolean =>
  ours.type === theirs.type ||
  alike(texts, ours.type, theirs.type) ||
  alike(figures, ours.type, theirs.type) ||
  alike(days, ours.type, theirs.type) ||
  ((ours.type === 'yes_no' || theirs.type === 'yes_no') && (texts.includes(ours.type) || texts.includes(theirs.type)));

/** Who may decide at all: a side that cannot be set can only be the one that decides. */
export function allowedAuthorities(ours: OurField | null, theirs: TheirField | null): readonly Authority[] {
  return authorities.filter((authority) => {
    if (authority === 'none') return true;
    if (ours !== null && !ours.writable && authority !== 'ours') return false;
    return theirs === null || theirs.writable || authority === 'theirs';
  });
}

export const defaultAuthority = (ours: OurField, theirs: TheirField): Authority => {
  const allowed = allowedAuthorities(ours, theirs).filter((authority) => authority !== 'none');
  return allowed.includes('newest') ? 'newest' : (allowed[0] ?? 'none');
};

/** A field of ours has one counterpart: a new one takes the place of the one before. */
export function withPair(mappings: readonly Mapping[], ours: OurField, theirs: TheirField): Mapping[] {
  const before = mappings.find((mapping) => mapping.field === ours.key);
  const pair: Mapping = {
    field: ours.key,
    outsideField: theirs.key,
    authority: before?.outsideField === theirs.key ? before.authority : defaultAuthority(ours, theirs),
    valueMap: null,
  };
  return before === undefined ? [...mappings, pair] : mappings.map((mapping) => (mapping === before ? pair : mapping));
}

const sameMap = (a: Mapping['valueMap'], b: Mapping['valueMap']): boolean => JSON.stringify(a) === JSON.stringify(b);
export const sameMappings = (a: readonly Mapping[], b: readonly Mapping[]): boolean =>
  a.length === b.length &&
  a.every((mapping, index) => {
    const other = b[index];
    return (
      other !== undefined &&
      mapping.field === other.field &&
      mapping.outsideField === other.outsideField &&
      mapping.authority === other.authority &&
      sameMap(mapping.valueMap, other.valueMap)
    );
  });
