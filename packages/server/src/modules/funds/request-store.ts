import { isId, newId, notFound } from '@entente/kernel';
import { sql, type RawBuilder, type Updateable } from 'kysely';
import { z } from 'zod';
import { fundRate } from '@entente/contracts';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { FundRequestTable } from '../../platform/db/schema.ts';
import type { Tx } from '../../platform/db/database.ts';
import { nextInOrder } from '../../platform/numbers.ts';
import type { Rate } from './domain/amounts.ts';
import type { RequestState } from './domain/machine.ts';

export type FundRequest = {
  readonly id: string;
  readonly number: number;
  readonly allocationId: string;
  readonly budgetId: string;
  readonly budgetName: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly currency: string;
  readonly state: RequestState;
  readonly policyNumber: number | null;
  readonly name: string;
  readonly activityType: string;
  readonly inPerson: boolean;
  readonly description: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly place: string | null;
  readonly campaign: string | null;
  readonly targetContacts: number | null;
  readonly expectedPipelineMinor: number | null;
  readonly localCurrency: string;
  readonly totalCostMinor: number;
  readonly requestedLocalMinor: number;
  readonly requestedMinor: number | null;
  readonly rate: Rate | null;
  readonly approvedMinor: number | null;
  readonly approvedOn: string | null;
  readonly round: number;
  readonly claimUntil: string | null;
  readonly submittedAt: string | null;
  readonly decideBy: string | null;
  readonly decidedAt: string | null;
  readonly reason: string | null;
  readonly question: string | null;
  readonly createdBy: string;
  readonly version: number;
};

const rateOrNull = fundRate.nullable();
export const readRate = (value: unknown): Rate | null => rateOrNull.parse(value ?? null);

const columns =
  sql.raw(`r.id, r.number, r.allocation_id as "allocationId", a.budget_id as "budgetId", b.name as "budgetName", r.partner_id as "partnerId", p.name as "partnerName", a.currency, r.state,
  r.policy_number as "policyNumber", r.name, r.activity_type as "activityType", r.in_person as "inPerson", r.description, r.starts_on as "startsOn", r.ends_on as "endsOn", r.place, r.campaign,
  r.target_contacts as "targetContacts", r.expected_pipeline_minor as "expectedPipelineMinor", r.local_currency as "localCurrency", r.total_cost_minor as "totalCostMinor",
  r.requested_local_minor as "requestedLocalMinor", r.requested_minor as "requestedMinor", r.rate, r.approved_minor as "approvedMinor", r.approved_on as "approvedOn", r.round,
  r.claim_until as "claimUntil", r.submitted_at as "submittedAt", r.decide_by as "decideBy", r.decided_at as "decidedAt", r.reason, r.question, r.created_by as "createdBy", r.version`);

export async function selectRequests(tx: Tx, tenantId: string, where: RawBuilder<unknown>, order: RawBuilder<unknown>, limit: number): Promise<FundRequest[]> {
  const { rows } = await sql<Omit<FundRequest, 'rate'> & { rate: unknown }>`
    select ${columns} from fund_request r
      join fund_allocation a on a.tenant_id = r.tenant_id and a.id = r.allocation_id
      join fund_budget b on b.tenant_id = a.tenant_id and b.id = a.budget_id
      join partner p on p.tenant_id = r.tenant_id and p.id = r.partner_id
    where r.tenant_id = ${tenantId}::uuid ${where} order by ${order} limit ${limit}`.execute(tx);
  return rows.map((row) => ({ ...row, rate: readRate(row.rate) }));
}
/** With `partnerId`, only its own. */
export async function readRequest(tx: Tx, tenantId: string, id: string, partnerId: string | null = null): Promise<FundRequest> {
  const [row] = await selectRequests(
    tx,
    tenantId,
    sql`and r.id = ${id}::uuid ${partnerId === null ? sql`` : sql`and r.partner_id = ${partnerId}::uuid`}`,
    sql`r.id`,
    1,
  );
  if (!row) throw notFound('request');
  return row;
}
export async function lockRequest(tx: Tx, tenantId: string, id: string, partnerId: string | null = null): Promise<FundRequest> {
  await sql`select 1 from fund_request where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`.execute(tx);
  return readRequest(tx, tenantId, id, partnerId);
}

export type Told = {
  readonly operation: string;
  /** After `fund_request.` or `fund_claim.` */
  readonly event: string;
  /** What both sides read in the history. */
  readonly sentence: string;
  readonly note?: string | null;
  readonly claimId?: string | null;
  /** What the partner is told; null: nothing it does not know. */
  readonly partnerSentence?: string | null;
  readonly dueAt?: string | null;
};

/** A question stands while it waits for its answer, and no longer: whatever ends that says something of its own. */
export const withoutQuestion = <After extends { state?: string | undefined }>(after: After): After & { question?: null } =>
  after.state === undefined || after.state === 'info_requested' ? after : { ...after, question: null };

export async function changeRequest(tx: Tx, context: Context, before: FundRequest, after: Updateable<FundRequestTable>, told: Told): Promise<FundRequest> {
  await tx
    .updateTable('fund_request')
    .set((eb) => ({ ...withoutQuestion(after), updated_at: context.now.toISOString(), version: eb('version', '+', 1) }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', before.id)
    .execute();
  await tellRequest(tx, context, before, told, { before: { state: before.state }, after });
  return readRequest(tx, context.tenantId, before.id);
}

/** History, audit and event of one step. */
export async function tellRequest(
  tx: Tx,
  context: Context,
  request: FundRequest,
  told: Told,
  audit: { before?: unknown; after?: unknown } = {},
): Promise<void> {
  await sql`
    insert into fund_history (tenant_id, id, request_id, claim_id, at, by_name, by_partner, sentence, note)
    values (${context.tenantId}::uuid, ${newId()}::uuid, ${request.id}::uuid, ${told.claimId ?? null}::uuid, ${context.now.toISOString()}::timestamptz, ${context.actor.name}, ${context.actor.audience === 'partner'}, ${told.sentence}, ${told.note ?? null})`.execute(
    tx,
  );
  await recordChange(tx, context, {
    operation: told.operation,
    recordType: told.claimId ? 'fund_claim' : 'fund_request',
    recordId: told.claimId ?? request.id,
    ...audit,
    reason: told.note ?? null,
    events: [
      {
        type: told.claimId ? `fund_claim.${told.event}` : `fund_request.${told.event}`,
        payload: {
          requestId: request.id,
          claimId: told.claimId ?? null,
          number: request.number,
          name: request.name,
          partnerId: request.partnerId,
          companyName: request.partnerName,
          holderId: null,
          sentence: told.sentence,
          partnerSentence: told.partnerSentence ?? null,
          dueAt: told.dueAt ?? null,
        },
      },
    ],
  });
}

export type History = {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly byPartner: boolean;
  readonly claimId: string | null;
  readonly sentence: string;
  readonly note: string | null;
};
export async function historyOf(tx: Tx, tenantId: string, requestId: string, claimId: string | null = null): Promise<History[]> {
  if (!isId(requestId)) return [];
  const { rows } = await sql<History>`
    select id, at, by_name as by, by_partner as "byPartner", claim_id as "claimId", sentence, note from fund_history
    where tenant_id = ${tenantId}::uuid and request_id = ${requestId}::uuid ${claimId === null ? sql`` : sql`and claim_id = ${claimId}::uuid`} order by id`.execute(
    tx,
  );
  return rows;
}

const extension = z.enum(['asked', 'granted', 'refused', 'withdrawn']);
export type Extension = {
  readonly id: string;
  readonly requestId: string;
  readonly state: z.infer<typeof extension>;
  readonly claimUntilBefore: string;
  readonly claimUntil: string;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly answer: string | null;
};
export async function extensionsOf(tx: Tx, tenantId: string, where: RawBuilder<unknown>, limit = 200): Promise<Extension[]> {
  const { rows } = await sql<Extension>`
    select e.id, e.request_id as "requestId", e.state, e.claim_until_before as "claimUntilBefore", e.claim_until as "claimUntil", e.reason, e.asked_by as "askedBy", e.asked_at as "askedAt",
      e.decided_by as "decidedBy", e.decided_at as "decidedAt", e.answer
    from fund_extension e where e.tenant_id = ${tenantId}::uuid ${where} order by e.id desc limit ${limit}`.execute(tx);
  return rows;
}

/** The next number of a series of the workspace, in the caller's transaction. */
export const nextNumber = (tx: Tx, tenantId: string, name: 'fund_request' | 'fund_claim'): Promise<number> => nextInOrder(tx, tenantId, name);
