import { assignBest } from './assignment.ts';
import { tripleOf, quarterOf } from './dates.ts';
import { contentEvidence, isDistinctive, nameEvidence } from './field-evidence.ts';
import { compactText, foldText, wordsOf } from './text.ts';
import { TARGETS } from './targets.ts';
import type { Target, TargetField, TargetKind } from './types.ts';

export type ColumnMapping = {
  readonly column: string;
  readonly field: string | null;
  readonly confidence: number;
  readonly why: string;
  readonly samples: readonly string[];
};

/** What was chosen the last time for this source: folded header → field key, or null for "do not import". */
export type RememberedMapping = Readonly<Record<string, string | null>>;

export const rememberedKey = (header: string): string => foldText(header);

export function rememberMapping(mapping: readonly ColumnMapping[]): Record<string, string | null> {
  return Object.fromEntries(mapping.map((column) => [rememberedKey(column.column), column.field]));
}

const SAMPLE_ROWS = 200;
const DISTINCT_SAMPLES = 40;
const SAMPLES_SHOWN = 4;
const LEAST_CONFIDENCE = 0.5;
const REMEMBERED_CONFIDENCE = 0.99;

type Pairing = { score: number; why: string };
const NONE: Pairing = { score: 0, why: '' };

function columnSamples(rows: readonly (readonly string[])[], index: number): string[] {
  const seen = new Set<string>();
  for (const row of rows.slice(0, SAMPLE_ROWS)) {
    const text = (row[index] ?? '').trim();
    if (text !== '') seen.add(text);
    if (seen.size >= DISTINCT_SAMPLES) break;
  }
  return [...seen];
}

function scorePair(header: string, samples: readonly string[], field: TargetField, target: Target): Pairing {
  const name = nameEvidence(header, field, target);
  if (name.score < 0.5 && !isDistinctive(field)) return NONE;
  const content = contentEvidence(samples, field);
  if (name.score >= 0.5) {
    if (content.seen === 0) return { score: name.score * 0.6, why: `The header says "${name.name}"; the column is empty in the sample.` };
    // Unlike a wrong type, an unknown value can be fixed: an open list or a custom stage may share few values with ours.
    const floor = field.type === 'picklist' || field.type === 'country' ? 0.75 : 0.35;
    const score = name.score * (floor + (1 - floor) * content.share);
    return { score, why: `The header matches "${name.name}" and ${Math.round(content.share * 100)}% of the sample values fit.` };
  }
  if (content.share < 0.8 || content.seen < 3) return NONE;
  return { score: 0.5 + 0.12 * content.share, why: `${Math.round(content.share * 100)}% of the sample values look like ${field.label.toLowerCase()}.` };
}

function reasonUnmapped(header: string, samples: readonly string[], headers: readonly string[], allSamples: readonly (readonly string[])[]): string {
  if (samples.length === 0) return 'The column is empty.';
  if (samples.every((text) => quarterOf(text) !== null)) {
    const words = new Set(wordsOf(header));
    const dates = headers.filter((_, index) => (allSamples[index]?.length ?? 0) > 0 && allSamples[index]?.every((text) => tripleOf(text) !== null));
    const date = dates.find((candidate) => wordsOf(candidate).some((word) => words.has(word))) ?? dates[0];
    if (date) return `Redundant: the quarter follows from "${date}".`;
  }
  return 'No field looks like this column.';
}

/** Proposes a field for each column, every field at most once, so that the whole fits best. */
export function proposeMapping(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  target: Target,
  remembered: RememberedMapping = {},
): ColumnMapping[] {
  const samples = headers.map((_, index) => columnSamples(rows, index));
  const pairings = headers.map((header, index) => {
    const known = remembered[rememberedKey(header)];
    return target.fields.map((field): Pairing => {
      if (known === undefined || (known !== null && !target.fields.some((candidate) => candidate.key === known))) {
        return scorePair(header, samples[index] ?? [], field, target);
      }
      // Far above any score so that a remembered choice always wins its field.
      return field.key === known ? { score: 10, why: 'Chosen the last time this source was imported.' } : NONE;
    });
  });
  const chosen = assignBest(pairings.map((row) => row.map((pairing) => (pairing.score >= LEAST_CONFIDENCE ? pairing.score : 0))));
  return headers.map((header, index) => {
    const field = target.fields[chosen[index] ?? -1];
    const pairing = pairings[index]?.[chosen[index] ?? -1];
    const shown = (samples[index] ?? []).slice(0, SAMPLES_SHOWN);
    if (field && pairing) {
      return {
        column: header,
        field: field.key,
        confidence: Math.round(Math.min(pairing.score, REMEMBERED_CONFIDENCE) * 100) / 100,
        why: pairing.why,
        samples: shown,
      };
    }
    const why =
      remembered[rememberedKey(header)] === null
        ? 'Left out the last time this source was imported.'
        : reasonUnmapped(header, samples[index] ?? [], headers, samples);
    return { column: header, field: null, confidence: 0, why, samples: shown };
  });
}

export type TargetSuggestion = { readonly kind: TargetKind; readonly score: number; readonly why: string; readonly mapping: readonly ColumnMapping[] };

function rate(target: Target, mapping: readonly ColumnMapping[], fileName: string): number {
  const considered = mapping.filter((column) => !column.why.startsWith('Redundant') && column.samples.length > 0);
  const covered = considered.reduce((sum, column) => sum + column.confidence, 0) / Math.max(considered.length, 1);
  const mapped = new Set(mapping.map((column) => column.field));
  const needed = target.fields.filter((field) => field.required);
  const met = needed.length === 0 ? 1 : needed.filter((field) => mapped.has(field.key)).length / needed.length;
  const file = compactText(fileName.replace(/\.\w+$/, ''));
  const named = [target.kind, target.plural].some((word) => file.includes(compactText(word)));
  return covered * (0.4 + 0.6 * met) + (named ? 0.1 : 0);
}

/** Closed deals only are past outcomes; one open stage among them makes the file a deal file. */
function onlyOutcomes(mapping: readonly ColumnMapping[], headers: readonly string[], rows: readonly (readonly string[])[], pastOutcome: Target): boolean {
  const index = headers.findIndex((header) => mapping.some((column) => column.column === header && column.field === 'stage'));
  const stage = pastOutcome.fields.find((field) => field.key === 'stage');
  return index >= 0 && stage !== undefined && contentEvidence(columnSamples(rows, index), stage).share === 1;
}

/** All kinds of record, the likeliest first, each with the mapping it would get. */
export function suggestTarget(headers: readonly string[], rows: readonly (readonly string[])[], fileName = ''): TargetSuggestion[] {
  const suggestions = TARGETS.map((target) => {
    const mapping = proposeMapping(headers, rows, target);
    let score = rate(target, mapping, fileName);
    if (target.kind === 'past-outcome') score += onlyOutcomes(mapping, headers, rows, target) ? 0.05 : -0.2;
    const mapped = mapping.filter((column) => column.field !== null).length;
    return { kind: target.kind, score: Math.round(score * 1000) / 1000, why: `${mapped} of ${headers.length} columns fit ${target.plural}.`, mapping };
  });
  return suggestions.sort((a, b) => b.score - a.score);
}
