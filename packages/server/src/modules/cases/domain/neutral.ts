/** Everybody of the vendor who has a hand in what a case is about. */
export type Involvement = {
  readonly dealOwnerId: string | null;
  readonly claims: readonly {
    readonly number: number;
    readonly decidedBy: string | null;
    readonly firstApprovalBy: string | null;
    readonly submittedBy: string | null;
    readonly holderId: string | null;
  }[];
  readonly managers: readonly { readonly partnerName: string; readonly managerId: string | null }[];
  /** Who made the first ruling, once it was appealed. */
  readonly firstMediatorId: string | null;
};

/** Why somebody cannot mediate, in one sentence; null when they are neutral. `name` is null when they read it themselves. */
export function whyNotNeutral(memberId: string, involvement: Involvement, name: string | null): string | null {
  const say = (you: string, they: string): string => `${name === null ? `You ${you}` : `${name} ${they}`}; a mediator has to be neutral.`;
  if (involvement.firstMediatorId === memberId) return say('made the ruling that is appealed', 'made the ruling that is appealed');
  if (involvement.dealOwnerId === memberId) return say('own the deal this case is about', 'owns the deal this case is about');
  for (const claim of involvement.claims) {
    const registration = `R-${claim.number}`;
    if (claim.decidedBy === memberId || claim.firstApprovalBy === memberId) return say(`decided ${registration}`, `decided ${registration}`);
    if (claim.submittedBy === memberId) return say(`submitted ${registration}`, `submitted ${registration}`);
    if (claim.holderId === memberId) return say(`hold ${registration}`, `holds ${registration}`);
  }
  const managed = involvement.managers.find((one) => one.managerId === memberId);
  if (managed) return say(`manage ${managed.partnerName}`, `manages ${managed.partnerName}`);
  return null;
}

/** The neutral person with the fewest open cases; the list's order decides between equals. */
export function pickMediator<Person extends { readonly memberId: string; readonly openCases: number }>(
  people: readonly Person[],
  involvement: Involvement,
): Person | null {
  const neutral = people.filter((person) => whyNotNeutral(person.memberId, involvement, null) === null);
  return neutral.reduce<Person | null>((best, person) => (best === null || person.openCases < best.openCases ? person : best), null);
}
