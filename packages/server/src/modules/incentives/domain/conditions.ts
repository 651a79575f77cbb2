import type { IncentiveCondition, IncentiveDocument } from '@entente/contracts';
import { enrolmentOf, type FactLine, type Known, type RuleVersion } from './facts.ts';

/** no_tier: the programme asks for a tier and none is known; nothing is paid, and it is said. */
export type Match = 'yes' | 'no' | 'no_tier';

/** Whether a line of the fact counts for a partner. */
export function matches(rule: RuleVersion, known: Known, partnerId: string, line: FactLine): Match {
  const { document } = rule;
  if (document.when.length === 0) return 'no';
  const enrolment = enrolmentOf(known.enrolments, rule.ruleId, partnerId, known.fact.on);
  if (document.enrolled && enrolment === null) return 'no';
  const tier = enrolment?.tier ?? (document.enrolled ? null : (known.tiers.get(partnerId) ?? null));
  const others = document.when.filter(({ kind }) => kind !== 'tier');
  if (!others.every((condition) => holds(condition, known, partnerId, line))) return 'no';
  const tiers = document.when.filter((condition) => condition.kind === 'tier');
  if (tiers.length === 0) return 'yes';
  if (tier === null) return document.enrolled ? 'no_tier' : 'no';
  return tiers.every((condition) => condition.tiers.includes(tier)) ? 'yes' : 'no';
}

function holds(condition: IncentiveCondition, { fact, deal }: Known, partnerId: string, line: FactLine): boolean {
  switch (condition.kind) {
    case 'everyone':
      return true;
    case 'tier':
      // Decided by the caller, who knows which tier counts.
      return false;
    case 'partner':
      return condition.partnerIds.includes(partnerId);
    case 'product':
      return line.productId !== null && condition.productIds.includes(line.productId);
    case 'lines':
      return (line.vendorId === null) === (condition.of === 'ours');
    case 'route':
      return deal !== null && condition.routes.some((route) => deal.routes.includes(route));
    case 'region':
      return deal !== null && deal.region !== null && condition.regions.includes(deal.region);
    case 'source':
      return fact.source === condition.source;
    case 'currency':
      return condition.currencies.includes(fact.currency);
    case 'term':
      return deal?.term === condition.term;
    case 'customer':
      return deal?.customer === condition.customer;
    case 'registered':
      return deal !== null && deal.registered.includes(partnerId);
    default:
      // A kind that came into a stored document by another way must not widen the programme to everybody.
      return refuse(condition);
  }
}
const refuse = (condition: never): false => {
  void condition;
  return false;
};

/** Who may be paid: those in a role of the document; of a renewal, those of them who were there before. */
export function takersOf(document: IncentiveDocument, known: Pick<Known, 'deal'>): string[] {
  const { deal } = known;
  if (deal === null || !('to' in document)) return [];
  const roles: readonly string[] = document.to.roles;
  const partners = new Set(deal.participants.filter(({ role }) => roles.includes(role)).map(({ partnerId }) => partnerId));
  return [...partners].filter((partnerId) => document.kind !== 'renewal' || deal.incumbents.includes(partnerId)).sort();
}
