import type { Result } from '@entente/contracts';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { SearchText } from './domain/query.ts';

export type Hit = Result<'search.all'>['items'][number];
export type Kinds = { readonly accounts: boolean; readonly partners: boolean; readonly people: boolean };

/** Rows of each kind, so that one kind cannot crowd out the others. */
const each = 8;

/**
 * Read only, over tables that other modules own. Each kind is asked for at most eight rows, by name; a workspace's row-level security
 * keeps functions out of index conditions, so the match is a filter over the name index in its order and ends at the eighth hit.
 */
export async function findNamed(tx: Tx, tenantId: string, pattern: string, kinds: Kinds): Promise<Hit[]> {
  const parts = [
    sql`(select 'deal' as type, 1 as place, d.id, d.name as title, '#' || d.number || coalesce(' · ' || d.account_name, '') as subtitle from deal d where d.tenant_id = ${tenantId}::uuid and lower(d.name) like ${pattern} order by d.last_activity_at desc, d.id limit ${each})`,
    ...(kinds.accounts
      ? [
          sql`(select 'account' as type, 2, a.id, a.name, nullif(concat_ws(' · ', a.industry, a.country), '') from account a where a.tenant_id = ${tenantId}::uuid and lower(a.name) like ${pattern} order by lower(a.name), a.id limit ${each})`,
        ]
      : []),
    ...(kinds.partners
      ? [
          sql`(select 'partner' as type, 3, p.id, p.name, nullif(concat_ws(' · ', array_to_string(p.types, ', '), p.tier), '') from partner p where p.tenant_id = ${tenantId}::uuid and lower(p.name) like ${pattern} order by lower(p.name), p.id limit ${each})`,
        ]
      : []),
    ...(kinds.people
      ? [
          sql`(select 'person' as type, 4, m.id, u.name, replace(m.role, '_', ' ') from membership m join "user" u on u.id = m.user_id where m.tenant_id = ${tenantId}::uuid and m.status = 'active' and lower(u.name) like ${pattern} order by lower(u.name), m.id limit ${each})`,
        ]
      : []),
  ];
  const { rows } = await sql<
    Hit & { place: number }
  >`select type, id, title, subtitle, place from (${sql.join(parts, sql` union all `)}) found order by place`.execute(tx);
  return rows.map(({ type, id, title, subtitle }) => ({ type, id, title, subtitle }));
}

export async function findDealByNumber(tx: Tx, tenantId: string, { dealNumber }: Pick<SearchText, 'dealNumber'>): Promise<Hit[]> {
  if (dealNumber === null) return [];
  const { rows } = await sql<{
    id: string;
    number: number;
    name: string;
    account_name: string | null;
  }>`select id, number, name, account_name from deal where tenant_id = ${tenantId}::uuid and number = ${dealNumber}`.execute(tx);
  return rows.map((row) => ({ type: 'deal', id: row.id, title: row.name, subtitle: `#${row.number}${row.account_name ? ` · ${row.account_name}` : ''}` }));
}
