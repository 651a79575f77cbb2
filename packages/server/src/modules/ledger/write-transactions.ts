import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { contentHash } from './domain/content.ts';
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
 * One statement for all, with their entries. Writes nothing at all where one of the months is closed, and leaves out what was booked
 * before; the ids it wrote come back. The months stay as they are until the transaction ends.
 */
export async function writeTransactions(
  tx: Tx,
  context: Context,
  transactions: readonly NewTransaction[],
  accountOf: (leg: Leg) => string,
): Promise<ReadonlySet<string>> {
  const { tenantId } = context;
  const createdAt = context.now.toISOString();
  const createdBy = context.actor.name;
  const t = {
    id: [] as string[],
    template: [] as string[],
    cause: [] as string[],
    factOn: [] as string[],
    bookedOn: [] as string[],
    dealId: [] as (string | null)[],
    memo: [] as string[],
    reverses: [] as (string | null)[],
    reason: [] as (string | null)[],
    ruleVersions: [] as string[],
    facts: [] as string[],
    hash: [] as string[],
  };
  const e = { of: [] as number[], position: [] as number[], account: [] as string[], amount: [] as string[], line: [] as (string | null)[] };
  for (const transaction of transactions) {
    const memo = transaction.memo.slice(0, MEMO);
    t.id.push(transaction.id);
    t.template.push(transaction.template);
    t.cause.push(transaction.cause);
    t.factOn.push(transaction.factOn);
    t.bookedOn.push(transaction.bookedOn);
    t.dealId.push(transaction.dealId);
    t.memo.push(memo);
    t.reverses.push(transaction.reverses);
    t.reason.push(transaction.reason);
    t.ruleVersions.push(JSON.stringify(transaction.ruleVersions));
    t.facts.push(JSON.stringify(transaction.facts));
    t.hash.push(contentHash({ ...transaction, memo, period: transaction.bookedOn.slice(0, 7), createdAt, createdBy }));
    transaction.legs.forEach((leg, index) => {
      e.of.push(t.id.length);
      e.position.push(index + 1);
      e.account.push(accountOf(leg));
      e.amount.push(leg.amountMinor.toString());
      e.line.push(leg.lineId);
    });
  }
  const months = [...new Set(t.bookedOn.map((day) => day.slice(0, 7)))].sort();
  const { rows } = await sql<{ id: string }>`
    with gate as materialized (select ledger_months_open(${tenantId}::uuid, ${months}::text[]) as open), written as (
      insert into ledger_transaction (tenant_id, id, template, cause, fact_on, booked_on, period, created_at, created_by, deal_id, memo, reverses, reason, rule_versions, facts, content_hash)
      select ${tenantId}::uuid, n.id, n.template, n.cause, n.fact_on, n.booked_on, substr(n.booked_on::text, 1, 7), ${createdAt}::timestamptz, ${createdBy}, n.deal_id, n.memo, n.reverses, n.reason, n.rule_versions, n.facts, n.hash
      from unnest(${t.id}::uuid[], ${t.template}::text[], ${t.cause}::text[], ${t.factOn}::date[], ${t.bookedOn}::date[], ${t.dealId}::uuid[], ${t.memo}::text[], ${t.reverses}::uuid[], ${t.reason}::text[], ${t.ruleVersions}::jsonb[], ${t.facts}::jsonb[], ${t.hash}::text[])
        as n(id, template, cause, fact_on, booked_on, deal_id, memo, reverses, reason, rule_versions, facts, hash)
      where (select open from gate)
      on conflict (tenant_id, template, cause) do nothing
      returning id, booked_on, period, deal_id
    ), entries as (
      insert into ledger_entry (tenant_id, transaction_id, position, account_id, amount_minor, booked_on, period, deal_id, line_id)
      select ${tenantId}::uuid, w.id, n.position, n.account_id, n.amount, w.booked_on, w.period, w.deal_id, n.line_id
      from unnest(${e.of}::integer[], ${e.position}::integer[], ${e.account}::uuid[], ${e.amount}::bigint[], ${e.line}::text[]) as n(of, position, account_id, amount, line_id)
      join written w on w.id = (${t.id}::uuid[])[n.of]
    )
    select id from written`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}
