import { domainText } from './domain/customer.ts';
import { newId, Problem, type DuplicateAnswer } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Candidate } from './domain/candidate.ts';
import { gatherFacts } from './gather-facts.ts';
import { namedAccounts } from './named-accounts.ts';
import type { RegisteringPartner, RegistrationsPorts } from './ports.ts';

export type CheckAnswer = {
  readonly answer: DuplicateAnswer;
  readonly sentence: string;
  readonly candidates: Candidate[];
  readonly company: string | null;
  readonly tookMs: number;
};

const SENTENCES: Readonly<Record<DuplicateAnswer, string>> = {
  clear: 'Nobody is known to work with this customer. Register it to be protected.',
  needs_review: 'This customer needs a review. Register it all the same: a person decides, and you are told why.',
  not_eligible: 'Your company cannot register this customer.',
};

/**
 * Whether a customer can be registered. The answer is one of three words, because a better answer would tell who is in the vendor's
 * book. It is kept with what was found, and the number of questions a partner may ask is limited for the same reason.
 */
export async function checkCustomer(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  input: { customerDomain: string; companyName?: string | null | undefined; partner: RegisteringPartner | null },
): Promise<CheckAnswer> {
  const began = performance.now();
  const domain = domainText(input.customerDomain);
  if (context.actor.audience === 'partner' && input.partner) await limitChecks(tx, ports, context, input.partner);
  const partner = input.partner ?? nobody;
  const program = await ports.programFor(tx, context.tenantId, partner.types);
  const band = program.definition.valueBands[0];
  const known = await gatherFacts(tx, ports, context.tenantId, {
    partner,
    customer: { domain, name: input.companyName ?? null, country: null, region: null, contactEmail: null },
    kind: 'sourcing',
    amountMinor: band?.fromMinor ?? 0,
    currency: program.definition.currency,
    now: context.now,
    registrationId: null,
    filedAt: null,
  });
  const own = input.partner === null ? null : await ownRegistration(tx, context.tenantId, input.partner.id, domain);
  const named = namedAccounts(ports, program, known.facts);
  const { others, customer } = known.facts;
  const ruled = ports.rule(program.definition, known.facts);
  const inTheWay =
    others.protectedNow ||
    others.submittedBefore ||
    others.incumbent ||
    others.directDealDays !== null ||
    customer.lookAlike ||
    others.likeness > 40 ||
    named.length > 0;
  const answer: DuplicateAnswer = own !== null || (input.partner && ruled.effect === 'reject') ? 'not_eligible' : inTheWay ? 'needs_review' : 'clear';
  const tookMs = Math.round(performance.now() - began);
  await tx
    .insertInto('duplicate_check')
    .values({
      tenant_id: context.tenantId,
      id: newId(),
      partner_id: input.partner?.id ?? null,
      asked_by: context.actor.name,
      at: context.now.toISOString(),
      domain,
      answer,
      candidates: JSON.stringify([...named, ...known.candidates]),
      took_ms: tookMs,
    })
    .execute();
  const sentence = own === null ? SENTENCES[answer] : `Your company has registered this customer already: R-${own}.`;
  return { answer, sentence, candidates: [...named, ...known.candidates], company: known.accountName, tookMs };
}

/** The vendor's own people ask about a customer without naming a partner. */
const nobody: RegisteringPartner = { id: '', name: '', active: true, types: [], tier: null, regions: [], countries: [], managerId: null, certified: [] };

async function limitChecks(tx: Tx, ports: RegistrationsPorts, context: Context, partner: RegisteringPartner): Promise<void> {
  const { definition } = await ports.programFor(tx, context.tenantId, partner.types);
  const since = new Date(context.now.getTime() - 60_000).toISOString();
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from duplicate_check where tenant_id = ${context.tenantId}::uuid and partner_id = ${partner.id}::uuid and at > ${since}::timestamptz`.execute(
    tx,
  );
  if ((rows[0]?.count ?? 0) >= definition.limits.checksPerMinute)
    throw new Problem('rate_limited', 'Your company has asked about many customers in a minute. Wait a little, or register the deal.');
}

/** The number of the partner's own registration of this customer, while it stands or waits. */
async function ownRegistration(tx: Tx, tenantId: string, partnerId: string, domain: string): Promise<number | null> {
  const row = await tx
    .selectFrom('registration')
    .select('number')
    .where('tenant_id', '=', tenantId)
    .where('partner_id', '=', partnerId)
    .where('customer_domain', '=', domain)
    .where('state', 'in', ['submitted', 'info_requested', 'approved', 'extended'])
    .executeTakeFirst();
  return row?.number ?? null;
}
