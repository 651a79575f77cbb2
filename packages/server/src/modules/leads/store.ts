import { notFound, Problem, type LeadState } from '@entente/kernel';
import { sql, type Selectable, type Updateable } from 'kysely';
import { recordChange, type ChangeEvent } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { LeadTable } from '../../platform/db/schema.ts';

export type Lead = Selectable<LeadTable> & { readonly state: LeadState };
const typed = (row: Selectable<LeadTable>): Lead => row as Lead;

/** The lead, locked until the transaction ends: whoever accepts, declines, routes or pulls back does so one after another. */
export async function lockLead(tx: Tx, tenantId: string, id: string): Promise<Lead> {
  const row = await tx.selectFrom('lead').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw notFound('lead');
  return typed(row);
}

/**
 * For clocks, which hold their own row while they run: they never wait for the lead, since whoever holds the lead may be waiting to
 * clear that clock. 'busy' when somebody holds it.
 */
export async function lockLeadIfFree(tx: Tx, tenantId: string, id: string): Promise<Lead | 'busy' | null> {
  const row = await tx.selectFrom('lead').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().skipLocked().executeTakeFirst();
  if (row) return typed(row);
  const there = await tx.selectFrom('lead').select('id').where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
  return there ? 'busy' : null;
}

export async function readLead(tx: Tx, tenantId: string, id: string): Promise<Lead> {
  const row = await tx.selectFrom('lead').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('lead');
  return typed(row);
}

export function requireVersion(lead: Lead, ifVersion: number | null): void {
  if (ifVersion !== null && lead.version !== ifVersion) throw new Problem('version_stale', 'This lead changed since you read it. Read it again, then decide.');
}

export type Step = {
  readonly operation: string;
  readonly reason?: string | null;
  readonly events: readonly {
    kind: string;
    partnerId: string | null;
    holderId?: string | null;
    partnerSentence?: string | null;
    payload?: Readonly<Record<string, unknown>>;
  }[];
};

/** Writes the changed columns, the audit entry and the events of one step. */
export async function changeLead(tx: Tx, context: Context, before: Lead, after: Updateable<LeadTable>, step: Step): Promise<Lead> {
  const row = await tx
    .updateTable('lead')
    .set((eb) => ({ ...after, version: eb('version', '+', 1), updated_at: context.now.toISOString() }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const { passed_over: _, ...told } = after;
  await tellLead(tx, context, typed(row), step, pick(before, told), told);
  return typed(row);
}

export async function tellLead(tx: Tx, context: Context, lead: Lead, step: Step, before: unknown, after: unknown): Promise<void> {
  await recordChange(tx, context, {
    operation: step.operation,
    recordType: 'lead',
    recordId: lead.id,
    before,
    after,
    reason: step.reason ?? null,
    events: step.events.map((event): ChangeEvent => ({
      type: `lead.${event.kind}`,
      dealId: lead.deal_id,
      payload: {
        leadId: lead.id,
        number: lead.number,
        companyName: lead.company_name,
        partnerId: event.partnerId,
        holderId: event.holderId ?? lead.owner_id,
        partnerSentence: event.partnerSentence ?? null,
        ...event.payload,
      },
    })),
  });
}

const pick = (row: Lead, keys: object): Record<string, unknown> => Object.fromEntries(Object.keys(keys).map((key) => [key, row[key as keyof Lead]]));

export async function baseCurrency(tx: Tx, tenantId: string): Promise<string> {
  return (await tx.selectFrom('workspace').select('base_currency').where('id', '=', tenantId).executeTakeFirstOrThrow()).base_currency;
}

/** Leads are routed one after another, so that turns are taken in order and the last free place is given once. */
export async function lockRouting(tx: Tx, tenantId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`lead-routing:${tenantId}`}, 0))`.execute(tx);
}
