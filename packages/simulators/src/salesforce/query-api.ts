import { defaultBatch } from './query-cursors.ts';
import { notFound } from './errors.ts';
import { ok } from './api.ts';
import type { Handler } from './api.ts';
import { malformed, parseSoql } from './soql-parse.ts';
import { runSoql } from './soql-run.ts';

/** `query`, `queryAll` (with what is in the recycle bin) and the pages that follow. */
export const queryApi: Handler = ({ org, cursors }, { method, path, query, headers, version }) => {
  if (method !== 'GET') throw notFound();
  const wished = Number(/batchSize=(\d+)/i.exec(headers['sforce-query-options'] ?? '')?.[1] ?? defaultBatch);
  const batch = Math.min(defaultBatch, Math.max(200, wished));
  const [verb, locator] = path;
  if (locator !== undefined) return ok(cursors.more(locator, batch, version));
  const text = query.get('q');
  if (text === null) throw malformed('SOQL statements cannot be empty or null');
  const soql = parseSoql(text);
  const found = runSoql(org, soql, verb === 'queryAll');
  return ok(soql.counts ? { totalSize: found.rows.length, done: true, records: [] } : cursors.open(found, batch, version));
};
