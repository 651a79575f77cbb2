import { sql, type RawBuilder } from 'kysely';

/**
 * In a lateral look-up: that a column is what `wanted` names. Together with `order by` the same column and `offset 0` it is read
 * from the index on (tenant_id, column) and from no other: to a planner that believes a new workspace to have one row, every index
 * that leads with the tenant costs the same, and one look-up a row through a wrong one takes hours.
 */
export const same = (column: string, wanted: 'key' | 'folded' = 'key'): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(column)} >= ${sql.ref(`wanted.${wanted}`)} and ${sql.ref(column)} <= ${sql.ref(`wanted.${wanted}`)}`;
