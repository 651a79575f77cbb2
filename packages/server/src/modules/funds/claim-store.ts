import { notFound, Problem, type Explanation } from '@entente/kernel';
import { sql, type RawBuilder, type Updateable } from 'kysely';
import type { fundProofs } from '@entente/contracts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { FundClaimTable } from '../../platform/db/schema.ts';
import type { Rate } from './domain/amounts.ts';
import type { ClaimState } from './domain/machine.ts';
import { readRate, tellRequest, withoutQuestion, type FundRequest, type Told } from './request-store.ts';

export type Proof = (typeof fundProofs)[number];
export type Claim = {
  readonly id: string;
  readonly number: number;
  readonly requestId: string;
  readonly requestNumber: number;
  readonly requestName: string;
  readonly allocationId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly state: ClaimState;
  readonly title: string;
  readonly final: boolean;
  readonly currency: string;
  readonly localCurrency: string;
  readonly rate: Rate | null;
  readonly claimedLocalMinor: number;
  readonly claimedMinor: number | null;
  readonly approvedMinor: number | null;
  readonly reversedMinor: number;
  readonly submittedAt: string | null;
  readonly decideBy: string | null;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly question: string | null;
  readonly payBy: string | null;
  readonly paidOn: string | null;
  readonly explanation: Explanation | null;
  readonly version: number;
};
const columns =
  sql.raw(`c.id, c.number, c.request_id as "requestId", r.number as "requestNumber", r.name as "requestName", c.allocation_id as "allocationId", c.partner_id as "partnerId", p.name as "partnerName",
  c.state, c.title, c.final, c.currency, c.local_currency as "localCurrency", c.rate,
  (select coalesce(sum(l.claimed_minor), 0)::bigint from fund_claim_line l where l.tenant_id = c.tenant_id and l.claim_id = c.id) as "claimedLocalMinor",
  c.claimed_minor as "claimedMinor", c.approved_minor as "approvedMinor", c.reversed_minor as "reversedMinor", c.submitted_at as "submittedAt", c.decide_by as "decideBy", c.decided_at as "decidedAt",
  c.decided_by as "decidedBy", c.reason, c.question, c.pay_by as "payBy", c.paid_on as "paidOn", c.explanation, c.version`);

export async function selectClaims(tx: Tx, tenantId: string, where: RawBuilder<unknown>, order: RawBuilder<unknown>, limit: number): Promise<Claim[]> {
  const { rows } = await sql<Omit<Claim, 'rate'> & { rate: unknown }>`
    select ${columns} from fund_claim c
      join fund_request r on r.tenant_id = c.tenant_id and r.id = c.request_id
      join partner p on p.tenant_id = c.tenant_id and p.id = c.partner_id
    where c.tenant_id = ${tenantId}::uuid ${where} order by ${order} limit ${limit}`.execute(tx);
  return rows.map((row) => ({ ...row, rate: readRate(row.rate) }));
}
export async function readClaim(tx: Tx, tenantId: string, id: string, partnerId: string | null = null): Promise<Claim> {
  const [row] = await selectClaims(
    tx,
    tenantId,
    sql`and c.id = ${id}::uuid ${partnerId === null ? sql`` : sql`and c.partner_id = ${partnerId}::uuid`}`,
    sql`c.id`,
    1,
  );
  if (!row) throw notFound('claim');
  return row;
}

export type ClaimLine = {
  readonly number: number;
  readonly description: string;
  readonly supplier: string;
  readonly invoiceNumber: string;
  readonly invoiceDate: string;
  readonly invoiceFileId: string;
  readonly costMinor: number;
  readonly claimedMinor: number;
  readonly approvedMinor: number | null;
  readonly reason: string | null;
  readonly fileName: string;
  readonly fileSize: number;
};
export async function linesOf(tx: Tx, tenantId: string, claimId: string): Promise<ClaimLine[]> {
  const { rows } = await sql<ClaimLine>`
    select l.number, l.description, l.supplier, l.invoice_number as "invoiceNumber", l.invoice_date as "invoiceDate", l.invoice_file_id as "invoiceFileId", l.cost_minor as "costMinor",
      l.claimed_minor as "claimedMinor", l.approved_minor as "approvedMinor", l.reason, f.name as "fileName", f.size_bytes as "fileSize"
    from fund_claim_line l join stored_file f on f.tenant_id = l.tenant_id and f.id = l.invoice_file_id
    where l.tenant_id = ${tenantId}::uuid and l.claim_id = ${claimId}::uuid order by l.number`.execute(tx);
  return rows;
}
export type ClaimProof = { readonly kind: Proof; readonly fileId: string; readonly note: string | null; readonly fileName: string; readonly fileSize: number };
export async function proofsOf(tx: Tx, tenantId: string, claimId: string): Promise<ClaimProof[]> {
  const { rows } = await sql<ClaimProof>`
    select q.kind, q.file_id as "fileId", q.note, f.name as "fileName", f.size_bytes as "fileSize"
    from fund_claim_proof q join stored_file f on f.tenant_id = q.tenant_id and f.id = q.file_id
    where q.tenant_id = ${tenantId}::uuid and q.claim_id = ${claimId}::uuid order by q.number`.execute(tx);
  return rows;
}
/** Kinds of proof that an activity still lacks: what came with an earlier claim of it counts. */
export async function missingProof(tx: Tx, tenantId: string, requestId: string, claimId: string, wanted: readonly Proof[]): Promise<Proof[]> {
  const { rows } = await sql<{ kind: Proof }>`
    select distinct q.kind from fund_claim_proof q join fund_claim c on c.tenant_id = q.tenant_id and c.id = q.claim_id
    where q.tenant_id = ${tenantId}::uuid and c.request_id = ${requestId}::uuid and (c.id = ${claimId}::uuid or c.state in ('submitted', 'info_requested', 'approved', 'paid'))
    union select 'invoice' where exists (select 1 from fund_claim_line l where l.tenant_id = ${tenantId}::uuid and l.claim_id = ${claimId}::uuid)`.execute(tx);
  const there = new Set(rows.map(({ kind }) => kind));
  return wanted.filter((kind) => !there.has(kind));
}

export async function changeClaim(
  tx: Tx,
  context: Context,
  request: FundRequest,
  before: Claim,
  after: Updateable<FundClaimTable>,
  told: Told,
): Promise<Claim> {
  await tx
    .updateTable('fund_claim')
    .set((eb) => ({ ...withoutQuestion(after), updated_at: context.now.toISOString(), version: eb('version', '+', 1) }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', before.id)
    .execute();
  const { explanation: _, ...audited } = after;
  await tellRequest(tx, context, request, { ...told, claimId: before.id }, { before: { state: before.state }, after: audited });
  return readClaim(tx, context.tenantId, before.id);
}

/** Files that somebody of a partner names must be its own company's. */
export async function requireFiles(tx: Tx, context: Context, ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    select f.id from stored_file f join membership m on m.tenant_id = f.tenant_id and m.id = f.created_by
    where f.tenant_id = ${context.tenantId}::uuid and f.id = any(${wanted}::uuid[]) and m.partner_id = ${context.actor.partnerId}::uuid`.execute(tx);
  if (rows.length !== wanted.length)
    throw new Problem('invalid_input', 'There is no such file.', { fields: [{ path: 'fileId', code: 'unknown', sentence: 'There is no such file.' }] });
}
