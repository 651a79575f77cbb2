export type Pair = { ours: string; theirs: string };
export type Choice = { value: string; label: string };
/** What each of their values becomes here, and which of theirs is written for each of ours. */
export type Ways = { in: Readonly<Record<string, string>>; out: Readonly<Record<string, string>> };

/** The first pair that fits is the one that counts, on either way. */
export function waysOf(pairs: readonly Pair[]): Ways {
  const ways: { in: Record<string, string>; out: Record<string, string> } = { in: {}, out: {} };
  for (const { ours, theirs } of pairs) {
    ways.in[theirs] ??= ours;
    ways.out[ours] ??= theirs;
  }
  return ways;
}

/**
 * Pairs in an order in which both ways come out as chosen: what is written for a value of ours stands before what else becomes it, and
 * what a value of theirs becomes stands before what else is written as it. Where the two contradict each other, what is written counts.
 */
export function pairsOf(ways: Ways): Pair[] {
  const out = Object.entries(ways.out).map(([ours, theirs]): Pair => ({ ours, theirs }));
  const back = Object.entries(ways.in).map(([theirs, ours]): Pair => ({ ours, theirs }));
  const left = [...out, ...back.filter((pair) => ways.out[pair.ours] !== pair.theirs)];
  const ordered: Pair[] = [];
  const mustWait = (pair: Pair): boolean =>
    left.some(
      (other) =>
        other !== pair &&
        ((other.ours === pair.ours && ways.out[pair.ours] === other.theirs && ways.out[pair.ours] !== pair.theirs) ||
          (other.theirs === pair.theirs && ways.in[pair.theirs] === other.ours && ways.in[pair.theirs] !== pair.ours)),
    );
  while (left.length > 0) {
    const free = left.findIndex((pair) => !mustWait(pair));
    ordered.push(...left.splice(Math.max(0, free), 1));
  }
  return ordered;
}

const words = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
const twins = (text: string): string[] => Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2));

/** 1 for the same words, 0 for nothing in common; letters in pairs, so that "Qualification" and "Qualified" are near. */
export function likeness(a: string, b: string): number {
  const [one, other] = [words(a).join(' '), words(b).join(' ')];
  if (one === '' || other === '') return 0;
  if (one === other) return 1;
  const [first, rest] = [twins(one), twins(other)];
  const both = first.length + rest.length;
  if (both === 0) return 0;
  let common = 0;
  for (const twin of first) {
    const at = rest.indexOf(twin);
    if (at === -1) continue;
    common += 1;
    rest.splice(at, 1);
  }
  return (2 * common) / both;
}

const NEAR = 0.55;

/** The choice that says most nearly the same, if one is near enough to be proposed. */
export function nearest(choice: Choice, among: readonly Choice[]): Choice | null {
  let best: { choice: Choice; share: number } | null = null;
  for (const other of among) {
    const share = Math.max(likeness(choice.label, other.label), likeness(choice.value, other.value));
    if (share >= NEAR && (best === null || share > best.share)) best = { choice: other, share };
  }
  return best?.choice ?? null;
}

/** Fills what is still open, each way by itself; what somebody has chosen stays. */
export function withSuggestions(ways: Ways, ours: readonly Choice[], theirs: readonly Choice[]): Ways {
  const into: Record<string, string> = { ...ways.in };
  const out: Record<string, string> = { ...ways.out };
  for (const choice of theirs) {
    const near = into[choice.value] === undefined ? nearest(choice, ours) : null;
    if (near) into[choice.value] = near.value;
  }
  for (const choice of ours) {
    const near = out[choice.value] === undefined ? nearest(choice, theirs) : null;
    if (near) out[choice.value] = near.value;
  }
  return { in: into, out };
}
