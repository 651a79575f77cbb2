import { writeFileSync } from 'node:fs';
import type pg from 'pg';

/** Row types read from the migrated database, so that a migration without its types does not compile. */
const TYPES: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float8: 'number',
  numeric: 'string',
  bool: 'boolean',
  date: 'string',
  timestamptz: 'string',
  jsonb: 'Json',
  bytea: 'Buffer',
  xid8: 'string',
  _text: 'string[]',
  _uuid: 'string[]',
};

export async function schemaTypes(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ table_name: string; column_name: string; udt_name: string; is_nullable: string; generated: boolean; computed: boolean }>(
    `select table_name, column_name, udt_name, is_nullable, (column_default is not null or is_identity = 'YES') as generated, is_generated = 'ALWAYS' as computed
     from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position`,
  );
  const tables = Map.groupBy(rows, (row) => row.table_name);
  const pascal = (name: string): string => name.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const interfaces = [...tables].map(([table, columns]) => {
    const fields = columns.map(({ column_name, udt_name, is_nullable, generated, computed }) => {
      const base = TYPES[udt_name];
      if (!base) throw new Error(`no TypeScript type for ${udt_name} (${table}.${column_name})`);
      const type = udt_name === 'jsonb' ? (is_nullable === 'YES' ? 'JsonOrNull' : 'Json') : is_nullable === 'YES' ? `${base} | null` : base;
      const key = /^[a-z_0-9]+$/.test(column_name) ? column_name : `'${column_name}'`;
      if (computed) return `  ${key}: GeneratedAlways<${type}>;`;
      return `  ${key}: ${generated && udt_name !== 'jsonb' ? `Generated<${type}>` : type};`;
    });
    return `export type ${pascal(table)}Table = {\n${fields.join('\n')}\n};`;
  });
  return [
    '// Generated from the migrated schema by `npm run generate`. Do not edit.',
    "import type { ColumnType, Generated, GeneratedAlways } from 'kysely';",
    '',
    '/** Written as JSON text, read as a parsed value; parse it at the edge of the module that owns it. */',
    'export type Json = ColumnType<unknown, string | undefined, string>;',
    'export type JsonOrNull = ColumnType<unknown, string | null | undefined, string | null>;',
    '',
    ...interfaces,
    '',
    `export type DB = {\n${[...tables.keys()].map((table) => `  ${/^[a-z_]+$/.test(table) ? table : `'${table}'`}: ${pascal(table)}Table;`).join('\n')}\n};`,
    '',
  ].join('\n');
}

export async function writeSchemaTypes(pool: pg.Pool): Promise<void> {
  writeFileSync(new URL('./schema.ts', import.meta.url), await schemaTypes(pool));
}
