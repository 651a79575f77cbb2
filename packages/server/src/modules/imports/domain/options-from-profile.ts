import type { DateOrder } from './dates.ts';
import type { MappedColumn } from './plan-row.ts';
import type { TableProfile } from './profile.ts';
import { fieldOf } from './targets.ts';
import type { Target } from './types.ts';
import type { ParseOptions } from './values.ts';

/** Something only a person can decide, with the readings to choose from. */
export type ColumnQuestion = {
  readonly field: string;
  readonly column: string;
  readonly kind: 'date-order' | 'decimal-sign';
  readonly sentence: string;
  readonly readings: readonly { readonly choice: DateOrder | '.' | ','; readonly example: string; readonly readAs: string }[];
};

/** How to read each mapped column as the whole of it shows, and what has to be asked. */
export function optionsFromProfile(
  target: Target,
  mapping: readonly MappedColumn[],
  profile: TableProfile,
): { fields: Record<string, ParseOptions>; questions: ColumnQuestion[]; notes: { field: string; column: string; why: string }[] } {
  const fields: Record<string, ParseOptions> = {};
  const questions: ColumnQuestion[] = [];
  const notes: { field: string; column: string; why: string }[] = [];
  for (const [index, { column, field: key }] of mapping.entries()) {
    const field = key === null ? undefined : fieldOf(target, key);
    const found = profile.columns[index];
    if (!field || !found) continue;
    if (field.type === 'date' && found.dates > 0) {
      const { order, ambiguous, why, readings = [] } = found.dateOrder;
      fields[field.key] = { dateOrder: order };
      if (ambiguous) {
        questions.push({
          field: field.key,
          column,
          kind: 'date-order',
          sentence: why,
          readings: readings.map(({ order: choice, example, date }) => ({ choice, example, readAs: date })),
        });
      } else notes.push({ field: field.key, column, why });
    }
    if ((field.type === 'money' || field.type === 'integer') && found.numbers + found.dates > 0) {
      const { decimal, ambiguous, why } = found.numberFormat;
      if (decimal) fields[field.key] = { decimal };
      const example = found.distinct.find(({ text }) => /^\D*\d{1,3}[.,]\d{3}\D*$/.test(text))?.text ?? '';
      if (ambiguous) {
        questions.push({
          field: field.key,
          column,
          kind: 'decimal-sign',
          sentence: why,
          readings: [
            { choice: '.', example, readAs: 'with a decimal point' },
            { choice: ',', example, readAs: 'with a decimal comma' },
          ],
        });
      }
    }
  }
  return { fields, questions, notes };
}
