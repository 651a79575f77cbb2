import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTest, sourcesIn, type Gate } from './gate.ts';

/** Tables the platform itself writes. */
const platformTables = [
  'audit_entry',
  'search_word',
  'outbox_event',
  'outbox_cursor',
  'idempotent_reply',
  'mail_message',
  'schema_migration',
  'job_progress',
  'stored_file',
  'clock',
  'counter',
];

const writes = [
  /\b(?:insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\(\s*['"`](?:public\.)?(\w+)/g,
  /\b(?:insert\s+into|delete\s+from|merge\s+into|truncate(?:\s+table)?)\s+(?:only\s+)?"?(?:public"?\.)?"?(\w+)"?/gi,
  /\bupdate\s+(?:only\s+)?"?(?:public"?\.)?"?(\w+)"?\s+(?:as\s+)?(?:\w+\s+)?set\b/gi,
];

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, (text) => text.replace(/[^\n]/g, ' ')).replace(/(^|\s)\/\/[^\n]*/g, '$1');
}

export function tablesWrittenIn(source: string): { table: string; line: number }[] {
  const text = withoutComments(source);
  return writes.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match) => (match[1] ? [{ table: match[1], line: text.slice(0, match.index).split('\n').length }] : [])),
  );
}

function ownedBy(root: string, module: string): string[] {
  const file = join(root, 'packages/server/src/modules', module, 'owned-tables.ts');
  if (!existsSync(file)) return [];
  const list = /ownedTables\s*=\s*\[([\s\S]*?)\]/.exec(withoutComments(readFileSync(file, 'utf8')))?.[1] ?? '';
  return [...list.matchAll(/['"](\w+)['"]/g)].flatMap((match) => match[1] ?? []);
}

/** A module writes its own tables only; each table has one owner. */
export const tableOwnership: Gate = {
  name: 'table ownership',
  run(root) {
    const owners = new Map<string, string>(platformTables.map((table) => [table, 'platform']));
    const problems: string[] = [];
    for (const file of sourcesIn(root, 'packages/server/src/modules/*/owned-tables.ts')) {
      const module = file.split('/')[4] ?? '';
      for (const table of ownedBy(root, module)) {
        const other = owners.get(table);
        if (other) problems.push(`${table} is owned by ${other} and by ${module}`);
        owners.set(table, module);
      }
    }
    for (const file of sourcesIn(root, 'packages/server/src/**/*.ts')) {
      if (isTest(file)) continue;
      const writer =
        /^packages\/server\/src\/modules\/([^/]+)\//.exec(file)?.[1] ?? (file.startsWith('packages/server/src/platform/') ? 'platform' : file.split('/')[3]);
      for (const { table, line } of tablesWrittenIn(readFileSync(join(root, file), 'utf8'))) {
        const owner = owners.get(table);
        if (owner !== writer) problems.push(`${file}:${line} writes ${table}, which ${owner ? `belongs to ${owner}` : 'has no owner'}`);
      }
    }
    return Promise.resolve(problems);
  },
};
