import { z } from 'zod';
import { operation } from '../operation.ts';
import { byId, cursor, id, instant, limit, page, version } from '../shapes.ts';

export const importTarget = z.enum(['account', 'contact', 'partner', 'product', 'person', 'deal']);
const job = z.object({
  id,
  kind: z.string(),
  title: z.string(),
  status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  done: z.number().int(),
  total: z.number().int().nullable(),
  sentence: z.string().nullable(),
  subjectId: id.nullable(),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
});
const counts = z.object({
  create: z.number().int(),
  update: z.number().int(),
  unchanged: z.number().int(),
  skip: z.number().int(),
  error: z.number().int(),
  warnings: z.number().int(),
});
const importStatus = z.enum(['uploaded', 'profiled', 'dry_running', 'dry_run', 'running', 'done', 'cancelled', 'failed', 'undoing', 'undone']);
const importRow = z.object({
  id,
  target: importTarget,
  fileName: z.string(),
  status: importStatus,
  counts: counts.nullable(),
  createdBy: z.string(),
  createdAt: instant,
  undoUntil: instant.nullable(),
  version,
});
const columnMap = z.object({ column: z.string(), field: z.string().nullable(), confidence: z.number(), why: z.string(), samples: z.array(z.string()) });
const detail = importRow.extend({
  format: z.string().nullable(),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  sheet: z.string().nullable(),
  sheets: z.array(z.string()),
  rows: z.number().int().nullable(),
  warnings: z.array(z.string()),
  mapping: z.array(columnMap),
  fields: z.array(z.object({ key: z.string(), label: z.string(), type: z.string(), required: z.boolean() })),
  questions: z.array(
    z.object({
      key: z.string(),
      column: z.string(),
      sentence: z.string(),
      answers: z.array(z.object({ value: z.string(), label: z.string() })),
      answer: z.string().nullable(),
    }),
  ),
  unknownValues: z.array(
    z.object({
      column: z.string(),
      field: z.string(),
      value: z.string(),
      count: z.number().int(),
      suggestion: z.string().nullable(),
      confidence: z.number(),
      fix: z.string().nullable(),
    }),
  ),
  valueChoices: z.array(z.object({ field: z.string(), values: z.array(z.string()) })),
  duplicates: z.object({ key: z.string(), rule: z.enum(['skip', 'overwrite', 'if_blank', 'never']) }),
  job: job.nullable(),
  mayUndo: z.boolean(),
});
const write = { audience: 'workspace', scope: 'imports:write', assistant: 'none' } as const;

/** Upload itself is multipart at POST /api/v1/imports (fields: file or text, target); it answers `imports.get`. */
export const imports = {
  'imports.list': operation({
    method: 'GET',
    path: '/imports',
    summary: 'Imports, newest first',
    audience: 'workspace',
    scope: 'imports:read',
    assistant: 'read',
    query: z.object({ cursor: cursor.optional(), limit }),
    output: page(importRow),
  }),
  'imports.get': operation({
    method: 'GET',
    path: '/imports/:id',
    summary: 'An import: mapping, questions, values to fix, counts and progress',
    audience: 'workspace',
    scope: 'imports:read',
    assistant: 'read',
    params: byId,
    output: detail,
  }),
  'imports.configure': operation({
    method: 'PATCH',
    path: '/imports/:id',
    summary: 'Change mapping, answers, value fixes and the rule for duplicates',
    ...write,
    params: byId,
    body: z.object({
      target: importTarget.optional(),
      sheet: z.string().optional(),
      mapping: z.record(z.string(), z.string().nullable()).optional(),
      answers: z.record(z.string(), z.string()).optional(),
      valueFixes: z.record(z.string(), z.record(z.string(), z.string().nullable())).optional(),
      duplicateRule: z.enum(['skip', 'overwrite', 'if_blank', 'never']).optional(),
    }),
    output: detail,
  }),
  'imports.dryRun': operation({
    method: 'POST',
    path: '/imports/:id/dry-run',
    summary: 'Go through every row and say what would happen, changing nothing',
    ...write,
    params: byId,
    output: detail,
    status: 202,
  }),
  'imports.run': operation({
    method: 'POST',
    path: '/imports/:id/run',
    summary: 'Carry it out, with progress; can be cancelled and resumed',
    ...write,
    params: byId,
    output: detail,
    status: 202,
  }),
  'imports.cancel': operation({
    method: 'POST',
    path: '/imports/:id/cancel',
    summary: 'Stop after the present batch; what is written stays and can be undone',
    ...write,
    params: byId,
    output: detail,
  }),
  'imports.undo': operation({
    method: 'POST',
    path: '/imports/:id/undo',
    summary: 'Take back what it wrote, except records changed since',
    ...write,
    params: byId,
    output: detail,
    status: 202,
  }),
  'imports.forget': operation({
    method: 'POST',
    path: '/imports/:id/forget',
    summary: 'Forget what was remembered of files with these columns, and propose again from this file alone',
    audience: 'workspace',
    scope: 'imports:write',
    assistant: 'none',
    params: byId,
    output: detail,
  }),
  'imports.rows': operation({
    method: 'GET',
    path: '/imports/:id/rows',
    summary: 'Rows with what was or would be done, and why',
    audience: 'workspace',
    scope: 'imports:read',
    assistant: 'read',
    params: byId,
    query: z.object({
      action: z.enum(['create', 'update', 'unchanged', 'skip', 'error']).optional(),
      /** What needs attention, what is here already or twice in the file, or what went through without a word. */
      show: z.enum(['problems', 'duplicates', 'clean']).optional(),
      cursor: cursor.optional(),
      limit,
    }),
    output: page(
      z.object({
        rowNumber: z.number().int(),
        action: z.enum(['create', 'update', 'unchanged', 'skip', 'error']),
        recordId: id.nullable(),
        cells: z.record(z.string(), z.string()),
        problems: z.array(z.object({ column: z.string().nullable(), code: z.string(), sentence: z.string(), severity: z.enum(['error', 'warning']) })),
      }),
    ),
  }),
  'jobs.list': operation({
    method: 'GET',
    path: '/jobs',
    summary: 'Long work, newest first',
    audience: 'workspace',
    scope: 'jobs:read',
    assistant: 'read',
    query: z.object({ limit }),
    output: page(job),
  }),
};
