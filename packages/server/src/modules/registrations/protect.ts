import { newId, Problem, type RegistrationKind } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { extended, fitProtection, protectionFrom, type Protection } from './domain/protection.ts';
import type { Program, RegistrationsPorts } from './ports.ts';
import type { Registration } from './store.ts';

export async function protectionsOfDeal(tx: Tx, tenantId: string, dealId: string): Promise<Protection[]> {
  const rows = await tx
    .selectFrom('protection')
    .select(['registration_id', 'partner_id', 'kind', 'starts_at', 'ends_at'])
    .where('tenant_id', '=', tenantId)
    .where('deal_id', '=', dealId)
    .orderBy('starts_at')
    .execute();
  return rows.map((row) => ({
    registrationId: row.registration_id,
    partnerId: row.partner_id,
    kind: row.kind as RegistrationKind,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
  }));
}

/** Grants protection on a deal the caller has locked. Another partner's running protection of the same kind is a conflict. */
export async function grant(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  row: Registration,
  dealId: string,
  program: Program,
): Promise<{ from: string; until: string }> {
  const terms = { days: ports.protectionDays(program.definition, row.kind), retroactive: program.definition.protection.retroactive };
  const wanted = protectionFrom(terms, new Date(row.first_submitted_at ?? context.now), context.now);
  const known = await protectionsOfDeal(tx, context.tenantId, dealId);
  const fitted = fitProtection({ startsAt: wanted.startsAt.toISOString(), endsAt: wanted.endsAt.toISOString() }, row.partner_id, row.kind, known, context.now);
  if (fitted === null)
    throw new Problem('conflict', 'Another partner is protected on this deal today. Open a case, or wait until that ends.', { reason: 'protected' });
  await tx
    .insertInto('protection')
    .values({
      tenant_id: context.tenantId,
      id: newId(),
      registration_id: row.id,
      deal_id: dealId,
      partner_id: row.partner_id,
      kind: row.kind,
      starts_at: fitted.startsAt,
      ends_at: fitted.endsAt,
      ended_why: null,
      granted_by: context.actor.name,
    })
    .execute();
  return { from: fitted.startsAt, until: fitted.endsAt };
}

/** Moves the end of the running protection; the deal is locked by the caller. Refuses where another partner's would begin before. */
export async function prolong(tx: Tx, context: Context, row: Registration, days: number): Promise<string> {
  if (row.deal_id === null || row.protected_until === null) throw new Problem('conflict', 'This registration protects nothing to extend.');
  const until = extended(new Date(row.protected_until), days, context.now).toISOString();
  const known = await protectionsOfDeal(tx, context.tenantId, row.deal_id);
  const inTheWay = known.some(
    (one) => one.kind === row.kind && one.partnerId !== row.partner_id && one.startsAt < until && one.endsAt > (row.protected_until ?? ''),
  );
  if (inTheWay) throw new Problem('conflict', 'Another partner’s protection on this deal begins before that day.', { reason: 'protected' });
  await tx
    .updateTable('protection')
    .set({ ends_at: until })
    .where('tenant_id', '=', context.tenantId)
    .where('registration_id', '=', row.id)
    .where('ends_at', '=', row.protected_until)
    .execute();
  return until;
}

/** Ends what runs of a registration's protection now, and says why; what is over stays as it was. */
export async function endProtection(tx: Tx, context: Context, row: Registration, why: string): Promise<void> {
  const at = context.now.toISOString();
  await tx
    .updateTable('protection')
    .set((eb) => ({ ends_at: eb.fn<string>('greatest', ['starts_at', eb.cast<string>(eb.val(at), 'timestamptz')]), ended_why: why }))
    .where('tenant_id', '=', context.tenantId)
    .where('registration_id', '=', row.id)
    .where('ends_at', '>', at)
    .execute();
}
