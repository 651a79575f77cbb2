import { sql, type RawBuilder } from 'kysely';
import type { Tx } from './database.ts';
import { endOf } from './name-key.ts';

export type NamedKind = 'account' | 'partner' | 'deal';

/**
 * The statement that writes the words of the rows of `named` (id, name_key), such as those an insert returns. In the order of the
 * index: many at once then meet each of its pages once.
 */
export const insertWords = (tenantId: string, kind: NamedKind, named: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  insert into search_word (tenant_id, kind, word, record_id)
  select ${tenantId}::uuid, ${kind}::text, w.word, r.id from ${named} r cross join lateral (select distinct unnest(string_to_array(r.name_key, ' ')) as word) w
  order by w.word, r.id`;

/** After every insert of such records, and after every change of their names. */
export async function addWords(tx: Tx, tenantId: string, kind: NamedKind, ids: readonly string[]): Promise<void> {
  await insertWords(
    tenantId,
    kind,
    sql`(select id, name_key from ${sql.table(kind)} where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[]))`,
  ).execute(tx);
}

/** Before their names change or they go: the words are read from the name as it is stored. */
export async function forgetWords(tx: Tx, tenantId: string, kind: NamedKind, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    delete from search_word s using (
      select r.id, w.word from ${sql.table(kind)} r cross join lateral unnest(string_to_array(r.name_key, ' ')) as w(word) where r.tenant_id = ${tenantId}::uuid and r.id = any(${ids}::uuid[])
    ) old
    where s.tenant_id = ${tenantId}::uuid and s.kind = ${kind}::text and s.word = old.word and s.record_id = old.id`.execute(tx);
}

/** A change of names, with the words before and after it. */
export async function renaming<T>(tx: Tx, tenantId: string, kind: NamedKind, ids: readonly string[], work: () => Promise<T>): Promise<T> {
  if (ids.length === 0) return work();
  await forgetWords(tx, tenantId, kind, ids);
  const result = await work();
  await addWords(tx, tenantId, kind, ids);
  return result;
}

/** The condition on an index of "C" text that it begins so. */
export const begins = (column: string, beginning: string): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(column)} >= ${beginning}::text and ${sql.ref(column)} < ${endOf(beginning)}::text)`;

/**
 * The condition on a row that each word begins a word of its name. Not `like`: the planner takes a pattern for rare and would read
 * and sort all rows, where going along an index soon meets enough of them.
 */
export const holdsWords = (column: string, words: readonly string[]): RawBuilder<boolean> =>
  words.length === 0
    ? sql<boolean>`false`
    : sql<boolean>`(${sql.join(
        words.map((word) => sql`strpos(' ' || ${sql.ref(column)}, ${` ${word}`}::text) > 0`),
        sql` and `,
      )})`;

/**
 * The records whose names can hold these words, by the first word that few enough of them have; null when every word is in more.
 * Who asks then goes along an index of its own order instead, where such records come often.
 */
export async function recordsWithWord(tx: Tx, tenantId: string, kind: NamedKind, words: readonly string[], most: number): Promise<string[] | null> {
  for (const word of words) {
    const { rows } = await sql<{ record_id: string }>`
      select record_id from search_word where tenant_id = ${tenantId}::uuid and kind = ${kind}::text and ${begins('word', word)} limit ${most + 1}`.execute(tx);
    if (rows.length <= most) return [...new Set(rows.map((row) => row.record_id))];
  }
  return null;
}
