import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { canonical, contentHash, type Content } from './domain/content.ts';
import type { Leg } from './domain/legs.ts';

export type NewTransaction = {
  readonly id: string;
  readonly template: string;
  readonly cause: string;
  readonly factOn: string;
  readonly bookedOn: string;
  readonly dealId: string | null;
  readonly memo: string;
  readonly reverses: string | null;
  readonly reason: string | null;
  readonly ruleVersions: unknown;
  readonly facts: unknown;
  readonly legs: readonly Leg[];
};

const MEMO = 500;

/**
 * Writes transactions with their entries, in one way to the database. Writes nothing at all where one of the months is closed, and leaves
 * out what was booked before; the ids it wrote come back. The months stay as they are until the transaction ends.
 */
export async function writeTransactions(
  tx: Tx,
  context: Context,
  transactions: readonly NewTransaction[],
  accountOf: (leg: Leg) => string,
): Promise<ReadonlySet<string>> {
  const rows = transactions.map((transaction) => rowOf(context, transaction, accountOf));
  const [first, second] = rows;
  if (first === undefined) return new Set();
  return new Set(second === undefined ? await writeOne(tx, context.tenantId, first) : await writeMany(tx, context, rows));
}

type Row = {
  readonly said: Content;
  readonly hash: string;
  readonly accounts: readonly string[];
  readonly amounts: readonly string[];
  readonly lines: readonly (string | null)[];
};

function rowOf(context: Context, transaction: NewTransaction, accountOf: (leg: Leg) => string): Row {
  const { bookedOn, legs } = transaction;
  const said: Content = {
    ...transaction,
    memo: transaction.memo.slice(0, MEMO),
    period: bookedOn.slice(0, 7),
    createdAt: context.now.toISOString(),
    createdBy: context.actor.name,
    ruleVersions: canonical(transaction.ruleVersions),
    facts: canonical(transaction.facts),
  };
  return {
    said,
    hash: contentHash(said),
    accounts: legs.map(accountOf),
    amounts: legs.map(({ amountMinor }) => amountMinor.toString()),
    lines: legs.map(({ lineId }) => lineId),
  };
}

async function writeOne(tx: Tx, tenantId: string, { said, hash, accounts, amounts, lines }: Row): Promise<string[]> {
  const { rows } = await sql<{ written: boolean }>`
    select ledger_book_one(${tenantId}, ${said.id}, ${said.template}, ${said.cause}, ${said.factOn}, ${said.bookedOn}, ${said.createdAt}, ${said.createdBy}, ${said.dealId},
      ${said.memo}, ${said.reverses}, ${said.reason}, ${said.ruleVersions}, ${said.facts}, ${hash}, ${accounts}, ${amounts}, ${lines}) as written`.execute(tx);
  return rows[0]?.written === true ? [said.id] : [];
}

/** An array of ids, days, numbers or single words as the database writes it: nothing in it needs quotes, and none are looked for. */
const plain = (values: readonly (string | number | null)[]): string => `{${values.map((value) => value ?? 'null').join()}}`;

async function writeMany(tx: Tx, { tenantId, now, actor }: Context, rows: readonly Row[]): Promise<string[]> {
  const said = rows.map((row) => row.said);
  const each = <Key extends keyof Content>(key: Key): Content[Key][] => said.map((one) => one[key]);
  const ids = plain(each('id'));
  const months = plain([...new Set(each('period'))].sort());
  const { rows: written } = await sql<{ id: string }>`
    with gate as materialized (select ledger_months_open(${tenantId}::uuid, ${months}::text[]) as open), written as (
      insert into ledger_transaction (tenant_id, id, template, cause, fact_on, booked_on, period, created_at, created_by, deal_id, memo, reverses, reason, rule_versions, facts, content_hash)
      select ${tenantId}::uuid, n.id, n.template, n.cause, n.fact_on, n.booked_on, n.period, ${now.toISOString()}::timestamptz, ${actor.name}, n.deal_id, n.memo, n.reverses, n.reason, n.rule_versions, n.facts, n.hash
      from rows from (
        unnest(${ids}::uuid[], ${plain(each('template'))}::text[], ${each('cause')}::text[], ${plain(each('factOn'))}::date[], ${plain(each('bookedOn'))}::date[], ${plain(each('period'))}::text[], ${plain(each('dealId'))}::uuid[], ${each('memo')}::text[], ${plain(each('reverses'))}::uuid[], ${each('reason')}::text[], ${plain(rows.map(({ hash }) => hash))}::text[]),
        jsonb_array_elements(${`[${each('ruleVersions').join()}]`}::jsonb), jsonb_array_elements(${`[${each('facts').join()}]`}::jsonb)
      ) as n(id, template, cause, fact_on, booked_on, period, deal_id, memo, reverses, reason, hash, rule_versions, facts)
      where (select open from gate)
      on conflict (tenant_id, template, cause) do nothing
      returning id, booked_on, period, deal_id
    ), entries as (
      insert into ledger_entry (tenant_id, transaction_id, position, account_id, amount_minor, booked_on, period, deal_id, line_id)
      select ${tenantId}::uuid, w.id, n.position, n.account_id, n.amount, w.booked_on, w.period, w.deal_id, n.line_id
      from unnest(${plain(rows.flatMap(({ accounts }, index) => accounts.map(() => index + 1)))}::integer[], ${plain(rows.flatMap(({ accounts }) => accounts.map((_, index) => index + 1)))}::integer[], ${plain(rows.flatMap(({ accounts }) => accounts))}::uuid[], ${plain(rows.flatMap(({ amounts }) => amounts))}::bigint[], ${rows.flatMap(({ lines }) => lines)}::text[])
        as n(of, position, account_id, amount, line_id)
      join written w on w.id = (${ids}::uuid[])[n.of]
    )
    select id from written`.execute(tx);
  return written.map(({ id }) => id);
}
