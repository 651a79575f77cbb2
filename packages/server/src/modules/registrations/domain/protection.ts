import type { RegistrationKind } from '@entente/kernel';

const DAY_MS = 86_400_000;

/** A time in which a partner is protected on a deal. The end is not part of it. */
export type Protection = {
  readonly registrationId: string;
  readonly partnerId: string;
  readonly kind: RegistrationKind;
  readonly startsAt: string;
  readonly endsAt: string;
};

export type ProtectionTerms = { readonly days: number; readonly retroactive: boolean };

/**
 * Protection begins when it is granted, or, for the first to file, when it was filed; it lasts its days from then on, but never ends
 * before it is granted: a vendor that is late does not eat the partner's time, so the days count from the decision when it took long.
 */
export function protectionFrom(terms: ProtectionTerms, submittedAt: Date, decidedAt: Date): { startsAt: Date; endsAt: Date } {
  const startsAt = terms.retroactive ? submittedAt : decidedAt;
  return { startsAt, endsAt: new Date(decidedAt.getTime() + terms.days * DAY_MS) };
}

/** More days from the end there is; one that has ended already goes on from now. */
export const extended = (endsAt: Date, days: number, now: Date): Date => new Date(Math.max(endsAt.getTime(), now.getTime()) + days * DAY_MS);

const overlap = (a: { startsAt: string; endsAt: string }, b: { startsAt: string; endsAt: string }): boolean => a.startsAt < b.endsAt && b.startsAt < a.endsAt;

/**
 * Sourcing protects against everybody: the new time starts where no other partner's runs. It gives null when another partner is
 * protected now. Service work and renewals are claims of their own kind and only meet their own.
 */
export function fitProtection(
  wanted: { startsAt: string; endsAt: string },
  partnerId: string,
  kind: RegistrationKind,
  known: readonly Protection[],
  now: Date,
): { startsAt: string; endsAt: string } | null {
  const others = known.filter((one) => one.kind === kind && one.partnerId !== partnerId && one.startsAt < one.endsAt);
  const at = now.toISOString();
  if (others.some((one) => one.startsAt <= at && at < one.endsAt)) return null;
  // Filed first, decided later: the part of the past in which somebody else was protected stays theirs.
  let startsAt = wanted.startsAt;
  for (const one of others) if (overlap({ startsAt, endsAt: wanted.endsAt }, one) && one.endsAt > startsAt) startsAt = one.endsAt;
  return startsAt < wanted.endsAt ? { startsAt, endsAt: wanted.endsAt } : null;
}

export const overlapping = overlap;
