import type { Definition, Rule, RuleTest } from './definition.ts';

/** One difference between two definitions, as data; the words are made where they are shown. */
export type Difference =
  | { kind: 'added' | 'removed'; name: string; n: number }
  /** `after` is the rule it follows now; null when it comes first. */
  | { kind: 'moved'; name: string; after: string | null }
  | { kind: 'renamed'; a: string; b: string }
  | { kind: 'on' | 'off'; name: string }
  | { kind: 'effect'; name: string; a: Rule['effect']; b: Rule['effect'] }
  | { kind: 'when'; name: string; a: readonly RuleTest[]; b: readonly RuleTest[] }
  | { kind: 'sentence'; name: string; b: string }
  | { kind: 'term'; path: string; a: unknown; b: unknown };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Longest run of rules that kept their order: only what is not in it has moved, so one move is told once. */
function keptOrder(ids: readonly string[], before: readonly string[]): ReadonlySet<string> {
  const places = ids.map((id) => before.indexOf(id));
  const best: number[] = [];
  const from: number[] = [];
  let end = -1;
  for (const [i, place] of places.entries()) {
    best[i] = 1;
    from[i] = -1;
    for (let j = 0; j < i; j += 1) {
      if ((places[j] ?? 0) < place && (best[j] ?? 0) + 1 > (best[i] ?? 0)) {
        best[i] = (best[j] ?? 0) + 1;
        from[i] = j;
      }
    }
    if (end === -1 || (best[i] ?? 0) > (best[end] ?? 0)) end = i;
  }
  const kept = new Set<string>();
  for (let i = end; i >= 0; i = from[i] ?? -1) kept.add(ids[i] ?? '');
  return kept;
}

function rulesCompared(before: readonly Rule[], after: readonly Rule[]): Difference[] {
  const differences: Difference[] = [];
  const old = new Map(before.map((rule) => [rule.id, rule]));
  const now = new Set(after.map((rule) => rule.id));
  for (const [index, rule] of before.entries()) if (!now.has(rule.id)) differences.push({ kind: 'removed', name: rule.name, n: index + 1 });
  const stay = after.filter((rule) => old.has(rule.id)).map((rule) => rule.id);
  const kept = keptOrder(
    stay,
    before.map((rule) => rule.id),
  );
  for (const [index, rule] of after.entries()) {
    const was = old.get(rule.id);
    if (was === undefined) {
      differences.push({ kind: 'added', name: rule.name, n: index + 1 });
      continue;
    }
    if (was.name !== rule.name) differences.push({ kind: 'renamed', a: was.name, b: rule.name });
    if (!kept.has(rule.id)) differences.push({ kind: 'moved', name: rule.name, after: after[index - 1]?.name ?? null });
    if (was.enabled !== rule.enabled) differences.push({ kind: rule.enabled ? 'on' : 'off', name: rule.name });
    if (was.effect !== rule.effect) differences.push({ kind: 'effect', name: rule.name, a: was.effect, b: rule.effect });
    if (!same(was.when, rule.when)) differences.push({ kind: 'when', name: rule.name, a: was.when, b: rule.when });
    if (was.partnerSentence !== rule.partnerSentence) differences.push({ kind: 'sentence', name: rule.name, b: rule.partnerSentence });
  }
  return differences;
}

const groups = ['protection', 'decision', 'limits', 'cases', 'sellerCredit'] as const;

/** What is different in the second: rules first, then each term that changed. */
export function compared(before: Definition, after: Definition): Difference[] {
  const terms: Difference[] = [];
  for (const group of groups) {
    const a: Readonly<Record<string, unknown>> = before[group];
    const b: Readonly<Record<string, unknown>> = after[group];
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
      if (!same(a[key], b[key])) terms.push({ kind: 'term', path: `${group}.${key}`, a: a[key], b: b[key] });
  }
  for (const key of ['valueBands', 'currency'] as const)
    if (!same(before[key], after[key])) terms.push({ kind: 'term', path: key, a: before[key], b: after[key] });
  return [...rulesCompared(before.rules, after.rules), ...terms];
}
