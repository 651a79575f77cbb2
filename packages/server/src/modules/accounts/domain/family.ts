/** A family is a tree: each account has at most one parent, and nobody is above themselves. */
export const familyCycleSentence = 'The parent belongs to this account’s own family below it, so the family would go round in a circle.';

/** Walks up from an account as if the change were made. `parentOf` holds every account above the new parent. */
export function makesCycle(parentOf: ReadonlyMap<string, string | null>, accountId: string, parentId: string | null): boolean {
  const seen = new Set([accountId]);
  for (let above = parentId; above !== null; above = parentOf.get(above) ?? null) {
    if (seen.has(above)) return true;
    seen.add(above);
  }
  return false;
}
