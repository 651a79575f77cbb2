import type { FieldValue, Fields } from './types.ts';

/**
 * What happens to a field when the record exists: overwrite it, fill it only if blank, skip it (the record keeps its
 * value), or never write it, which holds for new records too.
 */
export type MergeRule = 'overwrite' | 'if-blank' | 'skip' | 'never';

export type MergeRules = { readonly default: MergeRule; readonly fields?: Readonly<Record<string, MergeRule>> };

export type FieldChange = { readonly field: string; readonly before: FieldValue | null; readonly after: FieldValue };

export type Decision = {
  readonly action: 'create' | 'update' | 'unchanged' | 'skip' | 'error';
  readonly changes: readonly FieldChange[];
  /** Fields of the file that differ and were left alone because of a rule. */
  readonly kept: readonly string[];
  readonly why: string;
};

export type DecideInput = {
  readonly fields: Fields;
  readonly hasError: boolean;
  readonly repeatsRow?: number | null;
  /** The record as it is, in the same shape as the fields; null when there is none. */
  readonly existing: Readonly<Record<string, FieldValue | null>> | null;
  readonly rules: MergeRules;
};

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function canonical(value: FieldValue | null | undefined): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value !== 'object') return `${typeof value}:${String(value)}`;
  if (Array.isArray(value)) return value.length === 0 ? '' : `list:${JSON.stringify([...value].sort(byCodeUnit))}`;
  if ('amountMinor' in value) return `money:${value.currency}:${value.amountMinor}`;
  if ('target' in value) return `reference:${value.target}:${value.id ?? value.text}`;
  return '';
}

export const sameValue = (left: FieldValue | null | undefined, right: FieldValue | null | undefined): boolean => canonical(left) === canonical(right);

/** What importing this row will do, with before and after for each field it touches. A blank cell never clears a field. */
export function decide(input: DecideInput): Decision {
  const { fields, existing, rules } = input;
  if (input.hasError) return { action: 'error', changes: [], kept: [], why: 'The row has errors.' };
  if (input.repeatsRow !== null && input.repeatsRow !== undefined) {
    return { action: 'skip', changes: [], kept: [], why: `The row repeats row ${input.repeatsRow} of this file.` };
  }
  const changes: FieldChange[] = [];
  const kept: string[] = [];
  for (const [field, after] of Object.entries(fields)) {
    const rule = rules.fields?.[field] ?? rules.default;
    const before = existing?.[field] ?? null;
    if (sameValue(before, after)) continue;
    const blank = canonical(before) === '';
    const writes = existing === null ? rule !== 'never' : rule === 'overwrite' || (rule === 'if-blank' && blank);
    if (writes) changes.push({ field, before, after });
    else kept.push(field);
  }
  if (existing === null) return { action: 'create', changes, kept, why: 'No record has its keys.' };
  if (changes.length > 0) return { action: 'update', changes, kept, why: `${changes.length} ${changes.length === 1 ? 'field changes' : 'fields change'}.` };
  return kept.length > 0
    ? { action: 'skip', changes, kept, why: 'The rules keep every differing field as it is.' }
    : { action: 'unchanged', changes, kept, why: 'The record already has these values.' };
}
