import { familyOf, imitatedLabels, likeness, looksLike, mailDomainOf } from '@entente/account-matching';
import type { RegistrationKind } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { RegistrationFacts } from '@entente/kernel';
import type { Candidate } from './domain/candidate.ts';
import type { KnownCompany, KnownDeal, RegisteringPartner, RegistrationsPorts } from './ports.ts';

const DAY_MS = 86_400_000;
/** Touches older than this say nothing about who works on a customer now. */
const TOUCH_DAYS = 365;
/** From this score on a company counts as the customer itself, so that its deals and partners speak. */
const SAME_COMPANY = 55;
const SHOWN = 20;

export type Customer = {
  readonly domain: string;
  readonly name: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly contactEmail: string | null;
};
export type Known = {
  readonly facts: RegistrationFacts;
  readonly candidates: Candidate[];
  readonly accountId: string | null;
  readonly accountName: string | null;
};

type OtherRegistration = {
  id: string;
  number: number;
  partner_id: string;
  partner_name: string;
  company_name: string;
  customer_domain: string;
  country: string | null;
  state: string;
  submitted_at: string | null;
  protected_until: string | null;
  deal_id: string | null;
};

/** What is known of the customer and of who works with it: the facts the rules see, and what the reviewer sees. */
export async function gatherFacts(
  tx: Tx,
  ports: RegistrationsPorts,
  tenantId: string,
  about: {
    partner: RegisteringPartner;
    customer: Customer;
    kind: RegistrationKind;
    amountMinor: number;
    currency: string;
    now: Date;
    registrationId: string | null;
    /** When it was first filed; null for a question about a customer, to which everything there is came before. */
    filedAt: string | null;
  },
): Promise<Known> {
  const { partner, customer, now } = about;
  const labels = imitatedLabels(customer.domain);
  const wanted = { name: customer.name, domains: [customer.domain], country: customer.country };
  const companies = await ports.companies(tx, tenantId, { domain: customer.domain, labels, name: customer.name });
  const scored = companies
    .map((company) => ({ company, ...likeness(wanted, { name: company.name, domains: company.domains, country: company.country }) }))
    .map((one) =>
      one.company.relation === 'family'
        ? {
            ...one,
            score: Math.max(one.score, SAME_COMPANY),
            reasons: [...one.reasons, { code: 'family' as const, points: SAME_COMPANY, sentence: 'Parent or child of the same company.' }],
          }
        : one,
    )
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || (a.company.accountId < b.company.accountId ? -1 : 1));
  const own = scored.find((one) => one.company.relation === 'own' && one.company.domains.includes(customer.domain)) ?? null;
  const same = scored.filter((one) => one.score >= SAME_COMPANY).map((one) => one.company.accountId);
  const deals = same.length === 0 ? [] : await ports.dealsOf(tx, tenantId, same);
  const day = now.toISOString().slice(0, 10);
  const incumbents = same.length === 0 ? [] : await ports.incumbents(tx, tenantId, same, day);
  const since = new Date(now.getTime() - TOUCH_DAYS * DAY_MS).toISOString();
  const touches = same.length === 0 ? [] : await ports.touchesOf(tx, tenantId, same, since);
  const registrations = await othersOf(tx, tenantId, customer.domain, labels, same, about.registrationId);
  const others = registrations.filter((one) => one.partner_id !== partner.id);
  const at = now.toISOString();
  const protectedNow = others.some((one) => (one.state === 'approved' || one.state === 'extended') && one.protected_until !== null && one.protected_until > at);
  // Who filed later is no reason to hold back who filed first.
  const filedBefore = (one: OtherRegistration): boolean => one.submitted_at !== null && (about.filedAt === null || one.submitted_at < about.filedAt);
  const waiting = others.some((one) => (one.state === 'submitted' || one.state === 'info_requested') && filedBefore(one));
  const directSince = deals.filter((deal) => deal.open && deal.direct).map((deal) => deal.openedOn);
  const boughtOn = deals.filter((deal) => deal.won && deal.closedOn !== null).map((deal) => deal.closedOn ?? '');
  const candidates = [...accountCandidates(scored), ...dealCandidates(deals, scored), ...registrationCandidates(others, wanted)]
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN);
  const mail = customer.contactEmail === null ? null : mailDomainOf(customer.contactEmail);
  const lookAlike =
    scored.some((one) => one.company.domains.some((domain) => looksLike(customer.domain, domain))) ||
    others.some((one) => looksLike(customer.domain, one.customer_domain));
  return {
    accountId: own?.company.accountId ?? null,
    accountName: own?.company.name ?? null,
    candidates,
    facts: {
      kind: about.kind,
      day,
      amountMinor: about.amountMinor,
      currency: about.currency,
      partner: {
        active: partner.active,
        types: partner.types,
        tier: partner.tier,
        regions: partner.regions,
        countries: partner.countries,
        certified: partner.certified,
        incumbent: incumbents.includes(partner.id),
      },
      customer: {
        domain: customer.domain,
        name: customer.name ?? own?.company.name ?? familyOf(customer.domain),
        country: customer.country ?? own?.company.country ?? null,
        region: customer.region ?? own?.company.region ?? null,
        freeMailContact: mail?.free ?? false,
        contactElsewhere: mail !== null && !mail.free && familyOf(mail.domain) !== familyOf(customer.domain),
        lookAlike,
        boughtDaysAgo: boughtOn.length === 0 ? null : Math.min(...boughtOn.map((date) => daysSince(date, now))),
      },
      others: {
        protectedNow,
        submittedBefore: waiting,
        incumbent: incumbents.some((id) => id !== partner.id),
        ...touchFacts(touches, partner.id, now),
        directDealDays: directSince.length === 0 ? null : Math.max(...directSince.map((date) => daysSince(date, now))),
        likeness: conflictScore(candidates, partner.id, deals),
      },
    },
  };
}

const daysSince = (date: string, now: Date): number => Math.max(0, Math.floor((now.getTime() - Date.parse(date)) / DAY_MS));

function touchFacts(
  touches: readonly { partnerId: string; at: string }[],
  partnerId: string,
  now: Date,
): Pick<RegistrationFacts['others'], 'ownTouches' | 'otherTouches'> {
  const by = Map.groupBy(touches, (touch) => touch.partnerId);
  const days = (list: readonly { at: string }[]): number[] =>
    list
      .map((touch) => daysSince(touch.at, now))
      .sort((a, b) => a - b)
      .slice(0, 100);
  const otherTouches = [...by]
    .filter(([id]) => id !== partnerId)
    .map(([, list]) => days(list))
    .sort((a, b) => b.length - a.length)
    .slice(0, 3);
  return { ownTouches: days(by.get(partnerId) ?? []), otherTouches };
}

/** Other registrations of the same family, of what the domain imitates, or of the same account; the recent ones. */
async function othersOf(
  tx: Tx,
  tenantId: string,
  domain: string,
  labels: readonly string[],
  accountIds: readonly string[],
  except: string | null,
): Promise<OtherRegistration[]> {
  const families = [familyOf(domain), ...labels];
  const { rows } = await sql<OtherRegistration>`
    with found as (
      select id from registration where tenant_id = ${tenantId}::uuid and domain_family = any(${families}::text[]) and state in ('submitted', 'info_requested', 'approved', 'extended')
      union
      select id from registration where tenant_id = ${tenantId}::uuid and account_id = any(${[...accountIds]}::uuid[]) and state in ('submitted', 'info_requested', 'approved', 'extended')
    )
    select r.id, r.number, r.partner_id, p.name as partner_name, r.company_name, r.customer_domain, r.country, r.state, coalesce(r.first_submitted_at, r.submitted_at) as submitted_at, r.protected_until, r.deal_id
    from found f
    join registration r on r.tenant_id = ${tenantId}::uuid and r.id = f.id
    join partner p on p.tenant_id = ${tenantId}::uuid and p.id = r.partner_id
    where r.id is distinct from ${except}::uuid
    order by r.submitted_at limit 50`.execute(tx);
  return rows;
}

type Scored = { company: KnownCompany; score: number; reasons: readonly Candidate['reasons'][number][] };

const accountCandidates = (scored: readonly Scored[]): Candidate[] =>
  scored.map(({ company, score, reasons }) => ({
    kind: 'account',
    id: company.accountId,
    label: company.name,
    detail: company.domains.join(', ') || null,
    score,
    reasons: [...reasons],
  }));

function dealCandidates(deals: readonly KnownDeal[], scored: readonly Scored[]): Candidate[] {
  return deals
    .filter((deal) => deal.open)
    .map((deal) => {
      const account = scored.find((one) => one.company.accountId === deal.accountId);
      return {
        kind: 'deal',
        id: deal.dealId,
        label: `D-${deal.number} ${deal.name}`,
        detail: deal.direct ? 'Worked by the vendor’s own people.' : 'Partners take part.',
        score: account?.score ?? 0,
        reasons: [
          {
            code: deal.direct ? 'direct_deal' : 'partner_deal',
            points: account?.score ?? 0,
            sentence: `Open since ${deal.openedOn} with ${account?.company.name ?? 'this customer'}.`,
          },
        ],
      };
    });
}

function registrationCandidates(others: readonly OtherRegistration[], wanted: { name: string | null; domains: string[]; country: string | null }): Candidate[] {
  return others.map((one) => {
    const like = likeness(wanted, { name: one.company_name, domains: [one.customer_domain], country: one.country });
    const state = one.protected_until === null ? `Submitted ${one.submitted_at?.slice(0, 10) ?? ''}.` : `Protected until ${one.protected_until.slice(0, 10)}.`;
    return {
      kind: 'registration',
      id: one.id,
      label: `R-${one.number} ${one.company_name}`,
      detail: `${one.partner_name}. ${state}`,
      score: Math.max(like.score, SAME_COMPANY),
      reasons: [...like.reasons],
    };
  });
}

/**
 * How near the closest conflict is. That the vendor knows the company is none; that somebody else works on it is: an open deal the
 * partner has no part in, another's registration.
 */
function conflictScore(candidates: readonly Candidate[], partnerId: string, deals: readonly KnownDeal[]): number {
  const mine = new Set(deals.filter((deal) => deal.partnerIds.includes(partnerId)).map((deal) => deal.dealId));
  const scores = candidates.filter((one) => one.kind === 'registration' || (one.kind === 'deal' && !mine.has(one.id ?? ''))).map((one) => one.score);
  return scores.length === 0 ? 0 : Math.max(...scores);
}
