import type { Result } from '@entente/contracts';
import type { Actor } from '../../platform/context.ts';
import type { JobView } from '../../platform/jobs/job-progress.ts';
import { questionKey, type Batch } from './batch.ts';
import { foldText, targetOf } from './domain/index.ts';
import { currencyNote, questionsOf, readingNotes } from './planning.ts';
import type { TargetPort } from './ports.ts';
import type { BatchHead } from './store.ts';

export type ImportDetail = Result<'imports.get'>;
type ImportRow = Result<'imports.list'>['items'][number];

export const rowView = (head: BatchHead): ImportRow => ({
  id: head.id,
  target: head.target,
  fileName: head.fileName,
  status: head.status,
  counts: head.totals.phase === null ? null : head.totals.counts,
  createdBy: head.createdBy,
  createdAt: head.createdAt,
  undoUntil: head.undoUntil,
  version: head.version,
});

export function mayUndo(batch: Pick<Batch, 'status' | 'undoUntil' | 'totals'>, now: Date): boolean {
  const ended = batch.status === 'done' || batch.status === 'cancelled' || batch.status === 'failed';
  return ended && batch.totals.phase === 'run' && batch.undoUntil !== null && batch.undoUntil > now.toISOString();
}

const rememberedNote = ({ remembered }: Batch['options']): string[] =>
  remembered
    ? [`Columns, answers and fixed values are those of "${remembered.fileName}", which ${remembered.by} imported on ${remembered.at.slice(0, 10)}.`]
    : [];

/** Told before the import is run, not when somebody wants it back. */
const undoNote = ({ status }: Batch, { undoable }: TargetPort): string[] => (undoable === true || status === 'undone' ? [] : [undoable]);

export function detailView(
  batch: Batch,
  job: JobView | null,
  about: { readonly port: TargetPort; readonly currency: string; readonly actor: Actor; readonly now: Date },
): ImportDetail {
  const { port, currency, actor, now } = about;
  const { profile, options } = batch;
  const target = targetOf(batch.target);
  return {
    ...rowView(batch),
    format: profile.format,
    encoding: profile.encoding,
    delimiter: profile.delimiter,
    sheet: profile.sheet ?? profile.sheets[0] ?? null,
    sheets: [...profile.sheets],
    rows: profile.rows,
    warnings: [...profile.warnings, ...readingNotes(batch), ...currencyNote(batch, currency), ...rememberedNote(options), ...undoNote(batch, port)],
    mapping: batch.mapping.map((column) => ({ ...column, samples: [...column.samples] })),
    fields: target.fields.map(({ key, label, type, required }) => ({ key, label, type, required })),
    questions: questionsOf(batch).map((question) => ({
      key: questionKey(question),
      column: question.column,
      sentence: question.sentence,
      answer: options.answers[questionKey(question)] ?? null,
      answers: question.readings.map(({ choice, example, readAs }) => ({ value: choice, label: example === '' ? readAs : `${example} is ${readAs}` })),
    })),
    unknownValues: options.unknown.map((unknown) => ({ ...unknown, fix: options.valueFixes[unknown.field]?.[foldText(unknown.value)] ?? null })),
    valueChoices: options.choices.map(({ field, values }) => ({ field, values: [...values] })),
    duplicates: { key: target.keys.map((key) => key.replace('-', ' ')).join(', then '), rule: options.duplicateRule },
    job,
    mayUndo: port.undoable === true && mayUndo(batch, now) && actor.scopes.has('imports:write') && actor.scopes.has(port.scope),
  };
}
