import { Problem } from '@entente/kernel';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Context } from '../../platform/context.ts';
import type { Counts } from './batch.ts';
import { importOrder } from './domain/index.ts';
import type { ImportTarget } from './ports.ts';
import { configure, getImport, startDryRun, startRun, upload, type ImportsDeps } from './service.ts';
import type { ImportDetail } from './view.ts';

export type FilesImport = {
  readonly paths: readonly string[];
  readonly target?: ImportTarget | undefined;
  readonly dryRun: boolean;
  readonly log: (line: string) => void;
  /** Suggestions at least this sure are taken, and told; 1 takes none. */
  readonly takeSuggestionsFrom?: number;
};
export type FileResult = {
  readonly importId: string;
  readonly fileName: string;
  readonly target: ImportTarget;
  readonly status: ImportDetail['status'];
  readonly counts: Counts | null;
};
export type FilesReport = { readonly files: readonly FileResult[]; readonly complete: boolean };

const SURE = 0.8;

/** Related files in the order in which they need one another, each to its end before the next begins. */
export async function importFiles(
  deps: ImportsDeps,
  context: Context,
  { paths, target, dryRun, log, takeSuggestionsFrom = SURE }: FilesImport,
): Promise<FilesReport> {
  const uploaded: ImportDetail[] = [];
  for (const path of paths) uploaded.push(await upload(deps, context, { source: createReadStream(path), fileName: basename(path), target: target ?? null }));
  const { steps } = importOrder(uploaded.map((one) => ({ id: one.id, kind: one.target, mappedFields: one.mapping.flatMap((column) => column.field ?? []) })));
  const files: FileResult[] = [];
  for (const { fileId } of steps.filter((step) => step.pass === 1)) {
    // What the files before this one brought is known only now.
    const detail = await configure(deps, context, fileId, { valueFixes: suggestionsOf(await configure(deps, context, fileId, {}), takeSuggestionsFrom, log) });
    const [question] = detail.questions.filter((one) => one.answer === null);
    if (question && !dryRun)
      throw new Problem('conflict', `${detail.fileName}, column "${question.column}": ${question.sentence} Import this file from the screen and answer there.`);
    await (dryRun ? startDryRun : startRun)(deps, context, fileId);
    await deps.runner.idle();
    const end = await getImport(deps, context, fileId);
    log(`${end.fileName} → ${end.target}: ${end.job?.sentence ?? end.status} (import ${end.id})`);
    files.push({ importId: end.id, fileName: end.fileName, target: end.target, status: end.status, counts: end.counts });
  }
  return { files, complete: files.every((file) => file.status === (dryRun ? 'dry_run' : 'done')) };
}

function suggestionsOf(detail: ImportDetail, from: number, log: (line: string) => void): Record<string, Record<string, string>> {
  const fixes: Record<string, Record<string, string>> = {};
  for (const { field, column, value, suggestion, confidence, count } of detail.unknownValues) {
    if (suggestion === null || confidence < from || from >= 1) continue;
    (fixes[field] ??= {})[value] = suggestion;
    log(`${detail.fileName}, ${column}: "${value}" is read as "${suggestion}" in ${count.toLocaleString('en')} ${count === 1 ? 'row' : 'rows'}.`);
  }
  return fixes;
}
