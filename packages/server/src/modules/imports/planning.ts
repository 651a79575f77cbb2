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

/** How the file itself proved that its dates are read; dates that begin with the year need no proof. */
export function readingNotes(batch: Pick<Batch, 'target' | 'mapping' | 'profile'>): string[] {
  const { fields, notes } = optionsFromProfile(targetOf(batch.target), batch.mapping, batch.profile.table);
  return notes.filter(({ field }) => fields[field]?.dateOrder === 'dmy' || fields[field]?.dateOrder === 'mdy').map(({ column, why }) => `${column}: ${why}`);
}

/** An amount without a currency takes that of the workspace, which must not come as a surprise. */
export function currencyNote({ target, mapping }: Pick<Batch, 'target' | 'mapping'>, currency: string): string[] {
  const mapped = targetOf(target).fields.filter((field) => mapping.some((column) => column.field === field.key));
  return mapped.some((field) => field.type === 'money') && !mapped.some((field) => field.key === 'currency')
    ? [`No column gives a currency: amounts without a currency sign are read as ${currency}.`]
    : [];
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
  // Under "never" a row that meets a record is an error before any rule for its fields is asked.
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
