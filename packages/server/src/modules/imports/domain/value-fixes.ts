import { COUNTRIES } from './countries.ts';
import { findPicklistValue, suggestPicklistValue } from './picklist.ts';
import type { Suggestion } from './picklist.ts';
import type { ColumnProfile } from './profile.ts';
import type { ReferenceIndex } from './references.ts';
import { foldText } from './text.ts';
import type { TargetField, TargetKind } from './types.ts';
import { isBlank } from './values.ts';

export type UnknownValue = { readonly text: string; readonly count: number; readonly suggestion: Suggestion | null };

/** Per field key: folded raw text → the text to read instead; null empties the cell. */
export type ValueFixes = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

export type References = Partial<Readonly<Record<TargetKind, ReferenceIndex>>>;

/** What a person can choose from for a field with a closed list, in the words people read. */
export const wordsOfField = (field: TargetField): string[] => (field.type === 'country' ? COUNTRIES : (field.values ?? [])).map((value) => value.label);

const MOST_SUGGESTIONS = 200;

/** Values of a picklist, country or reference column that nobody knows, commonest first, with what was likely meant. */
export function unknownValues(field: TargetField, profile: ColumnProfile, references: References): UnknownValue[] {
  const index = field.reference ? references[field.reference] : undefined;
  const values = field.type === 'picklist' ? field.values : field.type === 'country' ? COUNTRIES : undefined;
  if (!index && !values) return [];
  const unknown = profile.distinct.filter(
    ({ text }) => !isBlank(text, field) && (index ? index.find(text) === null : values ? findPicklistValue(values, text) === null : false),
  );
  // Comparing is work for each candidate: the commonest values get suggestions, the long tail is listed without.
  return unknown.map(({ text, count }, position) => ({
    text,
    count,
    suggestion: position >= MOST_SUGGESTIONS ? null : index ? index.suggest(text) : suggestPicklistValue(values ?? [], text),
  }));
}

/** Fixes for one field made of every suggestion at least this sure; what a person then confirms or changes. */
export function acceptSuggestions(unknown: readonly UnknownValue[], atLeast: number): Record<string, string | null> {
  const fixes: Record<string, string | null> = {};
  for (const { text, suggestion } of unknown) {
    if (suggestion && suggestion.confidence >= atLeast) fixes[foldText(text)] = suggestion.value;
  }
  return fixes;
}
