import type { PricedQuote, QuoteRequest } from '@entente/contracts';
import { Problem, notFound } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { QuoteState } from './domain/quote-machine.ts';

export type QuoteRow = {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly dealId: string;
  readonly dealNumber: number;
  readonly dealName: string;
  readonly dealStatus: string;
  readonly accountId: string | null;
  readonly accountName: string | null;
  readonly state: QuoteState;
  readonly quoteVersion: number;
  readonly currency: string;
  readonly listMinor: number;
  readonly netMinor: number;
  readonly oursMinor: number;
  readonly partnerId: string | null;
  readonly partnerName: string | null;
  readonly expiresOn: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly copiedFrom: string | null;
  readonly sentAt: string | null;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  readonly closingNote: string | null;
  readonly updatedAt: string;
  readonly version: number;
};
/** Written by us, checked when it was; read as what it is. */
export type VersionRow = {
  readonly number: number;
  readonly request: QuoteRequest;
  readonly priced: PricedQuote;
  readonly madeById: string;
  readonly madeByName: string;
  readonly madeAt: string;
  readonly sentAt: string | null;
  readonly acceptedAt: string | null;
};
export type ApprovalRow = {
  readonly id: string;
  readonly quoteVersion: number;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly ruleName: string;
  readonly approverRole: string;
  readonly reason: string;
  readonly state: 'waiting' | 'approved' | 'rejected' | 'void';
  readonly decidedById: string | null;
  readonly decidedByName: string | null;
  readonly decidedAt: string | null;
  readonly note: string | null;
};

const columns = sql`q.id, q.number, q.name, q.deal_id as "dealId", d.number as "dealNumber", d.name as "dealName", d.status as "dealStatus", q.account_id as "accountId", coalesce(a.name, d.account_name) as "accountName", q.state,
  q.quote_version as "quoteVersion", q.currency, q.list_minor as "listMinor", q.net_minor as "netMinor", q.ours_minor as "oursMinor", q.partner_id as "partnerId", p.name as "partnerName", q.expires_on as "expiresOn",
  q.author_id as "authorId", q.author_name as "authorName", q.copied_from as "copiedFrom", q.sent_at as "sentAt", q.closed_at as "closedAt", q.closed_by as "closedBy", q.closing_note as "closingNote", q.updated_at as "updatedAt", q.version`;
const from = sql`quote q join deal d on d.tenant_id = q.tenant_id and d.id = q.deal_id left join account a on a.tenant_id = q.tenant_id and a.id = q.account_id left join partner p on p.tenant_id = q.tenant_id and p.id = q.partner_id`;

export async function findQuotes(tx: Tx, tenantId: string, where: RawBuilder<unknown>, limit: number): Promise<QuoteRow[]> {
  const { rows } =
    await sql<QuoteRow>`select ${columns} from ${from} where q.tenant_id = ${tenantId}::uuid and ${where} order by q.id desc limit ${limit}`.execute(tx);
  return rows;
}
export async function readQuote(tx: Tx, tenantId: string, id: string): Promise<QuoteRow> {
  const [row] = await findQuotes(tx, tenantId, sql`q.id = ${id}::uuid`, 1);
  if (!row) throw notFound('quote');
  return row;
}

/** The deal first, then the quote: whoever accepts one quote of a deal waits for whoever accepts another. */
export async function lockQuote(tx: Tx, tenantId: string, id: string, ifVersion: number | null): Promise<QuoteRow> {
  const found = await tx.selectFrom('quote').select('deal_id').where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
  if (!found) throw notFound('quote');
  await tx.selectFrom('deal').select('id').where('tenant_id', '=', tenantId).where('id', '=', found.deal_id).forUpdate().execute();
  await tx.selectFrom('quote').select('id').where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().execute();
  const quote = await readQuote(tx, tenantId, id);
  if (ifVersion !== null && quote.version !== ifVersion) throw new Problem('version_stale', 'Somebody changed this quote since you read it. Read it again.');
  return quote;
}

export async function readVersions(tx: Tx, tenantId: string, quoteId: string, number?: number): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select v.number, v.request, v.priced, v.made_by_id as "madeById", v.made_by_name as "madeByName", v.made_at as "madeAt", v.sent_at as "sentAt", v.accepted_at as "acceptedAt"
    from quote_version v where v.tenant_id = ${tenantId}::uuid and v.quote_id = ${quoteId}::uuid ${number === undefined ? sql`` : sql`and v.number = ${number}`} order by v.number desc`.execute(
    tx,
  );
  return rows;
}
export async function readVersion(tx: Tx, tenantId: string, quoteId: string, number: number): Promise<VersionRow> {
  const [row] = await readVersions(tx, tenantId, quoteId, number);
  if (!row) throw notFound('version of the quote');
  return row;
}

/** Over a draft; a version that was sent is never written again. */
export async function writeVersion(tx: Tx, context: Context, quoteId: string, number: number, request: QuoteRequest, priced: PricedQuote): Promise<void> {
  const at = context.now.toISOString();
  const { rows } = await sql<{ number: number }>`
    insert into quote_version (tenant_id, quote_id, number, request, priced, priced_on, made_by_id, made_by_name, made_at)
    values (${context.tenantId}::uuid, ${quoteId}::uuid, ${number}, ${JSON.stringify(request)}::jsonb, ${JSON.stringify(priced)}::jsonb, ${priced.pricedOn}::date, ${context.actor.id}, ${context.actor.name}, ${at}::timestamptz)
    on conflict (tenant_id, quote_id, number) do update set request = excluded.request, priced = excluded.priced, priced_on = excluded.priced_on, made_by_id = excluded.made_by_id,
      made_by_name = excluded.made_by_name, made_at = excluded.made_at where quote_version.sent_at is null returning number`.execute(tx);
  if (rows.length === 0) throw new Problem('conflict', 'This version was sent and stays as it is.', { reason: 'version_frozen' });
}

type Changes = {
  state?: QuoteState;
  name?: string;
  expires_on?: string;
  quote_version?: number;
  currency?: string;
  list_minor?: number;
  net_minor?: number;
  ours_minor?: number;
  partner_id?: string | null;
  sent_at?: string;
  closed_at?: string | null;
  closed_by?: string | null;
  closing_note?: string | null;
};
export async function updateQuote(tx: Tx, context: Pick<Context, 'tenantId' | 'now'>, id: string, changes: Changes): Promise<void> {
  await tx
    .updateTable('quote')
    .set((eb) => ({ ...changes, version: eb('version', '+', 1), updated_at: context.now.toISOString() }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .execute();
}

export async function readApprovals(tx: Tx, tenantId: string, quoteId: string): Promise<ApprovalRow[]> {
  const { rows } = await sql<ApprovalRow>`
    select id, quote_version as "quoteVersion", rule_id as "ruleId", rule_version as "ruleVersion", rule_name as "ruleName", approver_role as "approverRole", reason, state,
      decided_by_id as "decidedById", decided_by_name as "decidedByName", decided_at as "decidedAt", note
    from quote_approval where tenant_id = ${tenantId}::uuid and quote_id = ${quoteId}::uuid order by id`.execute(tx);
  return rows;
}
export async function voidApprovals(tx: Tx, tenantId: string, quoteId: string): Promise<void> {
  await tx
    .updateTable('quote_approval')
    .set({ state: 'void' })
    .where('tenant_id', '=', tenantId)
    .where('quote_id', '=', quoteId)
    .where('state', 'in', ['waiting', 'approved'])
    .execute();
}
