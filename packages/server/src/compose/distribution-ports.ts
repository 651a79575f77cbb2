import { sql } from 'kysely';
import type { ChainDeal, DistributionPorts, ReadTable, Reading, SoldDeal } from '../modules/distribution/index.ts';
import { amountReader, dateReader, openTable, quantityReader, TableError } from '../modules/imports/index.ts';
import type { Tx } from '../platform/db/database.ts';

/** Gives distribution what it needs to know, from those who own it. */
export function distributionPorts(): DistributionPorts {
  return {
    partners: async (tx, tenantId, ids) =>
      ids.length === 0
        ? []
        : (
            await sql<{ id: string; name: string; types: string[]; active: boolean; managerId: string | null }>`
              select id, name, types, status = 'active' as active, manager_id as "managerId" from partner where tenant_id = ${tenantId}::uuid and id = any(${[...ids]}::uuid[])`.execute(
              tx,
            )
          ).rows,
    chainDeal,
    soldDeals,
    products: async (tx, tenantId) => {
      const rows = await tx.selectFrom('product').select(['id', 'name', 'external_id']).where('tenant_id', '=', tenantId).execute();
      return rows.map((row) => ({ id: row.id, name: row.name, externalId: row.external_id }));
    },
    readCsv,
  };
}

async function chainDeal(tx: Tx, tenantId: string, dealId: string): Promise<ChainDeal | null> {
  const { rows } = await sql<ChainDeal>`
    select d.id, d.number, d.name, d.status = 'lost' as lost, d.currency, d.account_name as "customerName",
      coalesce((select jsonb_agg(jsonb_build_object('routeId', r.id, 'chain', r.chain) order by r.id) from deal_route r
        where r.tenant_id = d.tenant_id and r.deal_id = d.id and r.kind = 'resale' and r.ended_at is null and cardinality(r.chain) > 0), '[]') as routes
    from deal d where d.tenant_id = ${tenantId}::uuid and d.id = ${dealId}::uuid`.execute(tx);
  return rows[0] ?? null;
}

async function soldDeals(
  tx: Tx,
  tenantId: string,
  distributorId: string,
  wanted: { numbers: readonly number[]; domains: readonly string[] },
): Promise<SoldDeal[]> {
  const { rows } = await sql<SoldDeal>`
    with asked as (
      select id from deal where tenant_id = ${tenantId}::uuid and number = any(${[...wanted.numbers]}::bigint[])
      union
      select d.id from account_domain a join deal d on d.tenant_id = a.tenant_id and d.account_id = a.account_id
      where a.tenant_id = ${tenantId}::uuid and a.domain = any(${[...wanted.domains]}::text[])
    ), sold as (
      select r.deal_id, jsonb_agg(jsonb_build_object('routeId', r.id, 'chain', r.chain) order by r.id) as routes
      from asked join deal_route r on r.tenant_id = ${tenantId}::uuid and r.deal_id = asked.id
      where r.kind = 'resale' and r.ended_at is null and ${distributorId}::uuid = any(r.chain) group by r.deal_id
    )
    select d.id, d.number, d.status = 'lost' as lost, sold.routes,
      coalesce((select array_agg(a.domain) from account_domain a where a.tenant_id = d.tenant_id and a.account_id = d.account_id), '{}') as domains,
      coalesce((select jsonb_agg(jsonb_build_object('productId', l.product_id, 'quantity', l.quantity)) from deal_line l where l.tenant_id = d.tenant_id and l.deal_id = d.id), '[]') as lines
    from sold join deal d on d.tenant_id = ${tenantId}::uuid and d.id = sold.deal_id order by d.id`.execute(tx);
  return rows;
}

/** The text as imports read one: whatever its delimiter, quoting, decimal sign and order of dates. */
async function readCsv(text: string, fileName: string, maxRows: number): Promise<Reading<ReadTable>> {
  try {
    const table = await openTable({ fileName, text });
    const rows: { rowNumber: number; cells: readonly string[]; problem: string | null }[] = [];
    for await (const row of table.rows()) {
      if (row.problem?.code === 'empty-row') continue;
      if (rows.length === maxRows) return { ok: false, sentence: `A report has at most ${maxRows.toLocaleString('en')} lines; send the rest as another.` };
      rows.push({ rowNumber: row.rowNumber, cells: row.cells, problem: row.problem?.sentence ?? null });
    }
    const column = (index: number): string[] => rows.flatMap((row) => row.cells[index] ?? []);
    return {
      ok: true,
      value: {
        headers: table.headers,
        rows,
        amounts: (index) => amountReader(column(index)),
        quantities: (index) => quantityReader(column(index)),
        dates: (index, expected) => dateReader(column(index), expected),
      },
    };
  } catch (error) {
    if (error instanceof TableError) return { ok: false, sentence: error.message };
    throw error;
  }
}
