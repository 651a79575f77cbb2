import type { Batch } from './batch.ts';
import { questionKey } from './batch.ts';
import {
  createRowPlanner,
  optionsFromProfile,
  targetOf,
  type ColumnQuestion,
  type FieldValue,
  type Fields,
  type InputRow,
  type MergeRules,
  type PlannedRow,
  type References,
} from './domain/index.ts';
import { IN_FILE } from './references.ts';

type Readings = ReturnType<typeof optionsFromProfile>['fields'];

export function questionsOf(batch: Pick<Batch, 'target' | 'mapping' | 'profile'>): ColumnQuestion[] {
  return optionsFromProfile(targetOf(batch.target), batch.mapping, batch.profile.table).questions;
}

export const unanswered = (batch: Batch): ColumnQuestion[] =>
  questionsOf(batch).filter((question) => batch.options.answers[questionKey(question)] === undefined);

/** How each column is read: what the file proves, then what a person answered. */
function readingsOf(batch: Batch): Readings {
  const { fields, questions } = optionsFromProfile(targetOf(batch.target), batch.mapping, batch.profile.table);
  const readings: Readings = { ...fields };
  for (const question of questions) {
    const answer = question.readings.find(({ choice }) => choice === batch.options.answers[questionKey(question)])?.choice;
    if (answer === undefined) continue;
    readings[question.field] =
      answer === '.' || answer === ',' ? { ...readings[question.field], decimal: answer } : { ...readings[question.field], dateOrder: answer };
  }
  return readings;
}

export function plannerOf(batch: Batch, references: References, currency: string): (row: InputRow) => PlannedRow {
  return createRowPlanner(targetOf(batch.target), batch.mapping, batch.options.valueFixes, { fields: readingsOf(batch), references, currency });
}

export function rulesOf(batch: Batch): MergeRules {
  const { duplicateRule } = batch.options;
  // "Never" is about records that exist: they are left alone, and new ones are still made.
  return { default: duplicateRule === 'if_blank' ? 'if-blank' : duplicateRule === 'overwrite' ? 'overwrite' : 'skip' };
}

/** A reference that only the file can meet so far has no record yet. */
export function withoutComing(fields: Fields, leaveOut: readonly string[]): Fields {
  const kept: Record<string, FieldValue> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (leaveOut.includes(key)) continue;
    kept[key] = typeof value === 'object' && 'target' in value && value.id?.startsWith(IN_FILE) ? { ...value, id: null } : value;
  }
  return kept;
}
