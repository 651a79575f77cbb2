import { fieldOf, targetOf, TARGETS } from './targets.ts';
import type { TargetKind } from './types.ts';

export type ImportFile = { readonly id: string; readonly kind: TargetKind; readonly mappedFields: readonly string[] };

export type ImportStep = {
  readonly fileId: string;
  readonly kind: TargetKind;
  /** The second pass only sets references to records of the same kind, when all of them exist. */
  readonly pass: 1 | 2;
  readonly fields: readonly string[];
  readonly why: string;
};

export type FileReference = { readonly fromFile: string; readonly field: string; readonly to: TargetKind; readonly toFiles: readonly string[] };

const KIND_ORDER: readonly TargetKind[] = orderKinds();

/** Kinds sorted so that each comes after those it refers to; computed, so a new reference field cannot be forgotten. */
function orderKinds(): TargetKind[] {
  const preferred: readonly TargetKind[] = ['product', 'person', 'account', 'partner', 'contact', 'deal', 'past-outcome'];
  const ordered: TargetKind[] = [];
  while (ordered.length < TARGETS.length) {
    const next = preferred.find(
      (kind) =>
        !ordered.includes(kind) && targetOf(kind).fields.every(({ reference }) => reference === undefined || reference === kind || ordered.includes(reference)),
    );
    if (!next) throw new RangeError('import targets refer to each other in a circle');
    ordered.push(next);
  }
  return ordered;
}

/** In which order related files go in, and which file's references meet which other file. */
export function importOrder(files: readonly ImportFile[]): { steps: ImportStep[]; references: FileReference[] } {
  const steps: ImportStep[] = [];
  const references: FileReference[] = [];
  for (const kind of KIND_ORDER) {
    const target = targetOf(kind);
    const ofKind = files.filter((file) => file.kind === kind);
    const second: ImportStep[] = [];
    for (const file of ofKind) {
      const own: string[] = [];
      const toOthers = new Set<string>();
      for (const key of file.mappedFields) {
        const reference = fieldOf(target, key)?.reference;
        if (reference === undefined) continue;
        references.push({ fromFile: file.id, field: key, to: reference, toFiles: files.filter((other) => other.kind === reference).map(({ id }) => id) });
        if (reference === kind) own.push(key);
        else toOthers.add(targetOf(reference).plural);
      }
      const why = toOthers.size > 0 ? `After ${[...toOthers].join(', ')}, which the rows refer to.` : 'Refers to no other kind of record.';
      steps.push({ fileId: file.id, kind, pass: 1, fields: file.mappedFields.filter((key) => !own.includes(key)), why });
      if (own.length > 0)
        second.push({ fileId: file.id, kind, pass: 2, fields: own, why: `Rows refer to other ${target.plural}, so these fields are set when all are in.` });
    }
    steps.push(...second);
  }
  return { steps, references };
}
