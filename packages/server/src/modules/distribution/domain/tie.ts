export type Tie = { readonly distributorId: string; readonly resellerId: string };
export type DatedTie = Tie & { readonly since: string; readonly until: string | null };

/** The day a tie ends on is the first day without it. */
export const holdsOn = (tie: { readonly since: string; readonly until: string | null }, day: string): boolean =>
  tie.since <= day && (tie.until === null || tie.until > day);

/** Whether a new tie would let somebody buy, through others, from themselves. */
export function closesCircle(ties: readonly Tie[], added: Tie): boolean {
  const below = new Map<string, string[]>();
  for (const tie of ties) below.set(tie.distributorId, [...(below.get(tie.distributorId) ?? []), tie.resellerId]);
  const reached = new Set<string>();
  const open = [added.resellerId];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === added.distributorId) return true;
    if (reached.has(at)) continue;
    reached.add(at);
    open.push(...(below.get(at) ?? []));
  }
  return false;
}
