type Amounts = { readonly state: string; readonly claimedMinor: number | null; readonly approvedMinor: number | null; readonly reversedMinor: number };

/** What a claim stands at, in minor units: what is claimed, then what is approved, less what was taken back of it. One taken back whole says what it was. */
export const claimStandsAt = ({ state, approvedMinor, claimedMinor, reversedMinor }: Amounts): number | null =>
  approvedMinor === null ? claimedMinor : state === 'reversed' ? approvedMinor : approvedMinor - reversedMinor;
