import { caseOutcomes } from '@entente/contracts';
import { newId, notFound, Problem, type CaseState } from '@entente/kernel';
import type { Selectable, Updateable } from 'kysely';
import { z } from 'zod';
import { recordChange, type ChangeEvent } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { ConflictCaseTable } from '../../platform/db/schema.ts';
import type { Entry, Side } from './domain/visibility.ts';

export type Case = Selectable<ConflictCaseTable> & { readonly state: CaseState };
export type Party = Side & { readonly registrationId: string | null };
const typed = (row: Selectable<ConflictCaseTable>): Case => row as Case;

/** The case, locked until the transaction ends. */
export async function lockCase(tx: Tx, tenantId: string, id: string): Promise<Case> {
  const row = await tx.selectFrom('conflict_case').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw notFound('case');
  return typed(row);
}

/**
 * For clocks, which hold their own row while they run: they never wait for the case, since whoever holds the case may be waiting to
 * clear that clock. 'busy' when somebody holds it.
 */
export async function lockCaseIfFree(tx: Tx, tenantId: string, id: string): Promise<Case | 'busy' | null> {
  const row = await tx
    .selectFrom('conflict_case')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (row) return typed(row);
  const there = await tx.selectFrom('conflict_case').select('id').where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
  return there ? 'busy' : null;
}

export async function readCase(tx: Tx, tenantId: string, id: string): Promise<Case> {
  const row = await tx.selectFrom('conflict_case').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('case');
  return typed(row);
}

export function requireVersion(row: Case, ifVersion: number | null): void {
  if (ifVersion !== null && row.version !== ifVersion) throw new Problem('version_stale', 'This case changed since you read it. Read it again, then decide.');
}

/** The sides of some cases, by letter. */
export async function partiesOf(tx: Tx, tenantId: string, caseIds: readonly string[]): Promise<(Party & { caseId: string })[]> {
  if (caseIds.length === 0) return [];
  const rows = await tx
    .selectFrom('conflict_party as s')
    .leftJoin('partner as p', (join) => join.onRef('p.tenant_id', '=', 's.tenant_id').onRef('p.id', '=', 's.partner_id'))
    .select(['s.id', 's.case_id', 's.letter', 's.partner_id', 's.registration_id', 'p.name'])
    .where('s.tenant_id', '=', tenantId)
    .where('s.case_id', 'in', [...caseIds])
    .orderBy('s.letter')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    caseId: row.case_id,
    letter: row.letter,
    partnerId: row.partner_id,
    registrationId: row.registration_id,
    name: row.name ?? 'Vendor',
  }));
}

export async function entriesOf(tx: Tx, tenantId: string, caseIds: readonly string[]): Promise<(Entry & { caseId: string })[]> {
  if (caseIds.length === 0) return [];
  const rows = await tx
    .selectFrom('conflict_entry')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('case_id', 'in', [...caseIds])
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    caseId: row.case_id,
    kind: row.kind as Entry['kind'],
    partyId: row.party_id,
    visibleTo: row.visible_to as Entry['visibleTo'],
    body: row.body,
    fileId: row.file_id,
    by: row.by_name,
    at: row.at,
  }));
}

export type NewEntry = {
  readonly kind: Entry['kind'];
  readonly visibleTo: Entry['visibleTo'];
  readonly partyId?: string | null;
  readonly body: string;
  readonly fileId?: string | null;
};

export async function addEntries(tx: Tx, context: Context, caseId: string, entries: readonly NewEntry[]): Promise<void> {
  await tx
    .insertInto('conflict_entry')
    .values(
      entries.map((entry) => ({
        tenant_id: context.tenantId,
        id: newId(),
        case_id: caseId,
        party_id: entry.partyId ?? null,
        kind: entry.kind,
        visible_to: entry.visibleTo,
        body: entry.body,
        file_id: entry.fileId ?? null,
        by_name: context.actor.name,
        at: context.now.toISOString(),
      })),
    )
    .execute();
}

/** Evidence may point at a stored file: any of the workspace for its people, and only its own company's for a partner. */
export async function requireFile(tx: Tx, context: Context, fileId: string): Promise<void> {
  const row = await tx
    .selectFrom('stored_file as f')
    .leftJoin('membership as m', (join) => join.onRef('m.tenant_id', '=', 'f.tenant_id').onRef('m.id', '=', 'f.created_by'))
    .select('m.partner_id')
    .where('f.tenant_id', '=', context.tenantId)
    .where('f.id', '=', fileId)
    .executeTakeFirst();
  const reachable = row !== undefined && (context.actor.audience === 'workspace' || (row.partner_id !== null && row.partner_id === context.actor.partnerId));
  if (!reachable)
    throw new Problem('invalid_input', 'There is no such file.', { fields: [{ path: 'fileId', code: 'unknown', sentence: 'There is no such file.' }] });
}

const outcomeShape = z.object({
  ruled: z.enum(caseOutcomes),
  inFavourOf: z.array(z.string()),
  reason: z.string(),
  partnerText: z.string(),
  shares: z.array(z.object({ letter: z.string(), basisPoints: z.number().int() })),
  by: z.string(),
  at: z.string(),
});
/** What was ruled; after an appeal with what had been ruled before. */
const storedOutcome = outcomeShape.extend({ before: outcomeShape.nullable() });
export type StoredOutcome = z.infer<typeof storedOutcome>;
export const outcomeOf = (row: Case): StoredOutcome | null => (row.outcome === null ? null : storedOutcome.parse(row.outcome));

export type Step = { readonly operation: string; readonly kind: string; readonly reason?: string | null; readonly payload?: Readonly<Record<string, unknown>> };

/** Who rules now: the first mediator or, once it was appealed, the second. */
export const mediatorOf = (row: Case): string | null => (row.appealed_at === null ? row.mediator_id : row.appeal_mediator_id);

/** Writes the changed columns, the audit entry and the vendor's own event of one step. The audit holds no evidence and no note. */
export async function changeCase(tx: Tx, context: Context, before: Case, after: Updateable<ConflictCaseTable>, step: Step): Promise<Case> {
  const row = typed(
    await tx
      .updateTable('conflict_case')
      .set((eb) => ({ ...after, version: eb('version', '+', 1) }))
      .where('tenant_id', '=', context.tenantId)
      .where('id', '=', before.id)
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
  const { outcome: _, ...told } = after;
  await recordChange(tx, context, {
    operation: step.operation,
    recordType: 'case',
    recordId: row.id,
    before: Object.fromEntries(Object.keys(told).map((key) => [key, before[key as keyof Case]])),
    after: told,
    reason: step.reason ?? null,
    events: [vendorEvent(row, step)],
  });
  return row;
}

export const vendorEvent = (row: Case, step: Pick<Step, 'kind' | 'payload'>): ChangeEvent => ({
  type: `case.${step.kind}`,
  dealId: row.deal_id,
  payload: { caseId: row.id, number: row.number, partnerId: null, companyName: row.title, holderId: mediatorOf(row), partnerSentence: null, ...step.payload },
});

/** Of people, how many cases each has to rule on. */
export async function openCasesOf(tx: Tx, tenantId: string): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('conflict_case')
    .select(['mediator_id', 'appeal_mediator_id', 'appealed_at'])
    .where('tenant_id', '=', tenantId)
    .where('state', 'in', ['evidence', 'ruling', 'appealed'])
    .execute();
  const counts = new Map<string, number>();
  for (const row of rows) {
    const who = row.appealed_at === null ? row.mediator_id : row.appeal_mediator_id;
    if (who !== null) counts.set(who, (counts.get(who) ?? 0) + 1);
  }
  return counts;
}
