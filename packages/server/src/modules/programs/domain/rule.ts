import type { RuleEffect } from '@entente/kernel';
import type { EngagementRule, ProgramDefinition } from './definition.ts';
import type { RegistrationFacts } from '@entente/kernel';
import { prepareTest } from './rule-tests.ts';

export type RuleTrace = { readonly ruleId: string; readonly name: string; readonly held: boolean; readonly failedTest: string | null };
export type RulingParts = {
  readonly ruleId: string | null;
  readonly ruleName: string | null;
  readonly effect: RuleEffect;
  readonly sentence: string;
  readonly partnerSentence: string;
  readonly trace: readonly RuleTrace[];
};

type PreparedRule = { readonly rule: EngagementRule; readonly tests: readonly { kind: string; holds: ((facts: RegistrationFacts) => boolean) | null }[] };
const prepared = new WeakMap<ProgramDefinition, readonly PreparedRule[]>();

/** Lists of accounts and the like are read once for a definition, however many registrations are ruled on. */
function rulesOf(definition: ProgramDefinition): readonly PreparedRule[] {
  const known = prepared.get(definition);
  if (known) return known;
  const rules = definition.rules
    .filter((rule) => rule.enabled)
    .map((rule) => ({ rule, tests: rule.when.map((test) => ({ kind: test.kind, holds: prepareTest(test) })) }));
  prepared.set(definition, rules);
  return rules;
}

/**
 * The first rule all of whose tests hold decides; when none does, a person decides. A rule with a test nobody knows stops the search
 * and leaves the decision to a person: skipping it would let something through that somebody meant to stop.
 */
export function ruleOn(definition: ProgramDefinition, facts: RegistrationFacts): RulingParts {
  const trace: RuleTrace[] = [];
  for (const { rule, tests } of rulesOf(definition)) {
    const unknown = tests.find((test) => test.holds === null);
    if (unknown) {
      trace.push({ ruleId: rule.id, name: rule.name, held: false, failedTest: unknown.kind });
      return {
        ruleId: rule.id,
        ruleName: rule.name,
        effect: 'review',
        sentence: `Rule “${rule.name}” asks for “${unknown.kind}”, which this version does not know. A person decides.`,
        partnerSentence: standardSentences.review,
        trace,
      };
    }
    const failed = tests.find((test) => !test.holds?.(facts));
    trace.push({ ruleId: rule.id, name: rule.name, held: failed === undefined, failedTest: failed?.kind ?? null });
    if (failed === undefined) {
      return {
        ruleId: rule.id,
        ruleName: rule.name,
        effect: rule.effect,
        sentence: `${rule.name}: ${rule.when.map((test) => test.kind.replaceAll('_', ' ')).join(' and ')}.`,
        partnerSentence: fill(rule.partnerSentence, definition, facts),
        trace,
      };
    }
  }
  return { ruleId: null, ruleName: null, effect: 'review', sentence: 'No rule decides this; a person does.', partnerSentence: standardSentences.review, trace };
}

const standardSentences = { review: 'A person looks at this registration; no rule decides it by itself.' } as const;

/** Names no rule could fill in with somebody else's data: only terms of the programme and the partner's own facts. */
function fill(sentence: string, definition: ProgramDefinition, facts: RegistrationFacts): string {
  const values: Readonly<Record<string, string>> = {
    protection: String(protectionDays(definition, facts.kind)),
    days: String(definition.protection.days),
    tier: facts.partner.tier ?? 'none',
    value: `${(facts.amountMinor / 100).toLocaleString('en-US', { maximumFractionDigits: 0 })} ${facts.currency}`,
    kind: facts.kind.replaceAll('_', ' '),
  };
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

/** How long a registration of this kind protects. */
export function protectionDays(definition: ProgramDefinition, kind: RegistrationFacts['kind']): number {
  const { days, serviceAttachDays, renewalDays } = definition.protection;
  return { sourcing: days, service_attach: serviceAttachDays, renewal: renewalDays }[kind];
}
