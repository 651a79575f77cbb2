import type { IncentiveDocument, IncentiveKind } from '@entente/contracts';
import type { ExplainedStep } from '@entente/kernel';

export type Kinded<Kind extends IncentiveKind> = Extract<IncentiveDocument, { kind: Kind }>;
export type SalesDocument = Kinded<'commission'> | Kinded<'renewal'>;
export type RuleVersion<Document extends IncentiveDocument = IncentiveDocument> = {
  readonly ruleId: string;
  readonly name: string;
  readonly position: number;
  readonly number: number;
  readonly effectiveFrom: string;
  readonly document: Document;
};
export type FactLine = {
  readonly lineId: string;
  readonly productId: string | null;
  readonly vendorId: string | null;
  readonly description: string;
  /** Decimal text. */
  readonly quantity: string | null;
  readonly netMinor: bigint;
  readonly feeMinor: bigint;
};
/** What incentives follow: money that came, or a deal that was won. */
export type Fact = {
  readonly type: 'receipt' | 'sale';
  readonly id: string;
  readonly on: string;
  readonly source: 'payment' | 'marketplace' | null;
  readonly currency: string;
  readonly lines: readonly FactLine[];
};
export type DealFacts = {
  readonly dealId: string;
  readonly accountId: string | null;
  readonly region: string | null;
  readonly routes: readonly string[];
  /** Null: it is not won. */
  readonly wonOn: string | null;
  readonly term: 'first_year' | 'renewal' | null;
  readonly customer: 'new' | 'existing' | null;
  /** Partners whose registration of the deal was approved. */
  readonly registered: readonly string[];
  readonly participants: readonly { readonly partnerId: string; readonly role: string; readonly shareBp: number | null }[];
  /** Partners of the deal this one renews. */
  readonly incumbents: readonly string[];
  readonly credit: ReadonlyMap<string, bigint> | null;
};
export type Enrolment = {
  readonly id: string;
  readonly ruleId: string;
  readonly partnerId: string;
  readonly from: string;
  readonly until: string | null;
  readonly tier: string | null;
  readonly target: string | null;
  readonly baseline: string | null;
};
export type Registered = { readonly ruleId: string; readonly partnerId: string; readonly personId: string; readonly registeredOn: string };

/** What is known when a fact is decided. */
export type Known = {
  readonly fact: Fact;
  readonly deal: DealFacts | null;
  readonly enrolments: readonly Enrolment[];
  /** Tiers of partners as they are kept with them. */
  readonly tiers: ReadonlyMap<string, string | null>;
  readonly registrations: readonly Registered[];
  /** What a rule gave a partner (or one of its people) until now: over the deal, or in the span of time that holds the day. */
  readonly given: (rule: string, party: string, per: 'deal' | 'month' | 'quarter' | 'year' | 'ever') => bigint;
  /** Units a person sold under a rule until now. */
  readonly units: (rule: string, personId: string) => bigint;
};

export type NewAccrual = {
  readonly rule: RuleVersion;
  readonly partnerId: string;
  readonly personId: string | null;
  readonly baseMinor: bigint;
  readonly quantity: string | null;
  readonly amountMinor: bigint;
  readonly state: 'earned' | 'waiting' | 'nothing';
  readonly sentence: string | null;
  readonly lines: readonly { readonly lineId: string; readonly description: string; readonly netMinor: number }[];
  readonly steps: readonly ExplainedStep[];
};
export type Decided = { readonly ok: true; readonly accruals: readonly NewAccrual[] } | { readonly ok: false; readonly sentence: string };

/** Of each rule the version in force on the day, in the order in which they are tried. */
export function inForce(versions: readonly RuleVersion[], on: string): RuleVersion[] {
  const found = new Map<string, RuleVersion>();
  for (const version of versions) {
    const known = found.get(version.ruleId);
    if (version.effectiveFrom > on) continue;
    if (!known || version.effectiveFrom > known.effectiveFrom || (version.effectiveFrom === known.effectiveFrom && version.number > known.number))
      found.set(version.ruleId, version);
  }
  return [...found.values()].sort((a, b) => a.position - b.position || (a.ruleId < b.ruleId ? -1 : 1));
}
export const isKind =
  <Kind extends IncentiveKind>(...kinds: readonly Kind[]) =>
  (rule: RuleVersion): rule is RuleVersion<Kinded<Kind>> =>
    (kinds as readonly string[]).includes(rule.document.kind);

export const enrolmentOf = (enrolments: readonly Enrolment[], ruleId: string, partnerId: string, on: string): Enrolment | null =>
  enrolments.find((one) => one.ruleId === ruleId && one.partnerId === partnerId && one.from <= on && (one.until === null || on < one.until)) ?? null;
