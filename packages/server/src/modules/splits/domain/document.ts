import type { SplitDocument } from '@entente/contracts';

export type { SplitDocument };
export type SplitStep = SplitDocument['steps'][number];
export type SplitParty = SplitStep['to'];
export type SplitCondition = SplitDocument['when'][number];

export type DocumentProblem = { readonly path: string; readonly sentence: string };

/** Everything that would make a document say something else than its author meant. */
export function problemsOf(document: SplitDocument): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  const add = (path: string, sentence: string): void => void problems.push({ path, sentence });
  if (document.when.length > 1 && document.when.some(({ kind }) => kind === 'everyone')) add('when', 'A rule for everyone has no other condition.');
  const before = new Map<string, SplitStep>();
  document.steps.forEach((step, index) => {
    const path = `steps.${index}`;
    if (before.has(step.key) || step.key === 'pool') add(`${path}.key`, 'Each step has a key of its own.');
    const source = step.from === 'pool' ? null : before.get(step.from);
    if (source === undefined) add(`${path}.from`, 'A step takes from the pool or from a step before it.');
    if (source && source.what.kind === 'rest' && step.what.kind === 'percent' && step.what.base === 'price')
      add(`${path}.what`, 'What passes on part of a rest is a part of that rest, not of the price.');
    if (step.what.kind === 'percent' && !/^(?:\d{1,2}(?:\.\d+)?|100(?:\.0+)?)$/.test(step.what.percent))
      add(`${path}.what.percent`, 'A percentage lies between 0 and 100.');
    for (const [name, list] of amountsOf(step)) {
      if (new Set(list.map(({ currency }) => currency)).size !== list.length) add(`${path}.${name}`, 'Each currency is named once.');
      if (list.some(({ amountMinor }) => amountMinor < 0)) add(`${path}.${name}`, 'An amount is not negative.');
    }
    for (const { currency, amountMinor } of step.limits?.atLeast ?? [])
      if ((step.limits?.atMost ?? []).some((most) => most.currency === currency && most.amountMinor < amountMinor))
        add(`${path}.limits`, `In ${currency} the least is more than the most.`);
    if (step.to.kind === 'vendor' && step.among !== 'alike') add(`${path}.among`, 'The vendor of a line is one party: nothing is weighed.');
    for (let up = source; up; up = up.from === 'pool' ? undefined : before.get(up.from))
      if (sameParty(up.to, step.to)) {
        add(`${path}.to`, 'Money would go round: who gives a share cannot get it back.');
        break;
      }
    before.set(step.key, step);
  });
  return problems;
}

const amountsOf = (step: SplitStep): [string, readonly { currency: string; amountMinor: number }[]][] => [
  ...(step.what.kind === 'fixed' ? [['what.amounts', step.what.amounts] as [string, typeof step.what.amounts]] : []),
  ...(step.limits?.atLeast ? [['limits.atLeast', step.limits.atLeast] as [string, typeof step.limits.atLeast]] : []),
  ...(step.limits?.atMost ? [['limits.atMost', step.limits.atMost] as [string, typeof step.limits.atMost]] : []),
];

export function sameParty(a: SplitParty, b: SplitParty): boolean {
  if (a.kind === 'role') return b.kind === 'role' && a.role === b.role;
  if (a.kind === 'partner') return b.kind === 'partner' && a.partnerId === b.partnerId;
  return b.kind === 'vendor';
}
