import { createHash } from 'node:crypto';
import { Problem } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';
import type { BatchOptions, FileProfile, UnknownOfColumn, ValueFixes } from './batch.ts';
import { foldText, proposeMapping, suggestTarget, targetOf, unknownValues, wordsOfField, type ColumnMapping, type RememberedMapping } from './domain/index.ts';
import type { ImportsPorts, ImportTarget } from './ports.ts';
import { loadReferences, mappedFields } from './references.ts';

export const DEFAULT_OPTIONS: BatchOptions = { duplicateRule: 'if_blank', answers: {}, valueFixes: {}, unknown: [], choices: [], remembered: null };
/** Suggestions at least this sure are chosen beforehand; a person sees them and can choose otherwise. */
const SURE = 0.8;

/** Files with the same columns come from the same source. */
export const signatureOf = (headers: readonly string[]): string =>
  createHash('sha256')
    .update([...headers].map(foldText).sort().join('\u0000'))
    .digest('hex');

export function proposeTarget(profile: FileProfile, fileName: string): ImportTarget {
  const best = suggestTarget(profile.headers, profile.sample, fileName)[0];
  return best && best.kind !== 'past-outcome' ? best.kind : 'deal';
}

export const mappingFor = (profile: FileProfile, target: ImportTarget, remembered: RememberedMapping = {}): ColumnMapping[] =>
  proposeMapping(profile.headers, profile.sample, targetOf(target), remembered);

/** A person's choice of fields, column by column; a field can be given to one column only. */
export function remap(mapping: readonly ColumnMapping[], target: ImportTarget, chosen: Readonly<Record<string, string | null>>): ColumnMapping[] {
  const fields = new Set(targetOf(target).fields.map((field) => field.key));
  for (const [column, field] of Object.entries(chosen)) {
    if (!mapping.some((one) => one.column === column)) throw invalid(`mapping.${column}`, 'unknown_column', `The file has no column "${column}".`);
    if (field !== null && !fields.has(field)) throw invalid(`mapping.${column}`, 'unknown_field', `${targetOf(target).label} has no field "${field}".`);
  }
  const taken = new Set(Object.values(chosen).filter((field) => field !== null));
  const next = mapping.map((one): ColumnMapping => {
    const field = chosen[one.column];
    if (field !== undefined) return { ...one, field, confidence: 1, why: field === null ? 'Left out by you.' : 'Chosen by you.' };
    return one.field !== null && taken.has(one.field) ? { ...one, field: null, confidence: 0, why: 'Its field was given to another column.' } : one;
  });
  const used = next.flatMap((one) => one.field ?? []);
  const twice = used.find((field, index) => used.indexOf(field) !== index);
  if (twice) throw invalid('mapping', 'field_twice', `Two columns are mapped to "${twice}".`);
  return next;
}

const invalid = (path: string, code: string, sentence: string): Problem => new Problem('invalid_input', sentence, { fields: [{ path, code, sentence }] });

/** Values nobody knows, and the names to choose from, as the workspace is now. */
export async function findUnknown(
  tx: Tx,
  ports: ImportsPorts,
  tenantId: string,
  profile: FileProfile,
  target: ImportTarget,
  mapping: readonly ColumnMapping[],
): Promise<Pick<BatchOptions, 'unknown' | 'choices'>> {
  const { references, entries } = await loadReferences(tx, ports, tenantId, target, mapping, ownNames(profile, target, mapping));
  const unknown: UnknownOfColumn[] = [];
  const choices: { field: string; values: readonly string[] }[] = [];
  for (const field of mappedFields(target, mapping)) {
    const index = mapping.findIndex((column) => column.field === field.key);
    const column = profile.table.columns[index];
    if (!column) continue;
    const found = unknownValues(field, column, references);
    if (found.length === 0) continue;
    for (const { text, count, suggestion } of found)
      unknown.push({
        column: column.header,
        field: field.key,
        value: text,
        count,
        suggestion: suggestion?.label ?? null,
        confidence: suggestion?.confidence ?? 0,
      });
    const names =
      field.reference && field.reference !== 'past-outcome' ? (entries.get(field.reference) ?? []).map((entry) => entry.label) : wordsOfField(field);
    if (names.length > 0) choices.push({ field: field.key, values: names.slice(0, 500) });
  }
  return { unknown, choices };
}

/** Takes the sure suggestions for values about which nothing was decided. */
export function withSureSuggestions(fixes: ValueFixes, unknown: readonly UnknownOfColumn[]): ValueFixes {
  const chosen: Record<string, Record<string, string>> = Object.fromEntries(Object.entries(fixes).map(([field, values]) => [field, { ...values }]));
  for (const { field, value, suggestion, confidence } of unknown) {
    if (suggestion !== null && confidence >= SURE) (chosen[field] ??= {})[foldText(value)] ??= suggestion;
  }
  return chosen;
}

function ownNames(profile: FileProfile, target: ImportTarget, mapping: readonly ColumnMapping[]): string[] {
  const index = mapping.findIndex((column) => column.field === 'name');
  const refersToItself = mappedFields(target, mapping).some((field) => field.reference === target);
  return refersToItself ? (profile.table.columns[index]?.distinct ?? []).map(({ text }) => text) : [];
}
