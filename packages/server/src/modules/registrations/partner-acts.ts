import type { Parsed } from '@entente/contracts';
import { notFound, Problem } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { step } from './domain/machine.ts';
import { bandOf } from './domain/value-band.ts';
import { startDecisionClock, startProtectionClocks, stopDecisionClock } from './moments.ts';
import type { RegistrationsPorts } from './ports.ts';
import { stepFacts } from './step-facts.ts';
import { change, lockRegistration, type Registration } from './store.ts';
import { edit, holderOf, registerFor, submit, type CameBy, type NewRegistration } from './submit.ts';

/** The partner somebody acts for: their own company, or a reseller it may act for. Anything else does not exist for them. */
export async function actingFor(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  forPartnerId: string | null | undefined,
): Promise<{ partnerId: string; actingPartnerId: string | null }> {
  const own = context.actor.partnerId;
  if (own === null) throw notFound('partner');
  if (forPartnerId === null || forPartnerId === undefined || forPartnerId === own) return { partnerId: own, actingPartnerId: null };
  if (!(await ports.mayActFor(tx, context.tenantId, own, forPartnerId))) throw notFound('partner');
  return { partnerId: forPartnerId, actingPartnerId: own };
}

export async function lockOwn(tx: Tx, ports: RegistrationsPorts, context: Context, id: string, ifVersion: number | null): Promise<Registration> {
  requireScope(context, 'portal:register');
  const row = await lockRegistration(tx, context.tenantId, id, null);
  await requireOwn(tx, ports, context, row);
  if (ifVersion !== null && row.version !== ifVersion) throw new Problem('version_stale', 'This registration changed since you read it.');
  return row;
}

export async function requireOwn(tx: Tx, ports: RegistrationsPorts, context: Context, row: Registration): Promise<void> {
  const own = context.actor.partnerId;
  if (own === null) throw notFound('registration');
  if (row.partner_id !== own && !(await ports.mayActFor(tx, context.tenantId, own, row.partner_id))) throw notFound('registration');
}

export async function registerAsPartner(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  input: NewRegistration & { forPartnerId?: string | null | undefined; draft: boolean },
  cameBy: CameBy,
): Promise<Registration> {
  requireScope(context, 'portal:register');
  const { partnerId, actingPartnerId } = await actingFor(tx, ports, context, input.forPartnerId);
  if (input.dealId !== null && input.dealId !== undefined) await requireTakesPart(tx, context, partnerId, input.dealId);
  return registerFor(tx, ports, context, partnerId, input, { cameBy, actingPartnerId, draft: input.draft });
}

/** A partner names a deal only where it takes part; any other deal does not exist for it. */
async function requireTakesPart(tx: Tx, context: Context, partnerId: string, dealId: string): Promise<void> {
  const row = await tx
    .selectFrom('deal_participant')
    .select('id')
    .where('tenant_id', '=', context.tenantId)
    .where('deal_id', '=', dealId)
    .where('partner_id', '=', partnerId)
    .where('until', 'is', null)
    .executeTakeFirst();
  if (!row) throw notFound('deal');
}

export async function editOwn(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  at: { id: string; ifVersion: number | null },
  input: Partial<NewRegistration>,
): Promise<Registration> {
  return edit(tx, ports, context, await lockOwn(tx, ports, context, at.id, at.ifVersion), input);
}

export async function submitOwn(tx: Tx, ports: RegistrationsPorts, context: Context, at: { id: string; ifVersion: number | null }): Promise<Registration> {
  return submit(tx, ports, context, await lockOwn(tx, ports, context, at.id, at.ifVersion));
}

export async function withdraw(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  at: { id: string; ifVersion: number | null },
  reason: string | null,
): Promise<Registration> {
  const row = await lockOwn(tx, ports, context, at.id, at.ifVersion);
  const program = await ports.programOf(tx, context.tenantId, row.program_id);
  const moved = step(row.state, 'withdraw', stepFacts(row, program, context));
  if (!moved.ok) throw new Problem('conflict', 'It is decided; a registration is withdrawn before that.', { reason: `state_${row.state}` });
  const after = await change(
    tx,
    context,
    row,
    { state: moved.state, held_by: 'nobody', holder_id: null, held_since: context.now.toISOString(), decide_by: null, partner_sentence: reason },
    { operation: 'portalRegistrations.withdraw', kind: 'withdrawn', partnerSentence: reason ?? 'Withdrawn.' },
  );
  await ports.closeActs(tx, context, row.id, 'withdrawn');
  await stopDecisionClock(tx, row);
  return after;
}

/** The answer goes back to the vendor, and the decision clock begins anew: the vendor reads something it did not have before. */
export async function answer(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  at: { id: string; ifVersion: number | null },
  text: string,
): Promise<Registration> {
  const row = await lockOwn(tx, ports, context, at.id, at.ifVersion);
  const program = await ports.programOf(tx, context.tenantId, row.program_id);
  const moved = step(row.state, 'answer', stepFacts(row, program, context));
  if (!moved.ok) throw new Problem('conflict', 'Nothing is asked of you.', { reason: `state_${row.state}` });
  const partner = await ports.partner(tx, context.tenantId, row.partner_id);
  const holder = partner ? await holderOf(tx, ports, context, partner) : null;
  const dueAt = await startDecisionClock(tx, row, program.definition, context.now);
  const after = await change(
    tx,
    context,
    row,
    {
      state: moved.state,
      held_by: 'vendor',
      holder_id: holder,
      held_since: context.now.toISOString(),
      decide_by: dueAt,
      warned_at: null,
      escalated_at: null,
      partner_sentence: null,
    },
    { operation: 'portalRegistrations.answer', kind: 'answered', partnerSentence: text },
  );
  await ports.openAct(tx, context, {
    kind: 'registration',
    title: `Decide registration R-${row.number}: ${row.company_name}`,
    detail: `Answered: ${text.slice(0, 200)}`,
    dealId: row.deal_id,
    partnerId: row.partner_id,
    assigneeId: holder,
    assigneeRole: holder === null ? 'partner_manager' : null,
    dueAt,
    recordId: row.id,
  });
  return after;
}

/** News of the deal. It keeps the protection: who reports nothing for long is asked, then looked at. */
export async function report(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  id: string,
  body: Parsed<'portalRegistrations.report'>['body'],
): Promise<Registration> {
  const row = await lockOwn(tx, ports, context, id, null);
  if (row.state !== 'approved' && row.state !== 'extended')
    throw new Problem('conflict', 'News are reported while the registration protects a deal.', { reason: `state_${row.state}` });
  const program = await ports.programOf(tx, context.tenantId, row.program_id);
  const after = await change(
    tx,
    context,
    row,
    {
      partner_updated_at: context.now.toISOString(),
      ...(body.closeOn ? { close_on: body.closeOn } : {}),
      ...(body.amountMinor === null || body.amountMinor === undefined
        ? {}
        : { amount_minor: body.amountMinor, value_band: bandOf(program.definition.valueBands, body.amountMinor) ?? row.value_band }),
    },
    {
      operation: 'portalRegistrations.report',
      kind: 'reported',
      partnerSentence: body.note,
      payload: { closeOn: body.closeOn ?? null, amountMinor: body.amountMinor ?? null },
    },
  );
  if (row.deal_id !== null)
    await ports.logTouch(tx, context, {
      dealId: row.deal_id,
      partnerId: row.partner_id,
      kind: 'partner update',
      note: body.note,
      dedupeKey: `registration ${row.id} ${context.requestId}`,
    });
  await startProtectionClocks(tx, after, program.definition, context.now);
  return after;
}

export async function askExtension(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  at: { id: string; ifVersion: number | null },
  body: { days: number; reason: string },
): Promise<Registration> {
  const row = await lockOwn(tx, ports, context, at.id, at.ifVersion);
  const program = await ports.programOf(tx, context.tenantId, row.program_id);
  const moved = step(row.state, 'extend', stepFacts(row, program, context));
  if (!moved.ok) throw new Problem('conflict', moved.sentence, { reason: `state_${row.state}` });
  if (row.extension_asked_days !== null) throw new Problem('conflict', 'An extension is asked for already.');
  const partner = await ports.partner(tx, context.tenantId, row.partner_id);
  const holder = partner ? await holderOf(tx, ports, context, partner) : null;
  const after = await change(
    tx,
    context,
    row,
    { extension_asked_days: body.days, extension_reason: body.reason, holder_id: holder },
    {
      operation: 'portalRegistrations.askExtension',
      kind: 'extension_asked',
      partnerSentence: `Asked for ${body.days} more days: ${body.reason}`,
      payload: { days: body.days },
    },
  );
  await ports.openAct(tx, context, {
    kind: 'extension',
    title: `Extend R-${row.number} by ${body.days} days: ${row.company_name}`,
    detail: body.reason,
    dealId: row.deal_id,
    partnerId: row.partner_id,
    assigneeId: body.days > program.definition.protection.managerMayExtendDays ? null : holder,
    assigneeRole: body.days > program.definition.protection.managerMayExtendDays || holder === null ? 'admin' : null,
    dueAt: row.protected_until,
    recordId: row.id,
  });
  return after;
}
