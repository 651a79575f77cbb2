import { newId, notFound, Problem, type RegistrationKind, type RegistrationState } from '@entente/kernel';
import type { Selectable, Updateable } from 'kysely';
import { recordChange, type ChangeEvent } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { RegistrationTable } from '../../platform/db/schema.ts';

export type Stored = Selectable<RegistrationTable>;
export type Registration = Stored & { readonly kind: RegistrationKind; readonly state: RegistrationState };

const typed = (row: Stored): Registration => row as Registration;

/** The registration, locked until the transaction ends; for a partner only its own, or those of resellers it acts for. */
export async function lockRegistration(tx: Tx, tenantId: string, id: string, ifVersion: number | null = null): Promise<Registration> {
  const row = await tx.selectFrom('registration').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw notFound('registration');
  if (ifVersion !== null && row.version !== ifVersion) throw new Problem('version_stale', 'This registration changed since you read it.');
  return typed(row);
}

export type Happening = {
  /** The operation, such as 'registrations.approve'. */
  readonly operation: string;
  /** What happened, such as 'approved'; also the end of the event's type. */
  readonly kind: string;
  readonly partnerSentence: string | null;
  readonly privateNote?: string | null;
  readonly side?: 'vendor' | 'partner' | 'system';
  /** More of the event's payload. */
  readonly payload?: Readonly<Record<string, unknown>>;
};

/** Writes changed columns, the line of history, the audit entry and the event of one step. */
export async function change(
  tx: Tx,
  context: Context,
  before: Registration,
  after: Updateable<RegistrationTable>,
  happening: Happening,
): Promise<Registration> {
  const at = context.now.toISOString();
  const row = await tx
    .updateTable('registration')
    .set((eb) => ({ ...after, version: eb('version', '+', 1), updated_at: at }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const now = typed(row);
  await tell(tx, context, now, happening, pick(before, after), after);
  return now;
}

/** A line of history, an audit entry and an event, for a step that changed the row already or changes none. */
export async function tell(tx: Tx, context: Context, row: Registration, happening: Happening, before: unknown, after: unknown): Promise<void> {
  const side = happening.side ?? (context.actor.kind === 'system' ? 'system' : context.actor.audience === 'partner' ? 'partner' : 'vendor');
  await tx
    .insertInto('registration_event')
    .values({
      tenant_id: context.tenantId,
      id: newId(),
      registration_id: row.id,
      at: context.now.toISOString(),
      kind: happening.kind,
      by_name: context.actor.name,
      by_side: side,
      partner_sentence: happening.partnerSentence,
      private_note: happening.privateNote ?? null,
    })
    .execute();
  await recordChange(tx, context, {
    operation: happening.operation,
    recordType: 'registration',
    recordId: row.id,
    before,
    after,
    reason: happening.privateNote ?? happening.partnerSentence,
    events: [eventOf(row, happening)],
  });
}

const eventOf = (row: Registration, happening: Happening): ChangeEvent => ({
  type: `registration.${happening.kind}`,
  dealId: row.deal_id,
  payload: {
    registrationId: row.id,
    number: row.number,
    partnerId: row.partner_id,
    actingPartnerId: row.acting_partner_id,
    companyName: row.company_name,
    holderId: row.holder_id,
    partnerSentence: happening.partnerSentence,
    ...happening.payload,
  },
});

const pick = (row: Registration, keys: object): Record<string, unknown> =>
  Object.fromEntries(Object.keys(keys).map((key) => [key, row[key as keyof Registration]]));
