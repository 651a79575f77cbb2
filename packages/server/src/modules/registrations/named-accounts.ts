import type { RegistrationFacts } from '@entente/kernel';
import type { Candidate } from './domain/candidate.ts';
import type { Program, RegistrationsPorts } from './ports.ts';

/** Lists of named accounts the customer stands on, whichever rule decided: the reviewer sees them beside the other likenesses. */
export function namedAccounts(ports: RegistrationsPorts, { definition }: Program, facts: RegistrationFacts): Candidate[] {
  return definition.rules.flatMap((rule) => {
    const test = rule.when.find((one) => one.kind === 'named_account');
    if (!rule.enabled || !test || ports.rule({ ...definition, rules: [{ ...rule, when: [test] }] }, facts).ruleId === null) return [];
    return [
      {
        kind: 'named_account' as const,
        id: null,
        label: rule.name,
        detail: null,
        score: 100,
        reasons: [{ code: 'named_account', points: 100, sentence: `${facts.customer.name} is one of the accounts this rule names.` }],
      },
    ];
  });
}
