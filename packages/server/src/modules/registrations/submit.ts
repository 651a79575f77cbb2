import { familyOf } from '@entente/account-matching';
import { newId, notFound, Problem, type RegistrationKind } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { approveByRule } from './decide.ts';
import { domainText, nameFromDomain } from './domain/customer.ts';
import { step } from './domain/machine.ts';
import { amountOf } from './domain/value-band.ts';
import { gatherFacts, type Known } from './gather-facts.ts';
import { namedAccounts } from './named-accounts.ts';
import { startDecisionClock } from './moments.ts';
import type { Program, RegisteringPartner, RegistrationsPorts, RulingParts } from './ports.ts';
import { standIn } from './delegations.ts';
import { stepFacts } from './step-facts.ts';
import { change, tell, type Registration } from './store.ts';

export type NewRegistration = {
  readonly customerDomain: string;
  readonly contactEmail: string;
  readonly valueBand: string;
  readonly closeOn: string;
  readonly kind: RegistrationKind;
  readonly companyName?: string | null | undefined;
  readonly contactName?: string | null | undefined;
  readonly amountMinor?: number | null | undefined;
  readonly country?: string | null | undefined;
  readonly region?: string | null | undefined;
  readonly productIds: readonly string[];
  readonly story?: string | null | undefined;
  readonly dealId?: string | null | undefined;
};
export type CameBy = 'portal' | 'link' | 'mail' | 'api' | 'staff';
type Origin = { readonly cameBy: CameBy; readonly actingPartnerId: string | null };

/** A new registration of a partner: kept as a draft, or submitted at once and ruled on. */
export async function registerFor(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  partnerId: string,
  input: NewRegistration,
  options: Origin & { draft: boolean },
): Promise<Registration> {
  const partner = await ports.partner(tx, context.tenantId, partnerId);
  if (!partner) throw notFound('partner');
  const program = await ports.programFor(tx, context.tenantId, partner.types);
  await limitRegistrations(tx, context, partner, program);
  const values = await valuesOf(tx, ports, context, program, input);
  const at = context.now.toISOString();
  const number = await ports.takeNumber(context.tenantId);
  const row = (await tx
    .insertInto('registration')
    .values({
      tenant_id: context.tenantId,
      id: newId(),
      number,
      kind: input.kind,
      state: 'draft',
      partner_id: partnerId,
      acting_partner_id: options.actingPartnerId,
      program_id: program.id,
      ...values,
      deal_id: input.dealId ?? null,
      came_by: options.cameBy,
      held_by: 'partner',
      held_since: at,
      created_at: at,
      updated_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()) as Registration;
  await tell(tx, context, row, { operation: 'registrations.create', kind: 'created', partnerSentence: options.draft ? 'Kept as a draft.' : null }, null, {
    number,
    partnerId,
    ...values,
  });
  return options.draft ? row : submit(tx, ports, context, row);
}

/** Facts of a draft, of one that waits, or of one that was asked about may still be changed. */
export async function edit(tx: Tx, ports: RegistrationsPorts, context: Context, row: Registration, input: Partial<NewRegistration>): Promise<Registration> {
  if (row.state !== 'draft' && row.state !== 'submitted' && row.state !== 'info_requested' && row.state !== 'rejected')
    throw new Problem('conflict', 'It is decided. Report news instead of changing it.');
  const program = await ports.programOf(tx, context.tenantId, row.program_id);
  const band = input.valueBand ?? row.value_band;
  const merged: NewRegistration = {
    kind: row.kind,
    customerDomain: input.customerDomain ?? row.customer_domain,
    contactEmail: input.contactEmail ?? row.contact_email,
    valueBand: band,
    closeOn: input.closeOn ?? row.close_on,
    companyName: input.companyName === undefined ? (input.customerDomain === undefined ? row.company_name : null) : input.companyName,
    contactName: input.contactName === undefined ? row.contact_name : input.contactName,
    amountMinor: input.amountMinor === undefined ? (band === row.value_band ? row.amount_minor : null) : input.amountMinor,
    country: input.country === undefined ? row.country : input.country,
    region: row.region,
    productIds: input.productIds ?? row.product_ids,
    story: input.story === undefined ? row.story : input.story,
  };
  const values = await valuesOf(tx, ports, context, program, merged);
  const edited = await change(tx, context, row, values, { operation: 'registrations.edit', kind: 'edited', partnerSentence: 'Facts changed.' });
  // What was ruled on has changed: rules look again, and the queue shows the new ruling.
  return edited.state === 'submitted' ? ruleAgain(tx, ports, context, edited) : edited;
}

async function valuesOf(tx: Tx, ports: RegistrationsPorts, context: Context, program: Program, input: NewRegistration) {
  const domain = domainText(input.customerDomain);
  if (input.closeOn < context.now.toISOString().slice(0, 10))
    throw new Problem('invalid_input', 'The expected close is in the past.', {
      fields: [{ path: 'closeOn', code: 'in_the_past', sentence: 'The expected close is in the past.' }],
    });
  const products = await ports.productNames(tx, context.tenantId, input.productIds);
  if (products.length !== new Set(input.productIds).size)
    throw new Problem('invalid_input', 'One of the products is not known.', {
      fields: [{ path: 'productIds', code: 'unknown', sentence: 'One of the products is not known.' }],
    });
  return {
    company_name: input.companyName?.trim() || nameFromDomain(domain),
    customer_domain: domain,
    domain_family: familyOf(domain),
    contact_email: input.contactEmail,
    contact_name: input.contactName?.trim() || null,
    country: input.country?.trim() || null,
    region: input.region ?? null,
    value_band: input.valueBand,
    amount_minor: amountOf(program.definition.valueBands, input.valueBand, input.amountMinor),
    currency: program.definition.currency,
    close_on: input.closeOn,
    product_ids: [...input.productIds],
    story: input.story?.trim() || null,
  };
}

async function limitRegistrations(tx: Tx, context: Context, partner: RegisteringPartner, program: Program): Promise<void> {
  // One at a time for a partner, so that a flood of them is counted rightly.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`registrations ${context.tenantId} ${partner.id}`}, 0))`.execute(tx);
  const since = new Date(context.now.getTime() - 86_400_000).toISOString();
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from registration where tenant_id = ${context.tenantId}::uuid and partner_id = ${partner.id}::uuid and created_at > ${since}::timestamptz
      order by id desc limit ${program.definition.limits.registrationsPerDay}) as recent`.execute(tx);
  if ((rows[0]?.count ?? 0) >= program.definition.limits.registrationsPerDay)
    throw new Problem(
      'rate_limited',
      `${partner.name} has registered ${program.definition.limits.registrationsPerDay} deals within a day, which is what the programme allows.`,
    );
}

/** Hands a draft (or a rejected one, once more) to the vendor: facts are gathered, rules look, and the clock begins. */
export async function submit(tx: Tx, ports: RegistrationsPorts, context: Context, row: Registration): Promise<Registration> {
  const program = await ports.programOf(tx, context.tenantId, row.program_id);
  const again = row.state === 'rejected';
  const moved = step(row.state, again ? 'resubmit' : 'submit', stepFacts(row, program, context));
  if (!moved.ok)
    throw new Problem('conflict', row.state === 'withdrawn' ? 'A withdrawn registration cannot be submitted again; register anew.' : moved.sentence, {
      reason: `state_${row.state}`,
    });
  await refuseDoubles(tx, context, row);
  const at = context.now.toISOString();
  const submitted = await change(
    tx,
    context,
    row,
    {
      state: moved.state,
      submitted_by: context.actor.name,
      submitted_by_member: context.actor.memberId,
      submitted_at: at,
      first_submitted_at: row.first_submitted_at ?? at,
      resubmissions: again ? row.resubmissions + 1 : row.resubmissions,
      partner_sentence: null,
      first_approval_by: null,
      warned_at: null,
      escalated_at: null,
      decided_at: null,
      decided_by: null,
      decided_by_member: null,
    },
    { operation: 'registrations.submit', kind: 'submitted', partnerSentence: again ? 'Submitted again.' : 'Submitted.' },
  );
  return ruleAgain(tx, ports, context, submitted);
}

/** The same partner asks for the same customer once. */
async function refuseDoubles(tx: Tx, context: Context, row: Registration): Promise<void> {
  const double = await tx
    .selectFrom('registration')
    .select('number')
    .where('tenant_id', '=', context.tenantId)
    .where('domain_family', '=', row.domain_family)
    .where('customer_domain', '=', row.customer_domain)
    .where('partner_id', '=', row.partner_id)
    .where('kind', '=', row.kind)
    .where('state', 'in', ['submitted', 'info_requested', 'approved', 'extended'])
    .where('id', '<>', row.id)
    .executeTakeFirst();
  if (double) throw new Problem('conflict', `Your company has registered this customer already: R-${double.number}.`, { reason: 'registered_already' });
}

/** Gathers facts anew, keeps the ruling with them, and does what it says. */
async function ruleAgain(tx: Tx, ports: RegistrationsPorts, context: Context, row: Registration): Promise<Registration> {
  const program = await ports.programOf(tx, context.tenantId, row.program_id);
  const partner = await ports.partner(tx, context.tenantId, row.partner_id);
  if (!partner) throw notFound('partner');
  const known = await gatherFacts(tx, ports, context.tenantId, {
    partner,
    customer: { domain: row.customer_domain, name: row.company_name, country: row.country, region: row.region, contactEmail: row.contact_email },
    kind: row.kind,
    amountMinor: row.amount_minor,
    currency: row.currency,
    now: context.now,
    registrationId: row.id,
    filedAt: row.first_submitted_at,
  });
  const ruled = ports.rule(program.definition, known.facts);
  const ruling = { programId: program.id, programName: program.name, programVersion: program.number, ...ruled, at: context.now.toISOString() };
  const ready: Registration = { ...row, region: row.region ?? known.facts.customer.region };
  const values = {
    ruling: JSON.stringify({ ...ruling, facts: known.facts, candidates: [...namedAccounts(ports, program, known.facts), ...known.candidates] }),
    account_id: known.accountId,
    // The company's name and country stay as the partner gave them: it reads them, and would learn that the vendor knows the company.
    region: ready.region,
    needs_second: needsSecond(program, row),
  };
  return followRuling(tx, ports, context, ready, program, partner, ruled, values, known);
}

const needsSecond = (program: Program, row: Registration): boolean => {
  const { secondApproverAboveMinor, currency } = program.definition.decision;
  return secondApproverAboveMinor !== null && row.currency === currency && row.amount_minor >= secondApproverAboveMinor;
};

async function followRuling(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  row: Registration,
  program: Program,
  partner: RegisteringPartner,
  ruled: RulingParts,
  values: Parameters<typeof change>[3],
  known: Known,
): Promise<Registration> {
  const at = context.now.toISOString();
  const what = { operation: 'registrations.rule', side: 'system' as const, payload: { ruleId: ruled.ruleId, effect: ruled.effect } };
  if (ruled.effect === 'reject')
    return change(
      tx,
      context,
      row,
      {
        ...values,
        state: 'rejected',
        held_by: 'partner',
        holder_id: null,
        held_since: at,
        decide_by: null,
        decided_at: at,
        decided_by: `Rule ${ruled.ruleName ?? ''}`.trim(),
        partner_sentence: ruled.partnerSentence,
      },
      { ...what, kind: 'rejected', partnerSentence: ruled.partnerSentence, privateNote: ruled.sentence },
    );
  if (ruled.effect === 'request_info')
    return change(
      tx,
      context,
      row,
      { ...values, state: 'info_requested', held_by: 'partner', holder_id: null, held_since: at, decide_by: null, partner_sentence: ruled.partnerSentence },
      { ...what, kind: 'asked', partnerSentence: ruled.partnerSentence, privateNote: ruled.sentence },
    );
  const holder = await holderOf(tx, ports, context, partner);
  const dueAt = await startDecisionClock(tx, row, program.definition, context.now);
  const waiting = await change(
    tx,
    context,
    row,
    {
      ...values,
      held_by: 'vendor',
      holder_id: holder,
      held_since: at,
      decide_by: dueAt,
      partner_sentence: ruled.effect === 'review' ? ruled.partnerSentence : null,
    },
    { ...what, kind: 'ruled', partnerSentence: null, privateNote: ruled.sentence },
  );
  if (ruled.effect === 'approve' && !waiting.needs_second) return approveByRule(tx, ports, context, waiting, ruled, known.accountId);
  await ports.closeActs(tx, context, waiting.id, 'replaced');
  await ports.openAct(tx, context, {
    kind: 'registration',
    title: `Decide registration R-${waiting.number}: ${waiting.company_name}`,
    detail: ruled.sentence,
    dealId: waiting.deal_id,
    partnerId: waiting.partner_id,
    assigneeId: holder,
    assigneeRole: holder === null ? 'partner_manager' : null,
    dueAt,
    recordId: waiting.id,
  });
  return waiting;
}

/** The partner's manager, or whoever stands in for them today. */
export async function holderOf(tx: Tx, ports: RegistrationsPorts, context: Context, partner: RegisteringPartner): Promise<string | null> {
  const first = partner.managerId ?? (await ports.firstWithRole(tx, context.tenantId, 'partner_manager'));
  return first === null ? null : standIn(tx, context, first);
}
