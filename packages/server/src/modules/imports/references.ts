import type { Tx } from '../../platform/db/database.ts';
import {
  createReferenceIndex,
  targetOf,
  type ColumnMapping,
  type ReferenceEntry,
  type ReferenceIndex,
  type References,
  type TargetField,
} from './domain/index.ts';
import type { ImportsPorts, ImportTarget } from './ports.ts';

/** Comparing a wrong name with more names than this takes too long for a request. */
const MOST_COMPARED = 5000;
/** Marks a name that only the file has so far. */
export const IN_FILE = 'file:';

export function mappedFields(target: ImportTarget, mapping: readonly ColumnMapping[]): TargetField[] {
  const keys = new Set(mapping.flatMap((column) => column.field ?? []));
  return targetOf(target).fields.filter((field) => keys.has(field.key));
}

export const referencedKinds = (target: ImportTarget, mapping: readonly ColumnMapping[]): ImportTarget[] => [
  ...new Set(mappedFields(target, mapping).flatMap((field) => (field.reference && field.reference !== 'past-outcome' ? [field.reference] : []))),
];

export function indexOf(entries: readonly ReferenceEntry[]): ReferenceIndex {
  const index = createReferenceIndex(entries);
  return entries.length <= MOST_COMPARED ? index : { ...index, suggest: () => null };
}

export type LoadedReferences = { readonly references: References; readonly entries: ReadonlyMap<ImportTarget, readonly ReferenceEntry[]> };

export async function loadReferences(
  tx: Tx,
  ports: ImportsPorts,
  tenantId: string,
  target: ImportTarget,
  mapping: readonly ColumnMapping[],
  namesInFile: readonly string[],
): Promise<LoadedReferences> {
  const entries = new Map<ImportTarget, readonly ReferenceEntry[]>();
  const references: Partial<Record<ImportTarget, ReferenceIndex>> = {};
  for (const kind of referencedKinds(target, mapping)) {
    const existing = await ports.referenceEntries(tx, tenantId, kind);
    entries.set(kind, existing);
    references[kind] = kind === target ? withNamesInFile(existing, namesInFile) : indexOf(existing);
  }
  return { references, entries };
}

/** A name that exists is that record; a name that only the file has will be one. */
function withNamesInFile(existing: readonly ReferenceEntry[], names: readonly string[]): ReferenceIndex {
  const known = indexOf(existing);
  const coming = indexOf(names.map((name) => ({ id: `${IN_FILE}${name}`, label: name })));
  return {
    size: known.size + coming.size,
    find(text) {
      const found = known.find(text) ?? coming.find(text);
      // The file repeats a name: its own duplicates are reported at their rows.
      return found === 'several' && known.find(text) === null ? { id: `${IN_FILE}${text}` } : found;
    },
    suggest: (text) => known.suggest(text) ?? coming.suggest(text),
  };
}
