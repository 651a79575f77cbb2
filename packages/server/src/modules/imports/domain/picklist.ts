import { compactText, similarity } from './text.ts';
import type { PicklistValue } from './types.ts';

const indexes = new WeakMap<readonly PicklistValue[], ReadonlyMap<string, string>>();

function indexOf(values: readonly PicklistValue[]): ReadonlyMap<string, string> {
  const known = indexes.get(values);
  if (known) return known;
  const index = new Map<string, string>();
  for (const entry of values) {
    for (const name of [entry.value, entry.label, ...entry.synonyms]) {
      const key = compactText(name);
      if (!index.has(key)) index.set(key, entry.value);
    }
  }
  indexes.set(values, index);
  return index;
}

export function findPicklistValue(values: readonly PicklistValue[], text: string): string | null {
  return indexOf(values).get(compactText(text)) ?? null;
}

export type Suggestion = { readonly value: string; readonly label: string; readonly confidence: number };

export const SUGGEST_FROM = 0.6;

/** The most similar candidate by edits after case, blanks and punctuation are set aside; null when none is near. */
export function nearest(text: string, candidates: Iterable<{ value: string; label: string; names: readonly string[] }>): Suggestion | null {
  let best: Suggestion | null = null;
  let second = 0;
  for (const candidate of candidates) {
    const score = Math.max(...candidate.names.map((name) => similarity(text, name)));
    if (!best || score > best.confidence) {
      second = best?.confidence ?? 0;
      best = { value: candidate.value, label: candidate.label, confidence: score };
    } else if (score > second) second = score;
  }
  if (!best || best.confidence < SUGGEST_FROM) return null;
  // A rival nearly as near makes the suggestion less sure.
  const doubt = best.confidence < 1 && best.confidence - second < 0.05 ? 0.15 : 0;
  return { ...best, confidence: Math.round((best.confidence === 1 ? 0.99 : best.confidence - doubt) * 100) / 100 };
}

export function suggestPicklistValue(values: readonly PicklistValue[], text: string): Suggestion | null {
  return nearest(
    text,
    values.map((entry) => ({ value: entry.value, label: entry.label, names: [entry.label, entry.value, ...entry.synonyms] })),
  );
}
