import { COUNTRIES } from './countries.ts';
import { DATE_ORDERS, parseDate, quarterOf, tripleOf } from './dates.ts';
import { findPicklistValue, suggestPicklistValue } from './picklist.ts';
import { compactText, similarity, wordsOf } from './text.ts';
import type { PicklistValue, Target, TargetField } from './types.ts';
import { isBlank, parseValue } from './values.ts';

/** How well a header names a field: 1 for one of its names, less for shared words or a near spelling. */
export function nameEvidence(header: string, field: TargetField, target: Target): { score: number; name: string } {
  const plain = header.replace(/ \(\d+\)$/, '');
  const compact = compactText(plain);
  const words = new Set(wordsOf(plain));
  let best = { score: 0, name: field.label };
  // Earlier names are the more usual ones: two fields sharing a name are told apart by who claims it first.
  const names = [field.label, field.key, ...field.synonyms];
  for (const [position, name] of names.entries()) {
    const other = compactText(name);
    const prefixed = compactText(target.label) + other;
    let score = 0;
    if (compact === other || compact === prefixed) score = 1 - Math.min(position, 20) * 0.002;
    else {
      const theirs = wordsOf(name);
      const shared = theirs.filter((word) => words.has(word)).length;
      const dice = (2 * shared) / (theirs.length + words.size || 1);
      const near = compact.length >= 5 && other.length >= 5 ? similarity(compact, other) : 0;
      score = Math.max(dice > 0.6 ? dice * 0.8 : 0, near >= 0.82 ? near * 0.9 : 0);
    }
    if (score > best.score) best = { score, name };
  }
  return best;
}

const near = (values: readonly PicklistValue[], text: string): boolean =>
  findPicklistValue(values, text) !== null || (suggestPicklistValue(values, text)?.confidence ?? 0) >= 0.75;

function fits(field: TargetField, text: string): boolean {
  if (field.type === 'date') return tripleOf(text) ? DATE_ORDERS.some((order) => parseDate(text, order).ok) : parseDate(text, null).ok;
  if (field.type === 'picklist') return near(field.values ?? [], text);
  if (field.type === 'country') return near(COUNTRIES, text);
  if (field.type === 'text' || field.type === 'reference' || field.type === 'list') {
    if (quarterOf(text)) return false;
    // A name has letters; an amount or a date in a text column is most likely in the wrong field.
    return field.key === 'externalId' || field.key === 'phone' || (/\p{L}/u.test(text) && tripleOf(text) === null);
  }
  return parseValue(field, text).ok;
}

export type ContentEvidence = { readonly share: number; readonly seen: number };

/** Share of the sample values that the field could take. */
export function contentEvidence(samples: readonly string[], field: TargetField): ContentEvidence {
  const filled = samples.filter((text) => !isBlank(text, field));
  if (filled.length === 0) return { share: 0, seen: 0 };
  const fitting = filled.filter((text) => fits(field, text.trim())).length;
  return { share: fitting / filled.length, seen: filled.length };
}

/** Content that hardly anything else looks like may map a column whose header says nothing. */
export function isDistinctive(field: TargetField): boolean {
  return field.type === 'email' || field.type === 'url' || (field.type === 'picklist' && (field.values?.length ?? 0) >= 3);
}
