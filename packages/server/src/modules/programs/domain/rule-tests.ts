import { companyKey, normaliseDomain } from '@entente/account-matching';
import { tiers } from '@entente/kernel';
import type { RuleTest, TestKind } from './definition.ts';
import type { RegistrationFacts } from '@entente/kernel';

type Check<Kind extends TestKind> = (test: Extract<RuleTest, { kind: Kind }>) => (facts: RegistrationFacts) => boolean;

const rank = (tier: string | null): number => (tier === null ? -1 : (tiers as readonly string[]).indexOf(tier));
const same = (left: string, right: string): boolean => left.trim().toLowerCase() === right.trim().toLowerCase();

/** An amount in another currency cannot be compared; a limit that cannot be compared is not met, and no rule widens by it. */
const above = (facts: RegistrationFacts, amountMinor: number, currency: string): boolean | null =>
  facts.currency === currency ? facts.amountMinor >= amountMinor : null;

/**
 * Every kind of test there is. Each prepares what does not change (lists of accounts) and gives the function that looks at facts.
 * Amounts that cannot be compared count against the registration: what lets through needs to be known.
 */
const checks: { readonly [Kind in TestKind]: Check<Kind> } = {
  always: () => () => true,
  partner_not_in:
    ({ types }) =>
    (facts) =>
      !facts.partner.active || !facts.partner.types.some((type) => types.includes(type)),
  tier_below:
    ({ tier }) =>
    (facts) =>
      rank(facts.partner.tier) < rank(tier),
  training_missing:
    ({ skill, people }) =>
    (facts) => {
      const valid = facts.partner.certified.filter(
        (one) => (skill === null || same(one.skill, skill)) && (one.validUntil === null || one.validUntil >= facts.day),
      );
      return valid.reduce((sum, one) => sum + one.people, 0) < people;
    },
  outside_territory: () => (facts) => {
    const { regions, countries } = facts.partner;
    const { region, country } = facts.customer;
    if (regions.length === 0 && countries.length === 0) return false;
    // A customer nobody has placed yet is not outside; a rule on its value or likeness still stops it.
    if (region === null && country === null) return false;
    if (country !== null && countries.some((one) => same(one, country))) return false;
    if (region !== null && regions.some((one) => same(one, region))) return false;
    return true;
  },
  named_account: ({ accounts }) => {
    const domains = new Set<string>();
    const names = new Set<string>();
    for (const entry of accounts) {
      const domain = entry.includes('.') ? normaliseDomain(entry) : null;
      if (domain?.ok) domains.add(domain.domain);
      else names.add(companyKey(entry));
    }
    return (facts) => domains.has(facts.customer.domain) || names.has(companyKey(facts.customer.name));
  },
  value_below:
    ({ amountMinor, currency }) =>
    (facts) =>
      above(facts, amountMinor, currency) === false,
  value_above:
    ({ amountMinor, currency }) =>
    (facts) =>
      above(facts, amountMinor, currency) ?? true,
  open_direct_deal:
    ({ atLeastDays }) =>
    (facts) =>
      facts.others.directDealDays !== null && facts.others.directDealDays >= atLeastDays,
  protected_by_other: () => (facts) => facts.others.protectedNow,
  other_submitted_before: () => (facts) => facts.others.submittedBefore,
  other_worked_more:
    ({ withinDays }) =>
    (facts) => {
      const within = (touches: readonly number[]): number => touches.filter((days) => days <= withinDays).length;
      const own = within(facts.others.ownTouches);
      return facts.others.otherTouches.some((touches) => within(touches) > own);
    },
  other_incumbent: () => (facts) => facts.others.incumbent,
  is_incumbent: () => (facts) => facts.partner.incumbent,
  customer_bought_within:
    ({ days }) =>
    (facts) =>
      facts.customer.boughtDaysAgo !== null && facts.customer.boughtDaysAgo <= days,
  free_mail_contact: () => (facts) => facts.customer.freeMailContact,
  look_alike_domain: () => (facts) => facts.customer.lookAlike,
  contact_elsewhere: () => (facts) => facts.customer.contactElsewhere,
  registration_kind:
    ({ kinds }) =>
    (facts) =>
      kinds.includes(facts.kind),
  no_likeness_above:
    ({ score }) =>
    (facts) =>
      facts.others.likeness <= score,
};

/** Null: a kind this version does not know. Definitions outlive versions of the product, so this happens. */
export function prepareTest(test: RuleTest): ((facts: RegistrationFacts) => boolean) | null {
  if (!Object.hasOwn(checks, test.kind)) return null;
  const check = checks[test.kind] as Check<TestKind>;
  return check(test as never);
}
