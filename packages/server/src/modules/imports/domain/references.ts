import { nearest } from './picklist.ts';
import type { Suggestion } from './picklist.ts';
import { foldText } from './text.ts';

export type ReferenceEntry = { readonly id: string; readonly label: string; readonly aliases?: readonly string[] };

export type ReferenceIndex = {
  readonly size: number;
  /** Exact apart from case, accents and blanks; two records of the same name are told apart by nobody, so: 'several'. */
  find(text: string): { id: string } | 'several' | null;
  suggest(text: string): Suggestion | null;
};

/** Names a reference column may point at: records that exist together with those other files of the import will make. */
export function createReferenceIndex(entries: Iterable<ReferenceEntry>): ReferenceIndex {
  const all = [...entries];
  const byName = new Map<string, string | null>();
  for (const entry of all) {
    for (const name of [entry.label, ...(entry.aliases ?? [])]) {
      const key = foldText(name);
      const other = byName.get(key);
      byName.set(key, other === undefined || other === entry.id ? entry.id : null);
    }
  }
  const candidates = all.map((entry) => ({ value: entry.label, label: entry.label, names: [entry.label, ...(entry.aliases ?? [])] }));
  return {
    size: all.length,
    find(text) {
      const id = byName.get(foldText(text));
      return id === undefined ? null : id === null ? 'several' : { id };
    },
    suggest: (text) => nearest(text, candidates),
  };
}
