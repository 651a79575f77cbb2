import type { SplitCondition, SplitDocument } from './document.ts';

export type RuleVersion = {
  readonly ruleId: string;
  readonly name: string;
  readonly position: number;
  readonly number: number;
  readonly effectiveFrom: string;
  readonly document: SplitDocument;
};
export type RuleFacts = {
  readonly on: string;
  readonly source: 'payment' | 'marketplace';
  readonly currency: string;
  readonly region: string | null;
  readonly routes: readonly string[];
  readonly roles: readonly string[];
  readonly partnerIds: readonly string[];
  readonly productIds: readonly string[];
};

/** Of each rule the version that is in force on the day, in the order in which they are tried; the first that holds decides. */
export function ruleFor(versions: readonly RuleVersion[], facts: RuleFacts): RuleVersion | null {
  const inForce = new Map<string, RuleVersion>();
  for (const version of versions) {
    const known = inForce.get(version.ruleId);
    if (version.effectiveFrom > facts.on) continue;
    if (!known || version.effectiveFrom > known.effectiveFrom || (version.effectiveFrom === known.effectiveFrom && version.number > known.number))
      inForce.set(version.ruleId, version);
  }
  const ordered = [...inForce.values()].sort((a, b) => a.position - b.position || (a.ruleId < b.ruleId ? -1 : 1));
  return ordered.find(({ document }) => document.when.length > 0 && document.when.every((condition) => holds(condition, facts))) ?? null;
}

function holds(condition: SplitCondition, facts: RuleFacts): boolean {
  switch (condition.kind) {
    case 'everyone':
      return true;
    case 'route':
      return condition.routes.some((route) => facts.routes.includes(route));
    case 'role_present':
      return facts.roles.includes(condition.role);
    case 'partner':
      return condition.partnerIds.some((id) => facts.partnerIds.includes(id));
    case 'product':
      return condition.productIds.some((id) => facts.productIds.includes(id));
    case 'source':
      return condition.source === facts.source;
    case 'currency':
      return condition.currencies.includes(facts.currency);
    case 'region':
      return facts.region !== null && condition.regions.includes(facts.region);
    default:
      // A kind that came into a stored document by another way must not widen the rule to everybody.
      return refuse(condition);
  }
}
const refuse = (condition: never): false => {
  void condition;
  return false;
};
