import { operationEntries } from './index.ts';

/** The text of operation-table.ts: what the client must know at run time, so that the browser does not load the schemas. */
export function operationTable(): string {
  const rows = operationEntries().map(([id, { method, path, versioned }]) => `  '${id}': ['${method}', '${path}'${versioned ? ', true' : ''}],`);
  return [
    '// Generated from the operations by `npm run generate`. Do not edit.',
    'export const operationTable: Readonly<Record<string, readonly [method: string, path: string, versioned?: boolean]>> = {',
    ...rows,
    '};',
    '',
  ].join('\n');
}
