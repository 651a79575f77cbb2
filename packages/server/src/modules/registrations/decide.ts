import type { Parsed } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { attachDeal, refuseSecondSource, roleOf } from './attach-deal.ts';
import { step, type RegistrationStep } from './domain/machine.ts';
import { dayInWords } from './domain/words.ts';
import { startDecisionClock, startProtectionClocks, stopDecisionClock, stopProtectionClocks } from './moments.ts';
import type { Program, RegistrationsPorts, RulingParts } from './ports.ts';
import { endProtection, grant, prolong } from './protect.ts';
import { stepFacts } from './step-facts.ts';
import { change, lockRegistration, type Registration } from './store.ts';
import { systemContext } from '../../platform/system-actor.ts';

const UNDO_MS = 10 * 60_000;
type Versioned = { readonly id: string; readonly ifVersion: number | null };

async function take(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  { id, ifVersion }: Versioned,
  taken: RegistrationStep,
): Promise<{ row: Registration; program: Program; state: Registration['state'] }> {
  requireScope(context, 'registrations:decide');
  const row = await lockRegistration(tx, context.tenantId, id, ifVersion);
  const program = await ports.programOf(tx, context.tenantId, row.program_id);
  const moved = step(row.state, taken, stepFacts(row, program, context));
  if (!moved.ok) throw new Problem('conflict', moved.sentence, { reason: `state_${row.state}` });
  return { row, program, state: moved.state };
}

export async function approve(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  at: Versioned,
  body: Parsed<'registrations.approve'>['body'],
): Promise<Registration> {
  const { row, program } = await take(tx, ports, context, at, 'approve');
  if (row.needs_second && row.first_approval_by === null) return firstApproval(tx, ports, context, row, body.note ?? null);
  return grantIt(tx, ports, context, row, program, body, `Approved by ${context.actor.name}.`, body.note ?? null);
}

/** Above the programme's limit one approval is not enough; the second comes from somebody else. */
async function firstApproval(tx: Tx, ports: RegistrationsPorts, context: Context, row: Registration, note: string | null): Promise<Registration> {
  if (context.actor.memberId === null) throw new Problem('not_allowed', 'Two people approve a registration of this size; a key cannot be one of them.');
  const after = await change(
    tx,
    context,
    row,
    { first_approval_by: context.actor.memberId, holder_id: null },
    {
      operation: 'registrations.approve',
      kind: 'approved_once',
      partnerSentence: null,
      privateNote: note ?? `${context.actor.name} approved; a second person has to.`,
    },
  );
  await ports.closeActs(tx, context, row.id, 'approved_once');
  await ports.openAct(tx, context, {
    kind: 'registration',
    title: `Second approval for R-${row.number}: ${row.company_name}`,
    detail: `${context.actor.name} approved it.`,
    dealId: row.deal_id,
    partnerId: row.partner_id,
    assigneeId: null,
    assigneeRole: 'admin',
    dueAt: row.decide_by,
    recordId: row.id,
  });
  return after;
}

/** A rule let it through: the decision is the rule's, the step is the same. */
export async function approveByRule(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  row: Registration,
  ruled: RulingParts,
  accountId: string | null,
): Promise<Registration> {
  const program = await ports.programOf(tx, context.tenantId, row.program_id);
  const asRule = systemContext(context.tenantId, `Rule ${ruled.ruleName ?? ''}`.trim(), context.now, context.actor.name);
  return grantIt(tx, ports, asRule, row, program, { accountId }, ruled.partnerSentence, ruled.sentence);
}

/** Attaches the claim to its deal and protects it. Whoever calls it has decided that it may. */
export async function grantIt(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  row: Registration,
  program: Program,
  named: { dealId?: string | null | undefined; accountId?: string | null | undefined; newDeal?: boolean | undefined },
  partnerSentence: string,
  privateNote: string | null,
): Promise<Registration> {
  const { deal, accountId } = await attachDeal(tx, ports, context, row, named);
  await refuseSecondSource(tx, context, row, deal.id);
  const { from, until } = await grant(tx, ports, context, row, deal.id, program);
  const at = context.now.toISOString();
  const approved = await change(
    tx,
    context,
    row,
    {
      state: 'approved',
      deal_id: deal.id,
      account_id: accountId,
      protected_from: from,
      protected_until: until,
      held_by: 'nobody',
      holder_id: deal.ownerId,
      held_since: at,
      decide_by: null,
      decided_at: at,
      decided_by: context.actor.name,
      decided_by_member: context.actor.memberId,
      partner_updated_at: at,
      partner_sentence: partnerSentence,
    },
    {
      operation: 'registrations.approve',
      kind: 'approved',
      partnerSentence: `${partnerSentence} Protected until ${dayInWords(until)}.`,
      privateNote,
      payload: { protectedUntil: until, dealId: deal.id },
    },
  );
  await ports.addParticipant(tx, context, deal.id, { partnerId: row.partner_id, role: roleOf[row.kind], evidence: `Registration R-${row.number}` });
  await ports.logTouch(tx, context, {
    dealId: deal.id,
    partnerId: row.partner_id,
    kind: 'registration',
    note: `R-${row.number} approved`,
    dedupeKey: `registration ${row.id}`,
  });
  await ports.closeActs(tx, context, row.id, 'approved');
  await stopDecisionClock(tx, approved);
  await startProtectionClocks(tx, approved, program.definition, context.now);
  return approved;
}

export async function decline(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  at: Versioned,
  body: Parsed<'registrations.decline'>['body'],
): Promise<Registration> {
  const { row, state } = await take(tx, ports, context, at, 'decline');
  const now = context.now.toISOString();
  const declined = await change(
    tx,
    context,
    row,
    {
      state,
      held_by: 'partner',
      holder_id: null,
      held_since: now,
      decide_by: null,
      decided_at: now,
      decided_by: context.actor.name,
      decided_by_member: context.actor.memberId,
      partner_sentence: body.partnerText,
    },
    {
      operation: 'registrations.decline',
      kind: 'rejected',
      partnerSentence: body.partnerText,
      privateNote: body.note ?? body.reason.replaceAll('_', ' '),
      payload: { reason: body.reason },
    },
  );
  await ports.closeActs(tx, context, row.id, 'declined');
  await stopDecisionClock(tx, declined);
  return declined;
}

/** The clock stops while the partner looks for an answer. */
export async function askInfo(tx: Tx, ports: RegistrationsPorts, context: Context, at: Versioned, question: string): Promise<Registration> {
  const { row, state } = await take(tx, ports, context, at, 'ask');
  const asked = await change(
    tx,
    context,
    row,
    { state, held_by: 'partner', holder_id: null, held_since: context.now.toISOString(), decide_by: null, partner_sentence: question },
    { operation: 'registrations.askInfo', kind: 'asked', partnerSentence: question },
  );
  await ports.closeActs(tx, context, row.id, 'asked');
  await stopDecisionClock(tx, asked);
  return asked;
}

/** Takes a decision back while it is fresh and nothing was built on it. What was protected meanwhile stays on record. */
export async function undo(tx: Tx, ports: RegistrationsPorts, context: Context, at: Versioned): Promise<Registration> {
  const { row, program, state } = await take(tx, ports, context, at, 'take_back');
  const last = await tx
    .selectFrom('registration_event')
    .select(['at', 'kind', 'by_side'])
    .where('tenant_id', '=', context.tenantId)
    .where('registration_id', '=', row.id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!last || last.by_side === 'partner' || context.now.getTime() - Date.parse(last.at) > UNDO_MS)
    throw new Problem('conflict', 'It is too late to take this back; something followed it, or ten minutes have passed.', { reason: 'too_late' });
  if (row.state === 'approved' && row.deal_id !== null) {
    await ports.lockDeal(tx, context.tenantId, row.deal_id);
    await endProtection(tx, context, row, 'The decision was taken back.');
    await ports.endParticipant(tx, context, row.deal_id, { partnerId: row.partner_id, role: roleOf[row.kind] });
    await stopProtectionClocks(tx, row);
  }
  const dueAt = await startDecisionClock(tx, row, program.definition, new Date(row.submitted_at ?? context.now));
  const back = await change(
    tx,
    context,
    row,
    {
      state,
      held_by: 'vendor',
      holder_id: context.actor.memberId,
      held_since: context.now.toISOString(),
      decide_by: dueAt,
      decided_at: null,
      decided_by: null,
      decided_by_member: null,
      protected_from: null,
      protected_until: null,
      first_approval_by: null,
      partner_sentence: null,
    },
    { operation: 'registrations.undo', kind: 'taken_back', partnerSentence: 'The decision was taken back; it is being looked at again.' },
  );
  await ports.openAct(tx, context, {
    kind: 'registration',
    title: `Decide registration R-${row.number}: ${row.company_name}`,
    detail: 'The last decision was taken back.',
    dealId: row.deal_id,
    partnerId: row.partner_id,
    assigneeId: context.actor.memberId,
    assigneeRole: context.actor.memberId === null ? 'partner_manager' : null,
    dueAt,
    recordId: row.id,
  });
  return back;
}

export async function extend(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  at: Versioned,
  body: Parsed<'registrations.extend'>['body'],
): Promise<Registration> {
  const { row, program, state } = await take(tx, ports, context, at, 'extend');
  const limit = program.definition.protection.managerMayExtendDays;
  if (body.days > limit && context.actor.role !== 'owner' && context.actor.role !== 'admin')
    throw new Problem('not_allowed', `You may extend by up to ${limit} days; an owner or admin extends by more.`);
  if (row.deal_id !== null) await ports.lockDeal(tx, context.tenantId, row.deal_id);
  const until = await prolong(tx, context, row, body.days);
  const sentence = body.partnerText ?? `Extended by ${body.days} days, until ${dayInWords(until)}.`;
  const longer = await change(
    tx,
    context,
    row,
    { state, protected_until: until, extensions: row.extensions + 1, extension_asked_days: null, extension_reason: null, partner_sentence: sentence },
    { operation: 'registrations.extend', kind: 'extended', partnerSentence: sentence, payload: { protectedUntil: until, days: body.days } },
  );
  await ports.closeActs(tx, context, row.id, 'extended');
  await startProtectionClocks(tx, longer, program.definition, context.now);
  return longer;
}

export async function refuseExtension(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  { id, ifVersion }: Versioned,
  partnerText: string,
): Promise<Registration> {
  requireScope(context, 'registrations:decide');
  const row = await lockRegistration(tx, context.tenantId, id, ifVersion);
  if (row.extension_asked_days === null) throw new Problem('conflict', 'No extension was asked for.');
  const after = await change(
    tx,
    context,
    row,
    { extension_asked_days: null, extension_reason: null, partner_sentence: partnerText },
    { operation: 'registrations.refuseExtension', kind: 'extension_refused', partnerSentence: partnerText },
  );
  await ports.closeActs(tx, context, row.id, 'refused');
  return after;
}

export async function revoke(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  at: Versioned,
  body: Parsed<'registrations.revoke'>['body'],
): Promise<Registration> {
  const { row, state } = await take(tx, ports, context, at, 'revoke');
  return endClaim(tx, ports, context, row, {
    state,
    operation: 'registrations.revoke',
    kind: 'revoked',
    partnerSentence: body.partnerText,
    privateNote: body.note ?? null,
    endRole: true,
  });
}

/** Ends a claim that stood: its protection, its clocks, and, where it was wrong, the role it gave. */
export async function endClaim(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  row: Registration,
  end: { state: Registration['state']; operation: string; kind: string; partnerSentence: string; privateNote?: string | null; endRole: boolean },
): Promise<Registration> {
  if (row.deal_id !== null) await ports.lockDeal(tx, context.tenantId, row.deal_id);
  await endProtection(tx, context, row, end.partnerSentence);
  if (end.endRole && row.deal_id !== null) await ports.endParticipant(tx, context, row.deal_id, { partnerId: row.partner_id, role: roleOf[row.kind] });
  const at = context.now.toISOString();
  const ended = await change(
    tx,
    context,
    row,
    {
      state: end.state,
      held_by: 'nobody',
      held_since: at,
      extension_asked_days: null,
      extension_reason: null,
      ...(row.protected_until !== null && row.protected_until > at ? { protected_until: at } : {}),
      partner_sentence: end.partnerSentence,
    },
    { operation: end.operation, kind: end.kind, partnerSentence: end.partnerSentence, privateNote: end.privateNote ?? null },
  );
  await ports.closeActs(tx, context, row.id, end.kind);
  await stopProtectionClocks(tx, row);
  return ended;
}

export async function assign(tx: Tx, ports: RegistrationsPorts, context: Context, { id, ifVersion }: Versioned, memberId: string): Promise<Registration> {
  requireScope(context, 'registrations:decide');
  const row = await lockRegistration(tx, context.tenantId, id, ifVersion);
  if (row.held_by !== 'vendor') throw new Problem('conflict', 'It is not the vendor’s turn.');
  const name = await ports.memberName(tx, context.tenantId, memberId);
  if (name === null) throw new Problem('invalid_input', 'There is no such person, or their membership has ended.');
  const after = await change(
    tx,
    context,
    row,
    { holder_id: memberId },
    { operation: 'registrations.assign', kind: 'assigned', partnerSentence: null, privateNote: `Given to ${name}.` },
  );
  await ports.closeActs(tx, context, row.id, 'assigned');
  await ports.openAct(tx, context, {
    kind: 'registration',
    title: `Decide registration R-${row.number}: ${row.company_name}`,
    detail: `Given by ${context.actor.name}.`,
    dealId: row.deal_id,
    partnerId: row.partner_id,
    assigneeId: memberId,
    assigneeRole: null,
    dueAt: row.decide_by,
    recordId: row.id,
  });
  return after;
}
