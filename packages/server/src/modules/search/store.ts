import type { Result } from '@entente/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { begins, holdsWords, recordsWithWord, type NamedKind } from '../../platform/db/search-words.ts';

export type Hit = Result<'search.all'>['items'][number];
/** `first` says that the whole name begins with what was typed. */
export type Found = { readonly hit: Hit; readonly first: boolean };
export type Asked = { readonly key: string; readonly words: readonly string[] };

/** Rows of each kind, so that one kind cannot crowd out the others. */
const EACH = 8;
/** Up to here all records with a word are compared; of more, any that hold the words will do. */
const FEW = 400;

type Shown = { readonly title: RawBuilder<unknown>; readonly subtitle: RawBuilder<unknown>; readonly order: RawBuilder<unknown> };
const shown: Readonly<Record<NamedKind, Shown>> = {
  deal: {
    title: sql`r.name`,
    subtitle: sql`'#' || r.number || coalesce(' · ' || r.account_name, '')`,
    order: sql`r.last_activity_at desc, r.id`,
  },
  account: { title: sql`r.name`, subtitle: sql`nullif(concat_ws(' · ', r.industry, r.country), '')`, order: sql`r.name_key, r.id` },
  partner: {
    title: sql`r.name`,
    subtitle: sql`nullif(concat_ws(' · ', array_to_string(r.types, ', '), r.tier), '')`,
    order: sql`r.name_key, r.id`,
  },
};

type Row = { id: string; title: string; subtitle: string | null; first: boolean };
const foundOf =
  (type: Hit['type']) =>
  ({ id, title, subtitle, first }: Row): Found => ({ hit: { type, id, title, subtitle }, first });

/** Records whose name begins with the text: the first of them in the order of names. Only for kinds with an index in that order. */
export async function findFirst(tx: Tx, tenantId: string, kind: 'account' | 'partner', { key }: Asked): Promise<Found[]> {
  const { title, subtitle, order } = shown[kind];
  const { rows } = await sql<Row>`
    select r.id, ${title} as title, ${subtitle} as subtitle, true as first from ${sql.table(kind)} r
    where r.tenant_id = ${tenantId}::uuid and ${begins('r.name_key', key)} order by ${order} limit ${EACH}`.execute(tx);
  return rows.map(foundOf(kind));
}

/** Records with every word at the beginning of a word of their name. */
export async function findByWords(tx: Tx, tenantId: string, kind: NamedKind, { key, words }: Asked): Promise<Found[]> {
  const { title, subtitle, order } = shown[kind];
  const ids = await recordsWithWord(tx, tenantId, kind, words, FEW);
  if (ids?.length === 0) return [];
  const columns = sql`r.id, ${title} as title, ${subtitle} as subtitle, ${begins('r.name_key', key)} as first`;
  const { rows } = ids
    ? await sql<Row>`
        select ${columns} from ${sql.table(kind)} r
        where r.tenant_id = ${tenantId}::uuid and r.id = any(${ids}::uuid[]) and ${holdsWords('r.name_key', words)} order by first desc, ${order} limit ${EACH}`.execute(
        tx,
      )
    : // Materialised so that the first that fit end it: sorting all would read them all.
      await sql<Row>`
        with enough as materialized (
          select s.record_id from search_word s join ${sql.table(kind)} r on r.tenant_id = ${tenantId}::uuid and r.id = s.record_id
          where s.tenant_id = ${tenantId}::uuid and s.kind = ${kind}::text and ${begins('s.word', words[0] ?? '')} and ${holdsWords('r.name_key', words)} limit ${EACH * 4}
        )
        select ${columns} from ${sql.table(kind)} r where r.tenant_id = ${tenantId}::uuid and r.id in (select record_id from enough) order by first desc, ${order} limit ${EACH}`.execute(
        tx,
      );
  return rows.map(foundOf(kind));
}

/** People are few: their names are compared one by one. */
export async function findPeople(tx: Tx, tenantId: string, { key, words }: Asked): Promise<Found[]> {
  const { rows } = await sql<Row>`
    select m.id, u.name as title, replace(m.role, '_', ' ') as subtitle, ${begins('u.name_key', key)} as first
    from membership m join "user" u on u.id = m.user_id
    where m.tenant_id = ${tenantId}::uuid and m.status = 'active' and ${holdsWords('u.name_key', words)} order by first desc, u.name_key, m.id limit ${EACH}`.execute(
    tx,
  );
  return rows.map(foundOf('person'));
}

export async function findDealByNumber(tx: Tx, tenantId: string, number: number): Promise<Hit[]> {
  const { rows } = await sql<{
    id: string;
    number: number;
    name: string;
    account_name: string | null;
  }>`select id, number, name, account_name from deal where tenant_id = ${tenantId}::uuid and number = ${number}`.execute(tx);
  return rows.map((row) => ({ type: 'deal', id: row.id, title: row.name, subtitle: `#${row.number}${row.account_name ? ` · ${row.account_name}` : ''}` }));
}
